"""The Council's face: the table of sessions, and one session from planning to closing."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from awards import actions, consistency, permissions
from awards.exceptions import Refused
from awards.forms.fields import Moment
from awards.http import official_papers
from awards.http.errors import run_or_add_error
from awards.http.responses import CONFLICT, render, see_other
from awards.http.versions import posted_version
from awards.models import Attendance, CouncilSession, VoteCast
from awards.permissions import seats_of
from campaigns.admin.base import DepartmentAdmin, MomentWidget, VisibleRelatedFilter, mark
from campaigns.admin.fields import RowChoiceField, single_or_none
from campaigns.models import Campaign
from campaigns.vietnamese import dates

from . import council_context, signed_copy_rows
from .consistency import disagreement_rows
from .council_results import Concluding
from .council_scoring import Assessing

PLANNED, OPEN, CLOSED, CANCELLED = CouncilSession.Status


class PlanForm(forms.Form):
    campaign = RowChoiceField(Campaign.objects.none(), label="Đợt thi đua")
    scheduled_at = Moment(label="Thời gian họp", widget=MomentWidget, help_text="Giờ Việt Nam.")
    place = forms.CharField(label="Địa điểm", max_length=300)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        leading = [pk for pk, seat in seats_of(user).items() if seat.presides]
        self.fields["campaign"].queryset = campaigns = Campaign.objects.visible_to(user).filter(
            pk__in=leading
        )
        self.fields["campaign"].initial = single_or_none(campaigns)


@admin.register(CouncilSession)
class CouncilSessionAdmin(Assessing, Concluding, DepartmentAdmin):
    list_display = ("title", "campaign_code", "when", "place", "state", "items_n")
    list_select_related = ("campaign",)
    list_filter = ("status", ("campaign", VisibleRelatedFilter))
    sortable_by = ("when",)

    @admin.display(description="Phiên họp")
    def title(self, session):
        return f"Phiên họp thứ {session.number}"

    @admin.display(description="Đợt thi đua")
    def campaign_code(self, session):
        return session.campaign.code

    @admin.display(description="Thời gian", ordering="scheduled_at")
    def when(self, session):
        return dates.instant(session.scheduled_at)

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, session):
        tone = {PLANNED: "wait", OPEN: "warn", CLOSED: "good", CANCELLED: "off"}[session.status]
        return mark(session.get_status_display(), tone)

    @admin.display(description="Số hồ sơ")
    def items_n(self, session):
        return session.items_n

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(items_n=Count("items"))

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view, name = self.admin_site.admin_view, "awards_councilsession_"
        steps = [
            ("diem-danh", "attend", self.attend),
            ("chuong-trinh", "agenda", self.agenda),
            ("khai-mac", "open", self.open),
            ("ket-thuc", "close", self.close),
            ("huy", "cancel", self.cancel),
        ]
        return [
            path("", view(self.changelist_view), name=f"{name}changelist"),
            path("add/", view(self.plan), name=f"{name}add"),
            path("<int:pk>/change/", view(require_GET(self.session)), name=f"{name}change"),
            *(
                path(f"<int:pk>/{address}/", view(require_POST(step)), name=f"{name}{label}")
                for address, label, step in steps
            ),
            *self.concluding_urls(view, name),
            *self.assessing_urls(view, name),
        ]

    # --- finding -------------------------------------------------------------------------------------------

    def _session(self, request, pk):
        found = (
            CouncilSession.objects.visible_to(request.user)
            .select_related("campaign__department")
            .filter(pk=pk)
            .first()
        )
        if found is None or not self.has_view_permission(request):
            raise Http404
        return found

    def _item(self, session, item_pk):
        item = (
            session.items.select_related(
                "session__campaign",
                "nomination__campaign__department",
                "nomination__unit",
                "nomination__person__unit",
            )
            .filter(pk=item_pk)
            .first()
        )
        if item is None:
            raise Http404
        return item

    # --- planning ------------------------------------------------------------------------------------------

    def plan(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied("Chỉ Chủ tịch hoặc Thư ký Hội đồng lập phiên họp.")
        form, status = PlanForm(request.POST or None, user=request.user), 200
        if request.method == "POST":
            session = run_or_add_error(
                form, lambda data: actions.council_sessions.plan(**data, by=request.user)
            )
            if session:
                self.message_user(request, f"Đã lập phiên họp thứ {session.number}.", messages.SUCCESS)
                return see_other(self.link("change", session.pk))
            status = CONFLICT
        context = self.page(request, title="Lập phiên họp Hội đồng", form=form, button="Lập phiên họp")
        return render(request, "admin/awards/form.html", context, status=status)

    # --- the page of a session -----------------------------------------------------------------------------

    def session(self, request, pk, failed=None, typed=None, status=200):
        """`failed` is (which form, sentence); `typed` what it held."""
        session = self._session(request, pk)
        seat = permissions.seat_of(request.user, session.campaign)
        leads = seat is not None and seat.presides
        roll = set(VoteCast.objects.filter(item__session=session).values_list("item_id", "member_id"))
        attendance = list(session.attendance.select_related("member__person"))
        consistency.prefetch_items(session)
        items = list(session.items.all())
        found = consistency.of_session(session, items)
        copies = signed_copy_rows.rows("session", session, request.user, found)
        context = self.page(
            request,
            title=f"Phiên họp thứ {session.number}",
            session=session,
            seat=seat,
            leads=leads,
            failed=failed or ("", ""),
            attendance=council_context.attendance_rows(attendance, items, roll, typed or {}),
            presences=Attendance.Presence.choices,
            items=[council_context.agenda_row(item, seat, attendance, roll) for item in items],
            scored=council_context.scored_by(session, seat),
            mine=next((row for row in attendance if seat and row.member_id == seat.pk), None),
            quorum=council_context.quorum(session, attendance),
            waiting=actions.council_sessions.waiting(session.campaign).count()
            if leads and session.status == PLANNED
            else 0,
            expected=council_context.expected(attendance, items),
            cast=len(roll),
            unrecorded=council_context.unrecorded(items) if session.status == CLOSED else 0,
            conclusion=(typed or {}).get("conclusion", ""),
            note=(typed or {}).get("note", ""),
            signed_rows=copies,
            has_copy=any(state.copy for state, *_ in copies),
            official=official_papers.lines(request.user, "session", session, found=found),
            disagreements=disagreement_rows(found, request),
        )
        return render(request, "admin/awards/session.html", context, status=status)

    def _do(self, request, pk, which, act, done):
        """One step of a session from a button: do it, or show the page again with the sentence."""
        session = self._session(request, pk)
        try:
            act(session)
        except Refused as refused:
            return self.session(request, pk, (which, refused.sentence), request.POST, CONFLICT)
        self.message_user(request, done, messages.SUCCESS)
        return see_other(self.link("change", pk))

    def attend(self, request, pk):
        def act(session):
            presences = {}
            for row in session.attendance.all():
                presence = request.POST.get(f"presence-{row.member_id}", "")
                presences[row.member_id] = (presence, request.POST.get(f"reason-{row.member_id}", ""))
            actions.council_sessions.attend(
                session, presences, by=request.user, version=posted_version(request)
            )

        return self._do(request, pk, "attend", act, "Đã lưu điểm danh.")

    def agenda(self, request, pk):
        def act(session):
            actions.council_sessions.refresh_agenda(session, by=request.user, version=posted_version(request))

        return self._do(request, pk, "agenda", act, "Đã cập nhật chương trình phiên họp.")

    def open(self, request, pk):
        def act(session):
            actions.council_sessions.open_session(session, by=request.user, version=posted_version(request))

        return self._do(
            request, pk, "open", act, "Phiên họp đã khai mạc. Thành viên có mặt bắt đầu chấm điểm, bỏ phiếu."
        )

    def close(self, request, pk):
        def act(session):
            actions.council_sessions.close_session(
                session,
                by=request.user,
                conclusion=request.POST.get("conclusion", ""),
                version=posted_version(request),
            )

        return self._do(request, pk, "close", act, "Phiên họp đã kết thúc; kết quả bỏ phiếu đã được chốt.")

    def cancel(self, request, pk):
        def act(session):
            note = request.POST.get("note", "")
            actions.council_sessions.cancel_session(
                session, by=request.user, note=note, version=posted_version(request)
            )

        return self._do(
            request, pk, "cancel", act, "Đã hủy phiên họp; các hồ sơ trong chương trình chờ phiên họp khác."
        )
