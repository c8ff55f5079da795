"""Cells that are filled and written again: openpyxl's write-only mode writes an appended row at once.

A list of 10,000 rows takes as long as its cells do, and openpyxl asks each cell in every row which number its style
has; a cell that is used again knows. These classes use and override public names of openpyxl only
(tests/awards/spreadsheets/test_public_names.py).
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils.datetime import to_excel

from campaigns.vietnamese import dates

from .cell_text import looks_like_formula, safe_text
from .row_height import line_room, lines_height, lines_in

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FIRST_YEAR = 1900  # of Excel's calendar
_REMEMBERED = 128  # texts of a column: posts, units and opinions come again and again

_serial_number = lru_cache(maxsize=512)(to_excel)


class StyledCell(Cell):
    """A cell whose style never changes, and that never has a link.

    `quoted` sets the mark "this is text" that Excel keeps for text like =1+1.
    """

    __slots__ = ("style_id",)
    has_style = True
    hyperlink = None

    def __init__(self, worksheet, style, *, quoted=False):
        super().__init__(worksheet, row=1, column=1)
        self.style, self.quotePrefix = style, quoted
        self.style_id = super().style_id

    def __repr__(self):
        # append() tries each cell as a value first and quotes it in a refusal that only append() sees: a short one
        # makes the whole list a tenth faster.
        return "StyledCell"


class Text(CellRichText):
    """The text of a cell, which can be replaced.

    openpyxl looks for a formula or an error code in a str; rich text is text, be it "=1+1" or "#N/A".
    """

    def __init__(self, text=""):
        super().__init__("")
        # <is><r><t/></r></is>; text that is all alike needs no run (r) around it.
        self.tree = super().to_tree()
        self.tree[:] = list(self.tree[0])
        self.line = self.tree[0]
        self.keeps_blanks = False
        self.replace(text)

    def replace(self, text):
        self.line.text = text
        keeps_blanks = text != text.strip()
        if keeps_blanks == self.keeps_blanks:
            return
        self.keeps_blanks = keeps_blanks
        if keeps_blanks:
            self.line.set(_SPACE, "preserve")
        else:
            del self.line.attrib[_SPACE]

    def to_tree(self):
        return self.tree


def single_cell(worksheet, style, value):
    """A cell to be written once; text goes through safe_text, None leaves it empty. `style` is a style's name."""
    value = _storable(value)
    if isinstance(value, str):
        text = safe_text(value)
        cell = StyledCell(worksheet, style, quoted=looks_like_formula(text))
        cell.value = Text(text) if text else None
    else:
        cell = StyledCell(worksheet, style)
        cell.value = value
    return cell


def _storable(value):
    """The value as Excel stores it: a day as its serial number, or as text where Excel's calendar has none."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return _serial_number(value) if value.year >= _FIRST_YEAR else dates.short(value)
    return value


class ColumnCells:
    """The cells of one column, of which each row shows one: text, text like a formula, number or nothing.

    `cell` shows `value`, the last that was given; `height` is what its text needs, in points.
    """

    def __init__(self, worksheet, style, width):
        """`style` is a style's name, `width` in digits of 12 pt Times."""
        self._plain, self._quoted, self._number, self._empty = (
            StyledCell(worksheet, style, quoted=quoted) for quoted in (False, True, False, False)
        )
        self._text = self._plain.value = self._quoted.value = Text()
        self._room = line_room(width)
        self._prepared = lru_cache(_REMEMBERED)(self._prepare)
        self.value, self.cell, self.height = None, self._empty, 0

    def show(self, value):
        self.value = value
        stored = _storable(value)
        if isinstance(stored, str):
            text, self.cell, self.height = self._prepared(stored)
            self._text.replace(text)
        elif stored is None:
            self.cell, self.height = self._empty, 0
        else:
            self._number.value = stored
            self.cell, self.height = self._number, 0

    def _prepare(self, value):
        text = safe_text(value)
        cell = self._quoted if looks_like_formula(text) else self._plain if text else self._empty
        return text, cell, lines_height(lines_in(text, self._room))
