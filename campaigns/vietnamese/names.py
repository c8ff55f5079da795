"""Cleaning, comparing, finding and sorting Vietnamese text (docs/domain.md 4.1, 4.2).

No database collation agrees with another on Vietnamese, so order and search rest on stored keys
(`sort_key`, `title_sort_key`, `search_key`). Nothing here raises for any string.
"""

import re
import unicodedata

from . import symbol_fonts

# Model columns that hold a sort key are this long; a longer key is cut, which still sorts by its head.
SORT_KEY_LENGTH = 600

_LINE_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_ETH = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
# A text with one of these is Icelandic, Faroese or Old English: there eth is a letter of its own.
_ETH_IS_MEANT = frozenset("þÞæÆ")
# Invisible or broken: control, format (zero-width, soft hyphen, direction marks), lone surrogates.
_UNWANTED = frozenset({"Cc", "Cf", "Cs"})


def clean(text):
    """One line as it should be stored: NFC, visible characters, single spaces, Đ instead of eth.

    A tone mark stays where it was typed: "hòa" and "hoà" are both right (docs/domain.md 4.1). Letters of Word's fonts of
    signs become the signs they show; a bullet that heads the text is no part of it.
    """
    return _cleaned(symbol_fonts.read(text))


def clean_multiline(text):
    """`clean`, line by line: breaks stay, at most one blank line in a row, none at the ends. Word's bullets become "-"."""
    kept = []
    for line in (_cleaned(symbol_fonts.read(line, bullet="- ")) for line in _LINE_BREAKS.split(text)):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n")


def _cleaned(text):
    visible = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _UNWANTED)
    if not _ETH_IS_MEANT.intersection(visible):
        visible = visible.translate(_ETH)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def same(a, b):
    """Is it the same text, but for spaces, invisible characters, Unicode form and capitals? (docs/domain.md 5.5.3)"""
    return _comparable(a) == _comparable(b)


def alike(a, b):
    """Are they the same words, letter by letter and tone by tone?

    Spaces, Unicode form, capitals, dashes and brackets aside, and wherever the tone mark stands: "hòa", "hoà".
    """
    return _key(clean(a)) == _key(clean(b))


def _comparable(text):
    return unicodedata.normalize("NFC", clean(text).casefold())


def _unmarked(text):
    """Without marks; đ is a letter of its own for Unicode, not a marked d."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")
    return unicodedata.normalize("NFC", bare).replace("đ", "d").replace("Đ", "D")


def search_key(text):
    """What both a stored text and a typed query are folded to: "Đặng  Thị" → "dang thi".

    Neither SQLite nor PostgreSQL finds "Đặng" for "dang" by itself. Idempotent, never longer than `text`
    in NFC.
    """
    return " ".join(_unmarked(_unmarked(clean(text)).lower()).split())


_ASCII_SIGNS = str.maketrans({"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "..."})


def without_diacritics(text):
    """ASCII only, capitals kept, for file names: "Phòng Bưu chính" → "Phong Buu chinh".

    What has no ASCII form is left out. Separators and quotes stay: the caller makes a file name of it.
    """
    plain = _unmarked(clean(text)).translate(_ASCII_SIGNS)
    return " ".join(plain.encode("ascii", "ignore").decode().split())


# Names of devices, which Windows opens instead of a file of that name, whatever its ending.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def slug(text, longest=80):
    """A name that every system keeps: "Biên bản họp/phiên 1" → "bien-ban-hop-phien-1"; "" where nothing is left.

    Small ASCII letters, digits and single hyphens, at most `longest` characters, cut between words.
    """
    plain = without_diacritics(text).lower()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    made = "-".join(words)
    if len(made) > longest:
        made = made[: longest + 1].rpartition("-")[0] or made[:longest]
    return f"tep-{made}" if made in _DEVICES else made


# --- sort keys ---------------------------------------------------------------------------------------
#
# A key holds only a-z and 0-9, one meaning per position, so that bytes, glibc and ICU all order it alike:
#   letter    two characters: the Latin letter and its rank among its Vietnamese sisters (a0 a, a1 ă, a2 â)
#   syllable  its letters, then "0" and the tone 1-6: the end of a syllable sorts before any letter
#   number    "1", two digits of length, the digits: Tổ 2 before Tổ 10
#   others    "zz" and the seven-digit code point: after all Latin

_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_SISTERS = {
    ("a", _BREVE): "a1",
    ("a", _CIRCUMFLEX): "a2",
    ("e", _CIRCUMFLEX): "e1",
    ("o", _CIRCUMFLEX): "o1",
    ("o", _HORN): "o2",
    ("u", _HORN): "u1",
}
# ngang 1, huyền 2, hỏi 3, ngã 4, sắc 5, nặng 6 (the order of CLDR).
_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
_APOSTROPHES = re.compile("['’ʼ`]")
# Letters with the marks that NFC could not fold into them.
_TOKEN = re.compile(r"\d+|(?:[^\W\d_]|[\u0300-\u036f])+")
_REMARK = re.compile(r"\([^()]*\)")


def title_sort_key(text):
    """Order of unit names and titles: from left to right, syllable by syllable, letters before tones."""
    return _key(clean(text))[:SORT_KEY_LENGTH]


def sort_key(full_name):
    """Order of people: given name (the last word), then family and middle names (docs/domain.md 4.2, 5.5.9).

    A remark in brackets, "Trần Bình (mẫu)", is not part of the name and only breaks ties.
    """
    name = clean(full_name)
    remarks = " ".join(_REMARK.findall(name))
    words = _REMARK.sub(" ", name).split()
    ordered = words[-1:] + words[:-1]
    return _key(" ".join([*ordered, remarks]))[:SORT_KEY_LENGTH]


def _key(text):
    tokens = _TOKEN.findall(_APOSTROPHES.sub("", text.lower()))
    return "".join(_number(token) if token[0].isdecimal() else _syllable(token) for token in tokens)


def _number(token):
    digits = "".join(str(unicodedata.decimal(char)) for char in token).lstrip("0")[:99]
    return f"1{len(digits):02d}{digits}"


def _syllable(token):
    letters, tone = [], 1
    for char in unicodedata.normalize("NFD", token):
        if unicodedata.category(char) == "Mn":
            tone = _TONES.get(char, tone)
            if letters:
                letters[-1] = _SISTERS.get((letters[-1][:1], char), letters[-1])
        else:
            letters.append(_letter(char))
    return "".join(letters) + f"0{tone}"


def _letter(char):
    if char == "đ":
        return "d1"
    if "a" <= char <= "z":
        return f"{char}0"
    return f"zz{ord(char):07d}"
