"""What a point of the list is, and how figures are read out: lengths in mm, sizes in pt."""

from collections.abc import Callable
from dataclasses import dataclass

from .pdf_shapes import MM

# Points (1/72 inch): a rule against its text, and two axes against one another.
RULE_SLACK, CENTRE_SLACK = 2, 3


@dataclass(frozen=True)
class Found:
    """`wrong`: the stretches or pages that break the rule, or True where there is nothing to point at."""

    measured: str
    wrong: object = ()


@dataclass(frozen=True)
class Rule:
    """`measure(paper, kind)` gives Found; `there(paper)` says whether a paper that may do without has the box."""

    code: str
    title: str
    wanted: str
    measure: Callable
    there: Callable


class Rules(list):
    """The points of one module, in their order."""

    def point(self, code, title, wanted, there=lambda paper: True):
        def keep(measure):
            self.append(Rule(code, title, wanted, measure, there))
            return measure

        return keep


def missing():
    return Found("không thấy", True)


def figure(value):
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def mm(points):
    return f"{figure(points / MM)} mm"


def pt(sizes):
    return f"{' và '.join(figure(size) for size in sorted(set(sizes)))} pt"


def sizes_of(lines):
    return {size for line in lines for size in line.sizes}


def outside(lines, low, high):
    return [line for line in lines if any(not low - 0.1 <= size <= high + 0.1 for size in line.sizes)]


def style(lines):
    bold = _how(lines, "bold", "any_bold", "đậm", "không đậm")
    italic = _how(lines, "italic", "any_italic", "nghiêng", "đứng")
    return f"{pt(sizes_of(lines))}, {bold}, {italic}"


def _how(lines, whole, some, yes, no):
    if all(getattr(line, whole) for line in lines):
        return yes
    return f"có chỗ {yes}" if any(getattr(line, some) for line in lines) else no


def joined(lines):
    return " ".join(line.text for line in lines)
