"""The Council's face: seats, a session from planning to closing, one member's scores and ballot, the result."""

from decimal import Decimal

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from awards import agreement, eligibility, permissions, records, scoring, sessions, voting, workflow
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
from campaigns.admin.base import DepartmentAdmin, VisibleRelatedFilter, mark
from campaigns.models import AwardForm, Campaign
from campaigns.vietnamese import dates, numbers

from . import agreeing, bulk, signed
from .pages import CONFLICT, back_to, posted_version, shown

PLANNED, OPEN, CLOSED = CouncilSession.Status
LEADING = (CouncilMember.Role.CHAIR, CouncilMember.Role.SECRETARY)


# --- seats ------------------------------------------------------------------------------------------------


class SeatForm(forms.ModelForm):
    class Meta:
        model = CouncilMember
        fields = ("campaign", "person", "role", "order", "is_active")
        help_texts = {
            "is_active": "Bỏ chọn khi thành viên thôi tham gia; không xóa vì phiếu và điểm cũ còn gắn với ghế này."
        }

    def clean(self):
        cleaned = super().clean()
        # On a change the campaign is shown and not asked; on an add it may have been left empty.
        known = self.instance.campaign if self.instance.campaign_id else None
        campaign, person = cleaned.get("campaign") or known, cleaned.get("person")
        if person and campaign and person.department_id != campaign.department_id:
            self.add_error("person", "Người này thuộc cơ quan khác. Hãy chọn người của cơ quan.")
        self._refuse_second(campaign, cleaned.get("role"), cleaned.get("is_active"))
        return cleaned

    def _refuse_second(self, campaign, role, is_active):
        """One chair and one secretary; the constraint says so too, but not in a sentence."""
        if not (campaign and is_active and role in LEADING):
            return
        others = CouncilMember.objects.filter(campaign=campaign, role=role, is_active=True)
        if other := others.exclude(pk=self.instance.pk).select_related("person").first():
            self.add_error(
                "role",
                f"{other.person.full_name} đang là {other.get_role_display()}. Mỗi Hội đồng có một: hãy đổi chức danh "
                "hoặc cho thôi tham gia người đó trước.",
            )


@admin.register(CouncilMember)
class CouncilMemberAdmin(DepartmentAdmin):
    department_path = "campaign__department"
    form = SeatForm
    list_display = ("name", "role", "position", "campaign_code", "order", "is_active")
    list_select_related = ("person", "campaign")
    list_filter = ("role", "is_active", ("campaign", VisibleRelatedFilter))
    search_fields = ("person__search_key",)
    autocomplete_fields = ("person",)
    ordering = ("campaign", "order", "pk")

    @admin.display(description="Thành viên", ordering="person__sort_key")
    def name(self, seat):
        return seat.person.full_name

    @admin.display(description="Chức vụ")
    def position(self, seat):
        return seat.person.position

    @admin.display(description="Đợt thi đua", ordering="campaign")
    def campaign_code(self, seat):
        return seat.campaign.code

    def get_list_display_links(self, request, list_display):
        # To those who only read, the list already tells everything.
        return ("name",) if self.has_change_permission(request) else None

    def get_readonly_fields(self, request, obj=None):
        # A seat with votes never becomes somebody else's.
        return ("campaign", "person") if obj else ()

    def get_changeform_initial_data(self, request):
        campaigns = list(Campaign.objects.visible_to(request.user)[:2])
        one = {"campaign": campaigns[0].pk} if len(campaigns) == 1 else {}
        return {**one, **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        with transaction.atomic():
            head = records.lock(obj.campaign)
            super().save_model(request, obj, form, change)
            facts = {
                "member": obj.person.full_name,
                "personnel_id": obj.person.personnel_id,
                "role": obj.role,
                "is_active": obj.is_active,
            }
            note = f"{obj.person.full_name}: {obj.get_role_display()}{'' if obj.is_active else ' (thôi tham gia)'}"
            records.write(head, "seat_changed", by=request.user, note=note, facts=facts)


# --- forms of a session -----------------------------------------------------------------------------------


class PlanForm(forms.Form):
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label="Đợt thi đua")
    scheduled_at = Moment(label="Thời gian họp", widget=AdminSplitDateTime, help_text="Giờ Việt Nam.")
    place = forms.CharField(label="Địa điểm", max_length=300)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        leading = [pk for pk, seat in seats_of(user).items() if seat.role in LEADING]
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
        tone = {PLANNED: "wait", OPEN: "warn", CLOSED: "good"}[session.status]
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
        leads = seat is not None and seat.role in LEADING
        roll = set(VoteCast.objects.filter(item__session=session).values_list("item_id", "member_id"))
        attendance = list(session.attendance.select_related("member__person"))
        items = list(
            session.items.select_related("nomination__unit", "nomination__person", "nomination__campaign")
        )
        context = self.page(
            request,
            title=f"Phiên họp thứ {session.number}",
            session=session,
            seat=seat,
            leads=leads,
            failed=failed or ("", ""),
            attendance=_attendance_rows(attendance, items, roll, typed or {}),
            presences=Attendance.Presence.choices,
            items=[_agenda_row(item, session, seat, attendance, roll) for item in items],
            scored=_scored_by(session, seat),
            mine=next((row for row in attendance if seat and row.member_id == seat.pk), None),
            quorum=_quorum(session, attendance),
            waiting=sessions.waiting(session.campaign).count() if leads and session.status == PLANNED else 0,
            expected=_expected(attendance, items),
            cast=len(roll),
            unrecorded=sum(item.nomination.status == "accepted" for item in items)
            if session.status == CLOSED
            else 0,
            conclusion=(typed or {}).get("conclusion", ""),
            is_secret=session.campaign.ballot == Campaign.Ballot.SECRET,
            signed_rows=signed.rows("session", session),
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
        shown_rows = [_board_row(session, row, taking, forms_, hidden, failed, typed) for row in rows]
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
            quota=_quota(session.campaign),
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
            permissions_of_lead(request.user, session.campaign)
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
            rows=_score_rows(rules, last, saved, typed, wrong),
            saved_total=_saved_total(rules, saved),
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
            loose=_evidence_of(last, ""),
            achievements=last.content["letter"]["achievements"] if last else "",
            quota=_quota(session.campaign),
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
        leads = _leads(request.user, session.campaign)
        context = self.page(
            request,
            title=f"Ghi nhận kết luận – Phiên họp thứ {session.number}",
            session=session,
            rows=[_result_row(item, request.user, outcomes, typed, request.POST) for item in items],
            leads=leads,
            quota=_quota(session.campaign),
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


# --- rows of the pages --------------------------------------------------------------------------------------


def _leads(user, campaign):
    seat = permissions.seat_of(user, campaign)
    return seat is not None and seat.role in LEADING


def permissions_of_lead(user, campaign):
    if not _leads(user, campaign):
        raise PermissionDenied(
            "Chỉ Chủ tịch hoặc Thư ký Hội đồng nhập ý kiến bằng văn bản của thành viên vắng."
        )


def _attendance_rows(attendance, items, roll, typed):
    rows = []
    for row in attendance:
        due = [item for item in items if not sessions.is_nominee(row.member, item.nomination)]
        done = sum((item.pk, row.member_id) in roll for item in due)
        rows.append(
            {
                "row": row,
                "presence": typed.get(f"presence-{row.member_id}", row.presence),
                "reason": typed.get(f"reason-{row.member_id}", row.reason),
                "due": len(due),
                "done": done,
                "missing": [item for item in due if (item.pk, row.member_id) not in roll],
            }
        )
    return rows


def _agenda_row(item, session, seat, attendance, roll):
    """What the reader's own part in this item is, in one word, and who else still has to vote."""
    taking = [
        row for row in attendance if row.takes_part and not sessions.is_nominee(row.member, item.nomination)
    ]
    return {
        "item": item,
        "is_nominee": seat is not None and sessions.is_nominee(seat, item.nomination),
        "voted": seat is not None and (item.pk, seat.pk) in roll,
        "cast": sum((item.pk, row.member_id) in roll for row in attendance),
        "due": len(taking),
        "percent": voting.percent_text(item.yes, item.total_members) if item.yes is not None else "",
    }


def _scored_by(session, seat):
    """Items this member has scored, voted on or not."""
    if seat is None:
        return set()
    return set(
        CouncilScore.objects.filter(item__session=session, member=seat).values_list("item_id", flat=True)
    )


def _quorum(session, attendance):
    campaign = session.campaign
    total, taking = len(attendance), sum(row.takes_part for row in attendance)
    needed = voting.quorum_needed(total, campaign.quorum_numerator, campaign.quorum_denominator)
    return {"total": total, "taking": taking, "needed": needed, "met": total > 0 and taking >= needed}


def _expected(attendance, items):
    return sum(
        not sessions.is_nominee(row.member, item.nomination)
        for row in attendance
        if row.takes_part
        for item in items
    )


def _quota(campaign):
    """How many Bằng khen are proposed, and how many the department may forward (peers 19)."""
    used = bulk.proposed([campaign.pk]).get(campaign.pk, 0)
    return {"used": used, "most": campaign.province_quota, "over": used > campaign.province_quota}


def _board_row(session, row, taking, forms_, hidden, failed, typed):
    due = sum(not sessions.is_nominee(seat.member, row.item.nomination) for seat in taking)
    form = forms_.get(row.item.award_form)
    percent, strict = (
        (row.item.threshold_percent, row.item.threshold_is_strict)
        if row.item.threshold_percent is not None
        else (form.threshold_percent, form.threshold_is_strict)
    )
    mine = failed is not None and failed[0] == row.item.pk
    return {
        "row": row,
        "members": len(row.totals),
        "due": due,
        "yes": None if hidden else row.yes,
        "no": None if hidden else row.no,
        "invalid": None if hidden else row.invalid,
        "percent": ""
        if hidden or not session.total_members
        else voting.percent_text(row.yes, session.total_members),
        "threshold": f"{'trên' if strict else 'từ'} {percent}%",
        "error": failed[1] if mine else "",
        "order": typed.get("order", "") if mine else row.item.chair_order or "",
        "note": typed.get("note", "") if mine else row.item.chair_note,
    }


def _score_rows(rules, last, saved, typed, wrong):
    """One line per clause: the unit's answer beside the member's points; what was typed wins over what is saved."""
    own = {row["clause"]: row for row in last.content["scores"]} if last else {}
    rows = []
    for rule in rules:
        answer, score = own.get(rule.code, {}), saved.get(rule.pk)
        own_points = answer.get("points")
        points, note, excluded = _shown_points(rule, score, own_points, answer)
        if typed is not None:
            points = typed.get(f"points-{rule.code}", "")
            note = typed.get(f"note-{rule.code}", "")
            excluded = bool(typed.get(f"na-{rule.code}"))
        rows.append(
            {
                "rule": rule,
                "said": scoring.describe(answer.get("answer", {}), rule),
                "own": None if own_points is None else Decimal(own_points),
                "explanation": answer.get("explanation", ""),
                "evidence": _evidence_of(last, rule.code),
                "points": points,
                "note": note,
                "excluded": excluded,
                "may_exclude": rule.na_allowed or rule.pending_allowed,
                "saved": score,
                "wrong": wrong.get(rule.code, ""),
            }
        )
    return rows


def _shown_points(rule, score, own_points, answer):
    """The saved points, else the unit's own as a start."""
    if score is not None:
        points = "" if score.points is None else numbers.decimal(score.points)
        return points, score.note, score.points is None
    excluded = own_points is None and (rule.na_allowed or rule.pending_allowed) and bool(answer.get("answer"))
    return "" if own_points is None else numbers.decimal(own_points), "", excluded


def _saved_total(rules, saved):
    if not saved:
        return None
    return sessions.member_total(
        rules, {rule.code: saved[rule.pk].points for rule in rules if rule.pk in saved}
    )


def _evidence_of(last, code):
    if last is None:
        return []
    return [
        {**item, "url": reverse("evidence_file", args=[last.nomination.reference, item["key"]])}
        for item in last.content["evidence"]
        if item["clause"] == code
    ]


def _result_row(item, user, outcomes, typed, posted):
    """An item with every conclusion that may be recorded, and the sentence where one may not."""
    nomination = item.nomination
    options = []
    if nomination.status == "accepted":
        for verb in bulk.COUNCIL_VERBS:
            if verb == "lower" and nomination.award_form != AwardForm.Code.BANG_KHEN:
                continue
            options.append((verb, workflow.STEPS[verb].label, workflow.refusal(verb, nomination, user)))
    verb, sentence = outcomes.get(item.pk, ("", ""))
    proposed = _proposed(item, options)
    return {
        "item": item,
        "nomination": nomination,
        "options": options,
        "chosen": verb or posted.get(f"verb-{item.pk}", proposed),
        "note": typed.get(item.pk, _vote_note(item) if proposed == "decline" else ""),
        "error": sentence,
        "percent": voting.percent_text(item.yes, item.total_members),
        "threshold": f"{'trên' if item.threshold_is_strict else 'từ'} {item.threshold_percent}%",
    }


def _proposed(item, options):
    """What the votes alone say. Where a Giấy khen is still within reach the Council must choose (domain A14)."""
    free = {verb for verb, _, refusal in options if not refusal}
    if not options or (not item.passed and "lower" in free):
        return ""
    return "recommend" if item.passed else "decline"


def _vote_note(item):
    """The reason that follows from the votes; the secretary may write more."""
    more = "trên" if item.threshold_is_strict else "từ"
    return (
        f"Theo kết quả bỏ phiếu tại phiên họp thứ {item.session.number}: {item.yes}/{item.total_members} phiếu đồng ý, "
        f"không đạt tỷ lệ {more} {item.threshold_percent}% của Hội đồng."
    )
