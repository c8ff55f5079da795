"""WHAT WAS HANDED OVER TO BE SIGNED? So that what comes back is held to the text that was signed, not to today's.

A copy to sign is a paper without the mark of a draft, however it was fetched: from a page, as sheets to print, in a
batch, by make_papers. Marked drafts are for reading, and so is what others than its signers and filers fetch: that is no
text to choose, but a file that goes on from its bytes is known.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from awards import permissions
from awards.exceptions import Refused
from awards.models import CopyToSign, SignedCopy
from awards.papers import digest, registry
from awards.papers.wording import tidy
from campaigns import clock
from campaigns.vietnamese import dates

from . import status

Known = SignedCopy.Known


class AmbiguousText(Refused):
    """Which of several texts was signed, only a person can say."""


# --- handing over ------------------------------------------------------------------------------------------


def issue(kind, source, form, *, by, content=None, draft=None):
    """The paper's bytes in one of registry.FORMATS, noted as handed over unless they bear the mark of a draft.

    `content` is what `kind.gather` gave the caller already; `by` None is the command line of the server.
    """
    content = kind.gather(source) if content is None else content
    marked = kind.is_draft(source) if draft is None else draft
    data = registry.FORMATS[form](kind.compose(tidy(content)), draft=marked)
    if not marked and (draft is False or kind.made_from != "nomination"):
        _remember(kind, [(source, content)], by, data)
    return data


def issue_sheets(kind, source, *, by):
    """(the paper, whether it is a marked draft) for the browser to print, noted like a file."""
    content, marked = kind.gather(source), kind.is_draft(source)
    if not marked:
        _remember(kind, [(source, content)], by)
    return kind.compose(tidy(content)), marked


def record_issued(kind, given, *, by, data=b""):
    """Remember one file or sheets that hold several papers as handed over; `given` is [(source, content)]."""
    if given:
        _remember(kind, given, by, data if len(given) == 1 else b"")


def _remember(kind, given, by, data=b""):
    """In one query: a row for what was never handed over, the last time of what was.

    What others than who signs or files it fetch is for reading: its bytes are known again, and that is all.
    """
    to_sign = _is_to_sign(kind, given[0][0], by)
    if kind.code in status.UNSIGNED or not (to_sign or data):
        return
    now = clock.now()
    rows = [
        CopyToSign(
            campaign=status.campaign_of(kind.made_from, source),
            paper=kind.code,
            of_id=source.pk,
            digest=digest.content_digest(kind.code, content),
            sha256=hashlib.sha256(data).hexdigest() if data else "",
            size=len(data),
            to_sign=to_sign,
            first_at=now,
            last_at=now,
            last_to=by,
        )
        for source, content in given
    ]
    if not to_sign:
        CopyToSign.objects.bulk_create(rows, ignore_conflicts=True)
        return
    CopyToSign.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["campaign", "paper", "of_id", "digest", "sha256"],
        update_fields=["last_at", "last_to", "to_sign"],
    )


def _is_to_sign(kind, source, by):
    # A unit's own papers are fetched for it on one page only, which asked already; None is the server's own command.
    if kind.made_from == "nomination" or by is None:
        return True
    return permissions.can_sign_or_file(by, status.campaign_of(kind.made_from, source))


# --- what may have been signed -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """One text of a paper. `at` and `by`: when and to whom it was handed over last; None and "" for never.

    `since` is when it was first: what was signed and what was edited came after that for certain.
    """

    digest: str
    is_current: bool
    at: datetime | None = None
    by: str = ""
    since: datetime | None = None

    @property
    def label(self):
        if self.at is None:
            return "Nội dung hiện nay, chưa ai tải bản để ký"
        now = "; đúng với nội dung hiện nay" if self.is_current else "; văn bản đã sửa sau đó"
        return f"Bản tải hoặc in lúc {dates.instant(self.at)}, {self.by or 'lập trên máy chủ'}{now}"


def texts(subject_name, subject, now):
    """{code: [Text]} for `now`, {code: digest of what the paper says now}; newest first, in one query.

    More than one Text: a person must say which of them was signed.
    """
    found = {code: [] for code in now}
    for copy in _copies(subject_name, subject, list(now)):
        found[copy.paper].append(copy)
    return {code: _distinct(copies, now[code]) for code, copies in found.items()}


def _copies(subject_name, subject, codes):
    return CopyToSign.objects.filter(
        campaign=status.campaign_of(subject_name, subject), of_id=subject.pk, paper__in=codes
    ).select_related("last_to")


def _distinct(copies, now):
    copies, since = [copy for copy in copies if copy.to_sign], {}
    for copy in copies:
        since[copy.digest] = min(copy.first_at, since.get(copy.digest, copy.first_at))
    listed = {}
    for copy in copies:
        who = copy.last_to.full_name if copy.last_to else ""
        text = Text(copy.digest, copy.digest == now, copy.last_at, who, since[copy.digest])
        listed.setdefault(copy.digest, text)
    return [*listed.values(), *([] if now in listed else [Text(now, True)])]


def signed_text(kind, subject, now, data, chosen=""):
    """(the Text that this file signs, how that is known). `chosen` is the digest that a person chose, "" for none.

    Raises Refused for a file that nobody signed, Unclear where only a person can tell.
    """
    copies = list(_copies(kind.made_from, subject, [kind.code]))
    if begun := _begun(copies, data):
        return _continued(begun, now, data), Known.BYTES
    before = _attached_before(kind, subject, data)
    # What a file was known to sign does not change by choosing a text that was written after it; a choice may be mended.
    if before and before.known_by in (Known.BYTES, Known.ONLY):
        return _as_before(before, now), Known.SAME
    possible = _distinct(copies, now)
    if chosen:
        for text in possible:
            if text.digest == chosen:
                return text, Known.CHOSEN if len(possible) > 1 else _how(text)
        raise AmbiguousText("Bản để ký vừa chọn không có trong danh sách. Hãy chọn lại bản đã ký.")
    if before:
        return _as_before(before, now), Known.SAME
    if len(possible) == 1:
        return possible[0], _how(possible[0])
    raise AmbiguousText(
        f"{kind.title} đã sửa sau khi tải bản để ký lúc {dates.instant(possible[0].at)}. Hãy chọn bản nào đã được ký "
        "rồi gắn lại tệp."
    )


def _how(text):
    return Known.ONLY if text.at else Known.UNRECORDED


def _begun(copies, data):
    """The copy to sign that this file goes on from: a PDF is signed by adding to its bytes."""
    known = {(copy.size, copy.sha256): copy for copy in copies if 0 < copy.size <= len(data)}
    read, done, found = hashlib.sha256(), 0, None
    # Once through the file, however many copies: the longest that it goes on from.
    for size in sorted({size for size, _ in known}):
        read.update(memoryview(data)[done:size])
        done = size
        found = known.get((size, read.hexdigest()), found)
    return found


def _continued(copy, now, data):
    if copy.size == len(data):
        raise Refused(
            f"Tệp này chính là bản để ký tải lúc {dates.instant(copy.last_at)}, chưa có chữ ký nào. Hãy ký rồi gắn tệp "
            "đã ký."
        )
    return Text(copy.digest, copy.digest == now, copy.last_at, since=copy.first_at)


def _as_before(copy, now):
    return Text(copy.content_digest, copy.content_digest == now, since=copy.handed_at)


def _attached_before(kind, subject, data):
    """The newest copy of this paper with the very same bytes of which it was known otherwise what it signs."""
    return (
        SignedCopy.objects.filter(
            **status.filters(kind.made_from, subject),
            paper=kind.code,
            sha256=hashlib.sha256(data).hexdigest(),
        )
        .exclude(known_by=Known.SAME)
        .order_by("-attached_at", "-pk")
        .first()
    )
