"""The door that the Office opens again for one unit after the deadline (docs/domain.md A3)."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.urls import path

from awards import actions
from awards.forms.fields import Moment
from awards.http.errors import run_or_add_error
from awards.http.responses import CONFLICT, render, see_other
from awards.models import LateWindow
from campaigns.admin.base import DepartmentAdmin, MomentWidget, VisibleRelatedFilter
from campaigns.admin.fields import RowChoiceField, single_or_none
from campaigns.models import Campaign, Unit
from campaigns.vietnamese import dates


class LateWindowForm(forms.Form):
    campaign = RowChoiceField(Campaign.objects.none(), label="Đợt thi đua")
    unit = RowChoiceField(Unit.objects.none(), label="Đơn vị")
    open_until = Moment(
        label="Được nộp trước thời điểm",
        widget=MomentWidget,
        help_text="Giờ Việt Nam. Hồ sơ nộp trong thời gian gia hạn vẫn bị đánh dấu nộp muộn.",
    )
    reason = forms.CharField(
        label="Lý do",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Được ghi vào nhật ký và gửi cho đơn vị.",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns = Campaign.objects.visible_to(user)
        self.fields["unit"].queryset = Unit.objects.visible_to(user).active()
        self.fields["campaign"].initial = single_or_none(campaigns)


@admin.register(LateWindow)
class LateWindowAdmin(DepartmentAdmin):
    """Opened once with a reason; never changed, never taken back."""

    department_path = "campaign__department"
    list_display = ("unit", "campaign_code", "until", "reason", "opened_by", "opened")
    list_select_related = ("unit", "campaign", "opened_by")
    list_filter = (("campaign", VisibleRelatedFilter), ("unit", VisibleRelatedFilter))
    list_display_links = None
    sortable_by = ("unit", "until", "opened")

    @admin.display(description="Được nộp trước", ordering="open_until")
    def until(self, row):
        return dates.instant(row.open_until)

    @admin.display(description="Mở lúc", ordering="opened_at")
    def opened(self, row):
        return dates.instant(row.opened_at)

    @admin.display(description="Đợt thi đua", ordering="campaign")
    def campaign_code(self, row):
        return row.campaign.code

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view, name = self.admin_site.admin_view, "awards_latewindow_"
        return [
            path("", view(self.changelist_view), name=f"{name}changelist"),
            path("add/", view(self.open), name=f"{name}add"),
        ]

    def open(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied("Chỉ Văn phòng Sở được mở gia hạn nộp muộn cho đơn vị.")
        form, status = LateWindowForm(request.POST or None, user=request.user), 200
        if request.method == "POST":
            window = run_or_add_error(form, lambda data: _opened(data, request.user))
            if window:
                until = dates.instant(window.open_until)
                self.message_user(
                    request, f"Đã mở gia hạn cho {window.unit.name} đến {until}.", messages.SUCCESS
                )
                return see_other(self.link("changelist"))
            status = CONFLICT
        context = self.page(request, title="Mở gia hạn nộp muộn", form=form, button="Mở gia hạn")
        return render(request, "admin/awards/form.html", context, status=status)


def _opened(data, user):
    campaign, unit, until, reason = (data[name] for name in ("campaign", "unit", "open_until", "reason"))
    return actions.late_windows.open_late_window(campaign, unit, by=user, until=until, reason=reason)
