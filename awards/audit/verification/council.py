"""IS WHAT THE COUNCIL DID AS IT WAS WRITTEN? Sessions, results, and the sheets and votes behind them."""

from collections import defaultdict

from django.db.models import Count

from awards.models import Attendance, Ballot, CouncilScore, CouncilSession, SessionItem, VoteCast

from .ledger import exact, fingerprint
from .problems import CHUNK, MOMENT, Break, differing

_STANDING = {
    "session_planned": CouncilSession.Status.PLANNED,
    "session_opened": CouncilSession.Status.OPEN,
    "session_closed": CouncilSession.Status.CLOSED,
    "session_cancelled": CouncilSession.Status.CANCELLED,
}


def sessions(campaign, ledger):
    heard = dict(ledger.sessions)
    for row in CouncilSession.objects.filter(campaign=campaign).order_by("number"):
        events = heard.pop(row.number, None)
        if events is None:
            yield Break(f"phiên họp {row.number}", "Phiên họp không có trong nhật ký.")
        else:
            yield from _session_row(row, events)
    for number in heard:
        yield Break(f"phiên họp {number}", "Phiên họp có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")


def _session_row(row, events):
    opened, closed = events.get("session_opened"), events.get("session_closed")
    cancelled = events.get("session_cancelled")
    status = _STANDING[list(events)[-1]]
    total = opened.facts.get("total") if opened else None
    conclusion = closed.note if closed else ""
    reason = cancelled.note if cancelled else ""
    found = (row.status, row.total_members, row.conclusion, row.cancel_reason)
    if found != (status, total, conclusion, reason):
        yield Break(
            f"phiên họp {row.number}",
            "Trạng thái, số thành viên, kết luận hoặc lý do hủy không khớp với nhật ký.",
        )
    for instant, event in (
        (row.opened_at, opened),
        (row.closed_at, closed),
        (row.cancelled_at, cancelled),
    ):
        if not _same_moment(instant, event):
            yield Break(f"phiên họp {row.number}", "Giờ khai mạc, bế mạc hoặc hủy không khớp với nhật ký.")
    if closed:
        # A session closed before citations were kept has them from the day of the upgrade, untold.
        if closed.facts.get("cited", row.cited) != row.cited:
            yield Break(
                f"phiên họp {row.number}", "Căn cứ in trên biên bản không khớp với lúc kết thúc phiên."
            )
        taking_part = Attendance.objects.filter(session=row).exclude(presence=Attendance.Presence.ABSENT)
        if any(taking_part.count() != result.get("took_part") for result in closed.facts["results"]):
            yield Break(
                f"phiên họp {row.number}", "Số thành viên tham gia không khớp với lúc kết thúc phiên."
            )


def _same_moment(instant, event):
    if instant is None or event is None:
        return instant is None and event is None
    return abs(instant - event.at) <= MOMENT


def items(campaign, ledger):
    """Every agenda item: its frozen figures, its ballots, its roll."""
    heard = {
        (number, result["reference"]): result
        for number, events in ledger.sessions.items()
        if "session_closed" in events
        for result in events["session_closed"].facts["results"]
    }
    ballots, roll = _ballots(campaign), _roll(campaign)
    rows = SessionItem.objects.filter(session__campaign=campaign).select_related("session", "nomination")
    for row in rows.iterator(CHUNK):
        place = f"phiên họp {row.session.number}, {row.nomination.reference}"
        key = row.session.number, row.nomination_id
        result = heard.pop((row.session.number, row.nomination.reference), None)
        counted = ballots.get(row.pk, {})
        if _figures(row) != _told_figures(result):
            yield Break(
                place, "Kết quả biểu quyết hoặc điểm của phiên họp không khớp với lúc kết thúc phiên."
            )
        if result and counted != {name: n for name in ("yes", "no", "invalid") if (n := result[name])}:
            yield Break(place, "Số phiếu trong hòm không khớp với kết quả đã công bố.")
        if not ledger.votes[key] == roll.get(row.pk, 0) == sum(counted.values()):
            yield Break(place, "Số phiếu, danh sách đã bỏ phiếu và nhật ký không khớp nhau.")
        if row.chair_order != ledger.ties.get(key):
            yield Break(place, "Thứ tự do Chủ tịch Hội đồng quyết định không khớp với nhật ký.")
    for number, reference in heard:
        yield Break(f"phiên họp {number}, {reference}", "Hồ sơ đã được xét nhưng không còn trong phiên họp.")
    yield from _open_ballots(campaign, ledger)


def _figures(row):
    """The frozen columns of an item, or None while its session is not closed."""
    columns = (
        row.total_members,
        row.took_part,
        row.issued,
        row.returned,
        row.yes,
        row.no,
        row.invalid,
        row.passed,
        row.threshold_percent,
        row.threshold_is_strict,
        exact(row.average),
        row.place,
    )
    return None if all(value is None for value in columns) else (row.award_form, *columns)


def _told_figures(result):
    if result is None:
        return None
    cast = result["yes"] + result["no"] + result["invalid"]
    return (
        result["form"],
        result.get("total"),
        result.get("took_part"),
        cast,
        cast,
        result["yes"],
        result["no"],
        result["invalid"],
        result["passed"],
        result.get("threshold"),
        result.get("strict"),
        exact(result["average"]),
        result["place"],
    )


def _ballots(campaign):
    counted = defaultdict(dict)
    rows = Ballot.objects.filter(item__session__campaign=campaign).order_by().values_list("item_id", "choice")
    for item, choice, n in rows.annotate(n=Count("pk")):
        counted[item][choice] = n
    return counted


def _roll(campaign):
    rows = VoteCast.objects.filter(item__session__campaign=campaign).order_by().values_list("item_id")
    return dict(rows.annotate(n=Count("pk")))


def _open_ballots(campaign, ledger):
    rows = Ballot.objects.filter(item__session__campaign=campaign, member__isnull=False)
    found = {
        (number, nomination, seat): choice
        for number, nomination, seat, choice in rows.values_list(
            "item__session__number", "item__nomination_id", "member_id", "choice"
        )
    }
    for number, nomination, _ in differing(found, ledger.open_votes):
        name = ledger.starts.get(nomination, {}).get("reference", "")
        yield Break(f"phiên họp {number}, {name}", "Ý kiến biểu quyết của thành viên không khớp với nhật ký.")


def scores(campaign, ledger):
    """Every member's score sheet. Read in order, one sheet in memory at a time."""
    heard = dict(ledger.scores)
    for key, sheet in _sheets(campaign):
        if heard.pop(key, None) != fingerprint(sheet):
            yield _score_break(ledger, key)
    for key in heard:
        yield _score_break(ledger, key)


def _sheets(campaign):
    rows = CouncilScore.objects.filter(item__session__campaign=campaign).order_by("item_id", "member_id")
    current, sheet = None, {}
    for number, nomination, seat, code, points, note in rows.values_list(
        "item__session__number", "item__nomination_id", "member_id", "clause__code", "points", "note"
    ).iterator(5000):
        if (number, nomination, seat) != current:
            if current:
                yield current, sheet
            current, sheet = (number, nomination, seat), {}
        sheet[code] = (points, note)
    if current:
        yield current, sheet


def _score_break(ledger, key):
    number, nomination, _ = key
    name = ledger.starts.get(nomination, {}).get("reference", "")
    return Break(f"phiên họp {number}, {name}", "Điểm chấm của thành viên Hội đồng không khớp với nhật ký.")
