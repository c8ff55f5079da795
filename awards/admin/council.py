"""The Council's face: a session from planning to closing, one member's scores and ballot, the result."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from awards import agreement, eligibility, permissions, sessions, workflow
from awards.forms.fields import Moment
from awards.models import (
    Attendance,
    Ballot,
    CouncilMember,
    CouncilScore,
    CouncilSession,
    VoteCast,
)
from awards.permissions import Refused, seats_of
from awards.views import official
from campaigns.admin.base import DepartmentAdmin, MomentWidget, VisibleRelatedFilter, mark
from campaigns.models import Campaign
from campaigns.vietnamese import dates, numbers

from . import agreeing, bulk, council_rows, signed
from .pages import CONFLICT, back_to, posted_version, shown

PLANNED, OPEN, CLOSED, CANCELLED = CouncilSession.Status


# --- forms of a session -----------------------------------------------------------------------------------


class PlanForm(forms.Form):
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label="Đợt thi đua")
    scheduled_at = Moment(label="Thời gian họp", widget=MomentWidget, help_text="Giờ Việt Nam.")
    place = forms.CharField(label="Địa điểm", max_length=300)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        leading = [pk for pk, seat in seats_of(user).items() if seat.presides]
        campaigns = Campaign.objects.visible_to(user).filter(pk__in=leading)
        self.fields["campaign"].queryset = campaigns
        found = list(campaigns[:2])
        self.fields["campaign"].initial = found[0] if len(found) == 1 else None


def read_points(rules, data):
    """({code: (points or None, note)}, {code: sentence}) of a posted score sheet."""
    given, wrong = {}, {}
    for rule in rules:
        raw, note = data.get(f"points-{rule.code}", "").strip(), data.get(f"note-{rule.code}", "")
        if data.get(f"na-{rule.code}"):
            given[rule.code] = (None, note)
            continue
        if not raw:
            wrong[rule.code] = f"Chưa chấm ý {rule.code}."
            continue
        try:
            points = numbers.parse(raw)
        except ValueError:
            wrong[rule.code] = f"Ý {rule.code}: “{raw}” không phải là số. Hãy nhập số, ví dụ 4 hoặc 4,5."
            continue
        # Longer ones do not even fit the arithmetic.
        if len(raw) > 20 or points != round(points, 2):
            wrong[rule.code] = f"Ý {rule.code}: điểm có tối đa hai chữ số thập phân."
            continue
        given[rule.code] = (points, note)
    return given, wrong


# --- the session ------------------------------------------------------------------------------------------


@admin.register(CouncilSession)
class CouncilSessionAdmin(DepartmentAdmin):
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
        own = [
            ("diem-danh", "attend", self.attend, True),
            ("chuong-trinh", "agenda", self.agenda, True),
            ("khai-mac", "open", self.open, True),
            ("ket-thuc", "close", self.close, True),
            ("huy", "cancel", self.cancel, True),
            ("bang-tong-hop", "board", self.board, False),
            ("ket-luan", "results", self.results, None),
        ]
        pages = []
        for address, label, page, posts in own:
            guarded = require_POST(page) if posts else page if posts is None else require_GET(page)
            pages.append(path(f"<int:pk>/{address}/", view(guarded), name=f"{name}{label}"))
        item = "<int:pk>/ho-so/<int:item_pk>/"
        member = f"{item}y-kien/<int:member_pk>/"
        return [
            path("", view(self.changelist_view), name=f"{name}changelist"),
            path("add/", view(self.plan), name=f"{name}add"),
            path("<int:pk>/change/", view(require_GET(self.session)), name=f"{name}change"),
            *pages,
            path(f"{item}thu-tu/", view(require_POST(self.tie)), name=f"{name}tie"),
            path(item, view(self.score), name=f"{name}score"),
            path(f"{item}phieu/", view(self.vote), name=f"{name}vote"),
            path(member, view(self.score), name=f"{name}score_for"),
            path(f"{member}phieu/", view(self.vote), name=f"{name}vote_for"),
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
        form = PlanForm(request.POST or None, user=request.user)
        status = 200
        if request.method == "POST":
            status = CONFLICT
            if form.is_valid():
                data = form.cleaned_data
                try:
                    session = sessions.plan(
                        data["campaign"],
                        by=request.user,
                        scheduled_at=data["scheduled_at"],
                        place=data["place"],
                    )
                except Refused as refused:
                    form.add_error(None, refused.sentence)
                else:
                    self.message_user(request, f"Đã lập phiên họp thứ {session.number}.", messages.SUCCESS)
                    return back_to(self.link("change", session.pk))
        context = self.page(request, title="Lập phiên họp Hội đồng", form=form, button="Lập phiên họp")
        return shown(request, "awards/admin/form.html", context, status=status)

    # --- the page of a session -----------------------------------------------------------------------------

    def session(self, request, pk, failed=None, typed=None, status=200):
        """`failed` is (which form, sentence); `typed` what it held."""
        session = self._session(request, pk)
        seat = permissions.seat_of(request.user, session.campaign)
        leads = seat is not None and seat.presides
        roll = set(VoteCast.objects.filter(item__session=session).values_list("item_id", "member_id"))
        attendance = list(session.attendance.select_related("member__person"))
        agreement.know(session)
        items = list(session.items.all())
        copies = signed.rows("session", session, request.user)
        context = self.page(
            request,
            title=f"Phiên họp thứ {session.number}",
            session=session,
            seat=seat,
            leads=leads,
            failed=failed or ("", ""),
            attendance=council_rows.attendance_rows(attendance, items, roll, typed or {}),
            presences=Attendance.Presence.choices,
            items=[council_rows.agenda_row(item, session, seat, attendance, roll) for item in items],
            scored=council_rows.scored_by(session, seat),
            mine=next((row for row in attendance if seat and row.member_id == seat.pk), None),
            quorum=council_rows.quorum(session, attendance),
            waiting=sessions.waiting(session.campaign).count() if leads and session.status == PLANNED else 0,
            expected=council_rows.expected(attendance, items),
            cast=len(roll),
            unrecorded=sum(item.nomination.status == "accepted" for item in items)
            if session.status == CLOSED
            else 0,
            conclusion=(typed or {}).get("conclusion", ""),
            note=(typed or {}).get("note", ""),
            is_secret=session.campaign.ballot == Campaign.Ballot.SECRET,
            signed_rows=copies,
            has_copy=any(state.copy for state, *_ in copies),
            official=official.lines(request.user, "session", session),
            disagreements=agreeing.rows(agreement.of_session(session), request),
        )
        return shown(request, "awards/admin/session.html", context, status=status)

    def _do(self, request, pk, which, act, done):
        """One step of a session from a button: do it, or show the page again with the sentence."""
        session = self._session(request, pk)
        try:
            act(session)
        except Refused as refused:
            return self.session(request, pk, (which, refused.sentence), request.POST, CONFLICT)
        self.message_user(request, done, messages.SUCCESS)
        return back_to(self.link("change", pk))

    def attend(self, request, pk):
        def act(session):
            presences = {}
            for row in session.attendance.all():
                presence = request.POST.get(f"presence-{row.member_id}", "")
                presences[row.member_id] = (presence, request.POST.get(f"reason-{row.member_id}", ""))
            sessions.attend(session, presences, by=request.user, version=posted_version(request))

        return self._do(request, pk, "attend", act, "Đã lưu điểm danh.")

    def agenda(self, request, pk):
        def act(session):
            sessions.refresh_agenda(session, by=request.user, version=posted_version(request))

        return self._do(request, pk, "agenda", act, "Đã cập nhật chương trình phiên họp.")

    def open(self, request, pk):
        def act(session):
            sessions.open_session(session, by=request.user, version=posted_version(request))

        return self._do(
            request, pk, "open", act, "Phiên họp đã khai mạc. Thành viên có mặt bắt đầu chấm điểm, bỏ phiếu."
        )

    def close(self, request, pk):
        def act(session):
            sessions.close_session(
                session,
                by=request.user,
                conclusion=request.POST.get("conclusion", ""),
                version=posted_version(request),
            )

        return self._do(request, pk, "close", act, "Phiên họp đã kết thúc; kết quả bỏ phiếu đã được chốt.")

    def cancel(self, request, pk):
        def act(session):
            note = request.POST.get("note", "")
            sessions.cancel_session(session, by=request.user, note=note, version=posted_version(request))

        return self._do(
            request, pk, "cancel", act, "Đã hủy phiên họp; các hồ sơ trong chương trình chờ phiên họp khác."
        )

    # --- the board -----------------------------------------------------------------------------------------

    def board(self, request, pk, failed=None, typed=None, status=200):
        """Ranked, collectives first. While a secret ballot is open only the number of votes is shown."""
        session = self._session(request, pk)
        seat = permissions.seat_of(request.user, session.campaign)
        rows = sessions.board(session)
        hidden = session.status != CLOSED and session.campaign.ballot == Campaign.Ballot.SECRET
        taking = [row for row in session.attendance.select_related("member") if row.takes_part]
        forms_ = {form.code: form for form in session.campaign.award_forms.all()}
        chair = seat is not None and seat.role == CouncilMember.Role.CHAIR
        shown_rows = [
            council_rows.board_row(session, row, taking, forms_, hidden, failed, typed) for row in rows
        ]
        context = self.page(
            request,
            title=f"Bảng tổng hợp – Phiên họp thứ {session.number}",
            session=session,
            groups=[
                ("Tập thể", [row for row in shown_rows if row["row"].item.nomination.kind == "collective"]),
                ("Cá nhân", [row for row in shown_rows if row["row"].item.nomination.kind == "individual"]),
            ],
            hidden=hidden,
            ties=chair and session.status == OPEN,
            quota=council_rows.quota(session.campaign),
            taking=len(taking),
            is_secret=session.campaign.ballot == Campaign.Ballot.SECRET,
        )
        return shown(request, "awards/admin/board.html", context, status=status)

    def tie(self, request, pk, item_pk):
        session = self._session(request, pk)
        item = self._item(session, item_pk)
        order, note = numbers.posted(request.POST.get("order", ""), digits=3), request.POST.get("note", "")
        try:
            if not order:
                raise Refused("Thứ tự phải là số nguyên từ 1 đến 999; số nhỏ xếp trước.")
            sessions.break_tie(item, order, note, by=request.user)
        except Refused as refused:
            return self.board(request, pk, (item.pk, refused.sentence), request.POST, CONFLICT)
        self.message_user(
            request, f"Đã ghi thứ tự {order} cho {item.nomination.nominee_name}.", messages.SUCCESS
        )
        return back_to(self.link("board", pk))

    # --- one member, one dossier ---------------------------------------------------------------------------

    def _assessor(self, session, item, user, member_pk):
        """(seat that assesses, sentence why not). A written opinion is entered by chair or secretary."""
        try:
            if member_pk is None:
                return sessions.may_assess(session, item, user), ""
            member = CouncilMember.objects.filter(pk=member_pk, campaign=session.campaign_id).first()
            if member is None:
                raise Http404
            return sessions.may_enter_written(session, item, member, user), ""
        except Refused as refused:
            return permissions.seat_of(
                user, session.campaign
            ) if member_pk is None else None, refused.sentence

    def score(self, request, pk, item_pk, member_pk=None):
        session = self._session(request, pk)
        item = self._item(session, item_pk)
        rules = sessions.clauses_for(item.nomination)
        typed, wrong, error, status = None, {}, "", 200
        if request.method == "POST":
            given, wrong = read_points(rules, request.POST)
            typed, status = request.POST, CONFLICT
            try:
                if wrong:
                    raise Refused(" ".join(wrong.values()))
                member = self._named(session, item, request.user, member_pk)
                total = sessions.score(item, given, by=request.user, member=member)
            except Refused as refused:
                error, wrong = refused.sentence, wrong or dict(refused.obstacles)
            else:
                told = "không tính điểm" if total is None else f"{numbers.decimal(total)}/100 điểm"
                self.message_user(
                    request,
                    f"Đã lưu điểm: {told}. Hãy đọc lại bảng điểm đã lưu rồi bỏ phiếu.",
                    messages.SUCCESS,
                )
                return back_to(self._item_url(session, item, member_pk))
        return self._score_page(request, session, item, rules, member_pk, typed, wrong, error, status)

    def _named(self, session, item, user, member_pk):
        if member_pk is None:
            return None
        member, sentence = self._assessor(session, item, user, member_pk)
        if sentence:
            raise Refused(sentence)
        return member

    def _score_page(self, request, session, item, rules, member_pk, typed, wrong, error, status):
        member, refusal = self._assessor(session, item, request.user, member_pk)
        if member_pk is not None:
            # Not even to look at somebody else's scores.
            council_rows.permissions_of_lead(request.user, session.campaign)
            member = member or CouncilMember.objects.select_related("person").get(pk=member_pk)
        last = item.nomination.submissions.order_by("-number").prefetch_related("papers").first()
        if last is not None:
            last.nomination = item.nomination
        saved = {}
        if member is not None:
            saved = {
                score.clause_id: score for score in CouncilScore.objects.filter(item=item, member=member)
            }
        voted = member is not None and VoteCast.objects.filter(item=item, member=member).exists()
        context = self.page(
            request,
            title=f"{item.nomination.reference} – {item.nomination.nominee_name}",
            session=session,
            item=item,
            nomination=item.nomination,
            member=member,
            written=member_pk is not None,
            refusal=refusal,
            error=error,
            rows=council_rows.score_rows(rules, last, saved, typed, wrong),
            saved_total=council_rows.saved_total(rules, saved),
            is_saved=bool(saved),
            voted=voted,
            editable=not refusal and not voted,
            papers=[
                (
                    paper.get_part_display(),
                    reverse("sealed_paper", args=[item.nomination.reference, paper.key]),
                )
                for paper in (last.papers.all() if last else [])
            ],
            loose=council_rows.evidence_of(last, ""),
            achievements=last.content["letter"]["achievements"] if last else "",
            quota=council_rows.quota(session.campaign),
            vote_url=self._item_url(session, item, member_pk, vote=True),
            dossier_url=reverse("admin:awards_nomination_change", args=[item.nomination_id]),
        )
        return shown(request, "awards/admin/score.html", context, status=status)

    def _item_url(self, session, item, member_pk, vote=False):
        name = "vote" if vote else "score"
        if member_pk is None:
            return self.link(name, session.pk, item.pk)
        return self.link(f"{name}_for", session.pk, item.pk, member_pk)

    def vote(self, request, pk, item_pk, member_pk=None):
        """First the page that asks for confirmation, then the ballot: it cannot be changed (domain 1.5)."""
        session = self._session(request, pk)
        item = self._item(session, item_pk)
        choice = (request.POST if request.method == "POST" else request.GET).get("choice", "")
        error, status = "", 200
        member, refusal = self._assessor(session, item, request.user, member_pk)
        if request.method == "POST":
            try:
                named = self._named(session, item, request.user, member_pk)
                sessions.vote(item, choice, by=request.user, member=named)
            except Refused as refused:
                error, status = refused.sentence, CONFLICT
            else:
                self.message_user(
                    request, f"Đã bỏ phiếu cho hồ sơ {item.nomination.reference}.", messages.SUCCESS
                )
                return back_to(self.link("change", pk))
        elif choice not in Ballot.Choice.values:
            return back_to(self._item_url(session, item, member_pk))
        context = self.page(
            request,
            title="Xác nhận bỏ phiếu",
            session=session,
            item=item,
            nomination=item.nomination,
            member=member,
            written=member_pk is not None,
            choice=choice,
            choice_label=dict(Ballot.Choice.choices).get(choice, ""),
            error=error or refusal,
            back=self._item_url(session, item, member_pk),
            is_secret=session.campaign.ballot == Campaign.Ballot.SECRET,
        )
        return shown(request, "awards/admin/vote.html", context, status=status)

    # --- recording what the Council decided ----------------------------------------------------------------

    def results(self, request, pk):
        """Every voted item with the conclusion its votes allow; the chair or secretary records them."""
        session = self._session(request, pk)
        if session.status != CLOSED:
            return back_to(self.link("change", pk))
        outcomes, typed, status = {}, {}, 200
        if request.method == "POST":
            outcomes = self._record(request, session)
            typed = {pk: request.POST.get(f"note-{pk}", "") for pk in outcomes}
            done = [sentence for _, sentence in outcomes.values() if not sentence]
            if done:
                self.message_user(
                    request, f"Đã ghi nhận kết luận của {len(done):02d} hồ sơ.", messages.SUCCESS
                )
            if len(done) == len(outcomes) and done:
                return back_to(self.link("results", pk))
            status = CONFLICT
        items = list(
            session.items.select_related(
                "nomination__campaign__department",
                "nomination__unit",
                "nomination__person__unit",
                "session__campaign",
            ).order_by("nomination__kind", "place", "order")
        )
        eligibility.know_results([item.nomination for item in items])
        leads = council_rows.leads(request.user, session.campaign)
        context = self.page(
            request,
            title=f"Ghi nhận kết luận – Phiên họp thứ {session.number}",
            session=session,
            rows=[
                council_rows.result_row(item, request.user, outcomes, typed, request.POST) for item in items
            ],
            leads=leads,
            quota=council_rows.quota(session.campaign),
            empty=request.method == "POST" and not outcomes,
            waiting=sum(item.nomination.status == "accepted" for item in items),
        )
        return shown(request, "awards/admin/results.html", context, status=status)

    def _record(self, request, session):
        """{item pk: (verb, refusal or "")} of every line for which a conclusion was chosen."""
        outcomes = {}
        for item in session.items.select_related("nomination__campaign"):
            verb = request.POST.get(f"verb-{item.pk}", "")
            if verb not in bulk.COUNCIL_VERBS:
                continue
            try:
                workflow.take(
                    verb,
                    item.nomination,
                    by=request.user,
                    note=request.POST.get(f"note-{item.pk}", ""),
                    version=numbers.posted(request.POST.get(f"version-{item.pk}", "")) or 0,
                )
            except Refused as refused:
                outcomes[item.pk] = (verb, refused.sentence)
            else:
                outcomes[item.pk] = (verb, "")
        return outcomes
