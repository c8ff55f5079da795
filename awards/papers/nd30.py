"""The form of an official paper: Decree 30/2020/NĐ-CP, appendix I, in one place (docs/domain.md 2).

Lengths in mm, sizes in pt. Where the decree allows a range, one value is chosen so that all papers are alike.
Renderers take everything from here; a paper's content never names a size.
"""

import re
from datetime import date

from campaigns.vietnamese import dates, numbers

from .blocks import Annex, Header, Recipients, Run, Signature, Title, text

# --- page ------------------------------------------------------------------------------------------------

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
# Inside the ranges of the decree's text (20-25, 15-20, 20-25, 30-35) and of its own sample file.
TOP, RIGHT, BOTTOM, LEFT = 20, 20, 20, 30
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
# Quốc hiệu in 13 pt bold is 95,7 mm long and must stay on one line.
MOTTO_WIDTH = 97
AGENCY_WIDTH = TEXT_WIDTH - MOTTO_WIDTH
# Across, only where a table needs it (Decree 30, appendix I): the same margins on the page as it is read.
WIDE_TEXT_WIDTH = PAGE_HEIGHT - LEFT - RIGHT
WIDE_AGENCY_WIDTH = 100

# --- type ------------------------------------------------------------------------------------------------

# Tinos has every Vietnamese letter and the metrics of Times New Roman; old Liberation fonts lack letters.
FONTS = 'Tinos, "Liberation Serif", "Times New Roman", serif'
BODY = 14
SIZES = {
    "country": 13,
    "motto": 14,
    "agency": 13,
    "number": 13,
    "date": 14,
    "title": 14,
    "body": BODY,
    "signature": 14,
    "hint": 13,
    "recipients_head": 12,
    "recipients": 11,
    "table": 12,
    "page_number": 13,
}
INDENT = 10
PARAGRAPH_GAP = 6
LINE_HEIGHT = 1.2
# The agency's and the title's rule: a third to a half of the text's width.
RULE_SHARE = 40
SIGNING_ROOM = 26

# --- gaps (pt, ADDRESSEE_GAP in mm) ----------------------------------------------------------------------

HEADER_GAP = 16
NUMBER_GAP = 8
TITLE_GAP = 12
CLOSING_GAP = 12
RULING_GAP = 6
ANNEX_GAP = 2
ADDRESSEE_GAP = 3
# Inside boxes that stand for themselves: head, table, recipients.
TIGHT_LINE = 1.15
RULE_GAP, RULE_WEIGHT = 3, 0.75
TABLE_ABOVE, TABLE_BELOW = 3, 9
CELL_ABOVE, CELL_ASIDE, GRID_WEIGHT = 2, 3, 0.5

# 98/2023/NĐ-CP is one word: no line ends in the middle of it.
SYMBOL = re.compile(r"[\d…]*(?:/\d{4})?/[A-ZĐ]{2,4}[a-z]?-[A-ZĐ0-9]{1,12}")

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

# Letters that fit on a line of the box, so that lines are broken evenly and the rule follows the longest.
_AGENCY_LETTERS = 21
_TITLE_LETTERS = 62
_TITLE_CAPITALS = 46
_WIDE_LETTERS, _WIDE_CAPITALS = 90, 72

_BLANK_NUMBER = Run("\u00a0" * 8, blank=True)
_BLANK_DAY = Run("\u00a0" * 6, blank=True)


def geometry():
    """Every constant, by name, for a renderer's style sheet."""
    return {name.lower(): value for name, value in globals().items() if name.isupper() and name[0] != "_"}


# --- boxes -----------------------------------------------------------------------------------------------


def header(parent, issuer, *, number, place_date):
    """Boxes 1-4 from names as stored."""
    return Header(
        balanced(parent.upper(), _AGENCY_LETTERS),
        balanced(issuer.upper(), _AGENCY_LETTERS),
        number,
        place_date,
    )


def figure(given):
    """The number alone, as typed with or without its symbol: "5/TTr-PBCVT" → "05"."""
    bare = given.partition("/")[0].strip()
    return f"0{bare}" if len(bare) == 1 and bare.isdecimal() else bare


def number(given, symbol, agency):
    """Box 3: "Số: 05/TTr-PBCVT". Blank until the clerk has taken a number; below ten it takes a zero."""
    figure = given.partition("/")[0].strip()
    shown = (
        Run(f"0{figure}" if len(figure) == 1 and figure.isdecimal() else figure) if figure else _BLANK_NUMBER
    )
    return text("Số: ", shown, f"/{symbol}-{agency}")


def place_date(place, iso):
    """Box 4: "Bắc Kạn, ngày 05 tháng 01 năm 2024", or blanks."""
    if iso:
        return text(f"{place}, {dates.in_prose(date.fromisoformat(iso))}")
    return text(f"{place}, ngày ", _BLANK_DAY, " tháng ", _BLANK_DAY, " năm ", _BLANK_DAY)


def title(name, about, *, note=(), wide=False):
    """Box 5a. `name` may have two lines of capitals (BÁO CÁO THÀNH TÍCH / ĐỀ NGHỊ TẶNG …)."""
    capitals, letters = (_WIDE_CAPITALS, _WIDE_LETTERS) if wide else (_TITLE_CAPITALS, _TITLE_LETTERS)
    return Title(
        tuple(line for part in name for line in balanced(part, capitals)),
        balanced(about, letters),
        tuple(note),
    )


def basis(sentences):
    """The căn cứ: each ends with a semicolon, the last with a full stop."""
    last = len(sentences) - 1
    return [f"{sentence}{'.' if at == last else ';'}" for at, sentence in enumerate(sentences)]


def closing(sentence):
    """The end of every official text."""
    return f"{sentence}./."


def recipients(items, *, file_code, as_addressed=False):
    """Box 9b: "Như trên" first where there is a Kính gửi, "Lưu" last; semicolons, then a full stop."""
    named = [item for item in items if not item.casefold().startswith(("như trên", "lưu"))]
    filed = [item for item in items if item.casefold().startswith("lưu")] or [f"Lưu: {file_code}"]
    every = [*(["Như trên"] if as_addressed else []), *named, *filed[:1]]
    return Recipients(tuple(f"- {line}" for line in basis(every)))


def signer(authority, title, head_title, name):
    """Box 7: the head signs under his title; KT., TL. and TUQ. name the head, then the signer's own post."""
    head = head_title.upper()
    own = (title or head_title).upper()
    if authority == "Q.":
        titles = (f"Q. {head}",)
    elif authority:
        titles = (f"{authority} {head}", own)
    else:
        titles = (own,)
    return Signature(titles, name)


# --- text ------------------------------------------------------------------------------------------------


# A line may end after the kind of unit, a comma or a dash between two names ("Bưu chính - Viễn thông", not "kinh tế -
# xã hội"), and before these words; elsewhere a name is torn.
_OPENS = ("và ", "của ", "TỈNH ", "Đợt ")
_CLOSES = (",", " -", "TRUNG TÂM", "VĂN PHÒNG", "CHI CỤC", "BAN QUẢN LÝ")
_TORN = 1.5


def balanced(words, limit):
    """Lines of at most `limit` letters: few, even, and broken where a reader pauses."""
    words = [word[at : at + limit] for word in words.split() for at in range(0, len(word), limit)]
    best = {len(words): (0.0, ())}
    for start in range(len(words) - 1, -1, -1):
        best[start] = min(_lines_from(words, start, limit, best))
    return best[0][1]


def _lines_from(words, start, limit, best):
    for end in range(start + 1, len(words) + 1):
        line = " ".join(words[start:end])
        if len(line) > limit and end > start + 1:
            return
        rest = " ".join(words[end:])
        cost, lines = best[end]
        yield cost + 1 + _TORN * _tears(line, rest) + ((limit - len(line)) / limit) ** 2, (line, *lines)


def _tears(line, rest):
    if not rest or (line.endswith(_CLOSES) and not (line.endswith(" -") and rest[0].islower())):
        return False
    return not rest.startswith((*_OPENS, *(word.upper() for word in _OPENS)))


def annex_name(index, total):
    """ "Phụ lục", or "Phụ lục I", "Phụ lục II" when there are several."""
    return f"Phụ lục {roman(index)}" if total > 1 else "Phụ lục"


def annex(title, blocks, *, note="", landscape=False, index=1, total=1):
    """An appendix whose title may be long, with "(Kèm theo …)" under it (Decree 30, appendix I)."""
    limit = _WIDE_CAPITALS if landscape else _TITLE_CAPITALS
    lines = balanced(title.upper(), limit)
    return Annex(annex_name(index, total), title, tuple(blocks), lines, note, landscape)


def roman(n):
    """1 … 39, enough for the parts of a paper."""
    return "X" * (n // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[n % 10]


def of_total(n, total):
    """ "07/08" """
    return f"{numbers.two_digits(n)}/{numbers.two_digits(total)}"
