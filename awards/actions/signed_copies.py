"""HOW IS A SIGNED COPY TAKEN IN? Judged, read, stored byte for byte, told by the history; replaced, never deleted."""

import hashlib
import re

from django.core.files.base import ContentFile
from django.db import transaction

from awards import audit, pdf_signatures, permissions, policies, signed_copies, uploads
from awards.exceptions import Refused, sentence_of
from awards.models import Award, CouncilSession, Decision, Nomination, SignedCopy, Submission
from awards.papers import digest, registry
from campaigns import clock
from campaigns.vietnamese import dates, names

from . import dossiers

_PDF = "application/pdf"
CHECKED = "đã kiểm tra lại chữ ký số, kết quả khác lần trước; kết quả cũ còn trong nhật ký."
UNCHANGED = "đã kiểm tra lại chữ ký số, kết quả vẫn như trước."
_LONGEST_NUMBER = SignedCopy._meta.get_field("number").max_length
# What a paper's own "số" takes: the figure before the symbol.
_FIGURE = re.compile(r"(\d{1,6}[a-zđ]?)(?:/|$)")
_ROWS = {
    "nomination": Nomination.objects.with_names,
    "submission": lambda: Submission.objects.select_related(
        "nomination__campaign__department", "nomination__unit", "nomination__person", "submitted_by"
    ),
    "session": lambda: CouncilSession.objects.select_related("campaign__department"),
    "decision": lambda: Decision.objects.select_related("campaign__department"),
    "award": lambda: Award.objects.select_related(
        "nomination__campaign__department", "nomination__unit", "nomination__person", "decision"
    ),
}


def nomination_of(subject_name, subject):
    """The dossier whose history tells of it, or None."""
    if subject_name == "nomination":
        return subject
    return subject.nomination if subject_name in ("submission", "award") else None


def check_attach(kind, subject, user):
    """Raise Refused when this account may not attach or take off a signed copy of this paper now."""
    if kind.made_from == "nomination":
        dossiers.check_edit(subject, user)
    else:
        signed_copies.check_filing(kind, subject, user)


def attach_refusal(kind, subject, user):
    """The sentence that stands in this account's way, or ""."""
    return sentence_of(check_attach, kind, subject, user)


def attach(paper, subject, upload, *, by, number="", issued_on=None, replaces=None, text=""):
    """Attach the signed PDF of a paper, in place of the live copy `replaces` (a key) that the page showed.

    `paper` is a code of registry.FILED, `subject` the object it is made from, `text` the digest of the text that
    was signed, where several were issued. Raises Refused (signed_copies.AmbiguousText where `text` must be said); then
    nothing was written. Returns the SignedCopy.
    """
    kind = registry.FILED[paper]
    check_attach(kind, subject, by)
    judged, number = uploads.judge(upload, {_PDF}, "PDF"), _number(number)
    _check_day(issued_on)
    data = _content(upload)
    verdict = pdf_signatures.read(data)
    with transaction.atomic():
        head, subject = _held(kind, subject)
        check_attach(kind, subject, by)
        if sentence := kind.refusal(subject):
            raise Refused(sentence)
        older = signed_copies.live(kind.made_from, subject).get(paper)
        _check_replaces(kind, older, replaces)
        said, known_by = _signed_text(kind, subject, data, text)
        _check_signed_bytes(known_by, verdict)
        _check_differs(older, judged, number, issued_on, said)
        uploads.check_signed_room(signed_copies.filters(kind.made_from, subject), judged.size)
        now = clock.now()
        if older is not None:
            _take_off(older, by, now)
        _fill(kind, subject, number, issued_on, by, now)
        own = {**_about(kind, subject), **_file_facts(judged, said, known_by), "verdict": verdict}
        copy = SignedCopy(**own, number=number, issued_on=issued_on, attached_by=by, attached_at=now)
        uploads.keep(copy.file, "signed.pdf", ContentFile(data))
        copy.save()
        facts = _facts(copy, kind, subject, replaces=str(older.key) if older else "")
        _record(head, "attach_signed", kind, subject, facts, by=by, now=now)
    return copy


def _file_facts(judged, said, known_by):
    """What the row keeps of the file, and of the text that it signs."""
    return {
        "original_name": judged.name,
        "size": judged.size,
        "sha256": judged.sha256,
        "content_digest": said.digest,
        "known_by": known_by,
        "handed_at": said.since,
    }


def remove(copy, *, by, note=""):
    """Take a copy off its paper; the row and the bytes stay. All but a unit's own draft need a reason."""
    kind = registry.FILED[copy.paper]
    note = names.clean_multiline(note)
    with transaction.atomic():
        head, subject = _held(kind, subject_of(copy))
        check_attach(kind, subject, by)
        live = _still_live(copy)
        if kind.made_from != "nomination":
            policies.notes.check_reason(copy.campaign, "Gỡ bản ký", note)
        policies.notes.check_length(note)
        now = clock.now()
        _take_off(live, by, now)
        _record(head, "remove_signed", kind, subject, _facts(live, kind, subject), by=by, now=now, note=note)
    return live


def check_judge_again(kind, subject, user):
    """Raise Refused unless this account may have the signatures inside judged again: who attaches, who administers."""
    permissions.check_same_department(user, signed_copies.campaign_of(kind.made_from, subject).department_id)
    if user.role != user.Role.ADMINISTRATOR:
        check_attach(kind, subject, user)


def judge_again(copy, *, by, note=""):
    """Judge the signatures inside anew, after new roots were trusted. Returns whether the verdict is another.

    Only then something is written: the new verdict, and an event that keeps the earlier one. The bytes stay.
    """
    kind = registry.FILED[copy.paper]
    check_judge_again(kind, subject_of(copy), by)
    verdict = pdf_signatures.read(_bytes(copy))
    with transaction.atomic():
        head, subject = _held(kind, subject_of(copy))
        check_judge_again(kind, subject, by)
        live = _still_live(copy)
        before = live.verdict
        if pdf_signatures.same(before, verdict):
            return False
        if verdict["problem"] and not before.get("problem"):
            raise Refused(
                f"Lần này chưa kiểm tra được nên giữ kết quả cũ. {pdf_signatures.in_words(verdict).sentence}"
            )
        live.verdict = verdict
        live.save(update_fields=["verdict"])
        facts = _facts(live, kind, subject, verdict_before=audit.digest(before), earlier=before)
        told = f"{pdf_signatures.in_words(verdict).sentence} {note}".strip()
        _record(head, "check_signed", kind, subject, facts, by=by, now=clock.now(), note=told)
    return True


def _bytes(copy):
    """Of the stored file, if they are still those that were attached."""
    try:
        with copy.file.open("rb") as stream:
            data = stream.read()
    except OSError as missing:
        raise Refused(
            f"Tệp “{copy.original_name}” không còn trong kho lưu của máy chủ. Quản trị hệ thống phục hồi từ bản sao lưu."
        ) from missing
    if hashlib.sha256(data).hexdigest() != copy.sha256:
        raise Refused(
            f"Tệp “{copy.original_name}” trong kho lưu không còn là tệp đã gắn. Quản trị hệ thống kiểm tra nhật ký "
            "(verify_history) và phục hồi từ bản sao lưu."
        )
    return data


def subject_of(copy):
    """The object whose paper it signs."""
    return getattr(copy, registry.FILED[copy.paper].made_from)


# --- what is refused -----------------------------------------------------------------------------------


def _number(number):
    number = names.clean(number)
    if len(number) > _LONGEST_NUMBER:
        raise Refused(
            f"Số, ký hiệu dài quá {_LONGEST_NUMBER} ký tự. Chỉ ghi như trên văn bản, ví dụ 12/TTr-BCVT."
        )
    return number


def _check_day(day):
    if day is not None and day > clock.now().astimezone(clock.ZONE).date():
        raise Refused(f"Ngày {dates.short(day)} ở sau hôm nay. Hãy kiểm tra lại ngày của bản ký.")


def _check_replaces(kind, older, replaces):
    if (older.key if older else None) == replaces:
        return
    if older is None:
        raise Refused(
            f"Bản ký của {kind.title} vừa được gỡ sau khi bạn mở trang. Hãy tải lại trang rồi gắn lại nếu vẫn cần."
        )
    raise Refused(
        f"{older.attached_by.full_name} đã gắn bản ký khác của {kind.title} lúc {dates.instant(older.attached_at)}. "
        "Tệp của bạn chưa được lưu. Hãy xem bản đó; nếu vẫn cần thay thì gắn lại."
    )


def _check_differs(older, judged, number, issued_on, said):
    if older is not None and (older.sha256, older.number, older.issued_on, older.content_digest) == (
        judged.sha256,
        number,
        issued_on,
        said.digest,
    ):
        raise Refused(f"Đúng tệp “{judged.name}” này đã được gắn với số và ngày này. Không cần gắn lần nữa.")


# --- what is written -----------------------------------------------------------------------------------


def _held(kind, subject):
    """The campaign's lock, and the object as it now is."""
    head = audit.lock(signed_copies.campaign_of(kind.made_from, subject))
    if kind.made_from == "campaign":
        subject.refresh_from_db()
        return head, subject
    return head, _ROWS[kind.made_from]().get(pk=subject.pk)


def _still_live(copy):
    live = SignedCopy.objects.live().filter(pk=copy.pk).first()
    if live is None:
        raise Refused("Bản ký này đã được gỡ hoặc thay bằng bản khác. Hãy tải lại trang.")
    return live


def _take_off(copy, by, now):
    copy.removed_at, copy.removed_by = now, by
    copy.save(update_fields=["removed_at", "removed_by"])


def _content(upload):
    upload.seek(0)
    return upload.read()


def _check_signed_bytes(known_by, verdict):
    """A file that goes on from the copy to sign was saved again, but nobody signed it."""
    if known_by == SignedCopy.Known.BYTES and not verdict["signatures"] and not verdict["problem"]:
        raise Refused(
            "Tệp này là bản để ký đã tải, được lưu lại nhưng chưa có chữ ký số nào. Hãy ký số rồi gắn tệp đã ký; nếu ký tay "
            "thì gắn bản quét."
        )


def _signed_text(kind, subject, data, chosen):
    now = digest.content_digest(kind.code, signed_copies.text_source(kind, subject))
    return signed_copies.signed_text(kind, subject, now, data, chosen)


def _about(kind, subject):
    """Which paper of which object a new copy signs."""
    own = {kind.made_from: subject} if kind.made_from != "campaign" else {}
    return {"campaign": signed_copies.campaign_of(kind.made_from, subject), "paper": kind.code, **own}


def _fill(kind, nomination, number, issued_on, by, now):
    """Number and day into the unit's own paper where they are blank: nobody types them twice.

    The version rises, so that whoever is typing that paper is shown the difference and overwrites nothing.
    """
    model = dossiers.PAPERS.get(kind.code) if kind.made_from == "nomination" else None
    paper = model.objects.select_for_update().filter(nomination=nomination).first() if model else None
    if paper is None:
        return
    figure = _FIGURE.match(number)
    given = {"number": figure[1] if figure else "", "issued_on": issued_on}
    blank = [name for name in given if given[name] and hasattr(paper, name) and not getattr(paper, name)]
    if blank:
        for name in blank:
            setattr(paper, name, given[name])
        paper.version += 1
        paper.saved_at, paper.saved_by = now, by
        paper.save()


def _facts(copy, kind, subject, **more):
    return {
        "key": str(copy.key),
        "paper": copy.paper,
        "title": kind.title,
        "of": kind.made_from,
        "of_id": subject.pk,
        "name": copy.original_name,
        "number": copy.number,
        "issued_on": copy.issued_on.isoformat() if copy.issued_on else None,
        "sha256": copy.sha256,
        "text": copy.content_digest,
        "known_by": copy.known_by,
        "handed_at": copy.handed_at.isoformat() if copy.handed_at else None,
        "verdict": audit.digest(copy.verdict),
        **more,
    }


def _record(head, verb, kind, subject, facts, *, by, now, note=""):
    note = f"{facts['title']}: {note or facts['name']}"
    nomination = nomination_of(kind.made_from, subject)
    if nomination is None:
        audit.write(head, verb, by=by, note=note, facts=facts, at=now)
    else:
        audit.write_dossier(head, verb, nomination, by=by, note=note, facts=facts, at=now)
