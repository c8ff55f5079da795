"""The mechanical list of the form (Decree 30/2020/NĐ-CP, appendix I; domain 2.2 and 2.5), one function a point.

Each takes a Paper and gives what was measured and where it breaks the rule; lengths in mm, sizes in pt.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from . import kinds
from .anatomy import MOTTO
from .reading import MM

A4 = (210, 297)
# Points (1/72 inch), but for the margins.
_PAGE_SLACK, _RULE_SLACK, _CENTRE_SLACK = 1, 2, 3
_MARGIN_SLACK = 0.5
_TOP, _RIGHT, _BOTTOM, _LEFT = (20, 25), (15, 20), (20, 25), (30, 35)
_SIZES = {11, 12, 13, 14}
# Of the text of a digital signature (domain 2.3).
_STAMP_SIZE = 10
_STAMP = re.compile(r"\d\d/\d\d/\d{4};?\s+\d\d:\d\d:\d\d")
_TIMES = re.compile(r"times\s*-?new\s*-?roman", re.IGNORECASE)
_TWINS = re.compile(r"tinos|liberation\s*-?serif", re.IGNORECASE)
_BLANK = r"[\s.…_]*"
_NUMBER = re.compile(rf"Số:\s*(\d{{2,}}|{_BLANK})/[A-ZĐ]{{2,4}}[a-z]?-[A-ZĐ0-9]+(-[A-ZĐ0-9]+)?")
_LETTER_NUMBER = re.compile(rf"Số:\s*(\d{{2,}}|{_BLANK})/[A-ZĐ0-9]+(-[A-ZĐ0-9]+)+")
_DATE = re.compile(
    rf"[^,]+, ngày (0[1-9]|[12]\d|3[01]|{_BLANK}) tháng (01|02|[3-9]|1[0-2]|{_BLANK}) năm (\d{{4}}|{_BLANK})"
)
_SIGNING_ROOM = 25


@dataclass(frozen=True)
class Found:
    """`wrong`: the stretches that break the rule, or True where there is nothing to point at."""

    measured: str
    wrong: object = ()


@dataclass(frozen=True)
class Rule:
    code: str
    title: str
    wanted: str
    measure: Callable
    # What must be there for the point to be asked of a kind that may do without.
    there: Callable = lambda paper: True


RULES: list[Rule] = []


def _rule(code, title, wanted, there=None):
    def keep(measure):
        RULES.append(Rule(code, title, wanted, measure, *([there] if there else [])))
        return measure

    return keep


# --- figures as they are read ----------------------------------------------------------------------------


def _number(value):
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def _mm(points):
    return f"{_number(points / MM)} mm"


def _pt(sizes):
    return f"{' và '.join(_number(size) for size in sorted(set(sizes)))} pt"


def _sizes(lines):
    return {size for line in lines for size in line.sizes}


def _within(lines, low, high):
    return [line for line in lines if any(not low - 0.1 <= size <= high + 0.1 for size in line.sizes)]


def _style(lines):
    bold = _how(lines, "bold", "any_bold", "đậm", "không đậm")
    italic = _how(lines, "italic", "any_italic", "nghiêng", "đứng")
    return f"{_pt(_sizes(lines))}, {bold}, {italic}"


def _how(lines, whole, some, yes, no):
    if all(getattr(line, whole) for line in lines):
        return yes
    return f"có chỗ {yes}" if any(getattr(line, some) for line in lines) else no


def _text(lines):
    return " ".join(line.text for line in lines)


def _missing():
    return Found("không thấy", True)


# --- 1 the page ------------------------------------------------------------------------------------------


@_rule("a4", "Khổ giấy", "A4 210 × 297 mm, đứng; chỉ bảng rộng, Giấy khen nằm ngang (±1 pt)")
def _a4(paper, kind):
    wrong, sizes = [], []
    for page in paper.pages:
        upright = _is_a4(page.width, page.height)
        across = _is_a4(page.height, page.width) and kinds.LANDSCAPE.get(kind, page.number > paper.last_page)
        sizes.append(f"{_number(page.width / MM)} × {_number(page.height / MM)} mm")
        if not upright and not across:
            wrong.append(page)
    return Found(f"{len(paper.pages)} trang: {', '.join(dict.fromkeys(sizes))}", wrong)


def _is_a4(width, height):
    return all(abs(given - mm * MM) <= _PAGE_SLACK for given, mm in zip((width, height), A4, strict=True))


@_rule(
    "margins",
    "Lề trang",
    "trên 20–25, dưới từ 20, trái 30–35, phải 15–20 mm (±0,5 mm), không tính số trang",
)
def _margins(paper, kind):
    slack = _MARGIN_SLACK * MM
    wrong, tops, lefts, rights, bottoms = [], [], [], [], []
    for page in paper.pages:
        lines = paper.on(page.number)
        if not lines:
            continue
        tops.append(min(lines, key=lambda line: line.top))
        lefts.append(min(lines, key=lambda line: line.x0))
        rights.append(max(lines, key=lambda line: line.x1))
        bottoms.append(max(lines, key=lambda line: line.bottom))
        wrong += [
            line
            for line in lines
            if line.top < _TOP[0] * MM - slack
            or line.bottom > page.height - _BOTTOM[0] * MM + slack
            or line.x0 < _LEFT[0] * MM - slack
            or line.x1 > page.width - _RIGHT[0] * MM + slack
        ]
        wrong += [tops[-1]] if tops[-1].top > _TOP[1] * MM + slack else []
    left = min(lefts, key=lambda line: line.x0)
    right = min(rights, key=lambda line: paper.page(line.page).width - line.x1)
    wide = paper.page(right.page).width - right.x1
    wrong += [left] if left.x0 > _LEFT[1] * MM + slack else []
    wrong += [right] if wide > _RIGHT[1] * MM + slack and _is_full(paper) else []
    bottom = min(paper.page(line.page).height - line.bottom for line in bottoms)
    top = min(line.top for line in tops)
    return Found(f"trên {_mm(top)}, dưới {_mm(bottom)}, trái {_mm(left.x0)}, phải {_mm(wide)}", wrong)


def _is_full(paper):
    """Some line goes on in the next, so that the right margin is really reached."""
    return any(len(paragraph.lines) > 2 for paragraph in paper.paragraphs)


# --- 2 the type ------------------------------------------------------------------------------------------


def _fonts(paper):
    """By font, the first stretch that uses it."""
    used = {}
    for line in paper.every:
        for glyph in line.inked:
            used.setdefault(glyph.font, line)
    return used


@_rule("font", "Phông chữ", "Times New Roman (hoặc bản cùng số đo: Tinos, Liberation Serif)")
def _font(paper, kind):
    used = _fonts(paper)
    names = sorted({font.name for font in used})
    twin = any(_TWINS.match(name) for name in names)
    wrong = [line for font, line in used.items() if not (_TIMES.match(font.name) or _TWINS.match(font.name))]
    return Found(", ".join(names) + (" (cùng số đo Times New Roman)" if twin and not wrong else ""), wrong)


@_rule("embedded", "Phông nhúng trong tệp", "mọi phông")
def _embedded(paper, kind):
    used = _fonts(paper)
    wrong = {font.name: line for font, line in used.items() if not font.embedded}
    return Found(
        f"chưa nhúng: {', '.join(wrong)}" if wrong else f"{len(used)} phông đều nhúng", wrong.values()
    )


@_rule("unicode", "Chữ trích ra được (ToUnicode)", "mọi chữ của mọi phông")
def _unicode(paper, kind):
    used = _fonts(paper)
    unmapped = {font.name: line for font, line in used.items() if not font.mapped}
    lost = [line for line in paper.every if not all(glyph.mapped for glyph in line.inked)]
    said = [f"thiếu bảng mã: {', '.join(unmapped)}"] if unmapped else []
    said += [f"{len(lost)} dòng có chữ không trích được"] if lost else []
    return Found("; ".join(said) or "trích được toàn bộ", [*unmapped.values(), *lost])


@_rule("nfc", "Chữ Unicode dựng sẵn (NFC)", "toàn bộ")
def _nfc(paper, kind):
    wrong = [line for line in paper.every if unicodedata.normalize("NFC", line.raw) != line.raw]
    return Found(f"{len(wrong)} dòng là chữ tổ hợp" if wrong else "toàn bộ dựng sẵn", wrong)


# --- 3 sizes ---------------------------------------------------------------------------------------------


@_rule("sizes", "Cỡ chữ trong văn bản", "11, 12, 13, 14 pt; dấu thời gian ký số 10 pt")
def _all_sizes(paper, kind):
    wrong = [line for line in paper.every if not _is_sized(line)]
    return Found(_pt(_sizes(paper.every)), wrong)


def _is_sized(line):
    allowed = _SIZES | {_STAMP_SIZE} if _STAMP.search(line.text) else _SIZES
    return all(min(abs(size - wanted) for wanted in allowed) <= 0.1 for size in line.sizes)


@_rule("body", "Nội dung", "13–14 pt; trong bảng 11–14 pt", there=lambda paper: paper.body)
def _body(paper, kind):
    prose = set(paper.prose)
    tabled = [line for line in paper.body if line not in prose]
    if not paper.body:
        return _missing()
    said = [_pt(_sizes(paper.prose))] if paper.prose else []
    said += [f"bảng {_pt(_sizes(tabled))}"] if tabled else []
    return Found("; ".join(said), [*_within(paper.prose, 13, 14), *_within(tabled, 11, 14)])


# --- 4 the head ------------------------------------------------------------------------------------------


@_rule("country", "Quốc hiệu", "in hoa, đậm, đứng, 12–13 pt")
def _country(paper, kind):
    line = paper.country
    if not line:
        return _missing()
    high = 13 if kind != "certificate" else 99
    right = line.bold and line.capitals and not line.any_italic and not _within([line], 12, high)
    return Found(_style([line]), () if right else [line])


@_rule("motto", "Tiêu ngữ", f"“{MOTTO}”, đậm, đứng, 13–14 pt, giữa dưới Quốc hiệu (±3 pt)")
def _motto(paper, kind):
    line = paper.motto
    if not line:
        return _missing()
    off = abs(line.centre - paper.country.centre) if paper.country else 0
    high = 14 if kind != "certificate" else 99
    right = (
        line.text == MOTTO
        and line.bold
        and not line.any_italic
        and not _within([line], 13, high)
        and off <= _CENTRE_SLACK
    )
    return Found(f"“{line.text}”, {_style([line])}, lệch {_number(off)} pt", () if right else [line])


@_rule("motto-rule", "Đường kẻ dưới Tiêu ngữ", "nét liền, dài bằng dòng chữ (±2 pt), cân giữa")
def _motto_rule(paper, kind):
    line, rule = paper.motto, paper.motto_rule
    if not line or not rule:
        return Found("không thấy", [line] if line else True)
    right = abs(rule.width - line.width) <= _RULE_SLACK and abs(rule.centre - line.centre) <= _CENTRE_SLACK
    return Found(f"kẻ {_mm(rule.width)}, chữ {_mm(line.width)}", () if right else [line])


@_rule(
    "parent", "Cơ quan chủ quản", "in hoa, không đậm, đứng, 12–13 pt", there=lambda paper: _has_parent(paper)
)
def _parent(paper, kind):
    lines = paper.parent
    if not lines:
        return Found("mọi dòng đều đậm", paper.agency)
    wrong = [line for line in lines if not line.capitals or line.any_italic] + _within(lines, 12, 13)
    # A plain line below a bold one is the issuer's, which must be bold throughout.
    at = paper.agency.index(lines[-1])
    wrong += [lines[-1]] if any(line.any_bold for line in paper.agency[:at]) else []
    return Found(f"“{_text(lines)}”, {_style(lines)}", wrong)


def _has_parent(paper):
    """One line is the issuer alone; so are the lines of a people's committee or a ministry, which have no parent."""
    return paper.parent or (
        len(paper.agency) > 1 and not paper.agency[0].text.startswith(("ỦY BAN", "UBND", "BỘ"))
    )


@_rule("issuer", "Cơ quan ban hành", "in hoa, đậm, đứng, 12–13 pt")
def _issuer(paper, kind):
    lines = paper.issuer
    if not lines:
        return Found("không có dòng đậm" if paper.agency else "không thấy", paper.agency or True)
    wrong = [line for line in lines if not (line.bold and line.capitals) or line.any_italic] + _within(
        lines, 12, 13
    )
    return Found(f"“{_text(lines)}”, {_style(lines)}", wrong)


@_rule("agency-rule", "Đường kẻ dưới cơ quan ban hành", "bằng 1/3–1/2 dòng chữ, cân giữa (±3 pt)")
def _agency_rule(paper, kind):
    return _third_to_half(paper.agency_rule, paper.issuer or paper.agency)


def _third_to_half(rule, lines):
    if not rule or not lines:
        return Found("không thấy", lines or True)
    longest = max(lines, key=lambda line: line.width)
    share, off = rule.width / longest.width, abs(rule.centre - longest.centre)
    # A hair, since figures in the file are rounded.
    right = 1 / 3 - 0.005 <= share <= 1 / 2 + 0.005 and off <= _CENTRE_SLACK
    said = f"kẻ {_mm(rule.width)} = {_number(100 * share)}% dòng chữ {_mm(longest.width)}, lệch {_number(off)} pt"
    return Found(said, () if right else [longest])


@_rule(
    "title",
    "Tên loại và trích yếu",
    "tên loại in hoa, đậm, đứng, 13–14 pt; trích yếu đậm, 13–14 pt; cân giữa",
)
def _title(paper, kind):
    lines = paper.title_block
    if not lines:
        return _missing()
    wrong = [line for line in lines if not line.bold or line.any_italic] + _within(lines, 13, 14)
    return Found(f"“{_text(paper.title)}”, {_style(lines)}", wrong)


@_rule("title-rule", "Đường kẻ dưới trích yếu", "bằng 1/3–1/2 dòng chữ, cân giữa (±3 pt)")
def _title_rule(paper, kind):
    # The note of an annex stands above the rule as well, so the longest line is of them all.
    about = [line for line in paper.title_block if line not in paper.title] or paper.title
    return _third_to_half(paper.title_rule, about)


# --- 5 page numbers --------------------------------------------------------------------------------------


@_rule(
    "page-number",
    "Số trang",
    "trang 1 không ghi; từ trang 2 chữ số Ả Rập 13–14 pt, đứng, giữa lề trên (±3 pt); mỗi phụ lục đánh riêng",
)
def _page_numbers(paper, kind):
    wrong, said, due = [], [], 0
    middle = (paper.left + paper.right) / 2
    for page in paper.pages:
        due = 1 if page.number in paper.annex_pages else due + 1
        shown = paper.page_numbers[page.number]
        said.append(f"trang {page.number}: {_text(shown) or 'không'}")
        if due == 1:
            wrong += shown
        elif len(shown) != 1:
            wrong.append(page)
        elif not _is_number(shown[0], due, middle, page):
            wrong += shown
    return Found("; ".join(said[:4]) + ("; …" if len(said) > 4 else ""), wrong)


def _is_number(line, due, middle, page):
    return (
        line.text == str(due)
        and abs(line.centre - middle) <= _CENTRE_SLACK
        and line.baseline <= _TOP[1] * MM
        and not line.any_italic
        and not _within([line], 13, 14)
    )


# --- 6 number and date -----------------------------------------------------------------------------------


@_rule(
    "number",
    "Số, ký hiệu",
    "“Số: 05/TTr-STTT”: từ hai chữ số (trống khi chưa cấp), không dấu cách, 13 pt, đứng",
    there=lambda paper: paper.number,
)
def _symbol(paper, kind):
    lines = paper.number
    if not lines:
        return _missing()
    text = lines[0].text + "".join(line.text for line in lines[1:])
    form = _LETTER_NUMBER if kind == "other" else _NUMBER
    right = form.fullmatch(text) and not any(line.any_bold or line.any_italic for line in lines)
    return Found(f"“{text}”, {_style(lines)}", () if right and not _within(lines, 13, 13) else lines)


@_rule(
    "date",
    "Địa danh và ngày tháng",
    "“Bắc Kạn, ngày 05 tháng 01 năm 2024”: ngày dưới 10, tháng 1, 2 thêm 0; nghiêng, 13–14 pt, giữa dưới Tiêu ngữ",
    there=lambda paper: paper.date,
)
def _place_date(paper, kind):
    line = paper.date
    if not line:
        return _missing()
    form = _DATE.fullmatch(line.text) or _DATE.fullmatch(f"{line.text} ")
    axis = paper.motto or paper.country
    off = abs(line.centre - axis.centre) if axis and line.raw.strip() == line.raw else 0
    right = (
        form and _exists(*form.groups()) and line.italic and not line.any_bold and not _within([line], 13, 14)
    )
    said = f"“{line.text}”, {_style([line])}, lệch {_number(off)} pt"
    return Found(said, () if right and off <= _CENTRE_SLACK else [line])


def _exists(day, month, year):
    """30 February is written well and is no day; blanks are for the clerk to fill."""
    given = [part.strip() for part in (day, month, year)]
    if not all(part.isdecimal() for part in given):
        return True
    try:
        date(int(given[2]), int(given[1]), int(given[0]))
    except ValueError:
        return False
    return True


@_rule("minutes-date", "Biên bản không ghi địa danh, ngày tháng ở đầu", "không có")
def _minutes_date(paper, kind):
    return Found(f"“{paper.date.text}”", [paper.date]) if paper.date else Found("không có")


# --- 7 the text ------------------------------------------------------------------------------------------


@_rule(
    "basis",
    "Căn cứ",
    "mỗi căn cứ một đoạn, nghiêng, 13–14 pt, kết thúc bằng “;”, căn cứ cuối bằng “.”",
    there=lambda paper: any(line.any_italic for each in paper.basis for line in each.lines),
)
def _basis(paper, kind):
    every = paper.basis
    if not every:
        return _missing()
    lines = [line for each in every for line in each.lines]
    wrong = [line for line in lines if not line.italic] + _within(lines, 13, 14)
    wrong += [each.lines[-1] for each in every[:-1] if not each.text.endswith(";")]
    wrong += [each.lines[-1] for each in every[-1:] if not each.text.endswith(".")]
    ends = " ".join(f"“{each.text[-1]}”" for each in every)
    return Found(f"{len(every)} căn cứ, {_style(lines)}, kết thúc {ends}", wrong)


@_rule("ending", "Kết thúc nội dung", "“./.”", there=lambda paper: _ends(paper))
def _ending(paper, kind):
    last = paper.body[-1:] or [None]
    if _ends(paper):
        return Found("có “./.”")
    return Found(
        f"“…{last[0].text[-25:]}”" if last[0] else "không thấy nội dung", [last[0]] if last[0] else True
    )


def _ends(paper):
    """After the text itself; a list that is enclosed may end so in its turn."""
    return bool(paper.paragraphs) and paper.body[-1].text.endswith("./.")


@_rule(
    "recipients",
    "Nơi nhận",
    "“Nơi nhận:” 12 pt đậm nghiêng; các dòng 11 pt đứng, gạch đầu dòng, “;” và cuối cùng “.”",
    there=lambda paper: paper.recipients[0],
)
def _recipients(paper, kind):
    head, entries = paper.recipients
    if not head or not entries:
        return _missing()
    lines = [line for entry in entries for line in entry.lines]
    wrong = [head] if not (head.bold and head.italic and head.text == "Nơi nhận:") else []
    wrong += _within([head], 12, 12) + _within(lines, 11, 11)
    wrong += [line for line in lines if line.any_bold or line.any_italic]
    wrong += [entry.first for entry in entries if not entry.text.startswith("- ")]
    wrong += [entry.lines[-1] for entry in entries[:-1] if not entry.text.endswith(";")]
    wrong += [entry.lines[-1] for entry in entries[-1:] if not entry.text.endswith(".")]
    return Found(f"“{head.text}” {_style([head])}; {len(entries)} dòng {_style(lines)}", wrong)


@_rule(
    "last-recipient",
    "Dòng cuối của Nơi nhận",
    "bắt đầu bằng “- Lưu: VT”",
    there=lambda paper: paper.recipients[0],
)
def _last_recipient(paper, kind):
    entries = paper.recipients[1]
    if not entries:
        return _missing()
    last = entries[-1]
    return Found(f"“{last.text}”", () if re.match(r"- Lưu: VT\b", last.text) else [last.first])


# --- 8 colour --------------------------------------------------------------------------------------------


@_rule("colour", "Màu chữ", "đen; riêng Giấy khen có chữ đỏ")
def _colour(paper, kind):
    wrong = [
        line
        for line in paper.every
        if not all(glyph.black or (kind == "certificate" and glyph.red) for glyph in line.inked)
    ]
    return Found(f"{len(wrong)} dòng có chữ màu khác" if wrong else "đúng màu", wrong)


# --- 9 the end -------------------------------------------------------------------------------------------


@_rule("minutes-signers", "Hai người ký biên bản", "THƯ KÝ bên trái, CHỦ TỌA (CHỦ TRÌ) bên phải, cùng hàng")
def _minutes_signers(paper, kind):
    secretary = _labelled(paper, "THƯ KÝ")
    chair = _labelled(paper, "CHỦ TỌA", "CHỦ TOẠ", "CHỦ TRÌ")
    if not secretary or not chair:
        both = (("THƯ KÝ", secretary), ("CHỦ TỌA", chair))
        return Found(f"thiếu {' và '.join(name for name, line in both if not line)}", True)
    right = (
        secretary.page == chair.page
        and secretary.x1 < chair.x0
        and abs(secretary.baseline - chair.baseline) <= 2
        and secretary.bold
        and chair.bold
    )
    said = f"THƯ KÝ cách mép trái {_mm(secretary.x0)}, CHỦ TỌA {_mm(chair.x0)}"
    return Found(said, () if right else [secretary, chair])


def _labelled(paper, *words):
    return next((line for line in reversed(paper.closing) if line.text.startswith(words)), None)


@_rule(
    "signature",
    "Chức vụ và họ tên người ký",
    "nửa phải; chức vụ in hoa, đậm, 13–14 pt; họ tên chữ thường, đậm, 13–14 pt",
    there=lambda paper: paper.capacity,
)
def _signature(paper, kind):
    if not paper.capacity:
        return _missing()
    capacity, names = _capacity_and_names(paper)
    lines = [*capacity, *names]
    wrong = [line for line in lines if not line.bold or line.any_italic] + _within(lines, 13, 14)
    wrong += [line for line in names if line.capitals and len(line.text) > 4]
    name = f"; “{_text(names)}”" if names else "; chưa ghi họ tên"
    return Found(f"“{_text(capacity)}”{name}, {_style(lines)}", wrong)


def _capacity_and_names(paper):
    """Above and below the room for signing; hints in brackets are neither."""
    lines = [line for line in paper.signer if not line.text.startswith("(Ký")]
    if len(lines) < 2:
        return lines, []
    gaps = [after.top - before.bottom for before, after in pairwise(lines)]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    if gaps[widest] < 2 * lines[widest].sizes[-1]:
        return lines, []
    return lines[: widest + 1], lines[widest + 1 :]


@_rule(
    "signing-room",
    "Khoảng để ký, đóng dấu",
    "từ 25 mm",
    there=lambda paper: paper.capacity and _capacity_and_names(paper)[1],
)
def _signing_room(paper, kind):
    names = _capacity_and_names(paper)[1] if paper.capacity else []
    if not names:
        return Found("chưa ghi họ tên")
    above = max((line for line in paper.signer if line.bottom <= names[0].top), key=lambda line: line.bottom)
    room = names[0].top - above.bottom
    return Found(_mm(room), () if room >= _SIGNING_ROOM * MM else [names[0]])


@_rule(
    "signature-page",
    "Khối chữ ký không đứng một mình",
    "trọn trên một trang, cùng nội dung văn bản",
    there=lambda paper: paper.capacity,
)
def _signature_page(paper, kind):
    if not paper.capacity:
        return _missing()
    page = paper.capacity.page
    before = [line for line in paper.body if line.page == page]
    spread = [line for line in paper.closing if line.page != page]
    said = f"trang {page}, sau {len(before)} dòng nội dung"
    return Found(
        said + (", còn sang trang sau" if spread else ""), spread or ([] if before else [paper.capacity])
    )


# --- tables ----------------------------------------------------------------------------------------------


@_rule(
    "table-head",
    "Hàng đầu của bảng lặp lại",
    "ở mỗi trang mà bảng kéo sang",
    there=lambda paper: _turns(paper),
)
def _table_head(paper, kind):
    turns = _turns(paper)
    wrong = [
        _first_in(paper, after) for before, after in turns if _head(paper, before) != _head(paper, after)
    ]
    return Found(f"{len(turns)} lần sang trang, {len(turns) - len(wrong)} lần lặp lại", wrong)


def _turns(paper):
    """Pairs of a table's parts, at the foot of one page and at the top of the next."""
    return [(before, after) for before, after in pairwise(paper.grids) if _goes_over(paper, before, after)]


def _goes_over(paper, before, after):
    return (
        after.page == before.page + 1
        and abs(before.x0 - after.x0) <= 2
        and abs(before.x1 - after.x1) <= 2
        and not any(line.top > before.bottom for line in paper.on(before.page))
        and not any(line.bottom < after.top for line in paper.on(after.page))
    )


def _head(paper, grid):
    lines = [line for line in paper.on(grid.page) if grid.top - 1 <= line.baseline <= grid.head + 1]
    return " ".join(line.text for line in sorted(lines, key=lambda line: (round(line.x0), line.baseline)))


def _first_in(paper, grid):
    return next(line for line in paper.on(grid.page) if paper.grid_of(line) == grid)
