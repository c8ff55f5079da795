"""IS EVERYTHING AS IT WAS WRITTEN? One pass over the events gathers what they tell; then every row that a step
writes, and every stored byte, is held against it.

What nobody may join is not checked: which ballot of a secret vote is whose. The papers a unit is still typing
are not history either; they are frozen, and checked, from their submission on.
"""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.db.models import Count

from campaigns.models import Campaign

from ..models import (
    Attendance,
    Award,
    Ballot,
    CouncilScore,
    CouncilSession,
    Event,
    Evidence,
    HistoryHead,
    LateWindow,
    PaperCheck,
    SealedPaper,
    SessionItem,
    SignedCopy,
    Submission,
    VoteCast,
)
from .chain import SHORT, digest, linked

_CHUNK = 500
# A row and its event are stamped one after the other.
_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Break:
    """Something that is not as it was written: where, and what is wrong."""

    place: str
    sentence: str


def verify(campaign: Campaign):
    """Yield every Break of the campaign: its chain, and the rows and files that the chain tells of."""
    told = Told()
    yield from _chain(campaign, told)
    yield from _plan(campaign, told)
    yield from _submissions(campaign, told)
    yield from _nominations(campaign, told)
    yield from _papers(campaign, told)
    yield from _evidence(campaign, told)
    yield from _signed_copies(campaign, told)
    yield from _checks(campaign, told)
    yield from _windows(campaign, told)
    yield from _sessions(campaign, told)
    yield from _items(campaign, told)
    yield from _scores(campaign, told)
    yield from _decisions(campaign, told)
    yield from _awards(campaign, told)


# --- what the history tells ---------------------------------------------------------------------------


@dataclass
class Told:
    """What the events say, by the key that their rows are found under."""

    plan: tuple | None = None
    starts: dict = field(default_factory=dict)
    last: dict = field(default_factory=dict)
    first_submitted: dict = field(default_factory=dict)
    submissions: dict = field(default_factory=dict)
    totals: dict = field(default_factory=dict)
    papers: dict = field(default_factory=dict)
    attached: dict = field(default_factory=dict)
    detached: set = field(default_factory=set)
    shown: dict = field(default_factory=dict)
    signed: dict = field(default_factory=dict)
    unsigned: set = field(default_factory=set)
    sent_signed: dict = field(default_factory=dict)
    checks: dict = field(default_factory=dict)
    windows: dict = field(default_factory=dict)
    sessions: dict = field(default_factory=lambda: defaultdict(dict))
    scores: dict = field(default_factory=dict)
    votes: Counter = field(default_factory=Counter)
    open_votes: dict = field(default_factory=dict)
    ties: dict = field(default_factory=dict)
    decisions: dict = field(default_factory=dict)
    awards: dict = field(default_factory=dict)
    revocations: dict = field(default_factory=dict)

    def hear(self, event):
        if event.nomination_id:
            self.last[event.nomination_id] = (
                event.target,
                event.facts.get("form"),
                bool(event.facts.get("late")),
            )
        listener = _LISTENERS.get(event.verb)
        if listener:
            listener(self, event, event.facts)


def _plan_numbered(told, event, facts):
    told.plan = (facts["after"]["number"], facts["after"]["date"], facts.get("sample", False))


def _start(told, event, facts):
    told.starts[event.nomination_id] = facts


def _submit(told, event, facts):
    told.submissions[facts["receipt"]] = (facts, event.at)
    told.first_submitted.setdefault(event.nomination_id, event.at)
    told.papers.update(facts["papers"])


def _seal(told, event, facts):
    told.papers.update(facts["papers"])


def _attach(told, event, facts):
    told.attached[facts["key"]] = (facts["sha256"], facts["name"])


def _detach(told, event, facts):
    told.detached.add(facts["key"])


def _attach_signed(told, event, facts):
    told.signed[facts["key"]] = facts
    if facts["replaces"]:
        told.unsigned.add(facts["replaces"])


def _remove_signed(told, event, facts):
    told.unsigned.add(facts["key"])


def _check(told, event, facts):
    told.checks[facts["receipt"], facts["part"]] = (facts["is_right"], event.note)


def _window(told, event, facts):
    told.windows[facts["id"]] = (facts["unit_id"], facts["until"], event.note)


def _session(told, event, facts):
    told.sessions[facts["session"]][event.verb] = event


def _scored(told, event, facts):
    # A digest: thousands of score sheets need not stay in memory.
    key = facts["session"], event.nomination_id, facts["seat"]
    told.scores[key] = _sheet(
        {code: (points, facts["notes"].get(code, "")) for code, points in facts["points"].items()}
    )


def _voted(told, event, facts):
    told.votes[facts["session"], event.nomination_id] += 1
    if "choice" in facts:
        told.open_votes[facts["session"], event.nomination_id, facts["seat"]] = facts["choice"]


def _tie(told, event, facts):
    told.ties[facts["session"], event.nomination_id] = facts["order"]


def _decision(told, event, facts):
    told.decisions[facts["id"]] = (event.verb == "decision_signed", facts)


def _award(told, event, facts):
    told.awards[event.nomination_id] = facts


def _revoke(told, event, facts):
    told.revocations[event.nomination_id] = event.note


_LISTENERS = {
    "plan_numbered": _plan_numbered,
    "start": _start,
    "submit": _submit,
    "seal": _seal,
    "attach": _attach,
    "detach": _detach,
    "attach_signed": _attach_signed,
    "remove_signed": _remove_signed,
    "check_paper": _check,
    "open_late_window": _window,
    "session_planned": _session,
    "session_opened": _session,
    "session_closed": _session,
    "scored": _scored,
    "voted": _voted,
    "tie_broken": _tie,
    "decision_drafted": _decision,
    "decision_revised": _decision,
    "decision_signed": _decision,
    "award": _award,
    "award_by_province": _award,
    "revoke": _revoke,
}


def _sheet(points):
    """{code: (points, note)} as 16 bytes, whatever the spelling of the number and the order of the codes."""
    lines = sorted(f"{code}\0{_number(value)}\0{note}" for code, (value, note) in points.items())
    return hashlib.blake2b("\1".join(lines).encode(), digest_size=16).digest()


def _number(value):
    """A number of the database or of an event in one spelling; what is none stays as it is."""
    try:
        return None if value is None else str(Decimal(value).quantize(Decimal("0.01")))
    except InvalidOperation:
        return value


# --- the chain ----------------------------------------------------------------------------------------


def _chain(campaign, told):
    previous, expected = "", 1
    for event in Event.objects.filter(campaign=campaign).order_by("sequence").iterator(_CHUNK):
        place = f"sự kiện số {event.sequence}"
        if event.sequence != expected:
            yield Break(place, f"Thiếu sự kiện số {expected}: có sự kiện đã bị xóa hoặc chèn thêm.")
        if event.previous_hash != previous:
            yield Break(
                place, "Không nối với sự kiện trước: có sự kiện đã bị xóa, chèn hoặc sửa ở phía trước."
            )
        if linked(event) != event.hash:
            yield Break(place, "Nội dung đã bị sửa sau khi ghi.")
        try:
            told.hear(event)
        except (KeyError, TypeError, AttributeError):
            yield Break(place, "Dữ kiện của sự kiện không đọc được.")
        previous, expected = event.hash, event.sequence + 1
    yield from _head(campaign, expected - 1, previous)


def _head(campaign, sequence, last_hash):
    head = HistoryHead.objects.filter(campaign=campaign).first()
    if head is None and sequence:
        yield Break("đầu chuỗi", "Không còn bản ghi đầu chuỗi nhật ký.")
    elif head is not None and (head.sequence, head.hash) != (sequence, last_hash):
        yield Break("đầu chuỗi", "Sự kiện cuối cùng không còn hoặc bị thêm: nhật ký đã bị cắt hoặc nối.")


def _plan(campaign, told):
    """The number that every paper cites; as loaded from the plan's file until somebody fills it."""
    row = Campaign.objects.get(pk=campaign.pk)
    day = row.plan_date.isoformat() if row.plan_date else None
    if told.plan and told.plan != (row.plan_number, day, row.plan_number_is_sample):
        yield Break("kế hoạch", "Số hoặc ngày của Kế hoạch không khớp với nhật ký.")


# --- dossiers -----------------------------------------------------------------------------------------


def _submissions(campaign, told):
    rows = Submission.objects.filter(nomination__campaign=campaign).order_by("nomination_id", "number")
    heard = dict(told.submissions)
    for row in rows.iterator(_CHUNK):
        facts, at = heard.pop(row.receipt, (None, None))
        if facts is None:
            yield Break(row.receipt, "Lần trình này không có trong nhật ký.")
            continue
        if digest(row.content) != facts["content"] or row.sha256 != facts["content"]:
            yield Break(row.receipt, "Nội dung hồ sơ đã trình bị sửa sau khi niêm phong.")
        if (row.submitted_at, row.is_late) != (at, facts.get("is_late")):
            yield Break(
                row.receipt, "Thời điểm trình hoặc dấu nộp muộn của lần trình không khớp với nhật ký."
            )
        told.totals[row.nomination_id] = row.content.get("self_total")
        told.shown.update({item["key"]: item["sha256"] for item in row.content.get("evidence", [])})
        told.sent_signed.update({item["key"]: item["sha256"] for item in row.content.get("signed", [])})
    for receipt in heard:
        yield Break(receipt, "Lần trình có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")


def _nominations(campaign, told):
    number, last = 0, dict(told.last)
    for row in campaign.nominations.order_by("number").iterator(_CHUNK):
        number += 1
        if row.number != number:
            yield Break(row.reference, f"Thiếu hồ sơ số {number}: có hồ sơ đã bị xóa.")
            number = row.number
        event = last.pop(row.pk, None)
        if event is None:
            yield Break(row.reference, "Hồ sơ không có sự kiện nào trong nhật ký.")
        else:
            yield from _standing(row, event)
            yield from _nominee(row, told)
    for pk in last:
        name = told.starts.get(pk, {}).get("reference", f"hồ sơ {pk}")
        yield Break(name, "Hồ sơ có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")


def _standing(row, event):
    target, form, late = event
    if row.status != target:
        yield Break(row.reference, f"Trạng thái “{row.get_status_display()}” không khớp với nhật ký.")
    if (row.award_form, row.is_late) != (form, late):
        yield Break(row.reference, "Hình thức khen hoặc dấu nộp muộn không khớp với nhật ký.")


def _nominee(row, told):
    start = told.starts.get(row.pk, {})
    told_start = tuple(start.get(name) for name in ("reference", "kind", "unit_id", "person_id", "form"))
    if (row.reference, row.kind, row.unit_id, row.person_id, row.asked_form) != told_start:
        yield Break(
            row.reference, "Đơn vị, đối tượng hoặc hình thức đề nghị ban đầu không khớp với lúc lập hồ sơ."
        )
    if row.first_submitted_at != told.first_submitted.get(row.pk):
        yield Break(row.reference, "Thời điểm trình lần đầu không khớp với nhật ký.")
    if _number(row.self_total) != _number(told.totals.get(row.pk)):
        yield Break(row.reference, "Tổng điểm tự chấm không khớp với hồ sơ đã trình.")


# --- stored bytes -------------------------------------------------------------------------------------


def _papers(campaign, told):
    heard = dict(told.papers)
    rows = SealedPaper.objects.filter(submission__nomination__campaign=campaign)
    for row in rows.select_related("submission").iterator(_CHUNK):
        sha = heard.pop(str(row.key), None)
        yield from _bytes(f"{row.submission.receipt} {row.get_part_display()}", row, sha)
    for key, sha in heard.items():
        yield Break(key, f"Văn bản đã niêm phong ({sha[:SHORT]}) không còn trong cơ sở dữ liệu.")


def _evidence(campaign, told):
    heard = dict(told.attached)
    rows = Evidence.objects.filter(nomination__campaign=campaign).select_related("nomination")
    for row in rows.iterator(_CHUNK):
        place, key = f"{row.nomination.reference} {row.original_name}", str(row.key)
        sha, name = heard.pop(key, (None, None))
        yield from _bytes(place, row, sha)
        if name is not None and row.original_name != name:
            yield Break(place, f"Tệp được tải lên với tên “{name}”.")
        if (row.removed_at is not None) != (key in told.detached):
            yield Break(place, "Việc gỡ tài liệu khỏi hồ sơ không khớp với nhật ký.")
    for _, name in heard.values():
        yield Break(name, "Tài liệu kiểm chứng có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")
    for key, sha in told.shown.items():
        if told.attached.get(key, (None,))[0] != sha:
            yield Break(key, "Tài liệu trong hồ sơ đã trình không phải là tài liệu đã tải lên.")


def _signed_copies(campaign, told):
    heard = dict(told.signed)
    for row in SignedCopy.objects.filter(campaign=campaign).iterator(_CHUNK):
        key = str(row.key)
        facts = heard.pop(key, None)
        place = f"bản ký {facts['title']} {row.original_name}" if facts else f"bản ký {row.original_name}"
        yield from _bytes(place, row, facts and facts["sha256"])
        if facts is None:
            continue
        if _signed_row(row, facts["of"]) != tuple(facts.get(name) for name in _SIGNED_FACTS):
            yield Break(place, "Số, ngày, văn bản được ký hoặc kết quả đọc chữ ký số không khớp với nhật ký.")
        if (row.removed_at is not None) != (key in told.unsigned):
            yield Break(place, "Việc thay hoặc gỡ bản ký không khớp với nhật ký.")
    for facts in heard.values():
        yield Break(
            f"bản ký {facts['title']}", "Bản ký có trong nhật ký nhưng không còn trong cơ sở dữ liệu."
        )
    for key, sha in told.sent_signed.items():
        if told.signed.get(key, {}).get("sha256") != sha:
            yield Break(key, "Bản ký trong hồ sơ đã trình không phải là bản đã gắn.")


_SIGNED_FACTS = ("paper", "of_id", "name", "number", "issued_on", "text", "verdict")


def _signed_row(row, subject_name):
    return (
        row.paper,
        row.campaign_id if subject_name == "campaign" else getattr(row, f"{subject_name}_id"),
        row.original_name,
        row.number,
        row.issued_on.isoformat() if row.issued_on else None,
        row.content_digest,
        digest(row.verdict),
    )


def _bytes(name, row, sha):
    if sha is None:
        yield Break(name, "Tệp này không có trong nhật ký.")
        return
    try:
        found = _sha256(row.file)
    except OSError:
        yield Break(name, "Tệp không còn trên đĩa hoặc không đọc được.")
        return
    if found != sha or row.sha256 != sha:
        yield Break(name, "Nội dung tệp đã bị thay đổi.")


def _sha256(file):
    sha = hashlib.sha256()
    with file.open("rb") as stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            sha.update(chunk)
    return sha.hexdigest()


# --- the Office ---------------------------------------------------------------------------------------


def _checks(campaign, told):
    rows = PaperCheck.objects.filter(submission__nomination__campaign=campaign)
    found = {
        (receipt, part): (is_right, note)
        for receipt, part, is_right, note in rows.values_list(
            "submission__receipt", "part", "is_right", "note"
        )
    }
    for key in _differing(found, told.checks):
        yield Break(" ".join(key), "Kết quả kiểm tra văn bản của Văn phòng không khớp với nhật ký.")


def _windows(campaign, told):
    rows = LateWindow.objects.filter(campaign=campaign)
    found = {row.pk: (row.unit_id, row.open_until, row.reason) for row in rows}
    heard = {pk: (unit, _instant(until), reason) for pk, (unit, until, reason) in told.windows.items()}
    for pk in _differing(found, heard):
        yield Break(f"gia hạn nộp muộn số {pk}", "Đơn vị, thời hạn hoặc lý do không khớp với nhật ký.")


# --- the Council --------------------------------------------------------------------------------------


_STANDING = {
    "session_planned": CouncilSession.Status.PLANNED,
    "session_opened": CouncilSession.Status.OPEN,
    "session_closed": CouncilSession.Status.CLOSED,
}


def _sessions(campaign, told):
    heard = dict(told.sessions)
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
    status = _STANDING[list(events)[-1]]
    total = opened.facts.get("total") if opened else None
    conclusion = closed.note if closed else ""
    if (row.status, row.total_members, row.conclusion) != (status, total, conclusion):
        yield Break(
            f"phiên họp {row.number}", "Trạng thái, số thành viên hoặc kết luận không khớp với nhật ký."
        )
    for instant, event in ((row.opened_at, opened), (row.closed_at, closed)):
        if not _same_moment(instant, event):
            yield Break(f"phiên họp {row.number}", "Giờ khai mạc hoặc bế mạc không khớp với nhật ký.")
    if closed:
        taking_part = Attendance.objects.filter(session=row).exclude(presence=Attendance.Presence.ABSENT)
        if any(taking_part.count() != result.get("took_part") for result in closed.facts["results"]):
            yield Break(
                f"phiên họp {row.number}", "Số thành viên tham gia không khớp với lúc kết thúc phiên."
            )


def _same_moment(instant, event):
    if instant is None or event is None:
        return instant is None and event is None
    return abs(instant - event.at) <= _MOMENT


def _items(campaign, told):
    """Every agenda item: its frozen figures, its ballots, its roll."""
    heard = {
        (number, result["reference"]): result
        for number, events in told.sessions.items()
        if "session_closed" in events
        for result in events["session_closed"].facts["results"]
    }
    ballots, roll = _ballots(campaign), _roll(campaign)
    rows = SessionItem.objects.filter(session__campaign=campaign).select_related("session", "nomination")
    for row in rows.iterator(_CHUNK):
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
        if not told.votes[key] == roll.get(row.pk, 0) == sum(counted.values()):
            yield Break(place, "Số phiếu, danh sách đã bỏ phiếu và nhật ký không khớp nhau.")
        if row.chair_order != told.ties.get(key):
            yield Break(place, "Thứ tự do Chủ tịch Hội đồng quyết định không khớp với nhật ký.")
    for number, reference in heard:
        yield Break(f"phiên họp {number}, {reference}", "Hồ sơ đã được xét nhưng không còn trong phiên họp.")
    yield from _open_ballots(campaign, told)


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
        _number(row.average),
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
        _number(result["average"]),
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


def _open_ballots(campaign, told):
    rows = Ballot.objects.filter(item__session__campaign=campaign, member__isnull=False)
    found = {
        (number, nomination, seat): choice
        for number, nomination, seat, choice in rows.values_list(
            "item__session__number", "item__nomination_id", "member_id", "choice"
        )
    }
    for number, nomination, _ in _differing(found, told.open_votes):
        name = told.starts.get(nomination, {}).get("reference", "")
        yield Break(f"phiên họp {number}, {name}", "Ý kiến biểu quyết của thành viên không khớp với nhật ký.")


def _scores(campaign, told):
    """Every member's score sheet. Read in order, one sheet in memory at a time."""
    heard = dict(told.scores)
    for key, sheet in _sheets(campaign):
        if heard.pop(key, None) != _sheet(sheet):
            yield _score_break(told, key)
    for key in heard:
        yield _score_break(told, key)


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


def _score_break(told, key):
    number, nomination, _ = key
    name = told.starts.get(nomination, {}).get("reference", "")
    return Break(f"phiên họp {number}, {name}", "Điểm chấm của thành viên Hội đồng không khớp với nhật ký.")


# --- decisions ----------------------------------------------------------------------------------------


def _decisions(campaign, told):
    heard = dict(told.decisions)
    for row in campaign.decisions.prefetch_related("nominations"):
        signed, facts = heard.pop(row.pk, (None, None))
        if facts is None:
            yield Break(str(row), "Văn bản không có trong nhật ký.")
        elif _decision_row(row) != (signed, *_decision_facts(facts)):
            yield Break(
                str(row), "Số, ngày, người ký, danh sách hoặc trạng thái của văn bản không khớp với nhật ký."
            )
    for _, facts in heard.values():
        yield Break(facts["decision"], "Văn bản có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")


def _decision_row(row):
    return (
        row.status == row.Status.SIGNED,
        str(row),
        row.kind,
        row.issued_on.isoformat() if row.issued_on else None,
        f"{row.signer_authority} {row.signer_title} {row.signer_name}".strip(),
        sorted(nomination.reference for nomination in row.nominations.all()),
    )


def _decision_facts(facts):
    return (
        *(facts[name] for name in ("decision", "kind", "issued_on", "signer")),
        sorted(facts["nominations"]),
    )


def _awards(campaign, told):
    heard = dict(told.awards)
    rows = Award.objects.filter(nomination__campaign=campaign).select_related("nomination", "decision")
    for row in rows.iterator(_CHUNK):
        facts = heard.pop(row.nomination_id, None)
        if facts is None:
            yield Break(row.nomination.reference, "Khen thưởng này không có trong nhật ký.")
            continue
        if _award_row(row) != tuple(facts.get(name) for name in _AWARD_FACTS):
            yield Break(
                row.nomination.reference,
                "Hình thức, quyết định, số sổ vàng hoặc tiền thưởng không khớp với nhật ký.",
            )
        if row.revocation != told.revocations.get(row.nomination_id, ""):
            yield Break(row.nomination.reference, "Lý do hủy khen thưởng không khớp với nhật ký.")
    for nomination in heard:
        name = told.starts.get(nomination, {}).get("reference", "")
        yield Break(name, "Khen thưởng có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")


_AWARD_FACTS = ("form", "decision", "golden_book_number", "bonus", "coefficient_tenths", "base_salary")


def _award_row(row):
    return (
        row.form,
        str(row.decision),
        row.golden_book_number,
        row.bonus_amount,
        row.coefficient_tenths,
        row.base_salary,
    )


# --- shared -------------------------------------------------------------------------------------------


def _differing(found, heard):
    """The keys whose rows are missing, added or other than told."""
    return [key for key in {**found, **heard} if found.get(key) != heard.get(key)]


def _instant(text):
    return datetime.fromisoformat(text)
