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
    """`style`: body, basis (căn cứ), note (centred), attached (centred, italic), ruling (centred, bold)."""

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
    """`width` in percent of the table; `align`: left, centre, right, or tick (boxes to be ticked by hand)."""

    title: str
    width: int
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """A row of one cell heads a section and spans the table (I. TẬP THỂ).

    `tall`: places of rows that a page may tear, because they are higher than half of it (typesetting).
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    tall: tuple[int, ...] = ()
    kind: ClassVar[str] = "table"

    def _aligned(self, row):
        if len(row) == 1:
            return [("section", row[0])]
        return list(zip((column.align for column in self.columns), row, strict=True))

    @property
    def cells(self):
        """[(may a page tear it?, [(alignment, text)])] of the rows."""
        return [(at in self.tall, self._aligned(row)) for at, row in enumerate(self.rows)]

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
    """Boxes 7a-7c: authority and title in capitals, a hint, room to sign, the name.

    `post` is what the signer of a Council's paper is in his agency, above his name (Decree 30, appendix I).
    """

    titles: tuple[str, ...]
    name: str = ""
    hint: str = ""
    post: str = ""
    kind: ClassVar[str] = "signature"


@dataclass(frozen=True)
class Signatures:
    """The last row of the paper; never alone on a page."""

    left: Recipients | Signature
    right: Signature
    below: Recipients | None = None
    # Only beside a left signature: a sheet of money is signed by three.
    middle: Signature | None = None
    kind: ClassVar[str] = "signatures"


@dataclass(frozen=True)
class Certificate:
    """A Giấy khen, one page across. Where each text stands and how large it is belongs to nd98.

    `address` is where its QR code leads; empty: no code. `text_only` leaves out what pre-printed stock already
    bears; `offsets` moves a field by (right, down) millimetres, as that stock needs it. `guided` draws rulers and
    the box of each field, to see where that stock needs it.
    """

    authority: str
    award: str
    recipient: str
    post: str
    achievement: str
    decision: tuple[str, ...]
    golden_book: str
    place_date: str
    titles: tuple[str, ...]
    signer: str
    address: str = ""
    text_only: bool = False
    offsets: tuple[tuple[str, tuple[float, float]], ...] = ()
    guided: bool = False
    kind: ClassVar[str] = "certificate"


@dataclass(frozen=True)
class Annex:
    """Same file as the paper, so without signatures of its own (Decree 30, appendix I).

    `lines` is the title as it is broken, where it may be longer than a line; `note` says to what it belongs.
    """

    name: str
    title: str
    blocks: tuple = ()
    lines: tuple[str, ...] = ()
    note: str = ""
    landscape: bool = False

    @property
    def shown(self):
        return self.lines or (self.title.upper(),)


@dataclass(frozen=True)
class Paper:
    """A whole paper. `title` and `author` go into the file's metadata; a wide table lays the page across."""

    part: str
    title: str
    author: str
    reference: str
    blocks: tuple
    annexes: tuple[Annex, ...] = field(default=())
    landscape: bool = False
