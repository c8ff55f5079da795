"""Who signs, and where (docs/domain.md 2.2 to 2.4)."""

from itertools import pairwise

from .pdf_shapes import MM
from .rules import Found, Rules, joined, missing, mm, outside, style

RULES = Rules()
_SIGNING_ROOM = 25


@RULES.point(
    "minutes-signers", "Hai người ký biên bản", "THƯ KÝ bên trái, CHỦ TỌA (CHỦ TRÌ) bên phải, cùng hàng"
)
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
    said = f"THƯ KÝ cách mép trái {mm(secretary.x0)}, CHỦ TỌA {mm(chair.x0)}"
    return Found(said, () if right else [secretary, chair])


def _labelled(paper, *words):
    return next((line for line in reversed(paper.closing) if line.text.startswith(words)), None)


@RULES.point(
    "signature",
    "Chức vụ và họ tên người ký",
    "nửa phải; chức vụ in hoa, đậm, 13–14 pt; họ tên chữ thường, đậm, 13–14 pt",
    there=lambda paper: paper.capacity,
)
def _signature(paper, kind):
    if not paper.capacity:
        return missing()
    capacity, names = _capacity_and_names(paper)
    lines = [*capacity, *names]
    wrong = [line for line in lines if not line.bold or line.any_italic] + outside(lines, 13, 14)
    # Above his name stands, in capitals, what the signer of a Council's paper is in his agency (docs/domain.md 2.2).
    wrong += [line for line in names[-1:] if line.capitals and len(line.text) > 4]
    name = f"; “{joined(names)}”" if names else "; chưa ghi họ tên"
    return Found(f"“{joined(capacity)}”{name}, {style(lines)}", wrong)


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


@RULES.point(
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
    return Found(mm(room), () if room >= _SIGNING_ROOM * MM else [names[0]])


@RULES.point(
    "signature-page",
    "Khối chữ ký không đứng một mình",
    "trọn trên một trang, cùng nội dung văn bản",
    there=lambda paper: paper.capacity,
)
def _signature_page(paper, kind):
    if not paper.capacity:
        return missing()
    page = paper.capacity.page
    before = [line for line in paper.body if line.page == page]
    spread = [line for line in paper.closing if line.page != page]
    said = f"trang {page}, sau {len(before)} dòng nội dung"
    return Found(
        said + (", còn sang trang sau" if spread else ""), spread or ([] if before else [paper.capacity])
    )
