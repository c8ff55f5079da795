"""HOW DOES THE COUNCIL MEET? A session is planned, cancelled, attended, opened and closed.

Closing freezes the figures of every item; what the Council then recommends is recorded by awards.workflow.
"""

from django.db import transaction
from django.db.models import Max

from awards import audit, notifications, permissions, policies, voting
from awards.exceptions import Refused
from awards.models import Attendance, CouncilMember, CouncilSession, Nomination, SessionItem, VoteCast
from awards.models.council import on_an_agenda
from awards.snapshots import session_citations
from campaigns import clock
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import names

from .council_ranking import board
from .locking import CANCELLED, CLOSED, OPEN, PLANNED, as_text, locked, record, touch

_LONGEST_REASON = Attendance._meta.get_field("reason").max_length


def plan(campaign, *, by, scheduled_at, place):
    """A new session with every active member invited and every accepted nomination on the agenda."""
    permissions.check_council_lead(by, campaign)
    members = list(CouncilMember.objects.filter(campaign=campaign, is_active=True))
    if not members:
        raise Refused(
            "Đợt thi đua chưa có thành viên Hội đồng. Hãy khai báo Hội đồng trước khi lập phiên họp."
        )
    with transaction.atomic():
        head = audit.lock(campaign)
        number = (campaign.sessions.aggregate(last=Max("number"))["last"] or 0) + 1
        session = CouncilSession.objects.create(
            campaign=campaign, number=number, scheduled_at=scheduled_at, place=names.clean(place)
        )
        Attendance.objects.bulk_create(Attendance(session=session, member=member) for member in members)
        _put_on_agenda(session)
        record(head, session, "session_planned", by=by, facts={"scheduled_at": scheduled_at.isoformat()})
    return session


def waiting(campaign):
    """Accepted nominations that no session has voted on or holds on its agenda."""
    return Nomination.objects.filter(campaign=campaign, status=Nomination.Status.ACCEPTED).exclude(
        pk__in=on_an_agenda()
    )


def _put_on_agenda(session):
    """Append what waits: collectives first, then individuals by post and name (docs/domain.md 4.3)."""
    last = session.items.aggregate(last=Max("order"))["last"] or 0
    rows = waiting(session.campaign).in_list_order()
    SessionItem.objects.bulk_create(
        SessionItem(session=session, nomination=row, order=last + place, award_form=row.award_form)
        for place, row in enumerate(rows, 1)
    )


def refresh_agenda(session, *, by, version=None):
    """Add what was accepted after the session was planned; drop what has left the status since.

    The same for those invited: a quorum is reckoned over the Council as it is on the day (docs/domain.md 1.5).
    """
    with transaction.atomic():
        head, session = locked(session, by, version, PLANNED)
        gone = session.items.exclude(nomination__status=Nomination.Status.ACCEPTED)
        dropped = sorted(gone.values_list("nomination__reference", flat=True))
        gone.delete()
        _put_on_agenda(session)
        new, former = _changed_seats(session)
        session.attendance.filter(member__in=former).delete()
        Attendance.objects.bulk_create(Attendance(session=session, member=member) for member in new)
        touch(session)
        agenda = list(session.items.values_list("nomination__reference", flat=True))
        invited = list(session.attendance.values_list("member__person__full_name", flat=True))
        facts = {"agenda": agenda, "dropped": dropped, "members": invited}
        record(head, session, "agenda_set", by=by, facts=facts)
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
        head, session = locked(session, by, version, PLANNED, OPEN)
        changed = {}
        for row in session.attendance.select_related("member__person"):
            presence, reason = presences.get(row.member_id, (row.presence, row.reason))
            reason = names.clean(reason)
            policies.notes.check_length(reason, _LONGEST_REASON)
            _check_presence(session, row, presence, reason)
            if (presence, reason) != (row.presence, row.reason):
                row.presence, row.reason = presence, reason
                row.save(update_fields=["presence", "reason"])
                changed[row.member.person.full_name] = [presence, reason]
        if changed:
            touch(session)
            record(head, session, "attendance", by=by, facts={"changed": changed})
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
    permissions.check_council_lead(user, session.campaign)
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
        head, session = locked(session, by, version)
        check_cancel(session, by)
        note = names.clean_multiline(note)
        policies.notes.check_reason(session.campaign, "Hủy phiên họp", note)
        session.status, session.cancelled_at, session.cancel_reason = CANCELLED, clock.now(), note
        session.version += 1
        session.save()
        agenda = list(session.items.values_list("nomination__reference", flat=True))
        facts = {"agenda": agenda, "scheduled_at": session.scheduled_at.isoformat()}
        record(head, session, "session_cancelled", by=by, note=note, facts=facts)
    transaction.on_commit(lambda: notifications.session_cancelled(session), robust=True)
    return session


# --- opening and closing ----------------------------------------------------------------------------


def open_session(session, *, by, version=None):
    """Open when the quorum takes part (docs/domain.md 1.5) and the agenda holds only accepted nominations."""
    with transaction.atomic():
        head, session = locked(session, by, version, PLANNED)
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
        record(head, session, "session_opened", by=by, facts={"total": total, "taking_part": taking_part})
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
        head, session = locked(session, by, version, OPEN)
        conclusion = names.clean_multiline(conclusion)
        policies.notes.check_reason(session.campaign, "Kết thúc phiên họp", conclusion)
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
        session.cited = session_citations.cite(session)
        session.version += 1
        session.save()
        facts = {"results": results, "cited": session.cited}
        record(head, session, "session_closed", by=by, note=conclusion, facts=facts)
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
    thresholds, base = session.thresholds, session.base(taking_part)
    rows = board(session)
    for row in rows:
        item, needed = row.item, thresholds[row.item.award_form]
        item.total_members, item.took_part = session.total_members, taking_part
        item.issued = item.returned = row.cast
        item.invalid, item.yes, item.no = row.invalid, row.yes, row.no
        item.threshold_percent, item.threshold_is_strict = needed["percent"], needed["strict"]
        item.passed = voting.threshold_met(row.yes, base, **needed)
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
            "average": as_text(row.average),
            "place": row.place,
            "total": row.item.total_members,
            "took_part": row.item.took_part,
            "threshold": row.item.threshold_percent,
            "strict": row.item.threshold_is_strict,
        }
        for row in rows
    ]
