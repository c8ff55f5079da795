"""What the Council's papers of one session are made from, and what they share (domain 1.5, 2.2).

The Council names itself in box 2 and numbers its papers in a series of its own.
"""

from awards.models import Attendance, CouncilSession, Event
from awards.papers import facts, nd30, official_wording, wording
from awards.papers.blocks import Paper, Paragraph, text
from campaigns.vietnamese import dates

CLOSED, CANCELLED = CouncilSession.Status.CLOSED, CouncilSession.Status.CANCELLED
PRESENT, WRITTEN, ABSENT = Attendance.Presence


# --- reading ---------------------------------------------------------------------------------------------


def gather(session):
    """The session with its members, its agenda and, once closed, its figures and what was concluded."""
    session = CouncilSession.objects.select_related("campaign__department").get(pk=session.pk)
    campaign = facts.frame_of(session)
    seats = session.cited["seats"] if session.cited else _seats(session)
    concluded = _concluded(session)
    items = session.items.select_related("nomination__unit", "nomination__person__unit")
    items = list(items.order_by("order", "pk"))
    told = facts.sent([item.nomination_id for item in items])
    return {
        "campaign": campaign,
        "session": {
            "number": session.number,
            "status": session.status,
            "scheduled_at": facts.iso(session.scheduled_at),
            "place": session.place,
            "opened_at": facts.iso(session.opened_at),
            "closed_at": facts.iso(session.closed_at),
            "conclusion": session.conclusion,
            "total": session.total_members or len(seats),
        },
        "seats": seats,
        "items": [_item(item, campaign, concluded, told) for item in items],
    }


def freeze(session):
    """What the papers of a session take from rows that live on, written to CouncilSession.cited on closing.

    A plan that is numbered anew, a member who is promoted or leaves, rewrites no minutes. The thresholds are those of
    every form: what a vote for a Bằng khen gives towards a Giấy khen is asked long after it (domain A14).
    """
    return {
        "campaign": facts.frame(session.campaign),
        "thresholds": session.thresholds,
        "seats": _seats(session),
        "council": facts.council(session.campaign),
    }


def _seats(session):
    return [
        {**facts.seat(row.member), "presence": row.presence, "reason": row.reason}
        for row in session.attendance.select_related("member__person__unit")
    ]


def _item(item, campaign, concluded, told):
    nomination = item.nomination
    nominee = facts.nominee(nomination, campaign["forms"], told.get(nomination.reference))
    return {
        "reference": nomination.reference,
        "person_id": nomination.person_id,
        # What was voted on, whatever became of it since.
        "nominee": {**nominee, "award_form": item.award_form},
        "took_part": item.took_part,
        "issued": item.issued,
        "returned": item.returned,
        "invalid": item.invalid,
        "yes": item.yes,
        "no": item.no,
        "passed": item.passed,
        "base": item.base,
        "threshold": item.threshold_percent,
        "strict": item.threshold_is_strict,
        "average": None if item.average is None else str(item.average),
        "place": item.place,
        "chair_order": item.chair_order,
        "chair_note": item.chair_note,
        "concluded": concluded.get(item.nomination_id),
    }


def _concluded(session):
    """{nomination pk: {verb, form, note}}: the last conclusion recorded for what was voted on here."""
    events = Event.objects.filter(
        nomination__session_items__session=session, verb__in=["recommend", "lower", "decline"]
    ).order_by("sequence")
    return {
        event.nomination_id: {"verb": event.verb, "form": event.facts.get("form", ""), "note": event.note}
        for event in events
    }


# --- may it be made? -------------------------------------------------------------------------------------


def refuse_planned(session):
    """Papers for before the meeting need something to meet about."""
    if sentence := _cancelled(session):
        return sentence
    if sentence := official_wording.unnumbered_plan(session.campaign):
        return sentence
    if session.items.exists():
        return ""
    return f"Chương trình phiên họp thứ {session.number} chưa có hồ sơ nào. Cập nhật tại Quản trị › Phiên họp Hội đồng."


def _cancelled(session):
    if session.status != CANCELLED:
        return ""
    return (
        f"Phiên họp thứ {session.number} đã hủy lúc {dates.instant(session.cancelled_at)} nên không lập văn bản của phiên "
        f"họp này nữa. Lý do hủy: {wording.without_end(session.cancel_reason)}. Hãy lập văn bản của phiên họp khác tại "
        "Quản trị › Phiên họp Hội đồng."
    )


def refuse_ballot(session):
    return refuse_planned(session) or _no_ballot(session)


def refuse_closed(session):
    if sentence := _cancelled(session):
        return sentence
    if sentence := official_wording.unnumbered_plan(session.campaign):
        return sentence
    if session.status == CLOSED:
        return ""
    return (
        f"Phiên họp thứ {session.number} đang ở trạng thái “{session.get_status_display()}”; biên bản lập được "
        "sau khi kết thúc phiên họp tại Quản trị › Phiên họp Hội đồng."
    )


def refuse_tally(session):
    return refuse_closed(session) or _no_ballot(session)


def _no_ballot(session):
    secret = session.campaign.ballot == session.campaign.Ballot.SECRET
    if session.cited["campaign"]["is_secret"] if session.cited else secret:
        return ""
    return "Đợt thi đua này biểu quyết công khai, không bỏ phiếu kín, nên không dùng phiếu bầu."


# --- what the papers share -------------------------------------------------------------------------------


def paper(content, part, header, name, about, blocks, annexes=()):
    """`name` in capitals; the file's title says the rest."""
    return Paper(
        part=part,
        title=f"{name.capitalize()} {about[:1].lower()}{about[1:]}",
        author=content["campaign"]["council"],
        reference=f"{content['campaign']['code']}, phiên {content['session']['number']}",
        blocks=(header, nd30.title([name], about), *blocks),
        annexes=annexes,
    )


def listed(sentences, last="."):
    lines = [f"- {wording.without_end(sentence)}" for sentence in sentences]
    for at, line in enumerate(lines, 1):
        yield Paragraph(text(f"{line}{last if at == len(lines) else ';'}"))


def titled(seat):
    """ "Bà Trần Thị B, Phó Trưởng phòng, Phòng X, Ủy viên Hội đồng"."""
    told = (
        f"{seat['honorific']} {seat['name']}",
        official_wording.post_in_agency(seat),
        seat["unit"],
        _seat(seat),
    )
    return ", ".join(filter(None, told))


def _seat(seat):
    """ "Ủy viên Hội đồng": the Council's word is part of a chair's title and missing from a member's."""
    return seat["label"] if seat["label"].endswith("Hội đồng") else f"{seat['label']} Hội đồng"


def named(seat):
    return titled(seat) if seat else wording.DOTS


def counted(content):
    return f"{wording.count(len(content['items']))} hồ sơ ({official_wording.counted(content['items'])})"
