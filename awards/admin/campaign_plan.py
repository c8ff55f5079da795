"""What the Office knows and the plan's file does not: its number and day, and the Sở's authority. Told by the history."""

import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied
from django.urls import path

from awards import actions
from awards.exceptions import Refused
from awards.http import official_papers
from awards.http.responses import CONFLICT, render, see_other
from awards.models import Batch
from campaigns import clock
from campaigns.admin.campaign import CampaignTable, CriterionTable
from campaigns.fingerprints import fingerprint
from campaigns.models import Campaign, Criterion, User
from campaigns.vietnamese import dates, names, numbers

from .campaign_changes import RecordsChanges
from .criterion_forms import AnsweredClauseInline


class PlanNumberForm(forms.ModelForm):
    """Official papers cite the plan, so both are needed, or both stay blank (docs/domain.md A2)."""

    plan_number = forms.RegexField(
        label="Số kế hoạch",
        regex=r"^[0-9]{1,5}[a-zđ]?$",
        help_text="Chỉ ghi số, ví dụ 05. Phần ký hiệu đã có sẵn.",
        error_messages={
            "invalid": "Số kế hoạch gồm chữ số, ví dụ 05 hoặc 112. Hãy nhập lại, không kèm ký hiệu."
        },
    )
    plan_date = forms.DateField(
        label="Ngày ký",
        widget=AdminDateWidget,
        help_text="Ngày ghi trên bản Kế hoạch đã ký, dạng ngày/tháng/năm.",
    )

    class Meta:
        model = Campaign
        fields = ("plan_number", "plan_date")

    def clean_plan_number(self):
        number = names.clean(self.cleaned_data["plan_number"])
        # NĐ 30/2020: numbers below ten are written with a leading zero.
        return f"0{number}" if len(number.rstrip("abcdđ")) < 2 else number

    def clean_plan_date(self):
        day, campaign = self.cleaned_data["plan_date"], self.instance
        if day > clock.now().date():
            raise forms.ValidationError(f"Ngày {dates.short(day)} ở sau hôm nay. Hãy kiểm tra lại ngày ký.")
        if day.year not in (campaign.starts_on.year - 1, campaign.starts_on.year, campaign.ends_on.year):
            raise forms.ValidationError(
                f"Ngày {dates.short(day)} cách xa Đợt thi đua (từ {dates.short(campaign.starts_on)}). "
                "Hãy kiểm tra lại năm."
            )
        return day


class AuthorityForm(forms.ModelForm):
    """The căn cứ of a decision that no plan names (docs/domain.md 6.3): what gives the Sở its functions."""

    class Meta:
        model = Campaign
        fields = ("functions_citation",)
        widgets = {"functions_citation": forms.Textarea({"rows": 4})}

    # What the page showed: two officers may have it open.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, instance, **kwargs):
        initial = {"seen": fingerprint(instance.functions_citation)}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def clean_functions_citation(self):
        """As it is printed between "Căn cứ" and ";", which the paper puts itself."""
        typed = names.clean(self.cleaned_data["functions_citation"])
        if len(typed) > LONGEST_CITATION:
            raise forms.ValidationError(
                f"Căn cứ dài {numbers.grouped(len(typed))} ký tự, nhiều nhất {numbers.grouped(LONGEST_CITATION)}: chỉ nêu "
                "một văn bản, như sẽ in trong Quyết định. Hãy viết ngắn lại."
            )
        cited = without_our_words(typed)
        if cited and not names_number_and_day(cited):
            raise forms.ValidationError(
                "Căn cứ phải nêu số và ngày của văn bản (Nghị định số 30/2020/NĐ-CP, Phụ lục I), ví dụ: Quyết định số "
                "…/QĐ-UBND ngày … của UBND tỉnh quy định chức năng, nhiệm vụ … Hãy ghi đủ."
            )
        return cited


LONGEST_CITATION = 1000
_BASIS = re.compile(r"căn cứ\s+", re.IGNORECASE)
_NUMBER, _DAY = (re.compile(rf"\b{word} \d", re.IGNORECASE) for word in ("số", "ngày"))


def without_our_words(typed):
    found = _BASIS.match(typed)
    return typed[found.end() if found else 0 :].rstrip(" .;,/")


def names_number_and_day(cited):
    """Two searches, not one pattern over all between them, which takes the square of the text's length."""
    number = _NUMBER.search(cited)
    return number is not None and _DAY.search(cited, number.end()) is not None


@admin.register(Criterion)
class CriterionAdmin(RecordsChanges, CriterionTable):
    inlines = (AnsweredClauseInline,)


@admin.register(Campaign)
class CampaignAdmin(RecordsChanges, CampaignTable):
    change_form_template = "admin/awards/campaign.html"

    def has_change_permission(self, request, obj=None):
        # The Office fills in number and date on a page of their own; the rest is the administrator's.
        return request.user.role == User.Role.ADMINISTRATOR and super().has_change_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        # A campaign comes from its plan file: manage.py load_campaign.
        return False

    def get_readonly_fields(self, request, obj=None):
        # One door for the plan's number, so that it is always in the history.
        return (*super().get_readonly_fields(request, obj), "plan_number", "plan_date", "functions_citation")

    def get_urls(self):
        pages = {"so-ke-hoach": self.number, "can-cu": self.authority}
        return [
            *(
                path(
                    f"<int:pk>/{word}/",
                    self.admin_site.admin_view(page),
                    name=f"campaigns_campaign_{page.__name__}",
                )
                for word, page in pages.items()
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        found = self.get_object(request, object_id)
        extra = {
            "may_number": self.admin_site.allows(request.user, Campaign, "change"),
            "may_batch": self.admin_site.allows(request.user, Batch, "view"),
            "official": official_papers.lines(request.user, "campaign", found) if found else [],
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def number(self, request, pk):
        campaign = self._held_by_office(request, pk)
        form = PlanNumberForm(request.POST or None, instance=campaign, initial=self._known(campaign))

        def write(data):
            saved = actions.campaign_plan.number_plan(
                campaign, data["plan_number"], data["plan_date"], by=request.user
            )
            return f"Đã ghi Kế hoạch số {saved.plan_reference} ngày {dates.short(saved.plan_date)}."

        notice = "Số đang ghi là SỐ MẪU của bản diễn tập; ghi số thật để thay."
        return self._form_page(
            request, campaign, form, write, title="Số và ngày của Kế hoạch", button="Ghi số, ngày Kế hoạch",
            notice=notice if campaign.plan_number_is_sample else "",
        )  # fmt: skip

    def authority(self, request, pk):
        campaign = self._held_by_office(request, pk)

        def write(data):
            actions.campaign_plan.cite_authority(
                campaign, data["functions_citation"], by=request.user, seen=data["seen"]
            )
            return (
                "Đã ghi căn cứ chức năng, nhiệm vụ của Sở; Quyết định tặng Giấy khen ký từ nay in căn cứ này."
            )

        form = AuthorityForm(request.POST or None, instance=campaign)
        return self._form_page(
            request, campaign, form, write, title="Căn cứ chức năng, nhiệm vụ của Sở", button="Ghi căn cứ"
        )

    def _held_by_office(self, request, pk):
        campaign = self.get_or_404(request, pk)
        if not self.admin_site.allows(request.user, Campaign, "change"):
            raise PermissionDenied(
                "Chỉ Văn phòng Sở hoặc quản trị hệ thống được ghi số, ngày Kế hoạch và căn cứ của Sở."
            )
        return campaign

    def _form_page(self, request, campaign, form, write, *, title, button, notice=""):
        """`write` takes the cleaned data and answers what was done; Refused is shown above the form."""
        status = 200
        if request.method == "POST":
            status = CONFLICT
            if form.is_valid():
                try:
                    done = write(form.cleaned_data)
                except Refused as refused:
                    form.add_error(None, refused.sentence)
                else:
                    self.message_user(request, done, messages.SUCCESS)
                    return see_other(self.link("change", campaign.pk))
        context = self.page(
            request, title=title, form=form, button=button, notice=notice, subtitle=campaign.title
        )
        return render(request, "admin/awards/form.html", context, status=status)

    def _known(self, campaign):
        return {} if not campaign.plan_number_is_sample else {"plan_number": "", "plan_date": None}
