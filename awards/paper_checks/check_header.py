"""Boxes 1 to 5: the state, the agency, number, date, title, and their rules (docs/domain.md 2.2)."""

import re
from datetime import date

from .layout import COUNTRY, MOTTO
from .pdf_shapes import MM
from .rules import CENTRE_SLACK, RULE_SLACK, Found, Rules, figure, joined, missing, mm, outside, style

RULES = Rules()
_BLANK = r"[\s.…_]*"
_NUMBER = re.compile(rf"Số:\s*(\d{{2,}}|{_BLANK})/[A-ZĐ]{{2,4}}[a-z]?-[A-ZĐ0-9]+(-[A-ZĐ0-9]+)?")
_LETTER_NUMBER = re.compile(rf"Số:\s*(\d{{2,}}|{_BLANK})/[A-ZĐ0-9]+(-[A-ZĐ0-9]+)+")
_DATE = re.compile(
    r"[^,]+, ngày(?: (0[1-9]|[12]\d|3[01]) |[\s.…_]+)tháng(?: (01|02|[3-9]|1[0-2]) |[\s.…_]+)năm(?: (\d{4})|[\s.…_]*)"
)
_TITLE_SLACK = 3 * MM


@RULES.point("country", "Quốc hiệu", "trên một dòng, in hoa, đậm, đứng, 12–13 pt")
def _country(paper, kind):
    line = paper.country
    if not line:
        return missing()
    high = 13 if kind != "certificate" else 99
    right = (
        line.text.replace("HOÀ", "HÒA") == COUNTRY
        and line.bold
        and not line.any_italic
        and not outside([line], 12, high)
    )
    return Found(f"“{line.text}”, {style([line])}", () if right else [line])


@RULES.point("motto", "Tiêu ngữ", f"“{MOTTO}”, đậm, đứng, 13–14 pt, giữa dưới Quốc hiệu (±3 pt)")
def _motto(paper, kind):
    line = paper.motto
    if not line:
        return missing()
    off = abs(line.centre - paper.country.centre) if paper.country else 0
    high = 14 if kind != "certificate" else 99
    right = (
        line.text == MOTTO
        and line.bold
        and not line.any_italic
        and not outside([line], 13, high)
        and off <= CENTRE_SLACK
    )
    return Found(f"“{line.text}”, {style([line])}, lệch {figure(off)} pt", () if right else [line])


@RULES.point("motto-rule", "Đường kẻ dưới Tiêu ngữ", "nét liền, dài bằng dòng chữ (±2 pt), cân giữa")
def _motto_rule(paper, kind):
    line, rule = paper.motto, paper.motto_rule
    if not line or not rule:
        return Found("không thấy", [line] if line else True)
    right = abs(rule.width - line.width) <= RULE_SLACK and abs(rule.centre - line.centre) <= CENTRE_SLACK
    return Found(f"kẻ {mm(rule.width)}, chữ {mm(line.width)}", () if right else [line])


@RULES.point(
    "parent", "Cơ quan chủ quản", "in hoa, không đậm, đứng, 12–13 pt", there=lambda paper: _has_parent(paper)
)
def _parent(paper, kind):
    lines = paper.parent
    if not lines:
        return Found("mọi dòng đều đậm", paper.agency)
    wrong = [line for line in lines if not line.capitals or line.any_italic] + outside(lines, 12, 13)
    # A plain line below a bold one is the issuer's, which must be bold throughout.
    at = paper.agency.index(lines[-1])
    wrong += [lines[-1]] if any(line.any_bold for line in paper.agency[:at]) else []
    return Found(f"“{joined(lines)}”, {style(lines)}", wrong)


def _has_parent(paper):
    """One line is the issuer alone; so are the lines of a people's committee or a ministry, which have no parent."""
    return paper.parent or (
        len(paper.agency) > 1 and not paper.agency[0].text.startswith(("ỦY BAN", "UBND", "BỘ"))
    )


@RULES.point("issuer", "Cơ quan ban hành", "in hoa, đậm, đứng, 12–13 pt")
def _issuer(paper, kind):
    lines = paper.issuer
    if not lines:
        return Found("không có dòng đậm" if paper.agency else "không thấy", paper.agency or True)
    wrong = [line for line in lines if not (line.bold and line.capitals) or line.any_italic] + outside(
        lines, 12, 13
    )
    return Found(f"“{joined(lines)}”, {style(lines)}", wrong)


@RULES.point("agency-rule", "Đường kẻ dưới cơ quan ban hành", "bằng 1/3–1/2 dòng chữ, cân giữa (±3 pt)")
def _agency_rule(paper, kind):
    return _third_to_half(paper.agency_rule, paper.issuer or paper.agency)


def _third_to_half(rule, lines):
    if not rule or not lines:
        return Found("không thấy", lines or True)
    longest = max(lines, key=lambda line: line.width)
    share, off = rule.width / longest.width, abs(rule.centre - longest.centre)
    # A hair, since figures in the file are rounded.
    right = 1 / 3 - 0.005 <= share <= 1 / 2 + 0.005 and off <= CENTRE_SLACK
    said = f"kẻ {mm(rule.width)} = {figure(100 * share)}% dòng chữ {mm(longest.width)}, lệch {figure(off)} pt"
    return Found(said, () if right else [longest])


@RULES.point(
    "title",
    "Tên loại và trích yếu",
    "tên loại in hoa, đậm, đứng, 13–14 pt; trích yếu đậm, 13–14 pt; cân giữa",
)
def _title(paper, kind):
    lines = paper.title_block
    if not lines:
        return missing()
    wrong = [line for line in lines if not line.bold or line.any_italic] + outside(lines, 13, 14)
    axis = paper.axis(paper.page(1)) if paper.is_full else lines[0].centre
    off = max(abs(line.centre - axis) for line in lines)
    wrong += lines if off > _TITLE_SLACK else []
    return Found(f"“{joined(paper.title)}”, {style(lines)}, lệch {mm(off)}", wrong)


@RULES.point("title-rule", "Đường kẻ dưới trích yếu", "bằng 1/3–1/2 dòng chữ, cân giữa (±3 pt)")
def _title_rule(paper, kind):
    # The note of an annex stands above the rule as well, so the longest line is of them all.
    about = [line for line in paper.title_block if line not in paper.title] or paper.title
    return _third_to_half(paper.title_rule, about)


@RULES.point(
    "number",
    "Số, ký hiệu",
    "“Số: 05/TTr-STTT”: từ hai chữ số (trống khi chưa cấp), không dấu cách, 13 pt, đứng",
    there=lambda paper: paper.number,
)
def _symbol(paper, kind):
    lines = paper.number
    if not lines:
        return missing()
    text = lines[0].text + "".join(line.text for line in lines[1:])
    form = _LETTER_NUMBER if kind == "other" else _NUMBER
    right = form.fullmatch(text) and not any(line.any_bold or line.any_italic for line in lines)
    return Found(f"“{text}”, {style(lines)}", () if right and not outside(lines, 13, 13) else lines)


@RULES.point(
    "date",
    "Địa danh và ngày tháng",
    "“Bắc Kạn, ngày 05 tháng 01 năm 2024”: ngày dưới 10, tháng 1, 2 thêm 0; nghiêng, 13–14 pt, giữa dưới Tiêu ngữ",
    there=lambda paper: paper.date,
)
def _place_date(paper, kind):
    line = paper.date
    if not line:
        return missing()
    form = _DATE.fullmatch(line.text)
    axis = paper.country or paper.motto
    # While the year is blank, renderers leave the room for it out of the file.
    off = abs(line.centre - axis.centre) if axis and form and form[3] else 0
    right = (
        form and _exists(*form.groups()) and line.italic and not line.any_bold and not outside([line], 13, 14)
    )
    said = f"“{line.text}”, {style([line])}, lệch {figure(off)} pt"
    return Found(said, () if right and off <= CENTRE_SLACK else [line])


def _exists(day, month, year):
    """30 February is written well and is no day; blanks are for the clerk to fill."""
    if not (day and month and year):
        return True
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


@RULES.point("minutes-date", "Biên bản không ghi địa danh, ngày tháng ở đầu", "không có")
def _minutes_date(paper, kind):
    return Found(f"“{paper.date.text}”", [paper.date]) if paper.date else Found("không có")
