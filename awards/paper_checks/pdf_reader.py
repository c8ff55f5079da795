"""A PDF as what is measured on it: stretches of text with place, size, style and colour, and drawn rules.

Points (1/72 inch) from the upper left corner of the page.
"""

import math
import struct
import unicodedata
import zlib
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTCurve, LTPage
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pypdf.errors import PyPdfError

from . import pdf_shapes

# Below the line, in shares of the size, for a font that does not say.
_DESCENT = 0.216
_ITALIC, _FORCE_BOLD = 1 << 6, 1 << 18
# A drawn line this thick is a rule; one this long is no accident of drawing.
_THIN, _LONG = 1.6, 10
# Baselines as far apart are on one line (a smaller run, a raised mark).
_SAME_LINE = 2
# In shares of the size: a gap that no word space leaves, and one that a justified space may leave.
_CELL_GAP, _JUSTIFIED_GAP = 0.45, 2.5


class Unreadable(Exception):
    """Not a PDF, damaged, or locked with a password; the message is a Vietnamese sentence."""


# What both libraries, and what is measured on their answers, fall with where a file is not what it says it is.
_BROKEN = (
    PDFException,
    PSException,
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@contextmanager
def guarded():
    """A damaged file is Unreadable, wherever in it the damage comes to light."""
    try:
        yield
    except _BROKEN as broken:
        raise Unreadable(
            "Tệp không đọc được: không phải PDF, bị hỏng hoặc đặt mật khẩu. Hãy xuất lại tệp."
        ) from broken


def read(source):
    """Pages of a PDF given as bytes or as a path. Raises Unreadable, OSError."""
    pdf = source if isinstance(source, bytes) else Path(source).read_bytes()
    with guarded():
        document = PDFDocument(PDFParser(BytesIO(pdf)))
        fonts = _Fonts()
        device = _Device(fonts)
        interpreter = PDFPageInterpreter(fonts, device)
        for page in PDFPage.create_pages(document):
            interpreter.process_page(page)
    if not device.pages:
        raise Unreadable("Tệp PDF không có trang nào.")
    return device.pages


class _Fonts(PDFResourceManager):
    """Remembers what the PDF says of each font, which the library forgets."""

    def get_font(self, objid, spec):
        font = super().get_font(objid, spec)
        descriptor = getattr(font, "descriptor", None) or {}
        flags = descriptor.get("Flags", 0)
        name = _name(font.fontname)
        styled = name.casefold()
        font.described = pdf_shapes.Font(
            name=name,
            bold="bold" in styled or bool(flags & _FORCE_BOLD),
            italic="italic" in styled or "oblique" in styled or bool(flags & _ITALIC),
            embedded=any(f"FontFile{kind}" in descriptor for kind in ("", "2", "3")),
            mapped="ToUnicode" in spec,
        )
        return font


def _name(given):
    """ "ABCDEF+Tinos-Bold" → "Tinos-Bold"."""
    name = given.decode("latin-1") if isinstance(given, bytes) else str(given)
    prefix, plus, rest = name.partition("+")
    return rest if plus and len(prefix) == 6 else name


class _Device(PDFLayoutAnalyzer):
    """Takes glyphs and lines as they are drawn, in the order of drawing."""

    def __init__(self, fonts):
        super().__init__(fonts, laparams=None)
        self.pages = []

    def begin_page(self, page, ctm):
        super().begin_page(page, ctm)
        self.glyphs, self.paths = [], []
        self.high = self.cur_item.height

    def end_page(self, page):
        box = self.cur_item
        super().end_page(page)
        number = len(self.pages) + 1
        flat = [path for path in self.paths if path.height <= _THIN < _LONG <= path.width]
        steep = [path for path in self.paths if path.width <= _THIN < path.height]
        rules = _joined([self._rule(path) for path in flat])
        uprights = tuple(self._rule(path) for path in steep)
        stretches = _stretches(number, self.glyphs, uprights)
        self.pages.append(pdf_shapes.Page(number, box.width, box.height, stretches, rules, uprights))

    def receive_layout(self, ltpage: LTPage):
        """Nothing is left to lay out."""

    def paint_path(self, gstate, stroke, fill, evenodd, path):
        if stroke or fill:
            super().paint_path(gstate, stroke, fill, evenodd, path)
            self.paths += [item for item in self.cur_item._objs[-1:] if isinstance(item, LTCurve)]

    def _rule(self, path):
        return pdf_shapes.Rule(path.x0, path.x1, self.high - path.y1, self.high - path.y0)

    def render_char(self, matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate):
        advance = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        drawn = self.cur_item._objs[-1]
        a, b, c, d, _, y = matrix
        size = abs(fontsize) * math.hypot(c, d)
        below = abs(font.get_descent()) or _DESCENT
        baseline = self.high - y
        text = drawn.get_text()
        self.glyphs.append(
            pdf_shapes.Glyph(
                text=text,
                font=font.described,
                size=size,
                x0=drawn.x0,
                x1=drawn.x1,
                baseline=baseline,
                top=baseline - (1 - below) * size,
                bottom=baseline + below * size,
                black=_is_black(graphicstate.ncolor),
                red=_is_red(graphicstate.ncolor),
                upright=abs(b) < 0.01 * abs(a or 1),
                mapped=not text.startswith("(cid:") and not any(_is_private(letter) for letter in text),
            )
        )
        return advance


def _is_private(letter):
    return letter == "\ufffd" or (unicodedata.category(letter) in ("Co", "Cc") and not letter.isspace())


def _parts(colour):
    return tuple(colour) if isinstance(colour, tuple | list) else (colour,)


def _is_black(colour):
    parts = _parts(colour)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    if len(parts) == 4:
        return parts[3] >= 0.99
    return all(part <= 0.01 for part in parts)


def _is_red(colour):
    parts = _parts(colour)
    return (
        len(parts) == 3
        and all(isinstance(part, int | float) for part in parts)
        and (parts[0] > 0.6 and parts[1] < 0.25 and parts[2] < 0.25)
    )


def _joined(rules):
    """Rules that continue one another are one: renderers draw a table's line cell by cell."""
    whole = []
    for rule in sorted(rules, key=lambda rule: (round(rule.top), rule.x0)):
        last = whole[-1] if whole else None
        if last and abs(rule.top - last.top) < 1 and rule.x0 <= last.x1 + 1.5:
            whole[-1] = pdf_shapes.Rule(
                last.x0, max(last.x1, rule.x1), min(last.top, rule.top), max(last.bottom, rule.bottom)
            )
        else:
            whole.append(rule)
    return tuple(whole)


def _stretches(page, glyphs, uprights):
    groups, last = [], None
    for glyph in glyphs:
        if last and _follows(last, glyph, uprights):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
        last = glyph
    return tuple(
        pdf_shapes.Stretch(page, tuple(group))
        for group in groups
        if any(not glyph.is_space for glyph in group)
    )


def _follows(last, glyph, uprights):
    if glyph.upright != last.upright:
        return False
    if not glyph.upright:  # a slanted mark moves up as it goes on
        return glyph.font == last.font and abs(glyph.size - last.size) < 0.1
    gap = glyph.x0 - last.x1
    allowed = _JUSTIFIED_GAP if glyph.is_space or last.is_space else _CELL_GAP
    return (
        abs(glyph.baseline - last.baseline) <= _SAME_LINE
        and -0.5 * glyph.size <= gap <= allowed * glyph.size
        and not (gap > 1 and _parted(last, glyph, uprights))
    )


def _parted(last, glyph, uprights):
    """A vertical line stands between them: two cells of a table."""
    return any(
        last.x1 - 1 <= rule.x0 <= glyph.x0 + 1 and rule.top <= glyph.baseline <= rule.bottom
        for rule in uprights
    )
