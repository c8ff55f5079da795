"""Where the boxes of Decree 30 stand on a paper: found by what they say and where, never by who made the file."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from .pdf_reader import MM, Rule, Stretch

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "BẢN NHÁP"
# Quốc hiệu is typed with the tone on either vowel.
_COUNTRY = re.compile(r"CỘNG (HÒA|HOÀ) XÃ HỘI\b")
_MOTTO = re.compile(r"Độc lập\s*[-–—]\s*Tự do\s*[-–—]\s*Hạnh phúc", re.IGNORECASE)
_DATE = re.compile(r"ngày\b.*\btháng\b.*\bnăm\b")
_BASIS = re.compile(r"(Căn cứ|Theo đề nghị|Xét) ")
_ANNEX = re.compile(r"(PHỤ LỤC|Phụ lục|DANH SÁCH|Danh sách|BẢNG)\b")
# A rule belongs to the line it stands under; a title has its own line above.
_UNDER = 14
# First lines are indented 10 or 12,7 mm.
_INDENTED = 6 * MM
_MIDDLE = 18 * MM
# Justified lines end so near to one another.
_SAME_EDGE = 1.5
# Word hangs a table's border out by a cell's padding.
_HANGING = 7
# A frame around the page keeps so near to its edges, where no table reaches.
_FRAME = 14 * MM


@dataclass(frozen=True)
class Paragraph:
    lines: tuple[Stretch, ...]

    @property
    def text(self):
        return " ".join(line.text for line in self.lines)

    @property
    def first(self):
        return self.lines[0]


@dataclass(frozen=True)
class Grid:
    """A table drawn with lines: what they enclose, and the first row's depth."""

    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    head: float
    columns: tuple[int, ...]


class Paper:
    """A read PDF, with its boxes as properties; a box that is not there is None or empty."""

    def __init__(self, pages):
        self.pages = pages
        self.grids = [grid for page in pages for grid in _grids(page)]

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

    # --- boxes 1-4 -------------------------------------------------------------------------------------

    @cached_property
    def country(self):
        return next((line for line in self._head_page if _COUNTRY.search(line.text.upper())), None)

    @cached_property
    def motto(self):
        return next((line for line in self._head_page if _MOTTO.search(line.text)), None)

    @cached_property
    def motto_rule(self):
        return self._rule_under(self.motto) if self.motto else None

    @cached_property
    def _head_page(self):
        return [part for line in self.on(1) for part in _parts(line)]

    @cached_property
    def _edge(self):
        """Where the state's half of the head begins."""
        boxes = [line for line in (self.country, self.motto) if line]
        return min((line.x0 for line in boxes), default=self.page(1).width / 2)

    @cached_property
    def _left_head(self):
        """What stands in the agency's half, from the top down to the title."""
        bottom = self.title[0].top if self.title else self.page(1).height / 3
        return sorted(
            (line for line in self._head_page if line.centre < self._edge and line.bottom <= bottom + 1),
            key=lambda line: line.baseline,
        )

    @cached_property
    def agency(self):
        """Lines of boxes 2: parent and issuer."""
        lines = []
        for line in self._left_head:
            if line.text.startswith(("Số", "V/v")):
                break
            lines.append(line)
        return lines

    @cached_property
    def agency_rule(self):
        return self._rule_under(self.agency[-1], centre_of=self.agency) if self.agency else None

    @property
    def issuer(self):
        return [line for line in self.agency if line.any_bold]

    @property
    def parent(self):
        return [line for line in self.agency if not line.any_bold]

    @cached_property
    def number(self):
        """Box 3, a long symbol being broken over lines."""
        lines = self._left_head
        at = next((at for at, line in enumerate(lines) if line.text.startswith("Số")), None)
        if at is None:
            return ()
        return tuple(line for line in lines[at:] if not line.text.startswith("V/v"))

    @cached_property
    def date(self):
        bottom = self.title[0].top if self.title else self.page(1).height / 3
        return next(
            (
                line
                for line in self._head_page
                if line.bottom <= bottom + 1 and line.centre > self._edge and _DATE.search(line.text)
            ),
            None,
        )

    # --- box 5 -----------------------------------------------------------------------------------------

    @cached_property
    def title(self):
        """Lines of the type's name; the first are bold capitals in the middle under the head."""
        floor = max((line.bottom for line in (self.country, self.motto) if line), default=0)
        below = sorted(
            (line for line in self.on(1) if line.top > floor and not self.grid_of(line)),
            key=lambda line: line.baseline,
        )
        found = []
        for line in below:
            if line.any_bold and line.capitals and self.middle(line):
                if found and line.top - found[-1].bottom > 2 * found[-1].sizes[-1]:
                    break
                found.append(line)
            elif found:
                break
        return found

    @property
    def title_text(self):
        return " ".join(line.text for line in self.title)

    @cached_property
    def title_rule(self):
        return next(iter(self._under_title[1]), None)

    @cached_property
    def title_block(self):
        """The name and what it is about, down to the rule."""
        return self._under_title[0]

    @cached_property
    def _under_title(self):
        if not self.title:
            return [], []
        top = self.title[0].top
        rules = sorted((rule for rule in self._loose(1) if rule.top > top + 5), key=lambda rule: rule.top)
        for rule in rules[:1]:
            block = [line for line in self.on(1) if top - 1 <= line.top and line.bottom <= rule.top + 4]
            if all(self.middle(line) for line in block) and rule.top - block[-1].baseline < _UNDER:
                return block, [rule]
        return self.title, []

    # --- boxes 6-9 -------------------------------------------------------------------------------------

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
    def capacity(self):
        """The first line of the signer's capacity (box 7a): bold capitals in the right half."""
        placed = [line for line in self._body_and_closing if self._is_capacity(line)]
        return next((line for line in placed if line.bold), placed[0] if placed else None)

    def _is_capacity(self, line):
        wide = self.page(line.page).width
        return (
            line.capitals and line.centre > 0.55 * wide and line.x0 > 0.42 * wide and not self.grid_of(line)
        )

    @cached_property
    def closing(self):
        """Signatures and recipients: from the row of the signer's capacity on."""
        if not self.capacity:
            at = next((line for line in self._body_and_closing if line.text.startswith("Nơi nhận")), None)
        else:
            at = self.capacity
        return [line for line in self._body_and_closing if at and _from(line, at)]

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

    @cached_property
    def recipients(self):
        """ "Nơi nhận:" and its entries, each with its lines."""
        head = next((line for line in self.closing if line.text.startswith("Nơi nhận")), None)
        if not head:
            return None, []
        below = [
            line
            for line in self.closing
            if line.page == head.page
            and line.baseline > head.baseline + 2
            and abs(line.x0 - head.x0) < 8 * MM
        ]
        entries = []
        for line in below:
            if line.text.startswith(("-", "–", "+")) or not entries:
                entries.append([line])
            else:
                entries[-1].append(line)
        return head, [Paragraph(tuple(lines)) for lines in entries]

    @cached_property
    def signer(self):
        """Lines of the right-hand signature block, from top to bottom."""
        if not self.capacity:
            return []
        near = self.capacity.centre
        taken = {line for entry in self.recipients[1] for line in entry.lines}
        return [
            line
            for line in self.closing
            if line not in taken and line.page == self.capacity.page and abs(line.centre - near) < 25 * MM
        ]

    # --- rules -----------------------------------------------------------------------------------------

    def _loose(self, page):
        """Rules of a page that are no table's."""
        grids = [grid for grid in self.grids if grid.page == page]
        return [
            rule
            for rule in self.page(page).rules
            if not any(
                grid.top - 1 <= rule.top <= grid.bottom + 1 and rule.x1 > grid.x0 < grid.x1 for grid in grids
            )
        ]

    def _rule_under(self, line, *, centre_of=None):
        """The nearest rule beneath a line, in its column."""
        lines = centre_of or [line]
        x0, x1 = min(one.x0 for one in lines), max(one.x1 for one in lines)
        below = [
            rule
            for rule in self._loose(line.page)
            if 0 < rule.top - line.baseline < _UNDER and x0 - 20 < rule.centre < x1 + 20
        ]
        return min(below, key=lambda rule: rule.top, default=None)


def _shared(edges):
    return next((one for one, other in pairwise(edges) if abs(one - other) <= _SAME_EDGE), edges[0])


def _is_mark(line):
    return not line.upright and line.text == DRAFT


def _inside(line, grid):
    return grid.top - 1 <= line.baseline <= grid.bottom + 1 and grid.x0 - 2 <= line.centre <= grid.x1 + 2


def _by_place(lines):
    return sorted(lines, key=lambda line: (line.page, round(line.baseline), line.x0))


def _from(line, at):
    return line.page > at.page or (line.page == at.page and line.baseline >= at.baseline - 8)


def _parts(line):
    """The two halves of the head may stand so near that they read as one line."""
    for words in (_COUNTRY, _MOTTO):
        found = words.search(line.text)
        if found and found.start():
            tail = len(line.text[found.start() :].replace(" ", ""))
            inked = line.inked
            cut = line.glyphs.index(inked[len(inked) - tail]) if tail <= len(inked) else 0
            if cut:
                return [Stretch(line.page, line.glyphs[:cut]), Stretch(line.page, line.glyphs[cut:])]
    return [line]


def _grids(page):
    """Tables of a page: horizontal rules tied together by vertical ones."""
    tied = [
        (rule, [post for post in page.uprights if _touch(rule, post)])
        for rule in sorted(page.rules, key=lambda rule: rule.top)
    ]
    groups: list[tuple[list[Rule], set[Rule]]] = []
    for rule, posts in tied:
        if not posts:
            continue
        last = groups[-1] if groups else None
        if last and any(
            min(post.top for post in posts) - 2 <= other.bottom and other.top <= rule.top + 2
            for other in last[1]
        ):
            last[0].append(rule)
            last[1].update(posts)
        else:
            groups.append(([rule], set(posts)))
    grids = (_grid(page.number, rules, posts) for rules, posts in groups if len(rules) > 1)
    return [grid for grid in grids if not _is_frame(grid, page)]


def _is_frame(grid, page):
    edges = (grid.x0, grid.top, page.width - grid.x1, page.height - grid.bottom)
    return max(edges) < _FRAME


def _touch(rule, post):
    return rule.x0 - 2 <= post.x0 <= rule.x1 + 2 and post.top - 2 <= rule.top <= post.bottom + 2


def _grid(page, rules, posts):
    x0, x1 = min(rule.x0 for rule in rules), max(rule.x1 for rule in rules)
    full = sorted(rule.top for rule in rules if rule.width >= 0.95 * (x1 - x0))
    top, bottom = min(rule.top for rule in rules), max(rule.top for rule in rules)
    head = next((y for y in full if y > top + 4), bottom)
    columns = tuple(sorted({round(post.x0) for post in posts if post.top <= head - 2}))
    return Grid(page, x0, x1, top, bottom, head, columns)
