"""What a paper is made of. No mark-up and no sizes: those belong to nd30 and the renderers."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style. A blank is to be filled by hand, and is marked on screen."""

    text: str
    bold: bool = False
    italic: bool = False
    blank: bool = False


Text = tuple[Run, ...]


def text(*parts):
    """Strings and runs as one text."""
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


@dataclass(frozen=True)
class Header:
    """Boxes 1-4. `number` or `place_date` is None where the paper has no such box."""

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    number: Text | None
    place_date: Text | None
    kind: ClassVar[str] = "header"


@dataclass(frozen=True)
class Title:
    """Box 5a: the type's name in capitals, what it is about, a rule; then who it is about."""

    name: tuple[str, ...]
    about: tuple[str, ...]
    note: tuple[str, ...] = ()
    kind: ClassVar[str] = "title"


@dataclass(frozen=True)
class Addressees:
    """Box 9a, "Kính gửi": one on the same line, several each on a line of its own."""

    lines: tuple[str, ...]
    kind: ClassVar[str] = "addressees"


@dataclass(frozen=True)
class Paragraph:
    """`style`: body, basis (căn cứ), note (centred, italic)."""

    text: Text
    style: str = "body"
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Heading:
    """Level 1: "I. …" in capitals; level 2: "1. …"."""

    text: str
    level: int = 2
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Column:
    """`width` in percent of the table."""

    title: str
    width: int
    align: str = "left"


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    kind: ClassVar[str] = "table"

    def _aligned(self, row):
        return list(zip((column.align for column in self.columns), row, strict=True))

    @property
    def cells(self):
        return [self._aligned(row) for row in self.rows]

    @property
    def total_cells(self):
        return self._aligned(self.total) if self.total else None


@dataclass(frozen=True)
class Recipients:
    """Box 9b, "Nơi nhận"."""

    lines: tuple[str, ...]
    kind: ClassVar[str] = "recipients"


@dataclass(frozen=True)
class Signature:
    """Boxes 7a-7c: authority and title in capitals, a hint, room to sign, the name."""

    titles: tuple[str, ...]
    name: str = ""
    hint: str = ""
    kind: ClassVar[str] = "signature"


@dataclass(frozen=True)
class Signatures:
    """The last row of the paper; never alone on a page."""

    left: Recipients | Signature
    right: Signature
    below: Recipients | None = None
    kind: ClassVar[str] = "signatures"


@dataclass(frozen=True)
class Annex:
    """Same file as the paper, so without signatures of its own (Decree 30, appendix I)."""

    name: str
    title: str
    blocks: tuple = ()


@dataclass(frozen=True)
class Paper:
    """A whole paper. `title` and `author` go into the file's metadata."""

    part: str
    title: str
    author: str
    reference: str
    blocks: tuple
    annexes: tuple[Annex, ...] = field(default=())
