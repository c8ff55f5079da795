"""WHAT DOES THE PAGE OF A SESSION SHOW? A row of each of its tables, and the figures that its other pages share."""

from awards import actions, permissions, policies, voting
from awards.models import CouncilScore


def leads(user, campaign):
    seat = permissions.seat_of(user, campaign)
    return seat is not None and seat.presides


def attendance_rows(attendance, items, roll, typed):
    rows = []
    for row in attendance:
        due = [item for item in items if not actions.council_sessions.is_nominee(row.member, item.nomination)]
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


def agenda_row(item, seat, attendance, roll):
    """The reader's own part in this item, and how many of those who may have voted on it."""
    taking = [
        row
        for row in attendance
        if row.takes_part and not actions.council_sessions.is_nominee(row.member, item.nomination)
    ]
    return {
        "item": item,
        "is_nominee": seat is not None and actions.council_sessions.is_nominee(seat, item.nomination),
        "voted": seat is not None and (item.pk, seat.pk) in roll,
        "cast": sum((item.pk, row.member_id) in roll for row in attendance),
        "due": len(taking),
        "percent": voting.percent_text(item.yes, item.base) if item.yes is not None else "",
    }


def scored_by(session, seat):
    """Items this member has scored, voted on or not."""
    if seat is None:
        return set()
    return set(
        CouncilScore.objects.filter(item__session=session, member=seat).values_list("item_id", flat=True)
    )


def quorum(session, attendance):
    total, taking = len(attendance), sum(row.takes_part for row in attendance)
    needed = voting.quorum_needed(total, *session.quorum)
    return {"total": total, "taking": taking, "needed": needed, "met": total > 0 and taking >= needed}


def expected(attendance, items):
    return sum(
        not actions.council_sessions.is_nominee(row.member, item.nomination)
        for row in attendance
        if row.takes_part
        for item in items
    )


def unrecorded(items):
    """How many dossiers were voted on and still wait for their conclusion to be written down."""
    return sum(item.nomination.status == "accepted" for item in items)


def quota(campaign):
    """How many Bằng khen are proposed, and how many the department may forward (docs/domain.md 3.10, A7)."""
    used = policies.quotas.bang_khen_proposed([campaign.pk]).get(campaign.pk, 0)
    return {"used": used, "most": campaign.province_quota, "over": used > campaign.province_quota}
