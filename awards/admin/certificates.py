"""Printing the certificates of a signed decision: whole, or text only on stock, each text moved to where it belongs."""

import json
import re

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature
from django.http import Http404
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from awards import access, signed_copies
from awards.batches import queue
from awards.exceptions import Refused
from awards.http import paper_responses
from awards.http.responses import CONFLICT, address_of, render, see_other
from awards.models import Batch, Decision
from awards.papers import department, nd98, registry
from campaigns.admin.fields import RowChoiceField
from campaigns.vietnamese import numbers

SHEETS, TRIAL, BATCH = "ban-in", "trang-thu", "trong-nen"
# A printer and its stock belong to a computer, not to an account, and outlive a session.
COOKIE, A_YEAR = "canh-giay-khen", 365 * 24 * 60 * 60
FURTHEST = 60
_KIND = registry.BY_CODE["certificate"]
# What one request makes as a file; sheets for the browser's print are light.
MOST = 60


class Millimetres(forms.Field):
    """ "2,5" or "-3" → 2.5, -3.0; empty is 0."""

    def __init__(self, **kwargs):
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "short", "maxlength": 6}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value):
        typed = (value or "").strip().replace("−", "-")
        if not typed:
            return 0.0
        if not re.fullmatch(r"[+-]?\d{1,2}([.,]\d)?", typed):
            raise ValidationError("Viết số milimét, ví dụ 2,5 hoặc -3.")
        moved = float(typed.replace(",", "."))
        if abs(moved) > FURTHEST:
            raise ValidationError(f"Dời tối đa {FURTHEST} mm.")
        return moved


class PrintForm(forms.Form):
    award = RowChoiceField(None, label="In cho", required=False)
    text_only = forms.TypedChoiceField(
        label="Giấy",
        choices=[
            ("", "Giấy trắng: in đầy đủ khung, tiêu đề và chữ"),
            ("1", "Phôi in sẵn: chỉ in phần chữ còn thiếu"),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, awards, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["award"].queryset = awards
        self.fields["award"].empty_label = f"Tất cả {numbers.two_digits(awards.count())} Giấy khen"
        self.fields["award"].label_from_instance = lambda award: (
            f"{numbers.two_digits(award.golden_book_number)}. {award.nomination.nominee_name}"
        )
        for name, title in nd98.TITLES.items():
            self.fields[f"right-{name}"] = Millimetres(label=f"{title}: sang phải (mm)")
            self.fields[f"down-{name}"] = Millimetres(label=f"{title}: xuống dưới (mm)")

    @property
    def rows(self):
        """[(title, is it on the stock already, right, down)] of every text of the sheet."""
        return [
            (title, name in nd98.PRINTED, self[f"right-{name}"], self[f"down-{name}"])
            for name, title in nd98.TITLES.items()
        ]

    @property
    def offsets(self):
        moved = {
            name: (self.cleaned_data[f"right-{name}"], self.cleaned_data[f"down-{name}"])
            for name in nd98.TITLES
        }
        return {name: by for name, by in moved.items() if any(by)}


class Certificates:
    """The pages of it, for the table of decisions."""

    def certificate_urls(self, view, name):
        sheets = paper_responses.shown_as_sheets(self.certificate_file)
        return [
            path("<int:pk>/giay-khen/", view(self.certificates), name=f"{name}certificates"),
            path(
                "<int:pk>/giay-khen/<slug:what>/", view(require_GET(sheets)), name=f"{name}certificate_file"
            ),
        ]

    def certificates(self, request, pk):
        decision, awards = self._awarded(request, pk)
        form = PrintForm(request.POST or None, awards=awards, initial=_initial(request))
        status = 200
        if request.method == "POST":
            what = request.POST.get("do", "")
            if what not in (SHEETS, TRIAL, BATCH, *registry.FORMATS):
                raise Http404
            if what == BATCH and form.is_valid() and self._ask(request, decision, form):
                return _remember(see_other(reverse("admin:awards_batch_changelist")), form)
            if what != BATCH and form.is_valid():
                award = form.cleaned_data["award"]
                url = self.link("certificate_file", pk, what) + (f"?giay={award.pk}" if award else "")
                return _remember(see_other(url), form)
            status = CONFLICT
        context = self.page(
            request,
            title=f"In Giấy khen theo Quyết định số {decision}",
            decision=decision,
            form=form,
            formats=paper_responses.offered(),
            most=MOST,
            refusal=_refusal(awards),
        )
        return render(request, "admin/awards/certificates.html", context, status=status)

    def _ask(self, request, decision, form):
        """All certificates of the campaign in the background, moved as typed here."""
        wish = {"text_only": form.cleaned_data["text_only"], "offsets": form.offsets}
        try:
            batch = queue.ask(
                decision.campaign,
                Batch.What.CERTIFICATES,
                by=request.user,
                address=address_of(request),
                **wish,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return False
        self.message_user(request, f"Đã ghi nhận: {batch}. Tiến độ ở danh sách bên dưới.", messages.SUCCESS)
        return True

    def certificate_file(self, request, pk, what):
        decision, awards = self._awarded(request, pk)
        chosen = numbers.posted(request.GET.get("giay", ""))
        if chosen is not None:
            awards = awards.filter(pk=chosen)
        awards = [award for award in awards if not department.certificate.certificate_refusal(award)]
        if not awards:
            raise Http404
        options = _remembered(request)
        address = address_of(request)
        if what == TRIAL:
            content = department.certificate.gather(awards[0], address)
            return paper_responses.sheets(request, department.certificate.compose_trial(content, **options))
        contents = department.certificate.gather_all(awards, address)
        if what == SHEETS:
            signed_copies.record_issued(_KIND, list(zip(awards, contents, strict=True)), by=request.user)
            return paper_responses.sheets(request, department.certificate.compose_all(contents, **options))
        if len(awards) > MOST:
            raise PermissionDenied(
                f"Mỗi lần tải tối đa {MOST} Giấy khen; quyết định này có {len(awards)}. Hãy dùng “Lập trong nền”, "
                "hoặc “Xem bản in” để in cả danh sách từ trình duyệt."
            )
        return paper_responses.file(
            request,
            what,
            lambda: self._handed(request.user, awards, contents, what, options),
            _file_name(decision, awards, what),
            instead=[("Xem bản in", self.link("certificate_file", pk, SHEETS))],
            back=("Về trang in Giấy khen", self.link("certificates", pk)),
        )

    def _handed(self, user, awards, contents, form, options):
        """One file of all of them, each noted as handed over to be signed."""
        data = registry.FORMATS[form](department.certificate.compose_all(contents, **options))
        signed_copies.record_issued(_KIND, list(zip(awards, contents, strict=True)), by=user, data=data)
        return data

    def can_print(self, user, decision):
        """Whether the decision's page has a door to this one."""
        if decision.kind != Decision.Kind.DEPARTMENT_AWARD or decision.status != Decision.Status.SIGNED:
            return False
        return access.can_read_paper(user, "certificate", decision.campaign)

    def _awarded(self, request, pk):
        """The signed decision with its certificates; who may not print them is told so."""
        decision = self._decision(request, pk)
        try:
            access.check_paper_reader(request.user, "certificate", decision.campaign)
        except Refused as refused:
            raise PermissionDenied(refused.sentence) from None
        awards = decision.awards.select_related(
            "nomination__campaign", "nomination__unit", "nomination__person"
        ).order_by("golden_book_number")
        if decision.kind != Decision.Kind.DEPARTMENT_AWARD or not awards.exists():
            raise Http404
        return decision, awards


def _refusal(awards):
    """Why nothing at all can be printed, or ""."""
    sentences = [department.certificate.certificate_refusal(award) for award in awards]
    return "" if "" in sentences else sentences[0]


def _file_name(decision, awards, form):
    if len(awards) == 1:
        return registry.BY_CODE["certificate"].file_name(awards[0], form)
    return f"giay-khen-{registry.BY_CODE['decision'].file_name(decision, form)}"


# --- what this computer's printer needs -------------------------------------------------------------------


def _remembered(request):
    """{"text_only", "offsets"} as last used on this computer."""
    try:
        kept = json.loads(request.get_signed_cookie(COOKIE))
        offsets = {name: tuple(by) for name, by in kept["offsets"].items() if name in nd98.FIELDS}
        return {"text_only": bool(kept["text_only"]), "offsets": offsets}
    except (KeyError, BadSignature, ValueError):
        return {"text_only": False, "offsets": {}}


def _initial(request):
    kept = _remembered(request)
    initial = {"text_only": "1" if kept["text_only"] else ""}
    for name, (right, down) in kept["offsets"].items():
        initial |= {f"right-{name}": _said(right), f"down-{name}": _said(down)}
    return initial


def _said(moved):
    return f"{moved:g}".replace(".", ",") if moved else ""


def _remember(response, form):
    kept = {"text_only": form.cleaned_data["text_only"], "offsets": form.offsets}
    response.set_signed_cookie(
        COOKIE,
        json.dumps(kept, separators=(",", ":")),
        max_age=A_YEAR,
        path="/quan-tri/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
