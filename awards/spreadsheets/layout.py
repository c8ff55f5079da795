"""An official sheet: header block, titles, framed table, signatures (docs/domain.md 4, "Excel layout").

Rows are streamed (openpyxl write-only), so memory does not grow with them. openpyxl opens a workbook in
write-only mode without merged cells, but writes `merged_cells` after the rows, so they can be added at any time.
No cell of ours is ever a formula: totals are numbers, text is marked as text.
"""

from dataclasses import dataclass

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils import get_column_letter

from . import page_setup
from .cell_text import safe_text
from .cells import ColumnCells, single_cell
from .columns import group_spans, left_half, width_of
from .row_height import HIGHEST, lines_height, text_height
from .styles import CENTRED, FONT, SIZE, TEXT, Style, registered

_NUMBERS = Style(CENTRED, size=11, italic=True)
_HEAD = Style(CENTRED, bold=True)


@dataclass(frozen=True)
class _Words:
    """One half of a two-column row; `size` in points."""

    text: str = ""
    size: int = 13
    bold: bool = False
    italic: bool = False
    underline: str | None = None
    # A line of its own over the text, in italics: place and date over a signature.
    above: str = ""

    @property
    def style(self):
        return Style(CENTRED, self.size, self.bold, self.italic, self.underline, frame=False)

    def height(self, width):
        """Points, in a cell `width` units wide; blanks alone need none."""
        if not self.text.strip():
            return 0
        lines = f"{self.above}\n{self.text}" if self.above else self.text
        return text_height(lines, width, self.size, self.bold)


class Sheet:
    """One list. Call banner, title…, head, then section / row / total, then line and signatures, in that order."""

    def __init__(self, workbook, name, columns):
        self._book, self._ws = workbook, workbook.create_sheet(name)
        self._columns = columns
        self._row_number = 0
        # One height for all rows, each told before it is written.
        self._height = self._ws.row_dimensions[1]
        del self._ws.row_dimensions[1]
        self._body = [
            ColumnCells(self._ws, registered(workbook, Style(column.format)), column.width)
            for column in columns
        ]
        for at, column in enumerate(columns, 1):
            self._ws.column_dimensions[get_column_letter(at)].width = column.width
        page_setup.set_up(self._ws)

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
        self._across(text, Style(CENTRED, size, bold, italic, frame=False))

    def blank(self, height=None):
        """An empty row; `height` in points."""
        self._append([], height)

    def head(self):
        """Two rows of titles (groups above), the row of column numbers, all repeated on every page.

        Not frozen on the screen: the header block stands above and would be frozen with them, which leaves a small
        laptop two rows to scroll.
        """
        first, columns, spans = self._row_number + 1, self._columns, group_spans(self._columns)
        opens = {a for a, _ in spans}
        high, low = self._head_heights(spans)
        self._head_row(
            [
                column.group * (at in opens) if column.group else column.title
                for at, column in enumerate(columns)
            ],
            high,
        )
        self._head_row([column.title if column.group else "" for column in columns], low)
        for a, b in spans:
            self._merge(first, a + 1, first, b)
        for at, column in enumerate(columns, 1):
            if not column.group:
                self._merge(first, at, first + 1, at)
        self._append([self._cell(f"({n})", _NUMBERS) for n in range(1, len(columns) + 1)])
        self._ws.print_title_rows = f"{first}:{self._row_number}"

    def _head_heights(self, spans):
        """(upper, lower) row of the head, in points; what has no group stands in both."""
        columns = self._columns
        low = _tallest((column.title, column.width) for column in columns if column.group)
        groups = _tallest((columns[a].group, width_of(columns[a:b])) for a, b in spans)
        alone = _tallest((column.title, column.width) for column in columns if not column.group)
        return max(groups, alone - low), low

    def _head_row(self, titles, height):
        self._append([self._cell(title, _HEAD) for title in titles], height)

    # --- the table ---

    def section(self, text):
        self._framed(text, Style(bold=True))

    def remark(self, text):
        """A row of the table that holds one sentence: "(không có)"."""
        self._framed(text, Style(italic=True))

    def row(self, values):
        """One row of the table; None leaves a cell empty. Text goes through safe_text."""
        cells, height = [], lines_height(1)
        for value, column in zip(values, self._body, strict=True):
            # In a sorted list most values are those of the row above, and its cells still show them.
            if value != column.value:
                column.show(value)
            cells.append(column.cell)
            if column.height > height:
                height = column.height
        self._append(cells, height + 2)

    def total(self, text, values=None, *, bold=True):
        """A row of totals: `text` over the columns before the first value; `values` by column index from 0."""
        values = values or {}
        reach = min(values, default=len(self._columns))
        cells = [self._cell(text, Style(bold=bold))]
        for index, column in enumerate(self._columns[1:], 1):
            cells.append(self._cell(values.get(index), Style(column.format, bold=bold)))
        self._append(cells, text_height(text, width_of(self._columns[:reach]), bold=bold) + 2)
        self._merge(self._row_number, 1, self._row_number, reach)

    # --- below the table ---

    def line(self, text, *, size=SIZE, bold=False, italic=False):
        """A sentence across the sheet, without a frame."""
        self._across(text, Style(TEXT, size, bold, italic, frame=False))

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

    # --- rows ---

    def _cell(self, value, style):
        return single_cell(self._ws, registered(self._book, style), value)

    def _append(self, cells, height=None):
        """`height` in points; None leaves it to the reader's program."""
        self._row_number += 1
        heights = self._ws.row_dimensions
        if height is not None:
            self._height.height = round(min(height, HIGHEST), 2)
            heights[self._row_number] = self._height
        self._ws.append(cells)
        # openpyxl has written it; kept, they would grow with the rows.
        heights.pop(self._row_number, None)

    def _merge(self, top, left, bottom, right):
        if (top, left) != (bottom, right):
            self._ws.merged_cells.add(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")

    def _framed(self, text, style):
        blanks = [self._cell(None, style) for _ in self._columns[1:]]
        self._append([self._cell(text, style), *blanks], lines_height(1) + 4)
        self._merge(self._row_number, 1, self._row_number, len(self._columns))

    def _across(self, text, style):
        height = text_height(text, width_of(self._columns), style.size, style.bold)
        self._append([self._cell(text, style)], height)
        self._merge(self._row_number, 1, self._row_number, len(self._columns))

    def _pair(self, left, right):
        """One row of a two-column block, each half merged."""
        count, middle = len(self._columns), left_half(self._columns)
        cells, height = [None] * count, 0
        for words, start, end in ((left, 0, middle), (right, middle, count)):
            cells[start] = self._cell(words.text, words.style)
            if words.above:
                cells[start].value = _under(words)
            height = max(height, words.height(width_of(self._columns[start:end])))
        self._append(cells, height or 9)
        self._merge(self._row_number, 1, self._row_number, middle)
        self._merge(self._row_number, middle + 1, self._row_number, count)


def _tallest(heads):
    """Points, of the tallest of (title, width)."""
    return max((text_height(title, width, bold=True) for title, width in heads), default=0) + 2


def _under(words):
    """Two looks in one cell: the first line in italics, the rest bold."""
    italic, bold = (InlineFont(rFont=FONT, sz=words.size, **look) for look in ({"i": True}, {"b": True}))
    return CellRichText(
        TextBlock(italic, f"{safe_text(words.above)}\n"), TextBlock(bold, safe_text(words.text))
    )
