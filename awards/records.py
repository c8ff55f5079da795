"""The history's one writer and its one judge.

An event's hash covers its own columns and the hash before it, so that changing, removing or inserting an
event breaks every link after it; HistoryHead shows a removed tail. Whoever can rewrite the whole database can
rewrite the whole chain: that is why receipts and award lists carry the head's hash on paper.
"""

import hashlib
import json
from dataclasses import dataclass

from campaigns import clock
from campaigns.models import Campaign

from .models import CouncilMember, Event, Evidence, HistoryHead, SealedPaper, Submission

# Shown on pages and papers; long enough to compare by eye.
SHORT = 12


def canonical(value):
    """The one byte string of a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value):
    return hashlib.sha256(canonical(value)).hexdigest()


def _linked(event):
    """Everything that the hash protects. The instant is written in UTC, so that no zone setting changes it."""
    return digest(
        {
            "campaign": event.campaign_id,
            "sequence": event.sequence,
            "nomination": event.nomination_id,
            "verb": event.verb,
            "source": event.source,
            "target": event.target,
            "actor": event.actor_id,
            "actor_name": event.actor_name,
            "actor_role": event.actor_role,
            "at": int(event.at.timestamp() * 1_000_000),
            "note": event.note,
            "facts": event.facts,
            "previous": event.previous_hash,
        }
    )


def lock(campaign):
    """Take the campaign's lock. Every change of state takes it first, so no two wait for each other.

    Must run inside a transaction. On SQLite the IMMEDIATE transaction is the lock.
    """
    HistoryHead.objects.get_or_create(campaign=campaign)
    return HistoryHead.objects.select_for_update().get(campaign=campaign)


def role_of(user, campaign):
    """ "Văn phòng Sở", "Cán bộ đơn vị (Phòng X)", with the Council seat if there is one."""
    words = user.get_role_display()
    if user.unit_id:
        words = f"{words} ({user.unit.name})"
    if user.person_id:
        seat = CouncilMember.objects.filter(
            campaign=campaign, person_id=user.person_id, is_active=True
        ).first()
        if seat:
            words = f"{words}; {seat.get_role_display()}"
    return words[:200]


def write(head, verb, *, by, nomination=None, source="", target="", note="", facts=None, at=None):
    """Append one event. `head` is what `lock` returned; the caller's transaction makes it whole."""
    event = Event(
        campaign_id=head.campaign_id,
        sequence=head.sequence + 1,
        nomination=nomination,
        verb=verb,
        source=source,
        target=target,
        actor=by,
        actor_name=(by.full_name or by.username)[:200],
        actor_role=role_of(by, head.campaign),
        at=at or clock.now(),
        note=note,
        # Through JSON once, so that what is hashed is what the database will give back.
        facts=json.loads(canonical(facts or {})),
        previous_hash=head.hash,
    )
    event.hash = _linked(event)
    event.save()
    head.sequence = event.sequence
    head.hash = event.hash
    head.save(update_fields=["sequence", "hash"])
    return event


@dataclass(frozen=True)
class Break:
    """Something that is not as it was written: where, and what is wrong."""

    place: str
    sentence: str


def verify(campaign: Campaign):
    """Yield every Break of the campaign's chain, its statuses, its sealed papers and its uploads."""
    yield from _verify_chain(campaign)
    yield from _verify_statuses(campaign)
    yield from _verify_submissions(campaign)
    yield from _verify_files(campaign)


def _verify_chain(campaign):
    previous, expected = "", 1
    for event in Event.objects.filter(campaign=campaign).order_by("sequence").iterator():
        place = f"sự kiện số {event.sequence}"
        if event.sequence != expected:
            yield Break(place, f"Thiếu sự kiện số {expected}: có sự kiện đã bị xóa hoặc chèn thêm.")
        if event.previous_hash != previous:
            yield Break(
                place, "Không nối với sự kiện trước: có sự kiện đã bị xóa, chèn hoặc sửa ở phía trước."
            )
        if _linked(event) != event.hash:
            yield Break(place, "Nội dung đã bị sửa sau khi ghi.")
        previous, expected = event.hash, event.sequence + 1
    head = HistoryHead.objects.filter(campaign=campaign).first()
    if head is None:
        if expected > 1:
            yield Break("đầu chuỗi", "Không còn bản ghi đầu chuỗi nhật ký.")
    elif (head.sequence, head.hash) != (expected - 1, previous):
        yield Break("đầu chuỗi", "Sự kiện cuối cùng không còn hoặc bị thêm: nhật ký đã bị cắt hoặc nối.")


def _verify_statuses(campaign):
    last = {}
    for event in (
        Event.objects.filter(campaign=campaign, nomination__isnull=False).order_by("sequence").iterator()
    ):
        last[event.nomination_id] = event
    number = 0
    for nomination in campaign.nominations.order_by("number").iterator():
        number += 1
        if nomination.number != number:
            yield Break(nomination.reference, f"Thiếu hồ sơ số {number}: có hồ sơ đã bị xóa.")
            number = nomination.number
        event = last.pop(nomination.pk, None)
        if event is None:
            yield Break(nomination.reference, "Hồ sơ không có sự kiện nào trong nhật ký.")
        elif event.target != nomination.status:
            yield Break(
                nomination.reference,
                f"Trạng thái “{nomination.get_status_display()}” không khớp với nhật ký.",
            )
        elif (
            event.facts.get("form") != nomination.award_form
            or bool(event.facts.get("late")) != nomination.is_late
        ):
            yield Break(nomination.reference, "Hình thức khen hoặc dấu nộp muộn không khớp với nhật ký.")


def _verify_submissions(campaign):
    told = {}
    for event in Event.objects.filter(campaign=campaign, verb="submit").order_by("sequence").iterator():
        told[event.facts["receipt"]] = event.facts
    for submission in Submission.objects.filter(nomination__campaign=campaign).order_by("pk").iterator():
        facts = told.pop(submission.receipt, None)
        if facts is None:
            yield Break(submission.receipt, "Lần trình này không có trong nhật ký.")
        elif digest(submission.content) != facts["content"] or submission.sha256 != facts["content"]:
            yield Break(submission.receipt, "Nội dung hồ sơ đã trình bị sửa sau khi niêm phong.")
    for receipt in told:
        yield Break(receipt, "Lần trình có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")


def _verify_files(campaign):
    papers = SealedPaper.objects.filter(submission__nomination__campaign=campaign).select_related(
        "submission"
    )
    sealed = {}
    for event in Event.objects.filter(campaign=campaign, verb__in=["submit", "seal"]).iterator():
        sealed.update(event.facts.get("papers", {}))
    for paper in papers.iterator():
        name = f"{paper.submission.receipt} {paper.get_part_display()}"
        yield from _verify_file(name, paper, told=sealed.pop(str(paper.key), None))
    for key, sha in sealed.items():
        yield Break(key, f"Văn bản đã niêm phong ({sha[:SHORT]}) không còn trong cơ sở dữ liệu.")
    shown = {}
    for submission in Submission.objects.filter(nomination__campaign=campaign).iterator():
        for item in submission.content.get("evidence", []):
            shown[item["key"]] = item["sha256"]
    for evidence in (
        Evidence.objects.filter(nomination__campaign=campaign).select_related("nomination").iterator()
    ):
        name = f"{evidence.nomination.reference} {evidence.original_name}"
        yield from _verify_file(name, evidence, told=shown.pop(str(evidence.key), evidence.sha256))
    for key in shown:
        yield Break(key, "Tài liệu kiểm chứng đã trình không còn trong cơ sở dữ liệu.")


def _verify_file(name, row, *, told):
    if told is None:
        yield Break(name, "Văn bản này không có trong nhật ký niêm phong.")
        return
    sha = hashlib.sha256()
    try:
        with row.file.open("rb") as stream:
            for chunk in iter(lambda: stream.read(1 << 20), b""):
                sha.update(chunk)
    except OSError:
        yield Break(name, "Tệp không còn trên đĩa.")
        return
    if sha.hexdigest() != told or row.sha256 != told:
        yield Break(name, "Nội dung tệp đã bị thay đổi.")
