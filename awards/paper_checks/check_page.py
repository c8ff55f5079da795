"""The page: size, margins, page numbers (Decree 30/2020, appendix I, part I; docs/domain.md 2.1)."""

from . import kinds
from .pdf_shapes import MM
from .rules import CENTRE_SLACK, Found, Rules, figure, joined, mm, outside, style

RULES = Rules()
A4 = (210, 297)
_PAGE_SLACK = 1
# mm, as the ranges are.
_MARGIN_SLACK = 0.5
_TOP, _RIGHT, _BOTTOM, _LEFT = (20, 25), (15, 20), (20, 25), (30, 35)


@RULES.point("a4", "Khổ giấy", "A4 210 × 297 mm, đứng; chỉ bảng rộng, Giấy khen nằm ngang (±1 pt)")
def _a4(paper, kind):
    wrong, sizes = [], []
    for page in paper.pages:
        upright = _is_a4(page.width, page.height)
        across = _is_a4(page.height, page.width) and kinds.LANDSCAPE.get(kind, page.number > paper.last_page)
        sizes.append(f"{figure(page.width / MM)} × {figure(page.height / MM)} mm")
        if not upright and not across:
            wrong.append(page)
    return Found(f"{len(paper.pages)} trang: {', '.join(dict.fromkeys(sizes))}", wrong)


def _is_a4(width, height):
    return all(abs(given - mm * MM) <= _PAGE_SLACK for given, mm in zip((width, height), A4, strict=True))


@RULES.point(
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
    wrong += [right] if wide > _RIGHT[1] * MM + slack and paper.is_full else []
    bottom = min(paper.page(line.page).height - line.bottom for line in bottoms)
    top = min(line.top for line in tops)
    return Found(f"trên {mm(top)}, dưới {mm(bottom)}, trái {mm(left.x0)}, phải {mm(wide)}", wrong)


@RULES.point(
    "page-number",
    "Số trang",
    "trang 1 không ghi; từ trang 2 chữ số Ả Rập 13–14 pt, đứng, giữa lề trên (±3 pt); mỗi phụ lục đánh riêng",
)
def _page_numbers(paper, kind):
    wrong, right, bad, due = [], [], [], 0
    for page in paper.pages:
        due = 1 if page.number in paper.annex_pages else due + 1
        shown, axis = paper.page_numbers[page.number], paper.axis(page)
        if due == 1:
            off = shown
        elif len(shown) == 1:
            off = [] if _is_number(shown[0], due, axis) else shown
        else:
            off = [page]
        wrong += off
        (bad if off else right).append(f"trang {page.number}: {_shown(shown, axis)}")
    said = [*bad, *right]
    return Found("; ".join(said[:3]) + ("; …" if len(said) > 3 else ""), wrong)


def _shown(lines, axis):
    if not lines:
        return "không ghi"
    first = lines[0]
    down, aside = mm(first.baseline), figure(abs(first.centre - axis))
    return f"“{joined(lines)}” {style(lines)}, cách mép trên {down}, lệch {aside} pt"


def _is_number(line, due, middle):
    return (
        line.text == str(due)
        and abs(line.centre - middle) <= CENTRE_SLACK
        and line.baseline <= _TOP[1] * MM
        and not line.any_italic
        and not outside([line], 13, 14)
    )
