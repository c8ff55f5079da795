"""The type: fonts, letters, sizes, colour (docs/domain.md 2.1, 2.2)."""

import re
import unicodedata

from .rules import Found, Rules, missing, outside, pt, sizes_of

RULES = Rules()
_SIZES = {11, 12, 13, 14}
# Of the text of a digital signature (docs/domain.md 2.3).
_STAMP_SIZE = 10
_STAMP = re.compile(r"\d\d/\d\d/\d{4};?\s+\d\d:\d\d:\d\d")
_TIMES = re.compile(r"times\s*-?new\s*-?roman", re.IGNORECASE)
_TWINS = re.compile(r"tinos|liberation\s*-?serif", re.IGNORECASE)


def _fonts(paper):
    """By font, the first stretch that uses it."""
    used = {}
    for line in paper.every:
        for glyph in line.inked:
            used.setdefault(glyph.font, line)
    return used


@RULES.point("font", "Phông chữ", "Times New Roman (hoặc bản cùng số đo: Tinos, Liberation Serif)")
def _font(paper, kind):
    used = _fonts(paper)
    names = sorted({font.name for font in used})
    twin = any(_TWINS.match(name) for name in names)
    wrong = [line for font, line in used.items() if not (_TIMES.match(font.name) or _TWINS.match(font.name))]
    return Found(", ".join(names) + (" (cùng số đo Times New Roman)" if twin and not wrong else ""), wrong)


@RULES.point("embedded", "Phông nhúng trong tệp", "mọi phông")
def _embedded(paper, kind):
    used = _fonts(paper)
    wrong = {font.name: line for font, line in used.items() if not font.embedded}
    return Found(
        f"chưa nhúng: {', '.join(wrong)}" if wrong else f"{len(used)} phông đều nhúng", wrong.values()
    )


@RULES.point("unicode", "Chữ trích ra được (ToUnicode)", "mọi chữ của mọi phông")
def _unicode(paper, kind):
    used = _fonts(paper)
    unmapped = {font.name: line for font, line in used.items() if not font.mapped}
    lost = [line for line in paper.every if not all(glyph.mapped for glyph in line.inked)]
    said = [f"thiếu bảng mã: {', '.join(unmapped)}"] if unmapped else []
    said += [f"{len(lost)} dòng có chữ không trích được"] if lost else []
    return Found("; ".join(said) or "trích được toàn bộ", [*unmapped.values(), *lost])


@RULES.point("nfc", "Chữ Unicode dựng sẵn (NFC)", "toàn bộ")
def _nfc(paper, kind):
    wrong = [line for line in paper.every if unicodedata.normalize("NFC", line.raw) != line.raw]
    return Found(f"{len(wrong)} dòng là chữ tổ hợp" if wrong else "toàn bộ dựng sẵn", wrong)


@RULES.point("sizes", "Cỡ chữ trong văn bản", "11, 12, 13, 14 pt; dấu thời gian ký số 10 pt")
def _all_sizes(paper, kind):
    wrong = [line for line in paper.every if not _is_sized(line)]
    return Found(pt(sizes_of(paper.every)), wrong)


def _is_sized(line):
    allowed = _SIZES | {_STAMP_SIZE} if _STAMP.search(line.text) else _SIZES
    return all(min(abs(size - wanted) for wanted in allowed) <= 0.1 for size in line.sizes)


@RULES.point("body", "Nội dung", "13–14 pt; trong bảng 11–14 pt", there=lambda paper: paper.body)
def _body(paper, kind):
    prose = set(paper.prose)
    tabled = [line for line in paper.body if line not in prose]
    if not paper.body:
        return missing()
    said = [pt(sizes_of(paper.prose))] if paper.prose else []
    said += [f"bảng {pt(sizes_of(tabled))}"] if tabled else []
    return Found("; ".join(said), [*outside(paper.prose, 13, 14), *outside(tabled, 11, 14)])


@RULES.point("colour", "Màu chữ", "đen; riêng Giấy khen có chữ đỏ")
def _colour(paper, kind):
    wrong = [
        line
        for line in paper.every
        if not all(glyph.black or (kind == "certificate" and glyph.red) for glyph in line.inked)
    ]
    return Found(f"{len(wrong)} dòng có chữ màu khác" if wrong else "đúng màu", wrong)
