"""How high a row must be for its wrapped text: counted from the widths of Times New Roman's letters.

Excel and LibreOffice do not fit the height of merged cells, nor of a row whose height is given; so each is given.
Widths of columns are in digits of the style Normal (12 pt Times), widths of text in thousandths of the type size,
heights in points.
"""

import unicodedata
from functools import lru_cache

from .styles import SIZE

HIGHEST = 409.0  # points; Excel allows no more
_PITCH = 1.32  # line pitch over size, room for stacked marks (Ấ) included
_PADDING = 5.0  # points lost to the cell's two inner margins
_POINTS_PER_UNIT = 6.0  # one unit of column width is one digit of 12 pt Times
_BOLD = 1.07  # how much wider bold letters are
_BLANK, _OTHER = 250, 750
_LETTERS = 2048  # remembered; a hostile text has more

# Advance widths by base letter.
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


class _LetterWidths(dict):
    """{letter: width}; a letter with marks is as wide as without, for they stand over it."""

    def __missing__(self, letter):
        bare = unicodedata.normalize("NFD", letter)
        width = sum(_WIDTHS.get(part, _OTHER) for part in bare if not unicodedata.combining(part))
        if len(self) < _LETTERS:
            self[letter] = width
        return width


_width_of_letter = _LetterWidths().__getitem__


def _width(text):
    return sum(map(_width_of_letter, text))


# Syllables come again and again, also in names that do not.
_width_of_word = lru_cache(maxsize=2048)(_width)


def line_room(width, size=SIZE, bold=False):
    """What a line of a cell `width` units wide holds, in thousandths of the size."""
    return (width * _POINTS_PER_UNIT - _PADDING) * 1000 / (size * (_BOLD if bold else 1.0))


def line_count(text, width, size=SIZE, bold=False):
    """Lines that `text` takes in a cell `width` units wide, wrapped at blanks as Excel and LibreOffice do."""
    return lines_in(text, line_room(width, size, bold))


def lines_in(text, room):
    """Lines that `text` takes where a line holds `room` thousandths of the size."""
    if "\n" in text:
        return sum(_wrapped(paragraph, room) for paragraph in text.split("\n"))
    if len(text) * 800 < room:
        return 1
    return _wrapped(text, room)


def _wrapped(paragraph, room):
    """Lines of one paragraph."""
    words = paragraph.split(" ")
    # A number or code stands alone and comes once: not worth remembering.
    widths = map(_width_of_word, words) if len(words) > 1 else [_width(paragraph)]
    lines, used = 1, 0.0
    for word in widths:
        if used and used + _BLANK + word > room:
            lines, used = lines + 1, word
        else:
            used += _BLANK + word if used else word
        if used > room:  # a word longer than the line is broken inside
            lines, used = lines + int(used // room), used % room
    return lines


def text_height(text, width, size=SIZE, bold=False):
    """Points, of `text` in a cell `width` units wide."""
    return lines_height(line_count(text, width, size, bold), size)


def lines_height(lines, size=SIZE):
    """Points, of so many lines; a row cannot be higher than HIGHEST."""
    return min(lines * size * _PITCH, HIGHEST)
