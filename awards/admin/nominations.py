"""The Office's face: the queue, one dossier with everything needed to decide, many at once, Excel."""

from io import BytesIO

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Value, When
from django.http import FileResponse, Http404
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from awards import actions, consistency, papers, policies, sealing, workflow
from awards.exceptions import Refused
from awards.http.responses import CONFLICT, render, see_other
from awards.http.versions import posted_version
from awards.models import Nomination
from awards.snapshots import citations
from awards.spreadsheets import workbook
from campaigns import clock, working_days
from campaigns.admin.base import DepartmentAdmin, VisibleRelatedFilter, mark
from campaigns.admin.fields import single_or_none
from campaigns.models import AwardForm, Campaign
from campaigns.vietnamese import numbers

from . import bulk_actions, event_labels, nomination_page
from .consistency import disagreement_rows

S = Nomination.Status
TONES = {
    S.SUBMITTED: "wait",
    S.RECEIVED: "wait",
    S.RETURNED: "warn",
    S.ACCEPTED: "ok",
    S.RECOMMENDED: "ok",
    S.FORWARDED: "ok",
    S.AWARDED: "good",
    S.REVOKED: "off",
    S.NOT_AWARDED: "off",
    S.NOT_RECOMMENDED: "off",
    S.WITHDRAWN: "off",
}
# What waits for the Office comes first, and in it what has waited longest.
_QUEUE = [S.SUBMITTED, S.RECEIVED, S.ACCEPTED, S.RECOMMENDED, S.FORWARDED, S.RETURNED, S.DRAFT]


_AGES = (1, 3, policies.review.overdue_days())


class AgeFilter(admin.SimpleListFilter):
    title = "thời gian ở trạng thái hiện tại"
    parameter_name = "cho"

    def lookups(self, request, model_admin):
        return [(f"{days}", f"Quá {days} ngày làm việc") for days in _AGES]

    def queryset(self, request, queryset):
        days = numbers.posted(self.value() or "")
        if days not in _AGES:
            return queryset
        return queryset.filter(status_changed_at__lt=working_days.ago(clock.now(), days))


@admin.register(Nomination)
class NominationAdmin(DepartmentAdmin):
    """One dossier per line. Cells are plain text or one escaped label: nothing is rendered per cell."""

    list_display = ("reference", "nominee", "unit_name", "kind", "form_name", "state", "age", "late", "total")
    list_select_related = ("unit", "person")
    list_filter = (
        "status",
        "kind",
        "award_form",
        "is_late",
        AgeFilter,
        ("unit", VisibleRelatedFilter),
        ("campaign", VisibleRelatedFilter),
    )
    search_fields = ("search_key",)
    search_help_text = "Tìm theo mã hồ sơ, tên tập thể, cá nhân hoặc đơn vị; gõ không dấu cũng được."
    sortable_by = ("reference", "nominee", "unit_name", "kind", "form_name", "state", "age", "late", "total")
    actions = tuple(bulk_actions.ACTIONS)
    change_list_template = "admin/awards/queue.html"
    list_per_page = 50

    def get_queryset(self, request):
        # The keys are long and no page of the admin reads them.
        return super().get_queryset(request).defer("sort_key", "search_key", "direct_work_note")

    def get_ordering(self, request):
        rank = Case(*[When(status=s, then=Value(n)) for n, s in enumerate(_QUEUE)], default=Value(99))
        return [rank.asc(), "status_changed_at", "pk"]

    # --- the columns ----------------------------------------------------------------------------------

    @admin.display(description="Tập thể, cá nhân", ordering="sort_key")
    def nominee(self, row):
        return row.nominee_name

    @admin.display(description="Đơn vị", ordering="unit__order")
    def unit_name(self, row):
        return row.unit.name

    @admin.display(description="Hình thức", ordering="award_form")
    def form_name(self, row):
        # Django's get_…_display() builds the whole table of choices anew for each cell.
        return AwardForm.Code(row.award_form).label

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, row):
        return mark(S(row.status).label, TONES.get(row.status, "plain"))

    @admin.display(description="Đã chờ", ordering="-status_changed_at")
    def age(self, row):
        waited = event_labels.age(clock.now() - row.status_changed_at)
        return mark(waited, "warn") if policies.review.is_overdue(row, clock.now()) else waited

    @admin.display(description="Muộn", ordering="is_late")
    def late(self, row):
        return mark("muộn", "warn") if row.is_late else ""

    @admin.display(description="Tự chấm", ordering="self_total")
    def total(self, row):
        return "" if row.self_total is None else numbers.decimal(row.self_total)

    # --- addresses: nothing is added, deleted or edited here --------------------------------------------

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_actions(self, request):
        # The bulk steps change rows, so Django would hide them from a table that nobody edits.
        wanted = bulk_actions.allowed(request.user, self.admin_site)
        return {
            name: (function, name, description)
            for name, (function, name, description) in super().get_actions(request).items()
            if name in wanted
        }

    def get_urls(self):
        view, name = self.admin_site.admin_view, "awards_nomination_"
        return [
            path("", view(self.changelist_view), name=f"{name}changelist"),
            path("hang-loat/<slug:verb>/", view(require_POST(self.bulk_take)), name=f"{name}bulk"),
            path("xuat/<slug:kind>/", view(require_GET(self.export)), name=f"{name}export"),
            path("<int:pk>/change/", view(require_GET(self.dossier)), name=f"{name}change"),
            path("<int:pk>/buoc/<slug:verb>/", view(require_POST(self.step)), name=f"{name}step"),
            path(
                "<int:pk>/kiem-tra/<slug:part>/",
                view(require_POST(self.record_paper_check)),
                name=f"{name}check",
            ),
            path("<int:pk>/van-ban/", view(require_POST(self.make_papers)), name=f"{name}papers"),
        ]

    # --- one dossier ------------------------------------------------------------------------------------

    def _nomination(self, request, pk):
        found = (
            self.rows_for(request.user, Nomination.objects.all())
            .select_related("campaign__department", "unit", "person__unit")
            .filter(pk=pk)
            .first()
        )
        if found is None or not self.has_view_permission(request):
            raise Http404
        return found

    def dossier(self, request, pk, nomination=None, failed=None, status=200):
        nomination = nomination or self._nomination(request, pk)
        shown = nomination_page.page(nomination, request.user, failed)
        sent = {nomination.reference: citations.sent_in(shown["content"])}
        parted = [*consistency.of_roster([nomination], sent), *consistency.of_dossier(shown["content"])]
        context = self.page(
            request,
            title=f"Hồ sơ {nomination.reference}",
            tone=TONES.get(nomination.status, "plain"),
            disagreements=disagreement_rows(parted, request),
            **shown,
        )
        return render(request, "admin/awards/dossier.html", context, status=status)

    def step(self, request, pk, verb):
        nomination = self._nomination(request, pk)
        if verb not in workflow.STEPS or workflow.STEPS[verb].internal or verb in nomination_page.UNIT_VERBS:
            raise Http404
        note = request.POST.get("note", "")
        try:
            moved = take(verb, nomination, by=request.user, note=note, version=posted_version(request))
        except Refused as refused:
            fresh = self._nomination(request, pk)
            return self.dossier(request, pk, fresh, (verb, refused, note), CONFLICT)
        self.message_user(
            request,
            f"{workflow.STEPS[verb].label}: {moved.reference} – {moved.nominee_name}. "
            f"Trạng thái mới: {moved.get_status_display()}.",
            messages.SUCCESS,
        )
        return see_other(self.link("change", pk))

    def record_paper_check(self, request, pk, part):
        nomination = self._nomination(request, pk)
        if not nomination.campaign.parts.filter(code=part).exists():
            raise Http404
        note, verdict = request.POST.get("note", ""), request.POST.get("is_right")
        try:
            if verdict not in ("1", "0"):
                raise Refused("Chưa chọn “Đạt” hay “Chưa đạt”. Hãy bấm một trong hai nút.")
            actions.paper_checks.record_paper_check(
                nomination,
                part,
                by=request.user,
                is_right=verdict == "1",
                note=note,
                version=posted_version(request),
            )
        except Refused as refused:
            fresh = self._nomination(request, pk)
            return self.dossier(request, pk, fresh, (part, refused, note), CONFLICT)
        return see_other(f"{self.link('change', pk)}#van-ban")

    def make_papers(self, request, pk):
        nomination = self._nomination(request, pk)
        last = nomination.submissions.order_by("-number").first()
        if last is None or request.user.role != request.user.Role.OFFICE:
            raise PermissionDenied("Chỉ Văn phòng Sở tạo văn bản còn thiếu của hồ sơ đã trình.")
        try:
            made = sealing.seal_missing(last, by=request.user)
        except (papers.Unavailable, Refused) as missing:
            return self.dossier(request, pk, nomination, ("papers", str(missing), ""), 503)
        self.message_user(request, f"Đã tạo và niêm phong {made:02d} văn bản.", messages.SUCCESS)
        return see_other(f"{self.link('change', pk)}#van-ban")

    # --- many dossiers ----------------------------------------------------------------------------------

    def ask_bulk(self, request, verb, queryset):
        """The page that says, name by name, what would happen (docs/domain.md 3.10)."""
        rows = list(
            queryset.select_related("campaign__department", "unit", "person__unit")[: bulk_actions.MOST + 1]
        )
        if len(rows) > bulk_actions.MOST:
            self.message_user(
                request,
                f"Mỗi lần xử lý tối đa {bulk_actions.MOST} hồ sơ để xem kỹ từng dòng. Hãy chọn ít hơn hoặc lọc bớt.",
                messages.ERROR,
            )
            return None
        return self._bulk_page(request, bulk_actions.preview(verb, rows, request.user))

    def _bulk_page(self, request, preview, *, error="", note="", status=200):
        context = self.page(
            request,
            title=f"{preview.step.label}: {len(preview.rows)} hồ sơ",
            preview=preview,
            error=error,
            note=note,
        )
        return render(request, "admin/awards/bulk.html", context, status=status)

    def bulk_take(self, request, verb):
        if verb not in bulk_actions.VERBS or f"bulk_{verb}" not in bulk_actions.allowed(
            request.user, self.admin_site
        ):
            raise PermissionDenied("Tài khoản của bạn không làm được việc này hàng loạt.")
        versions = bulk_actions.posted(request.POST.getlist("row"))
        rows = list(
            self.rows_for(request.user, Nomination.objects.all())
            .filter(pk__in=list(versions)[: bulk_actions.MOST])
            .select_related("campaign__department", "unit", "person__unit")
        )
        place = {pk: at for at, pk in enumerate(versions)}
        rows.sort(key=lambda row: place[row.pk])
        note = request.POST.get("note", "")
        if not rows:
            self.message_user(request, "Chưa chọn hồ sơ nào. Hãy đánh dấu ít nhất một hồ sơ.", messages.ERROR)
            return see_other(self.link("changelist"))
        if sentence := bulk_actions.reason_problem(verb, rows, note):
            preview = bulk_actions.preview(verb, rows, request.user, versions)
            return self._bulk_page(request, preview, error=sentence, note=note, status=CONFLICT)
        report = bulk_actions.take_each(verb, rows, versions, by=request.user, note=note)
        context = self.page(
            request,
            title=f"Kết quả: {workflow.STEPS[verb].label}",
            report=report,
            done=sum(not line.refusal for line in report),
            refused=sum(bool(line.refusal) for line in report),
        )
        status = 200 if any(not line.refusal for line in report) else CONFLICT
        return render(request, "admin/awards/bulk_done.html", context, status=status)

    # --- Excel ------------------------------------------------------------------------------------------

    def export(self, request, kind):
        """The list as it is filtered on the page, or everything when nothing is filtered."""
        if kind not in workbook.KINDS:
            raise Http404
        try:
            queryset = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            raise Http404 from None
        return self.sheet(request, kind, queryset) or see_other(self.link("changelist"))

    def sheet(self, request, kind, queryset):
        """The workbook as a download; None with a message where the list refuses its rows."""
        stream = BytesIO()
        try:
            campaign = single_or_none(Campaign.objects.visible_to(request.user))
            workbook.write(kind, queryset, stream, campaign=campaign, prepared_by=str(request.user))
            campaign = campaign or Campaign.objects.get(pk=queryset.values_list("campaign", flat=True)[0])
        except Refused as refused:
            self.message_user(request, refused.sentence, messages.ERROR)
            return None
        stream.seek(0)
        return FileResponse(
            stream,
            as_attachment=True,
            filename=workbook.file_name(kind, campaign),
            content_type=workbook.CONTENT_TYPE,
        )

    def changelist_view(self, request, extra_context=None):
        extra = {
            "exports": [(kind, label) for kind, label in workbook.KINDS.items()],
            "query": request.GET.urlencode(),
            **(extra_context or {}),
        }
        return super().changelist_view(request, extra)


def take(verb, nomination, *, by, note, version):
    """A step from a button. Undoing an award also marks the award, so it goes through actions.decisions."""
    if verb == "revoke":
        return actions.decisions.revoke(nomination, by=by, note=note, version=version)
    return workflow.take(verb, nomination, by=by, note=note, version=version)
