"""HOW DOES A MEMBER JUDGE A DOSSIER? Who may score and vote on it, and what is kept of it."""

import secrets
from decimal import Decimal

from django.db import transaction

from awards import audit, permissions, scoring
from awards.exceptions import Refused
from awards.models import Attendance, Ballot, CouncilScore, Event, SessionItem, VoteCast
from campaigns import clock
from campaigns.models import Clause
from campaigns.vietnamese import names, numbers

from .locking import CANCELLED, CLOSED, OPEN, PLANNED, as_text, record

_NOT_OPEN = {PLANNED: "chưa khai mạc", CLOSED: "đã kết thúc", CANCELLED: "đã hủy"}
_LONGEST_NOTE = CouncilScore._meta.get_field("note").max_length


def check_assess(session, item, user):
    """Raise Refused unless this account may score and vote on this item now, from a seat of its own."""
    permissions.check_council_member(user, session.campaign)
    member = permissions.seat_of(user, session.campaign)
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
    permissions.check_not_nominee(member.person_id, item.nomination)


def check_enter_written(session, item, member, user):
    """The secretary enters the written opinion of an absent member (NĐ 98, Điều 30 k7)."""
    permissions.check_council_lead(user, session.campaign)
    if session.status != OPEN:
        raise Refused("Chỉ nhập ý kiến bằng văn bản khi phiên họp đang diễn ra.")
    row = session.attendance.filter(member=member).first()
    if row is None or row.presence != Attendance.Presence.WRITTEN:
        raise Refused("Thành viên này không được ghi là gửi ý kiến bằng văn bản. Hãy sửa điểm danh trước.")
    permissions.check_not_nominee(member.person_id, item.nomination)
    # Nor does a nominee hold somebody else's ballot on his own dossier.
    permissions.check_not_nominee(user.person_id, item.nomination)


def clauses_for(nomination):
    return list(
        Clause.objects.filter(
            criterion__campaign_id=nomination.campaign_id, criterion__applies_to=nomination.kind
        ).select_related("criterion")
    )


def score(item, given, *, by, member=None):
    """A member's points per clause. `given` is {clause code: (points or None, note)}, None = not applicable.

    Points differing from the unit's own need a note (docs/domain.md 5.1). Scores may be changed until the member has
    voted; `member` names an absent member whose written scores the secretary enters.
    """
    given = {code: (points, names.clean(note)) for code, (points, note) in given.items()}
    with transaction.atomic():
        head, session, item, member = _locked_item(item, by, member)
        _check_not_voted(item, member)
        rules = clauses_for(item.nomination)
        _check_points(rules, given, self_points(item.nomination))
        _keep(item, member, rules, given)
        points = {rule.code: given[rule.code][0] for rule in rules}
        total = member_total(rules, points)
        facts = {
            **_judge(member),
            "total": as_text(total),
            "points": {code: as_text(value) for code, value in points.items()},
            "notes": {rule.code: note for rule in rules if (note := given[rule.code][1])},
        }
        record(head, session, "scored", by=by, nomination=item.nomination, facts=facts)
    return total


def _keep(item, member, rules, given):
    now = clock.now()
    CouncilScore.objects.bulk_create(
        [
            CouncilScore(
                item=item,
                member=member,
                clause=rule,
                points=given[rule.code][0],
                note=given[rule.code][1],
                scored_at=now,
            )
            for rule in rules
        ],
        update_conflicts=True,
        unique_fields=["item", "member", "clause"],
        update_fields=["points", "note", "scored_at"],
    )


def _judge(member):
    """The facts that say whose scores or ballot an event is about."""
    return {"member": member.person.full_name, "seat": member.pk}


def self_points(nomination):
    """{clause code: points or None} as sealed in the last submission."""
    last = nomination.submissions.order_by("-number").values_list("content__scores", flat=True).first()
    return {row["clause"]: None if row["points"] is None else Decimal(row["points"]) for row in last or []}


def _check_points(rules, given, own):
    found = [(rule.code, _score_problem(rule, given.get(rule.code), own)) for rule in rules]
    problems = [(code, sentence) for code, sentence in found if sentence]
    if problems:
        raise Refused(" ".join(sentence for _, sentence in problems), obstacles=problems)


def _score_problem(rule, answer, own):
    if answer is None:
        return f"Chưa chấm ý {rule.code}."
    points, note = answer
    if points is not None and not Decimal(0) <= points <= rule.max_points:
        return f"Điểm ý {rule.code} phải từ 0 đến {numbers.decimal(rule.max_points)}."
    if points is None and not rule.na_allowed and not rule.pending_allowed:
        return f"Ý {rule.code} không được bỏ qua; hãy cho điểm."
    if points != own.get(rule.code) and not note:
        return f"Điểm ý {rule.code} khác điểm tự chấm thì cần ghi lý do."
    if len(note) > _LONGEST_NOTE:
        return f"Lý do của ý {rule.code} quá dài: tối đa {_LONGEST_NOTE} ký tự. Hãy viết gọn hơn."
    return ""


def member_total(rules, points):
    excluded = {code for code, value in points.items() if value is None}
    return scoring.member_total(rules, points, excluded)


def saved_total(item, member):
    """On 100, as it was told when the sheet was saved: no clause that is worth more or less since then changes it."""
    saved = Event.objects.filter(
        nomination=item.nomination,
        verb="scored",
        facts__session=item.session.number,
        facts__seat=member.pk,
    ).order_by("sequence")
    last = saved.last()
    return Decimal(last.facts["total"]) if last and last.facts["total"] else None


def vote(item, choice, *, by, member=None):
    """Cast one ballot, once. In a secret ballot nothing joins the ballot to the roll (docs/domain.md 1.5)."""
    if choice not in Ballot.Choice.values:
        raise Refused("Hãy chọn đồng ý, không đồng ý hoặc phiếu trắng.")
    with transaction.atomic():
        head, session, item, member = _locked_item(item, by, member)
        _check_not_voted(item, member)
        if not CouncilScore.objects.filter(item=item, member=member).exists():
            raise Refused("Hãy chấm điểm hồ sơ này trước khi bỏ phiếu.")
        VoteCast.objects.create(item=item, member=member, cast_at=clock.now(), cast_by=by)
        secret = session.campaign.ballot == session.campaign.Ballot.SECRET
        if secret:
            _drop_into_urn(item, choice)
        else:
            Ballot.objects.create(item=item, choice=choice, member=member)
        facts = _judge(member) if secret else {**_judge(member), "choice": choice}
        record(head, session, "voted", by=by, nomination=item.nomination, facts=facts)


def _drop_into_urn(item, choice):
    """Shake the urn at every ballot: all rows are written anew, in random order under random keys, so that
    not even the order of rows in the table tells which ballot came last.
    """
    choices = [*Ballot.objects.filter(item=item).values_list("choice", flat=True), choice]
    secrets.SystemRandom().shuffle(choices)
    Ballot.objects.filter(item=item).delete()
    Ballot.objects.bulk_create(Ballot(item=item, choice=choice) for choice in choices)


def _check_not_voted(item, member):
    if VoteCast.objects.filter(item=item, member=member).exists():
        raise Refused(
            f"{member.person.full_name} đã bỏ phiếu cho hồ sơ {item.nomination.reference}; phiếu đã bỏ không "
            "sửa được."
        )


def _locked_item(item, by, member):
    head = audit.lock(item.session.campaign)
    item = (
        SessionItem.objects.select_for_update(of=("self",))
        .select_related("session__campaign", "nomination__unit", "nomination__person", "nomination__campaign")
        .get(pk=item.pk)
    )
    if member is None:
        check_assess(item.session, item, by)
        member = permissions.seat_of(by, item.session.campaign)
    else:
        check_enter_written(item.session, item, member, by)
    return head, item.session, item, member
