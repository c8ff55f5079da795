"""The head of a paper: boxes 1 to 5 of Decree 30/2020/NĐ-CP, and its title, found where they stand."""

import re
from functools import cached_property

from .pdf_shapes import Stretch

# Quốc hiệu is typed with the tone on either vowel.
_COUNTRY = re.compile(r"CỘNG (HÒA|HOÀ) XÃ HỘI\b")
_MOTTO = re.compile(r"Độc lập\s*[-–—]\s*Tự do\s*[-–—]\s*Hạnh phúc", re.IGNORECASE)
_DATE = re.compile(r"ngày\b.*\btháng\b.*\bnăm\b")
# A rule belongs to the line it stands under; a title has its own line above.
_UNDER = 14


class HeaderBoxes:
    """What stands above the body, as far as it is there; None where it is not."""

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
