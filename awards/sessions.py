"""WHAT HAPPENS IN THE COUNCIL? A session is planned, opened, attended, scored, voted and closed.

Every change takes the campaign's lock first and writes an event. Closing freezes the figures of every item;
what the Council then recommends is recorded by awards.workflow.
"""

import secrets
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, F, IntegerField, Max, Q, Sum
from django.db.models.functions import Cast, Round

from campaigns import clock
from campaigns.models import Clause
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import names

from . import notifications, permissions, records, scoring, voting, workflow
from .models import (
    Attendance,
    Ballot,
    CouncilMember,
    CouncilScore,
    CouncilSession,
    Nomination,
    SessionItem,
    VoteCast,
)
from .models.council import on_an_agenda
from .permissions import Refused

PLANNED, OPEN, CLOSED, CANCELLED = CouncilSession.Status
_NOT_OPEN = {PLANNED: "chưa khai mạc", CLOSED: "đã kết thúc", CANCELLED: "đã hủy"}
_LONGEST_REASON = Attendance._meta.get_field("reason").max_length
_LONGEST_NOTE = CouncilScore._meta.get_field("note").max_length


# --- planning ---------------------------------------------------------------------------------------


def plan(campaign, *, by, scheduled_at, place):
    """A new session with every active member invited and every accepted nomination on the agenda."""
    permissions.council_lead(by, campaign)
    members = list(CouncilMember.objects.filter(campaign=campaign, is_active=True))
    if not members:
        raise Refused(
            "Đợt thi đua chưa có thành viên Hội đồng. Hãy khai báo Hội đồng trước khi lập phiên họp."
        )
    with transaction.atomic():
        head = records.lock(campaign)
        number = (campaign.sessions.aggregate(last=Max("number"))["last"] or 0) + 1
        session = CouncilSession.objects.create(
            campaign=campaign, number=number, scheduled_at=scheduled_at, place=names.clean(place)
        )
        Attendance.objects.bulk_create(Attendance(session=session, member=member) for member in members)
        _put_on_agenda(session)
        _record(head, session, "session_planned", by=by, facts={"scheduled_at": scheduled_at.isoformat()})
    return session


def waiting(campaign):
    """Accepted nominations that no session has voted on or holds on its agenda."""
    return Nomination.objects.filter(campaign=campaign, status=Nomination.Status.ACCEPTED).exclude(
        pk__in=on_an_agenda()
    )


def _put_on_agenda(session):
    """Append what waits: collectives first, then individuals by post and name (domain 4)."""
    last = session.items.aggregate(last=Max("order"))["last"] or 0
    rows = waiting(session.campaign).order_by("kind", "unit__order", "person__order", "sort_key")
    SessionItem.objects.bulk_create(
        SessionItem(session=session, nomination=row, order=last + place, award_form=row.award_form)
        for place, row in enumerate(rows, 1)
    )


def refresh_agenda(session, *, by, version=None):
    """Add what was accepted after the session was planned; drop what has left the status since.

    The same for those invited: a quorum is reckoned over the Council as it is on the day (domain 1.5).
    """
    with transaction.atomic():
        head, session = _locked(session, by, version, PLANNED)
        gone = session.items.exclude(nomination__status=Nomination.Status.ACCEPTED)
        dropped = sorted(gone.values_list("nomination__reference", flat=True))
        gone.delete()
        _put_on_agenda(session)
        new, former = _changed_seats(session)
        session.attendance.filter(member__in=former).delete()
        Attendance.objects.bulk_create(Attendance(session=session, member=member) for member in new)
        _touch(session)
        agenda = list(session.items.values_list("nomination__reference", flat=True))
        invited = list(session.attendance.values_list("member__person__full_name", flat=True))
        facts = {"agenda": agenda, "dropped": dropped, "members": invited}
        _record(head, session, "agenda_set", by=by, facts=facts)
    return session


def _changed_seats(session):
    """(seats not invited yet, seats invited that are no longer active)."""
    seats = CouncilMember.objects.filter(campaign=session.campaign).select_related("person")
    invited = set(session.attendance.values_list("member_id", flat=True))
    new = [seat for seat in seats if seat.is_active and seat.pk not in invited]
    return new, [seat for seat in seats if not seat.is_active and seat.pk in invited]


def attend(session, presences, *, by, version=None):
    """Record who takes part. `presences` is {member pk: (presence, reason)}; absence needs a reason."""
    with transaction.atomic():
        head, session = _locked(session, by, version, PLANNED, OPEN)
        changed = {}
        for row in session.attendance.select_related("member__person"):
            presence, reason = presences.get(row.member_id, (row.presence, row.reason))
            reason = names.clean(reason)
            workflow.check_length(reason, _LONGEST_REASON)
            _check_presence(session, row, presence, reason)
            if (presence, reason) != (row.presence, row.reason):
                row.presence, row.reason = presence, reason
                row.save(update_fields=["presence", "reason"])
                changed[row.member.person.full_name] = [presence, reason]
        if changed:
            _touch(session)
            _record(head, session, "attendance", by=by, facts={"changed": changed})
    return session


def _check_presence(session, row, presence, reason):
    name = row.member.person.full_name
    if presence not in Attendance.Presence.values:
        raise Refused(f"Chưa chọn {name} có mặt, gửi ý kiến hay vắng. Hãy chọn một trong ba.")
    if presence == Attendance.Presence.ABSENT and session.status == OPEN:
        voted = VoteCast.objects.filter(item__session=session, member=row.member).exists()
        if voted:
            raise Refused(f"{name} đã bỏ phiếu tại phiên họp này nên không thể ghi là vắng mặt.")
    if presence == Attendance.Presence.ABSENT and session.status == OPEN and not reason:
        raise Refused(f"{name} vắng mặt nhưng chưa ghi lý do. Biên bản phải nêu lý do vắng.")


def check_cancel(session, user):
    """Raise Refused when this account may not cancel this session now."""
    permissions.council_lead(user, session.campaign)
    if session.status in (OPEN, CLOSED):
        raise Refused(
            f"Phiên họp {session.number} đã khai mạc nên không hủy được nữa. Hãy kết thúc phiên họp; kết quả ghi "
            "vào biên bản."
        )
    if session.status == CANCELLED:
        raise Refused(f"Phiên họp {session.number} đã hủy trước đó. Hãy tải lại trang.")


def cancel_session(session, *, by, note, version=None):
    """Call off a session that has not met: its dossiers are free for another, its number is not given again."""
    with transaction.atomic():
        head, session = _locked(session, by, version)
        check_cancel(session, by)
        note = names.clean_multiline(note)
        workflow.check_reason(session.campaign, "Hủy phiên họp", note)
        session.status, session.cancelled_at, session.cancel_reason = CANCELLED, clock.now(), note
        session.version += 1
        session.save()
        agenda = list(session.items.values_list("nomination__reference", flat=True))
        facts = {"agenda": agenda, "scheduled_at": session.scheduled_at.isoformat()}
        _record(head, session, "session_cancelled", by=by, note=note, facts=facts)
    transaction.on_commit(lambda: notifications.session_cancelled(session), robust=True)
    return session


# --- opening and closing ----------------------------------------------------------------------------


def open_session(session, *, by, version=None):
    """Open when the quorum takes part (domain 1.5) and the agenda holds only accepted nominations."""
    with transaction.atomic():
        head, session = _locked(session, by, version, PLANNED)
        campaign = session.campaign
        _check_invited(session)
        total = session.attendance.count()
        taking_part = session.attendance.exclude(presence=Attendance.Presence.ABSENT).count()
        _check_quorum(campaign, taking_part, total)
        _check_absences(session)
        _check_agenda(session)
        session.status, session.opened_at, session.total_members = OPEN, clock.now(), total
        session.version += 1
        session.save()
        _record(head, session, "session_opened", by=by, facts={"total": total, "taking_part": taking_part})
    return session


def _check_invited(session):
    new, former = _changed_seats(session)
    if new or former:
        listed = ", ".join(seat.person.full_name for seat in [*new, *former])
        raise Refused(
            f"Thành phần Hội đồng đã thay đổi sau khi lập phiên họp ({listed}). Hãy bấm “Cập nhật chương trình”, "
            "điểm danh lại rồi khai mạc."
        )


def _check_quorum(campaign, taking_part, total):
    top, bottom = campaign.quorum_numerator, campaign.quorum_denominator
    if not voting.quorum_met(taking_part, total, top, bottom):
        needed = voting.quorum_needed(total, top, bottom)
        raise Refused(
            f"Phiên họp có {taking_part}/{total} thành viên tham gia; cần ít nhất {needed} (từ {top}/{bottom} "
            f"tổng số thành viên: {campaign.council_source}). Hãy ghi thành viên gửi ý kiến bằng văn bản hoặc "
            "hoãn phiên họp."
        )


def _check_absences(session):
    silent = session.attendance.filter(presence=Attendance.Presence.ABSENT, reason="").select_related(
        "member__person"
    )
    if silent:
        listed = ", ".join(row.member.person.full_name for row in silent)
        raise Refused(f"Chưa ghi lý do vắng mặt của: {listed}. Biên bản phải nêu lý do vắng.")


def _check_agenda(session):
    items = session.items.select_related("nomination")
    if not items:
        raise Refused(
            "Chương trình phiên họp chưa có hồ sơ nào. Hãy cập nhật chương trình trước khi khai mạc."
        )
    moved = [
        item.nomination.reference for item in items if item.nomination.status != Nomination.Status.ACCEPTED
    ]
    if moved:
        raise Refused(
            f"Hồ sơ {', '.join(moved)} không còn ở trạng thái “Hồ sơ hợp lệ”. Hãy cập nhật lại chương trình "
            "phiên họp trước khi khai mạc."
        )


def close_session(session, *, by, conclusion, version=None):
    """Count, rank and freeze. Refused while somebody who takes part has not voted on something."""
    with transaction.atomic():
        head, session = _locked(session, by, version, OPEN)
        conclusion = names.clean_multiline(conclusion)
        workflow.check_reason(session.campaign, "Kết thúc phiên họp", conclusion)
        missing = missing_votes(session)
        if missing:
            listed = "; ".join(f"{name}: {', '.join(refs)}" for name, refs in missing.items())
            raise Refused(
                f"Còn thành viên tham gia chưa bỏ phiếu ({listed}). Hãy chờ bỏ phiếu xong hoặc ghi thành viên "
                "đó vắng mặt kèm lý do."
            )
        taking_part = session.attendance.exclude(presence=Attendance.Presence.ABSENT).count()
        _check_quorum(session.campaign, taking_part, session.total_members)
        results = _freeze(session, taking_part)
        session.status, session.closed_at, session.conclusion = CLOSED, clock.now(), conclusion
        session.version += 1
        session.save()
        _record(head, session, "session_closed", by=by, note=conclusion, facts={"results": results})
    return session


def missing_votes(session):
    """{member name: [references]} still to vote on; nominees are excused from their own dossier."""
    voted = set(VoteCast.objects.filter(item__session=session).values_list("item_id", "member_id"))
    items = list(session.items.select_related("nomination"))
    missing = {}
    for row in session.attendance.exclude(presence=Attendance.Presence.ABSENT).select_related(
        "member__person"
    ):
        left = [
            item.nomination.reference
            for item in items
            if (item.pk, row.member_id) not in voted and not is_nominee(row.member, item.nomination)
        ]
        if left:
            missing[row.member.person.full_name] = left
    return missing


def is_nominee(member, nomination):
    return nomination.kind == NomineeKind.INDIVIDUAL and nomination.person_id == member.person_id


def _freeze(session, taking_part):
    """Write every item's figures; returns them for the event."""
    campaign = session.campaign
    forms = {form.code: form for form in campaign.award_forms.all()}
    rows = board(session)
    by_total = campaign.vote_denominator == campaign.Denominator.TOTAL
    for row in rows:
        item, form = row.item, forms[row.item.award_form]
        item.total_members, item.took_part = session.total_members, taking_part
        item.issued = item.returned = row.cast
        item.invalid, item.yes, item.no = row.invalid, row.yes, row.no
        item.threshold_percent, item.threshold_is_strict = form.threshold_percent, form.threshold_is_strict
        base = session.total_members if by_total else taking_part
        item.passed = voting.threshold_met(row.yes, base, form.threshold_percent, form.threshold_is_strict)
        item.average, item.place = row.average, row.place
        item.save()
    return [
        {
            "reference": row.item.nomination.reference,
            "form": row.item.award_form,
            "yes": row.yes,
            "no": row.no,
            "invalid": row.invalid,
            "passed": row.item.passed,
            "average": _text(row.average),
            "place": row.place,
            "total": row.item.total_members,
            "took_part": row.item.took_part,
            "threshold": row.item.threshold_percent,
            "strict": row.item.threshold_is_strict,
        }
        for row in rows
    ]


# --- scoring and voting -----------------------------------------------------------------------------


def may_assess(session, item, user):
    """The member's seat, when this account may score and vote on this item now; else Refused."""
    member = permissions.council_member(user, session.campaign)
    if session.status != OPEN:
        raise Refused(
            f"Phiên họp {session.number} {_NOT_OPEN[session.status]} nên không chấm điểm, bỏ phiếu được."
        )
    row = session.attendance.filter(member=member).first()
    if row is None or row.presence != Attendance.Presence.PRESENT:
        raise Refused(
            "Chỉ thành viên được ghi có mặt tại phiên họp mới tự chấm điểm, bỏ phiếu. Nếu bạn đang dự họp, hãy "
            "báo Thư ký ghi có mặt; nếu gửi ý kiến bằng văn bản, Thư ký sẽ nhập giúp."
        )
    permissions.not_the_nominee(member.person_id, item.nomination)
    return member


def may_enter_written(session, item, member, user):
    """The secretary enters the written opinion of an absent member (NĐ 98, Điều 30 k7)."""
    permissions.council_lead(user, session.campaign)
    if session.status != OPEN:
        raise Refused("Chỉ nhập ý kiến bằng văn bản khi phiên họp đang diễn ra.")
    row = session.attendance.filter(member=member).first()
    if row is None or row.presence != Attendance.Presence.WRITTEN:
        raise Refused("Thành viên này không được ghi là gửi ý kiến bằng văn bản. Hãy sửa điểm danh trước.")
    permissions.not_the_nominee(member.person_id, item.nomination)
    # Nor does a nominee hold somebody else's ballot on his own dossier.
    permissions.not_the_nominee(user.person_id, item.nomination)
    return member


def clauses_for(nomination):
    return list(
        Clause.objects.filter(
            criterion__campaign_id=nomination.campaign_id, criterion__applies_to=nomination.kind
        ).select_related("criterion")
    )


def score(item, given, *, by, member=None):
    """A member's points per clause. `given` is {clause code: (points or None, note)}, None = not applicable.

    Points differing from the unit's own need a note (domain 5.1). Scores may be changed until the member has
    voted; `member` names an absent member whose written scores the secretary enters.
    """
    with transaction.atomic():
        head, session, item, member = _locked_item(item, by, member)
        _refuse_voted(item, member)
        rules = clauses_for(item.nomination)
        own = self_points(item.nomination)
        problems = [
            (rule.code, sentence)
            for rule in rules
            if (sentence := _score_problem(rule, given.get(rule.code), own))
        ]
        if problems:
            raise Refused(" ".join(sentence for _, sentence in problems), obstacles=problems)
        now = clock.now()
        CouncilScore.objects.bulk_create(
            [
                CouncilScore(
                    item=item,
                    member=member,
                    clause=rule,
                    points=given[rule.code][0],
                    note=names.clean(given[rule.code][1]),
                    scored_at=now,
                )
                for rule in rules
            ],
            update_conflicts=True,
            unique_fields=["item", "member", "clause"],
            update_fields=["points", "note", "scored_at"],
        )
        total = member_total(rules, {rule.code: given[rule.code][0] for rule in rules})
        _record(
            head,
            session,
            "scored",
            by=by,
            nomination=item.nomination,
            facts={
                "member": member.person.full_name,
                "seat": member.pk,
                "total": _text(total),
                "points": {rule.code: _text(given[rule.code][0]) for rule in rules},
                "notes": {rule.code: note for rule in rules if (note := names.clean(given[rule.code][1]))},
            },
        )
    return total


def _text(number):
    return None if number is None else str(number)


def self_points(nomination):
    """{clause code: points or None} as sealed in the last submission."""
    last = nomination.submissions.order_by("-number").values_list("content__scores", flat=True).first()
    return {row["clause"]: None if row["points"] is None else Decimal(row["points"]) for row in last or []}


def _score_problem(rule, answer, own):
    if answer is None:
        return f"Chưa chấm ý {rule.code}."
    points, note = answer
    if points is not None and not Decimal(0) <= points <= rule.max_points:
        return f"Điểm ý {rule.code} phải từ 0 đến {rule.max_points.normalize():f}."
    if points is None and not rule.na_allowed and not rule.pending_allowed:
        return f"Ý {rule.code} không được bỏ qua; hãy cho điểm."
    if points != own.get(rule.code) and not names.clean(note):
        return f"Điểm ý {rule.code} khác điểm tự chấm thì cần ghi lý do."
    if len(names.clean(note)) > _LONGEST_NOTE:
        return f"Lý do của ý {rule.code} quá dài: tối đa {_LONGEST_NOTE} ký tự. Hãy viết gọn hơn."
    return ""


def member_total(rules, points):
    excluded = {code for code, value in points.items() if value is None}
    return scoring.member_total(rules, points, excluded)


def vote(item, choice, *, by, member=None):
    """Cast one ballot, once. In a secret ballot nothing joins the ballot to the roll (domain 1.5)."""
    if choice not in Ballot.Choice.values:
        raise Refused("Hãy chọn đồng ý, không đồng ý hoặc phiếu trắng.")
    with transaction.atomic():
        head, session, item, member = _locked_item(item, by, member)
        _refuse_voted(item, member)
        if not CouncilScore.objects.filter(item=item, member=member).exists():
            raise Refused("Hãy chấm điểm hồ sơ này trước khi bỏ phiếu.")
        VoteCast.objects.create(item=item, member=member, cast_at=clock.now(), cast_by=by)
        secret = session.campaign.ballot == session.campaign.Ballot.SECRET
        if secret:
            _drop_into_urn(item, choice)
        else:
            Ballot.objects.create(item=item, choice=choice, member=member)
        facts = {"member": member.person.full_name, "seat": member.pk}
        if not secret:
            facts["choice"] = choice
        _record(head, session, "voted", by=by, nomination=item.nomination, facts=facts)


def _drop_into_urn(item, choice):
    """Shake the urn at every ballot: all rows are written anew, in random order under random keys, so that
    not even the order of rows in the table tells which ballot came last.
    """
    choices = [*Ballot.objects.filter(item=item).values_list("choice", flat=True), choice]
    secrets.SystemRandom().shuffle(choices)
    Ballot.objects.filter(item=item).delete()
    Ballot.objects.bulk_create(Ballot(item=item, choice=choice) for choice in choices)


def _refuse_voted(item, member):
    if VoteCast.objects.filter(item=item, member=member).exists():
        raise Refused(
            f"{member.person.full_name} đã bỏ phiếu cho hồ sơ {item.nomination.reference}; phiếu đã bỏ không "
            "sửa được."
        )


# --- the board --------------------------------------------------------------------------------------


@dataclass
class Row:
    """One line of the Council's board. `average` is on 100, None until somebody has scored."""

    item: SessionItem
    totals: list
    average: Decimal | None
    yes: int
    no: int
    invalid: int
    cast: int
    place: int | None = None
    tied: bool = False


def board(session):
    """Every item with its average and tally, ranked within its kind of nominee by the campaign's tie-break
    chain. A constant number of queries.
    """
    items = list(session.items.select_related("nomination__unit", "nomination__person__unit"))
    for item in items:
        # One campaign and one session for all, instead of a copy of each per row.
        item.session, item.nomination.campaign = session, session.campaign
    totals = _totals(session, items)
    counted = _counted(session)
    rows = []
    for item in items:
        given = totals.get(item.pk, [])
        tally = counted.get(item.pk, {})
        rows.append(
            Row(
                item,
                given,
                scoring.mean(given) if given else None,
                tally.get("yes", 0),
                tally.get("no", 0),
                tally.get("invalid", 0),
                sum(tally.values()),
            )
        )
    return [*_ranked(session, rows, NomineeKind.COLLECTIVE), *_ranked(session, rows, NomineeKind.INDIVIDUAL)]


def _totals(session, items):
    """{item pk: [each member's total on 100]}.

    The database adds up each sheet: 250 dossiers × 9 members × 23 clauses are too many rows to fetch for a page.
    """
    clauses = Clause.objects.filter(criterion__campaign=session.campaign).order_by()
    whole = dict(clauses.values_list("criterion__applies_to").annotate(Count("pk")))
    kinds = {item.pk: item.nomination.kind for item in items}
    # Who scored and then left without voting took no part (domain 1.5).
    absent = session.attendance.filter(presence=Attendance.Presence.ABSENT).values("member")
    sheets = (
        CouncilScore.objects.filter(item__session=session)
        .exclude(member__in=absent)
        .values("item_id", "member_id")
        .annotate(
            scored=Count("pk"),
            got=Sum(_hundredths("points")),
            out_of=Sum(_hundredths("clause__max_points"), filter=Q(points__isnull=False)),
        )
        .order_by("item_id", "member_id")
    )
    totals = {}
    for sheet in sheets:
        if sheet["scored"] != whole[kinds[sheet["item_id"]]]:
            raise ValueError("a half-filled sheet has no total")
        total = scoring.total_of_sums(sheet["got"], sheet["out_of"])
        if total is not None:
            totals.setdefault(sheet["item_id"], []).append(total)
    return totals


def _hundredths(column):
    # Whole numbers: SQLite keeps decimals as floats, whose sums would not be exact.
    return Cast(Round(F(column) * 100), IntegerField())


def _counted(session):
    counted = {}
    for row in (
        Ballot.objects.filter(item__session=session).values("item_id", "choice").annotate(n=Count("key"))
    ):
        counted.setdefault(row["item_id"], {})[row["choice"]] = row["n"]
    return counted


def _ranked(session, rows, kind):
    """Place the rows of one kind. The chair's own order decides what the chain leaves equal (domain 1.5)."""
    rows = [row for row in rows if row.item.nomination.kind == kind]
    ready = [row for row in rows if row.average is not None]
    ranked = scoring.rank([_keys(row) for row in ready], session.campaign.tie_break)
    by_item = {row.item.pk: row for row in ready}
    for entry in ranked:
        row = by_item[entry["item"]]
        row.place, row.tied = entry["place"], entry["tied"]
    return sorted(rows, key=lambda row: (row.place is None, row.place or 0, row.item.order))


def _keys(row):
    nomination = row.item.nomination
    person = nomination.person
    return {
        "item": row.item.pk,
        "score": row.average,
        "yes_votes": row.yes,
        # Among equals women come first (domain 1.4); a collective's share of women is not known here.
        "women": 1 if person and person.honorific == person.Honorific.MS else 0,
        "direct_worker": 1 if person and not person.is_leader else 0,
        "chair": -row.item.chair_order if row.item.chair_order else None,
    }


def break_tie(item, order, note, *, by):
    """The chair orders what the chain left equal, with a reason that the minutes repeat."""
    session = item.session
    member = permissions.council_member(by, session.campaign)
    if member.role != CouncilMember.Role.CHAIR:
        raise Refused("Chỉ Chủ tịch Hội đồng quyết định thứ tự khi các hồ sơ bằng nhau.")
    permissions.not_the_nominee(by.person_id, item.nomination)
    with transaction.atomic():
        head = records.lock(session.campaign)
        item = (
            SessionItem.objects.select_for_update(of=("self",))
            .select_related("session__campaign")
            .get(pk=item.pk)
        )
        if item.session.status != OPEN:
            raise Refused("Chỉ phân định thứ tự khi phiên họp đang diễn ra.")
        note = names.clean(note)
        workflow.check_reason(session.campaign, "Phân định thứ tự", note)
        workflow.check_length(note, SessionItem._meta.get_field("chair_note").max_length)
        item.chair_order, item.chair_note = order, note
        item.save(update_fields=["chair_order", "chair_note"])
        _record(
            head,
            item.session,
            "tie_broken",
            by=by,
            nomination=item.nomination,
            note=note,
            facts={"order": order},
        )


# --- shared -----------------------------------------------------------------------------------------


def _locked(session, by, version, *statuses):
    """The lock, the session as it now is, and the right of chair or secretary to change it."""
    head = records.lock(session.campaign)
    session = (
        CouncilSession.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=session.pk)
    )
    permissions.council_lead(by, session.campaign)
    workflow.refuse_stale(session, version)
    if statuses and session.status not in statuses:
        raise Refused(
            f"Phiên họp {session.number} đang ở trạng thái “{session.get_status_display()}” nên không làm được "
            "việc này. Hãy tải lại trang."
        )
    return head, session


def _locked_item(item, by, member):
    head = records.lock(item.session.campaign)
    item = (
        SessionItem.objects.select_for_update(of=("self",))
        .select_related("session__campaign", "nomination__unit", "nomination__person", "nomination__campaign")
        .get(pk=item.pk)
    )
    if member is None:
        member = may_assess(item.session, item, by)
    else:
        member = may_enter_written(item.session, item, member, by)
    return head, item.session, item, member


def _touch(session):
    session.version += 1
    session.save(update_fields=["version"])


def _record(head, session, verb, *, by, nomination=None, note="", facts=None):
    """An event of the session. On a nomination it repeats the status, so that the chain still tells it."""
    facts = {"session": session.number, **(facts or {})}
    status = ""
    if nomination is not None:
        status = nomination.status
        facts |= {"form": nomination.award_form, "late": nomination.is_late}
    return records.write(
        head, verb, by=by, nomination=nomination, source=status, target=status, note=note, facts=facts
    )
