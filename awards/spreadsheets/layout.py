"""An official sheet: header block, titles, framed table, signatures, on A4 landscape (domain 4, "Excel layout").

Rows are streamed (openpyxl write-only), so memory does not grow with them. openpyxl opens a workbook in
write-only mode without merged cells, but writes `merged_cells` after the rows, so they can be added at any time.
No cell of ours is ever a formula: totals are numbers, text is marked as text.
"""

import re
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, InlineFont, TextBlock
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties

from campaigns.vietnamese import dates

FONT = "Times New Roman"
SIZE = 12

# --- Safe text ---------------------------------------------------------------------------------------------

CELL_LIMIT = 32_767  # UTF-16 units; Excel repairs a file with a longer cell

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Not allowed in XML 1.0, whether escaped or not.
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ in a text as the letter A (ECMA-376, ST_Xstring).
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# What a spreadsheet, or a CSV made from this sheet, may take for a formula; also behind blanks that a person
# does not see, and in full width.
_FORMULA = re.compile(
    "[\t\r\n]|[\\s\u00ad\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u3164\ufeff]*[=+\\-@＝＋－＠﹢﹣﹫]"
)


def safe_text(value):
    """The text as a cell may hold it: NFC, legal in XML, breaks as LF, at most CELL_LIMIT long."""
    text = unicodedata.normalize("NFC", str(value))
    if text.isprintable() and "_x" not in text and len(text) * 2 <= CELL_LIMIT:
        return text
    text = _ESCAPED.sub("_x005F_", _ILLEGAL.sub("", _LINE_BREAKS.sub("\n", text)))
    if len(text) * 2 > CELL_LIMIT:
        units = text.encode("utf-16-le")
        if len(units) > CELL_LIMIT * 2:
            text = units[: (CELL_LIMIT - 1) * 2].decode("utf-16-le", "ignore") + "…"
    return text


def looks_like_formula(text):
    # A name begins with a letter: no need to ask further, thousands of times.
    return not text[:1].isalnum() and _FORMULA.match(text) is not None


# --- How high must a wrapped row be? -----------------------------------------------------------------------

# Advance widths of Times New Roman in thousandths of the size, by base letter.
_WIDTHS = {
    char: width
    for width, chars in {
        250: " \u00a0.,",
        278: "ijlt/\\:;|'",
        333: "frI-()[]!‘’",
        389: "sJ",
        444: 'ceaz?“”"',
        500: "bdghknopquvxyđ0123456789_*$#",
        564: "+<>=",
        556: "FPS",
        611: "ELTZ",
        667: "BCR",
        722: "ADGHKNOQUVXYwĐ&",
        778: "m",
        889: "M%",
        944: "W@",
        1000: "…—",
    }.items()
    for char in chars
}
_PADDING = 5.0  # points lost to the cell's two inner margins
_LINE = 1.32  # line pitch over size, room for stacked marks (Ấ) included
_POINTS_PER_UNIT = 6.0  # one unit of column width is one digit of the default font: 12 pt Times
_HIGHEST = 409.0


@lru_cache(maxsize=2048)
def _word_width(word):
    """In thousandths of the size."""
    bare = unicodedata.normalize("NFD", word)
    return sum(_WIDTHS.get(char, 750) for char in bare if not unicodedata.combining(char))


def line_count(text, width, size=SIZE, bold=False):
    """Lines that `text` takes in a cell `width` units wide, wrapped at blanks as Excel and LibreOffice do."""
    room = (width * _POINTS_PER_UNIT - _PADDING) * 1000 / (size * (1.07 if bold else 1.0))
    if "\n" not in text and len(text) * 800 < room:
        return 1
    return sum(_wrapped(paragraph, room) for paragraph in text.split("\n"))


def _wrapped(paragraph, room):
    lines, used = 1, 0.0
    for word in paragraph.split(" "):
        wide = _word_width(word)
        if used and used + 250 + wide > room:
            lines, used = lines + 1, 0.0
        used += wide + (250 if used else 0)
        if used > room:  # a word longer than the line is broken inside
            lines, used = lines + int(used // room), used % room
    return lines


def text_height(text, width, size=SIZE, bold=False):
    """Points."""
    return min(line_count(text, width, size, bold) * size * _LINE, _HIGHEST)


# --- Columns and styles ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Format:
    horizontal: str = "left"
    number_format: str = "General"


TEXT = Format(number_format="@")
CENTRED = Format("center", "@")
CODE = CENTRED
ORDINAL = Format("center", "0")
SCORE = Format("right", "0.00")
PERCENT = Format("right", "0.0")
# The separator of thousands is the reader's own setting: 1.800.000 on a Vietnamese computer.
MONEY = Format("right", "#,##0")
DATE = Format("center", "dd/mm/yyyy")


@dataclass(frozen=True)
class Column:
    """`width` in digits of 12 pt Times; `group` is the head that neighbouring columns share."""

    title: str
    width: float
    format: Format = TEXT
    group: str = ""


_THIN = Side(style="thin", color="FF000000")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_NO_FRAME = Border()


@dataclass(frozen=True)
class _Look:
    """A style, and the same with the mark "this is text" that Excel keeps for text like =1+1."""

    plain: StyleArray
    quoted: StyleArray


class _Looks:
    """Each look is made once: a cell then costs one small object (peers: cells must be cheap)."""

    def __init__(self, worksheet):
        self._worksheet = worksheet
        self._made = {}

    def __call__(self, form=TEXT, *, size=SIZE, bold=False, italic=False, underline=None, frame=True):
        key = (form, size, bold, italic, underline, frame)
        if key not in self._made:
            self._made[key] = _Look(self._make(*key, quote=False), self._make(*key, quote=True))
        return self._made[key]

    def _make(self, form, size, bold, italic, underline, frame, *, quote):
        cell = Cell(self._worksheet)
        cell.font = Font(name=FONT, size=size, bold=bold, italic=italic, underline=underline)
        cell.alignment = Alignment(horizontal=form.horizontal, vertical="center", wrap_text=True)
        cell.border = _FRAME if frame else _NO_FRAME
        cell.number_format = form.number_format
        cell.quotePrefix = quote
        return cell._style


@dataclass(frozen=True)
class _Words:
    """One half of a two-column row."""

    text: str = ""
    size: int = 13
    bold: bool = False
    italic: bool = False
    underline: str | None = None
    # A line of its own over the text, in italics: place and date over a signature.
    above: str = ""


class Sheet:
    """One list. Call banner, title…, head, then section / row / total, then line and signatures, in that order."""

    def __init__(self, workbook, name, columns):
        self._ws = workbook.create_sheet(name)
        # openpyxl would try each cell as a value first and take the exception for a yes: a fifth of the time.
        self._ws._values_to_row = _placed
        self._height = RowDimension(self._ws)
        self._columns = columns
        self._look = _Looks(self._ws)
        self._row_number = 0
        self._left = _split([column.width for column in columns])
        self._groups = _spans([column.group for column in columns])
        self._body = [(column, self._look(column.format)) for column in columns]
        self._set_up_page()

    def _set_up_page(self):
        ws = self._ws
        for index, column in enumerate(self._columns, 1):
            ws.column_dimensions[get_column_letter(index)].width = column.width
        ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        ws.page_setup.orientation = "landscape"
        ws.page_setup.paperSize = 9  # A4
        ws.page_setup.fitToWidth = 1
        ws.page_setup.fitToHeight = 0
        # Each list counts its own pages, also when both are printed in one go.
        ws.page_setup.useFirstPageNumber, ws.page_setup.firstPageNumber = True, 1
        margins = ws.page_margins
        margins.left = margins.top = margins.bottom = 20 / 25.4
        margins.right = 15 / 25.4
        margins.header = margins.footer = 10 / 25.4
        ws.print_options.horizontalCentered = True
        # Decree 30/2020: the page number is centred in the top margin and not shown on page 1.
        ws.HeaderFooter.differentFirst = True
        number = ws.HeaderFooter.oddHeader.center
        number.text, number.font, number.size = "&P", f"{FONT},Regular", 13

    # --- above the table ---

    def banner(self, *, parent, agency):
        """The two columns of the header: who issues on the left, Quốc hiệu and Tiêu ngữ on the right."""
        self._pair(_Words(parent.upper()), _Words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True))
        # The rule under the Tiêu ngữ is as long as its text: an underline is exactly that.
        motto = _Words("Độc lập - Tự do - Hạnh phúc", size=14, bold=True, underline="single")
        self._pair(_Words(agency.upper(), bold=True), motto)
        # A rule a third to half as wide as the agency's name: blanks, underlined. A sheet has no drawn lines.
        self._pair(_Words("\u00a0" * (len(agency) * 2), size=6, underline="single"), _Words())

    def title(self, text, *, size=14, bold=True, italic=False):
        self._across(text, size=size, bold=bold, italic=italic)

    def blank(self, height=None):
        self._append([], height)

    def head(self):
        """Two rows of titles (groups above), the row of column numbers, all repeated on every page."""
        first, columns = self._row_number + 1, self._columns
        low = self._tallest((column.title, column.width) for column in columns if column.group)
        high = max(
            self._tallest(
                (columns[a].group, sum(column.width for column in columns[a:b])) for a, b in self._groups
            ),
            self._tallest((column.title, column.width) for column in columns if not column.group) - low,
        )
        opens = {a for a, _ in self._groups}
        upper = [
            column.group * (at in opens) if column.group else column.title
            for at, column in enumerate(columns)
        ]
        self._head_row(upper, high)
        self._head_row([column.title if column.group else "" for column in columns], low)
        for a, b in self._groups:
            self._merge(first, a + 1, first, b)
        for at, column in enumerate(columns, 1):
            if not column.group:
                self._merge(first, at, first + 1, at)
        small = self._look(CENTRED, size=11, italic=True)
        self._append([self._text_cell(f"({n})", small) for n in range(1, len(columns) + 1)])
        self._ws.print_title_rows = f"{first}:{self._row_number}"

    def _head_row(self, titles, height):
        look = self._look(CENTRED, bold=True)
        self._append([self._text_cell(title, look) for title in titles], height)

    # --- the table ---

    def section(self, text):
        self._framed(text, bold=True)

    def remark(self, text):
        """A row of the table that holds one sentence: "(không có)"."""
        self._framed(text, italic=True)

    def row(self, values):
        """One row of the table; None leaves a cell empty. Text goes through safe_text."""
        cells, height = [], SIZE * _LINE
        for value, (column, look) in zip(values, self._body, strict=True):
            if isinstance(value, str):
                cell = self._text_cell(value, look)
                height = max(height, text_height(cell._value or "", column.width))
            else:
                cell = self._value_cell(value, look)
            cells.append(cell)
        self._append(cells, height + 2)

    def total(self, text, values=None, *, bold=True):
        """A row of totals: `text` over the columns before the first value; `values` by column index from 0."""
        values = values or {}
        reach = min(values, default=len(self._columns))
        look = self._look(TEXT, bold=bold)
        cells = [self._text_cell(text, look)]
        for index, column in enumerate(self._columns[1:], 1):
            cells.append(self._value_cell(values.get(index), self._look(column.format, bold=bold)))
        width = sum(column.width for column in self._columns[:reach])
        self._append(cells, text_height(text, width, bold=bold) + 2)
        self._merge(self._row_number, 1, self._row_number, reach)

    # --- below the table ---

    def line(self, text, *, size=SIZE, bold=False, italic=False):
        """A sentence across the sheet, without a frame."""
        self._across(text, size=size, bold=bold, italic=italic, form=TEXT)

    def signatures(self, *, place_and_date, left, right, left_name="", right_name=""):
        """Who drew up the list, on the left; who signs, with place and date, on the right; room for both.

        One row as high as five: a row is never broken over two pages, and a name must not stand there alone.
        """
        room = "\n" * 6
        self._pair(
            # As low as the title on the right, which has a line above it.
            _Words(f"\u00a0\n{left}{room}{left_name}", bold=True),
            _Words(f"{right}{room}{right_name}", bold=True, above=place_and_date),
        )

    # --- cells ---

    def _text_cell(self, value, look):
        text = safe_text(value)
        cell = Cell(self._ws)
        # Past the setter of `value`, which would guess at formulas and error codes.
        cell._value, cell.data_type = text or None, "s" if text else "n"
        cell._style = look.quoted if looks_like_formula(text) else look.plain
        return cell

    def _value_cell(self, value, look):
        # Excel's calendar begins in 1900.
        if isinstance(value, date) and value.year < 1900:
            return self._text_cell(dates.short(value), look)
        cell = Cell(self._ws)
        cell._value, cell._style = value, look.plain
        cell.data_type = "d" if isinstance(value, date) else "n"
        return cell

    # --- rows ---

    def _append(self, cells, height=None):
        self._row_number += 1
        if height is not None:
            self._height.ht = round(min(height, _HIGHEST), 2)
            self._ws.row_dimensions[self._row_number] = self._height
        self._ws.append(cells)
        # openpyxl has written it; kept, it would grow with the rows.
        self._ws.row_dimensions.pop(self._row_number, None)

    def _merge(self, top, left, bottom, right):
        if (top, left) != (bottom, right):
            self._ws.merged_cells.add(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")

    def _framed(self, text, *, bold=False, italic=False):
        look = self._look(TEXT, bold=bold, italic=italic)
        blanks = [self._value_cell(None, look) for _ in self._columns[1:]]
        self._append([self._text_cell(text, look), *blanks], SIZE * _LINE + 4)
        self._merge(self._row_number, 1, self._row_number, len(self._columns))

    def _across(self, text, *, size, bold=False, italic=False, form=CENTRED):
        look = self._look(form, size=size, bold=bold, italic=italic, frame=False)
        width = sum(column.width for column in self._columns)
        self._append([self._text_cell(text, look)], text_height(text, width, size, bold))
        self._merge(self._row_number, 1, self._row_number, len(self._columns))

    def _pair(self, left, right):
        """One row of a two-column block, each half merged."""
        cells, at, height = [None] * len(self._columns), 0, 0
        for words, end in ((left, self._left), (right, len(self._columns))):
            look = self._look(
                CENTRED,
                size=words.size,
                bold=words.bold,
                italic=words.italic,
                underline=words.underline,
                frame=False,
            )
            cells[at] = self._text_cell(words.text, look)
            if words.above:
                cells[at]._value = _under(words.above, cells[at]._value, words.size)
            width = sum(column.width for column in self._columns[at:end])
            if words.text.strip():
                lines = f"{words.above}\n{words.text}" if words.above else words.text
                height = max(height, text_height(lines, width, words.size, words.bold))
            at = end
        self._append(cells, height or 9)
        self._merge(self._row_number, 1, self._row_number, self._left)
        self._merge(self._row_number, self._left + 1, self._row_number, len(self._columns))

    @staticmethod
    def _tallest(heads):
        return max((text_height(title, width, bold=True) for title, width in heads), default=0) + 2


def _placed(cells, row):
    """The row's cells, told where they stand; None leaves a gap."""
    for column, cell in enumerate(cells, 1):
        if cell is not None:
            cell.row, cell.column = row, column
            yield cell


def _under(above, text, size):
    """Two looks in one cell: the first line in italics, the rest bold."""
    italic, bold = InlineFont(rFont=FONT, sz=size, i=True), InlineFont(rFont=FONT, sz=size, b=True)
    return CellRichText(TextBlock(italic, f"{safe_text(above)}\n"), TextBlock(bold, text))


def _split(widths):
    """How many columns make the left block: as near to 42 % of the width as the columns allow."""
    total, used, best = sum(widths), 0.0, (1.0, 1)
    for count, width in enumerate(widths[:-1], 1):
        used += width
        best = min(best, (abs(used / total - 0.42), count))
    return best[1]


def _spans(groups):
    """[(first, last + 1)] of the runs of columns that share a group."""
    spans, at = [], 0
    for group, run in groupby(groups):
        length = len(list(run))
        if group:
            spans.append((at, at + length))
        at += length
    return spans


@contextmanager
def workbook(*, title, author):
    """A write-only workbook in Times; if the work fails, its temporary files (personal data) are removed."""
    book = Workbook(write_only=True)
    # Column widths are counted in digits of the Normal style's font; openpyxl's is Calibri 11.
    font = Font(name=FONT, size=SIZE, family=1)
    book._fonts = IndexedList([font])
    book._named_styles["Normal"].font = font
    book.properties.title, book.properties.creator = title, author
    try:
        yield book
    except BaseException:
        for sheet in book.worksheets:
            _discard(sheet)
        raise


def _discard(sheet):
    if sheet._writer is not None and not sheet.closed:
        sheet.close()
        sheet._writer.cleanup()
