"""The columns of a list: titles, widths, and which share a head."""

from dataclasses import dataclass
from itertools import groupby

from .styles import TEXT, Format

# Of the sheet's width: where the header block's left half, who issues, ends (decree 30/2020).
_LEFT_SHARE = 0.42


@dataclass(frozen=True)
class Column:
    """`width` in digits of 12 pt Times; `group` is the head that neighbouring columns share."""

    title: str
    width: float
    format: Format = TEXT
    group: str = ""


def width_of(columns):
    """Of all together, in digits of 12 pt Times."""
    return sum(column.width for column in columns)


def left_half(columns):
    """How many columns make the left block: as near to its share of the width as the columns allow."""
    total, used, best = width_of(columns), 0.0, (1.0, 1)
    for count, column in enumerate(columns[:-1], 1):
        used += column.width
        best = min(best, (abs(used / total - _LEFT_SHARE), count))
    return best[1]


def group_spans(columns):
    """[(first, last + 1)], counted from 0, of the runs of columns that share a group."""
    spans, at = [], 0
    for group, run in groupby(columns, key=lambda column: column.group):
        length = len(list(run))
        if group:
            spans.append((at, at + length))
        at += length
    return spans
