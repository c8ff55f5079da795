"""WHAT STAYS TOGETHER, AND WHAT CAN BE SHOWN AT ALL? The last touch to a paper, the same for PDF, Word and screen."""

import math
import re
import unicodedata
from dataclasses import fields, is_dataclass, replace

from campaigns.vietnamese import symbol_fonts

from . import engine, nd30
from .blocks import Annex, Paper, Table
from .text_width import millimetres

# In place of what no font has: a file to keep shows no glyph without a meaning (ISO 19005-2, 6.2.11.8).
UNKNOWN = symbol_fonts.UNKNOWN
_TOGETHER = "\u00a0"
# "Bưu chính - Viễn thông": the dash closes its line, and no line begins with it as if it were an item of a list.
_DASH = re.compile(r"(?<=\S) (?=[-–] )")
# In running text only: in a narrow cell two words may be longer than the line.
_PAIR = re.compile(r"\b([Nn]gày|[Tt]háng|[Nn]ăm|Điều|[Kk]hoản|[Qq]uý|Mẫu|Phụ lục|Ông|Bà|ông|bà) (?=[^\W_])")
# What is laid out field by field, and breaks its own lines.
_OWN_LINES = {"certificate", "header", "title"}
_POINT = 25.4 / 72


def typeset(paper):
    """The same paper; spaces where no line may end are unbreakable, and rows too high to stay whole are marked.

    A letter that no font of the server has is UNKNOWN, in the Word file too: both say the same, word for word, though
    another machine might have a font for it.
    """
    paper = _showable(paper)
    return replace(
        paper,
        blocks=_blocks(paper.blocks, paper),
        annexes=tuple(replace(annex, blocks=_blocks(annex.blocks, annex)) for annex in paper.annexes),
    )


def _blocks(blocks, page):
    return tuple(block if block.kind in _OWN_LINES else _block(block, page) for block in blocks)


def _block(block, page):
    if isinstance(block, Table):
        return replace(_words(block, _in_cell), tall=_tall(block, page))
    return _words(block, _in_line)


def _words(value, kept):
    """Every text inside a block, whatever its shape."""
    if isinstance(value, str):
        return kept(value)
    if isinstance(value, tuple):
        return tuple(_words(item, kept) for item in value)
    if is_dataclass(value):
        return replace(
            value, **{each.name: _words(getattr(value, each.name), kept) for each in fields(value)}
        )
    return value


def _in_cell(words):
    return _DASH.sub(_TOGETHER, words)


def _in_line(words):
    return _PAIR.sub(rf"\1{_TOGETHER}", _in_cell(words))


# --- letters ---------------------------------------------------------------------------------------------


def _showable(paper):
    found = set()
    _words(paper, lambda words: found.update(words) or words)
    typed = {letter for letter in found if not letter.isascii()}
    nameless = {letter for letter in typed if unicodedata.category(letter) in _NAMELESS}
    unknown = nameless | engine.lacking(typed - nameless)
    if not unknown:
        return paper
    shown = str.maketrans(dict.fromkeys(unknown, UNKNOWN))
    return _words(paper, lambda words: words.translate(shown))


# Without a character for the code, or in one maker's font only: what they show elsewhere is chance.
_NAMELESS = frozenset({"Cn", "Co", "Cs"})


# --- rows ------------------------------------------------------------------------------------------------


def _tall(table, page: Paper | Annex):
    """The places of rows higher than half a page: kept whole they would leave a page empty, or lose the table's head."""
    width = nd30.WIDE_TEXT_WIDTH if page.landscape else nd30.TEXT_WIDTH
    height = (nd30.PAGE_WIDTH if page.landscape else nd30.PAGE_HEIGHT) - nd30.TOP - nd30.BOTTOM
    return tuple(at for at, row in enumerate(table.rows) if _height(row, table.columns, width) > height / 2)


def _height(row, columns, width):
    """In mm, as its highest cell needs it."""
    if len(row) != len(columns):
        return 0
    return max(
        _lines(cell, column.width * width / 100) for cell, column in zip(row, columns, strict=True)
    ) * (nd30.SIZES["table"] * nd30.TIGHT_LINE * _POINT)


def _lines(words, width):
    room = width - 2 * nd30.CELL_ASIDE * _POINT
    return sum(
        max(1, math.ceil(millimetres(line, nd30.SIZES["table"]) / room)) for line in words.splitlines()
    )
