"""Where the boxes of Decree 30 stand on a paper: found by what they say and where, never by who made the file."""

import re
from functools import cached_property
from itertools import pairwise

from . import grids
from .closing_boxes import ClosingBoxes, Paragraph
from .header_boxes import HeaderBoxes
from .pdf_shapes import MM

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "BẢN NHÁP"
_BASIS = re.compile(r"(Căn cứ|Theo đề nghị|Xét) ")
_ANNEX = re.compile(r"(PHỤ LỤC|Phụ lục|DANH SÁCH|Danh sách|BẢNG)\b")
# First lines are indented 10 or 12,7 mm.
_INDENTED = 6 * MM
_MIDDLE = 18 * MM
# Justified lines end so near to one another.
_SAME_EDGE = 1.5
# Word hangs a table's border out by a cell's padding.
_HANGING = 7


class Paper(ClosingBoxes, HeaderBoxes):
    """A read PDF, with its boxes as properties; a box that is not there is None or empty."""

    def __init__(self, pages):
        self.pages = pages
        self.grids = [grid for page in pages for grid in grids.grids(page)]

    # --- text ------------------------------------------------------------------------------------------

    @cached_property
    def every(self):
        """All stretches but the draft's mark, which is not part of the paper."""
        return [line for page in self.pages for line in page.stretches if not _is_mark(line)]

    @cached_property
    def text(self):
        """Everything but page numbers and what lies in the top margin."""
        return [line for line in self.every if line not in self._numbers]

    @cached_property
    def _numbers(self):
        return {line for lines in self.page_numbers.values() for line in lines}

    @cached_property
    def page_numbers(self):
        """By page, what stands alone in digits within the top or bottom margin."""
        return {
            page.number: [
                line
                for line in page.stretches
                if re.fullmatch(r"[-–]?\s*\d{1,3}\s*[-–]?", line.text)
                and (line.bottom < 20.5 * MM or line.top > page.height - 20.5 * MM)
            ]
            for page in self.pages
        }

    def on(self, page):
        return [line for line in self.text if line.page == page]

    @cached_property
    def left(self):
        return self.edges(self.pages)[0]

    def edges(self, pages):
        """Left and right edge of the text on these pages: the outermost that two lines, or a table, keep to."""
        numbers = {page.number for page in pages}
        lines = [line for line in self.text if line.page in numbers and not self.grid_of(line)]
        grids = [grid for grid in self.grids if grid.page in numbers]
        left = _shared(sorted(line.x0 for line in lines or self.text))
        right = _shared(sorted((line.x1 for line in lines or self.text), reverse=True))
        outer_left = min((grid.x0 for grid in grids), default=left)
        outer_right = max((grid.x1 for grid in grids), default=right)
        return (
            outer_left if outer_left < left - _HANGING else left,
            outer_right if outer_right > right + _HANGING else right,
        )

    def axis(self, page):
        """The middle of the text, on pages that lie as this one does."""
        return sum(self.edges([other for other in self.pages if abs(other.width - page.width) < 1])) / 2

    def page(self, number):
        return self.pages[number - 1]

    def middle(self, line):
        return abs(line.centre - self.page(line.page).width / 2) < _MIDDLE

    def grid_of(self, line):
        return next((grid for grid in self.grids if grid.page == line.page and _inside(line, grid)), None)

    # --- the body (box 6) and the annexes ----------------------------------------------------------------

    @cached_property
    def annex_pages(self):
        """First pages of annexes: each counts its own pages."""
        return [
            page.number
            for page in self.pages[1:]
            if (first := self._first(page.number))
            and self.middle(first)
            and first.any_bold
            and _ANNEX.match(first.text)
        ]

    def _first(self, page):
        return min(self.on(page), key=lambda line: line.baseline, default=None)

    @cached_property
    def last_page(self):
        """Of the paper itself, without annexes."""
        return self.annex_pages[0] - 1 if self.annex_pages else len(self.pages)

    @cached_property
    def _body_and_closing(self):
        top = max((line.bottom for line in (*self._head, *self.title_block)), default=0)
        return _by_place(
            line
            for line in self.text
            if line.page <= self.last_page and (line.page > 1 or line.top >= top - 1)
        )

    @property
    def _head(self):
        return [line for line in (self.country, self.motto, self.date, *self.agency, *self.number) if line]

    @cached_property
    def body(self):
        closing = set(self.closing)
        return [line for line in self._body_and_closing if line not in closing]

    @cached_property
    def prose(self):
        """The body outside of tables."""
        return [line for line in self.body if not self.grid_of(line)]

    @cached_property
    def paragraphs(self):
        found = []
        for line in self.prose:
            before = found[-1][-1] if found else None
            if before and self._goes_on(before, line):
                found[-1].append(line)
            else:
                found.append([line])
        return [Paragraph(tuple(lines)) for lines in found]

    def _goes_on(self, before, line):
        """The same line, or no first-line indent and no room above: the same paragraph."""
        if line.page == before.page and abs(before.baseline - line.baseline) <= 2:
            return True
        if line.x0 - self.left > _INDENTED:
            return False
        return line.page != before.page or line.baseline - before.baseline < 2 * line.sizes[-1]

    @cached_property
    def is_full(self):
        """Some line goes on in the next, so that both margins are really reached."""
        return any(len(paragraph.lines) > 2 for paragraph in self.paragraphs)

    @cached_property
    def basis(self):
        """The căn cứ: paragraphs in a row, the first of them above the body."""
        found = []
        for paragraph in self.paragraphs:
            if _BASIS.match(paragraph.text):
                found.append(paragraph)
            elif found:
                break
        return found


def _shared(edges):
    return next((one for one, other in pairwise(edges) if abs(one - other) <= _SAME_EDGE), edges[0])


def _is_mark(line):
    return not line.upright and line.text == DRAFT


def _inside(line, grid):
    return grid.top - 1 <= line.baseline <= grid.bottom + 1 and grid.x0 - 2 <= line.centre <= grid.x1 + 2


def _by_place(lines):
    return sorted(lines, key=lambda line: (line.page, round(line.baseline), line.x0))
