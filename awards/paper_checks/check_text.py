"""The text: căn cứ, its end, recipients, tables (docs/domain.md 2.2, 2.4)."""

import re
from itertools import pairwise

from .rules import Found, Rules, missing, outside, style

RULES = Rules()


@RULES.point(
    "basis",
    "Căn cứ",
    "mỗi căn cứ một đoạn, nghiêng, 13–14 pt, kết thúc bằng “;”, căn cứ cuối bằng “.”",
    there=lambda paper: any(line.any_italic for each in paper.basis for line in each.lines),
)
def _basis(paper, kind):
    every = paper.basis
    if not every:
        return missing()
    lines = [line for each in every for line in each.lines]
    wrong = [line for line in lines if not line.italic] + outside(lines, 13, 14)
    wrong += [each.lines[-1] for each in every[:-1] if not each.text.endswith(";")]
    wrong += [each.lines[-1] for each in every[-1:] if not each.text.endswith(".")]
    ends = " ".join(f"“{each.text[-1]}”" for each in every)
    return Found(f"{len(every)} căn cứ, {style(lines)}, kết thúc {ends}", wrong)


@RULES.point("ending", "Kết thúc nội dung", "“./.”", there=lambda paper: _ends(paper))
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


@RULES.point(
    "recipients",
    "Nơi nhận",
    "“Nơi nhận:” 12 pt đậm nghiêng; các dòng 11 pt đứng, gạch đầu dòng, “;” và cuối cùng “.”",
    there=lambda paper: paper.recipients[0],
)
def _recipients(paper, kind):
    head, entries = paper.recipients
    if not head or not entries:
        return missing()
    lines = [line for entry in entries for line in entry.lines]
    wrong = [head] if not (head.bold and head.italic and head.text == "Nơi nhận:") else []
    wrong += outside([head], 12, 12) + outside(lines, 11, 11)
    wrong += [line for line in lines if line.any_bold or line.any_italic]
    wrong += [entry.first for entry in entries if not entry.text.startswith("- ")]
    wrong += [entry.lines[-1] for entry in entries[:-1] if not entry.text.endswith(";")]
    wrong += [entry.lines[-1] for entry in entries[-1:] if not entry.text.endswith(".")]
    return Found(f"“{head.text}” {style([head])}; {len(entries)} dòng {style(lines)}", wrong)


@RULES.point(
    "last-recipient",
    "Dòng cuối của Nơi nhận",
    "bắt đầu bằng “- Lưu: VT”",
    there=lambda paper: paper.recipients[0],
)
def _last_recipient(paper, kind):
    entries = paper.recipients[1]
    if not entries:
        return missing()
    last = entries[-1]
    return Found(f"“{last.text}”", () if re.match(r"- Lưu: VT\b", last.text) else [last.first])


@RULES.point(
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
