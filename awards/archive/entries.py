"""What a file of an archive is, and how one comes of a paper, of stored bytes, of JSON."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from awards import signed_copies
from awards.models import Nomination
from awards.papers import registry
from awards.papers.wording import tidy
from campaigns import clock
from campaigns.vietnamese import dates, names

from .descriptions import Described, arrived, describe, filed

SEALED, MADE, UPLOADED, LISTED = "niêm phong khi trình", "lập khi tải về", "tải lên", "kết xuất"
# Why a paper still bears the mark of a draft, by what it is made from.
_UNFINISHED = {
    "nomination": "Bản nháp: đơn vị chưa trình.",
    "submission": "Bản nháp: hồ sơ chưa có kết luận.",
    "decision": "Bản nháp: chưa ký.",
}


@dataclass(frozen=True)
class Entry:
    """One file. `open` gives a binary stream; for a paper it raises papers.Unavailable where there is no Pango.

    `sha256` is what the row promises of stored bytes, "" for what is made now. `of` are the keys of the documents that
    it is a file of: one in several formats, and signed, is one document, told as `document` of the first says.
    """

    path: str
    title: str
    kind: str
    origin: str
    at: datetime
    open: Callable
    sha256: str = ""
    document: Described | None = None
    note: str = ""
    of: tuple = ()


@dataclass(frozen=True)
class Section:
    """A folder of an archive: a dossier, or what several dossiers share (`nomination` None).

    `missing` is [(title, sentence)] of papers that cannot be made now.
    """

    folder: str
    title: str
    entries: list[Entry]
    missing: list[tuple[str, str]]
    nomination: Nomination | None = None
    campaign: object = None
    head: dict = field(default_factory=dict)


def signed(folder, copy, place, of, about):
    kind = registry.FILED[copy.paper]
    title = kind.title
    given = [
        f"số {copy.number}" if copy.number else "",
        f"ngày {dates.short(copy.issued_on)}" if copy.issued_on else "",
        "đã thay bằng bản khác" if copy.removed_at else "",
    ]
    return Entry(
        path=f"{folder}/ban-da-ky/{place:02d}-{names.slug(title)}.pdf",
        title=f"Bản ký: {title}",
        kind="signed",
        origin=UPLOADED,
        at=copy.attached_at,
        open=stored(copy),
        sha256=copy.sha256,
        # Of our own the paper itself is described; this is the same document, signed. It stands alone where no paper
        # can be made any more.
        document=arrived(copy) if kind.arrives else filed(copy, title, about),
        note=", ".join(filter(None, given)),
        of=of,
    )


def as_of(event):
    return {
        "su_kien": event.sequence,
        "luc": event.at.astimezone(clock.ZONE).isoformat(),
        "ma_bam": event.hash,
    }


def made(folder, kind, source, at, forms, *, is_sealed=False, to_sign_by=None):
    """(entries of one paper in every format, [(title, sentence)] why not). A PDF that was sealed is not made twice.

    `at` is the time of the data, for the file's date; `to_sign_by` whoever takes the files in order to have them
    signed (awards.signed_copies.issued), None for an archive.
    """
    if kind.arrives or not kind.applies(source):
        return [], []
    if sentence := kind.refusal(source):
        return [], [(f"{kind.title} {kind.about(source)}", sentence)]
    content, draft = kind.gather(source), kind.is_draft(source)
    blocks = kind.compose(tidy(content))
    document = describe(blocks, kind.title)
    return [
        Entry(
            path=f"{folder}/{kind.file_name(source, form)}",
            title=blocks.title or kind.title,
            kind=kind.code,
            origin=MADE,
            at=at,
            open=partial(_to_sign, kind, source, form, content, to_sign_by)
            if to_sign_by
            else written(blocks, form, draft=draft),
            # The editable copy of a sealed paper is no second document.
            document=None if is_sealed else document,
            note=_UNFINISHED[kind.made_from] if draft else "",
            of=((kind.code, source.pk),),
        )
        for form in forms
        if not (is_sealed and form == "pdf")
    ], []


def _to_sign(kind, source, form, content, by):
    return io.BytesIO(signed_copies.issue(kind, source, form, by=by, content=content))


def written(blocks, form, *, draft):
    return lambda: io.BytesIO(registry.FORMATS[form](blocks, draft=draft))


def stored(row):
    return lambda: row.file.open("rb")


def json_bytes(value):
    return json.dumps(value, ensure_ascii=False, indent=1, default=plain).encode()


def plain(value):
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a file of the archive")
