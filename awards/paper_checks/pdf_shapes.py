"""What a PDF's page is made of: letters in their fonts, stretches of text, ruled lines. Points from the page's top left."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

MM = 72 / 25.4
# A wider gap between two letters, in sizes of their font, is a blank.
WORD_GAP = 0.15


@dataclass(frozen=True)
class Font:
    name: str
    bold: bool
    italic: bool
    embedded: bool
    mapped: bool


@dataclass(frozen=True)
class Glyph:
    text: str
    font: Font
    size: float
    x0: float
    x1: float
    baseline: float
    top: float
    bottom: float
    black: bool
    red: bool
    upright: bool
    mapped: bool

    @property
    def is_space(self):
        return not self.text.strip()


@dataclass(frozen=True)
class Rule:
    """A drawn line, horizontal or vertical."""

    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def width(self):
        return self.x1 - self.x0

    @property
    def centre(self):
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Stretch:
    """Glyphs that follow one another on one line, in one column or cell."""

    page: int
    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self):
        """Composed, with single spaces: what a rule of form is read against."""
        return " ".join(unicodedata.normalize("NFC", self.raw).split())

    @cached_property
    def raw(self):
        shown, before = [], None
        for glyph in self.glyphs:
            if before and not before.is_space and glyph.x0 - before.x1 > WORD_GAP * glyph.size:
                shown.append(" ")
            shown.append(glyph.text)
            before = glyph
        return "".join(shown)

    @cached_property
    def inked(self):
        return [glyph for glyph in self.glyphs if not glyph.is_space]

    @cached_property
    def x0(self):
        return min(glyph.x0 for glyph in self.inked)

    @cached_property
    def x1(self):
        return max(glyph.x1 for glyph in self.inked)

    @cached_property
    def top(self):
        return min(glyph.top for glyph in self.inked)

    @cached_property
    def bottom(self):
        return max(glyph.bottom for glyph in self.inked)

    @property
    def baseline(self):
        return self.inked[0].baseline

    @property
    def width(self):
        return self.x1 - self.x0

    @property
    def centre(self):
        return (self.x0 + self.x1) / 2

    @cached_property
    def sizes(self):
        return sorted({round(glyph.size, 1) for glyph in self.inked})

    @cached_property
    def bold(self):
        return all(glyph.font.bold for glyph in self.inked)

    @cached_property
    def italic(self):
        return all(glyph.font.italic for glyph in self.inked)

    @cached_property
    def any_bold(self):
        return any(glyph.font.bold for glyph in self.inked)

    @cached_property
    def any_italic(self):
        return any(glyph.font.italic for glyph in self.inked)

    @cached_property
    def capitals(self):
        return self.text == self.text.upper() and self.text != self.text.lower()

    @cached_property
    def upright(self):
        return all(glyph.upright for glyph in self.inked)


@dataclass(frozen=True)
class Page:
    number: int
    width: float
    height: float
    stretches: tuple[Stretch, ...]
    rules: tuple[Rule, ...]
    uprights: tuple[Rule, ...]
