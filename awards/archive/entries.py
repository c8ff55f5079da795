"""WHAT IS A FILE OF AN ARCHIVE, AND WHAT A FOLDER? Nothing is made here: an Entry knows how."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from awards.models import Nomination
from awards.papers import registry

from .descriptions import Described

SEALED, MADE, UPLOADED, LISTED = "niêm phong khi trình", "lập khi tải về", "tải lên", "kết xuất"


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


def sent_key(part, submission_id):
    """The key of a paper as one submission has shown it, sealed or signed."""
    return (part, "sent", submission_id)


def stored_file(row):
    """`open` of what lies on the disk."""
    return lambda: row.file.open("rb")


def written_paper(blocks, form, *, draft):
    """`open` of what is made from its blocks when it is read."""
    return lambda: io.BytesIO(registry.FORMATS[form](blocks, draft=draft))
