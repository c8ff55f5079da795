"""What the Council's papers of one session are made from, and what they share (docs/domain.md 1.5, 2.2).

The Council names itself in box 2 and numbers its papers in a series of its own.
"""

from awards.models import Attendance, CouncilSession, Event
from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Paper, Paragraph, text
from awards.snapshots import citations, session_citations
from campaigns.vietnamese import dates

CLOSED, CANCELLED = CouncilSession.Status.CLOSED, CouncilSession.Status.CANCELLED
PRESENT, WRITTEN, ABSENT = Attendance.Presence


def gather(session):
    """The session with its members, its agenda and, once closed, its figures and what was concluded."""
    session = CouncilSession.objects.select_related("campaign__department").get(pk=session.pk)
    campaign = citations.frame_of(session)
    seats = session.cited["seats"] if session.cited else session_citations.seats(session)
    concluded = _concluded(session)
    items = session.items.select_related("nomination__unit", "nomination__person__unit")
    items = list(items.order_by("order", "pk"))
    as_sent = citations.sent([item.nomination_id for item in items])
    return {
        "campaign": campaign,
        "session": {
            "number": session.number,
            "status": session.status,
            "scheduled_at": citations.iso(session.scheduled_at),
            "place": session.place,
            "opened_at": citations.iso(session.opened_at),
            "closed_at": citations.iso(session.closed_at),
            "conclusion": session.conclusion,
            "total": session.total_members or len(seats),
        },
        "seats": seats,
        "items": [_item(item, campaign, concluded, as_sent) for item in items],
    }


def _item(item, campaign, concluded, as_sent):
    nomination = item.nomination
    nominee = citations.nominee(nomination, campaign["forms"], as_sent.get(nomination.reference))
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


def planned_refusal(session):
    """Papers for before the meeting need something to meet about."""
    if sentence := cancelled_refusal(session):
        return sentence
    if sentence := official_wording.unnumbered_plan(session.campaign):
        return sentence
    if session.items.exists():
        return ""
    return f"Chương trình phiên họp thứ {session.number} chưa có hồ sơ nào. Cập nhật tại Quản trị › Phiên họp Hội đồng."


def cancelled_refusal(session):
    if session.status != CANCELLED:
        return ""
    return (
        f"Phiên họp thứ {session.number} đã hủy lúc {dates.instant(session.cancelled_at)} nên không lập văn bản của phiên "
        f"họp này nữa. Lý do hủy: {wording.without_end(session.cancel_reason)}. Hãy lập văn bản của phiên họp khác tại "
        "Quản trị › Phiên họp Hội đồng."
    )


def ballot_refusal(session):
    return planned_refusal(session) or _secrecy_refusal(session)


def closed_refusal(session):
    if sentence := cancelled_refusal(session):
        return sentence
    if sentence := official_wording.unnumbered_plan(session.campaign):
        return sentence
    if session.status == CLOSED:
        return ""
    return (
        f"Phiên họp thứ {session.number} đang ở trạng thái “{session.get_status_display()}”; biên bản lập được "
        "sau khi kết thúc phiên họp tại Quản trị › Phiên họp Hội đồng."
    )


def tally_refusal(session):
    return closed_refusal(session) or _secrecy_refusal(session)


def _secrecy_refusal(session):
    secret = session.campaign.ballot == session.campaign.Ballot.SECRET
    if session.cited["campaign"]["is_secret"] if session.cited else secret:
        return ""
    return "Đợt thi đua này biểu quyết công khai, không bỏ phiếu kín, nên không dùng phiếu bầu."


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
