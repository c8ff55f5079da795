"""HOW LONG is a text in Times New Roman? Rules and hanging indents must be told; Word measures nothing for us."""

import unicodedata
from functools import lru_cache

from pdfminer.fontmetrics import FONT_METRICS

_MM = 25.4 / 72
_HORN = "\u031b"
# Thousandths of the size by which ơ and ư are wider than o and u; no other mark widens its letter.
_WIDER = 50


def millimetres(text, size, *, bold=False):
    """The length of one line of `text`, whose size is given in pt."""
    return sum(_advance(letter, bold) for letter in text) * size / 1000 * _MM


@lru_cache(maxsize=2048)
def _advance(letter, bold):
    """In thousandths of the size. The old PostScript metrics of Times are those of Times New Roman."""
    known = FONT_METRICS["Times-Bold" if bold else "Times-Roman"][1]
    bare = unicodedata.normalize("NFD", letter.replace("đ", "d").replace("Đ", "D"))
    return known.get(letter, known.get(bare[0], 500)) + _WIDER * (_HORN in bare)
