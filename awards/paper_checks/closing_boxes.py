"""The end of a paper: who signs in which capacity, who receives it (boxes 7 to 9 of Decree 30/2020/NĐ-CP)."""

from dataclasses import dataclass
from functools import cached_property

from .pdf_shapes import MM, Stretch


@dataclass(frozen=True)
class Paragraph:
    lines: tuple[Stretch, ...]

    @property
    def text(self):
        return " ".join(line.text for line in self.lines)

    @property
    def first(self):
        return self.lines[0]


class ClosingBoxes:
    """What stands below the body, as far as it is there; None where it is not."""

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


def _from(line, at):
    return line.page > at.page or (line.page == at.page and line.baseline >= at.baseline - 8)
