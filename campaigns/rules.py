"""What makes a campaign definition sound. The plan file and the admin ask the same functions.

Each takes model instances, saved or not, and answers [(field, sentence)]; a value that is still missing is
nobody's business here (the field itself says so). Only `refuse` raises.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from django.core.exceptions import ValidationError

from campaigns import clauses, deadlines
from campaigns.clauses.findings import by_how_much, repeated, unknown
from campaigns.vietnamese import dates, numbers

Finding = tuple[str, str]

FULL_MARKS = 100
# The order in which equals are told apart: the Council's settings (docs/domain.md 1.5), never a rule of law.
TIE_BREAKS = {
    "score": "điểm bình quân của Hội đồng",
    "yes_votes": "số phiếu đồng ý",
    "women": "ưu tiên nữ",
    "direct_worker": "ưu tiên người lao động trực tiếp",
    "chair": "Chủ tịch Hội đồng quyết định",
}


def refuse(findings: Iterable[Finding]) -> None:
    """For a model's clean(): raise every sentence at its field."""
    errors: dict[str, list[str]] = {}
    for field, sentence in findings:
        errors.setdefault(field, []).append(sentence)
    if errors:
        raise ValidationError(errors)


# --- the campaign ----------------------------------------------------------------------------------------


def problems_of_campaign(campaign, *, forms=None) -> list[Finding]:
    """`forms`: the award forms there are; None leaves that unasked."""
    return [
        *_period(campaign),
        *_quotas(campaign),
        *_shares(campaign),
        *_tie_break(campaign),
        *_forms(campaign, forms),
    ]


def _period(campaign):
    begins, ends, deadline = campaign.starts_on, campaign.ends_on, campaign.deadline_at
    if begins and ends and ends < begins:
        yield (
            "ends_on",
            f"Ngày kết thúc {dates.short(ends)} trước ngày bắt đầu {dates.short(begins)}. "
            "Sửa một trong hai ngày.",
        )
    if not deadline:
        return
    if deadline.tzinfo is None:
        yield "deadline_at", "Thời điểm thiếu múi giờ. Viết đủ, ví dụ 2024-01-05T00:00:00+07:00."
    elif ends and deadline < deadlines.period_over(ends):
        first = dates.short(ends + timedelta(days=1))
        yield (
            "deadline_at",
            f"Hạn nộp hồ sơ đến trước khi Đợt thi đua kết thúc (hết ngày {dates.short(ends)}). "
            f"Đặt hạn nộp từ 00:00 ngày {first} trở đi.",
        )


def _quotas(campaign):
    for field in ("unit_quota", "department_quota", "province_quota"):
        value = getattr(campaign, field)
        if value is not None and value < 1:
            yield field, f"Số lượng là {value}; phải từ 1 trở lên."


def _shares(campaign):
    for whose in ("", "meeting_"):
        top = getattr(campaign, f"{whose}quorum_numerator")
        bottom = getattr(campaign, f"{whose}quorum_denominator")
        if top is not None and bottom is not None and not 0 < top <= bottom:
            yield (
                f"{whose}quorum_numerator",
                f"Tỷ lệ họp {top}/{bottom} không hợp lệ; cần một phân số từ trên 0 đến 1, ví dụ 2/3.",
            )
    percent = campaign.meeting_threshold_percent
    if percent is not None and not 1 <= percent <= 99:
        yield "meeting_threshold_percent", f"Tỷ lệ đồng ý phải vượt là {percent} %; phải từ 1 đến 99."


def _tie_break(campaign):
    order = campaign.tie_break
    if not isinstance(order, list):
        yield "tie_break", 'Phải là danh sách, ví dụ ["score", "chair"].'
        return
    for step in order:
        if str(step) not in TIE_BREAKS:
            yield "tie_break", unknown("bước phân định", str(step), TIE_BREAKS)
    for step in repeated(map(str, order)):
        yield "tie_break", f"“{step}” có hai lần trong thứ tự phân định. Bỏ một lần."


def _forms(campaign, forms):
    for field in ("unit_forms", "department_forms"):
        asked = getattr(campaign, field)
        if not isinstance(asked, list) or not asked:
            yield field, 'Phải có ít nhất một hình thức, ví dụ ["giay_khen"].'
            continue
        for form in asked if forms is not None else []:
            if str(form) not in forms:
                yield field, unknown("hình thức khen thưởng", str(form), forms)


def problems_of_award_form(form) -> list[Finding]:
    return [*_problems_of_threshold(form), *_problems_of_retention(form)]


def _problems_of_retention(form):
    if form.retention and not form.retention_source:
        sentence = f"Thời hạn bảo quản “{form.retention}” chưa có nguồn. Ghi văn bản quy định thời hạn đó."
        return [("retention_source", sentence)]
    return []


def _problems_of_threshold(form):
    percent = form.threshold_percent
    if percent is None:
        return []
    if not 1 <= percent <= 100:
        return [("threshold_percent", f"Tỷ lệ phiếu là {percent} %; phải từ 1 đến 100.")]
    if percent == 100 and form.threshold_is_strict:
        return [("threshold_is_strict", "Không thể vượt quá 100 %. Bỏ “phải vượt tỷ lệ” hoặc giảm tỷ lệ.")]
    return []


# --- the rubric ------------------------------------------------------------------------------------------


def problems_of_weights(criteria) -> list[tuple[str, str]]:
    """Over all criteria of a campaign: [(kind of nominee, sentence)]; each kind is worth 100 (docs/domain.md 5.2)."""
    sums: dict[str, Decimal] = {}
    labels: dict[str, str] = {}
    for criterion in criteria:
        kind = criterion.applies_to
        sums[kind] = sums.get(kind, Decimal(0)) + (criterion.max_points or 0)
        labels[kind] = criterion.get_applies_to_display()
    return [
        (
            kind,
            f"Điểm chuẩn của các tiêu chí cho {labels[kind].lower()} cộng lại là {numbers.decimal(total)}, không phải "
            f"{FULL_MARKS}. {by_how_much(FULL_MARKS - total)}",
        )
        for kind, total in sums.items()
        if total != FULL_MARKS
    ]


def problems_of_criterion(criterion, clauses=None) -> list[Finding]:
    """With `clauses` (the admin's formset, the file) also whether they add up to the criterion's points.

    A clean() cannot ask that: it sees the clauses as they were before the page being saved.
    """
    points = criterion.max_points
    if points is None:
        return []
    if points <= 0:
        return [("max_points", f"Điểm chuẩn là {numbers.decimal(points)}; phải lớn hơn 0.")]
    if clauses is None:
        return []
    clauses = list(clauses)
    if not clauses:
        return [("max_points", f"Tiêu chí {criterion.code} chưa có ý nào để chấm. Thêm ít nhất một ý.")]
    total = sum((clause.max_points or 0 for clause in clauses), Decimal(0))
    if total == points:
        return []
    return [
        (
            "max_points",
            f"Các ý của {criterion.code} cộng lại là {numbers.decimal(total)} điểm, tiêu chí là {numbers.decimal(points)}. "
            f"{by_how_much(points - total)}",
        )
    ]


def problems_of_clause(clause, *, codes=None, forms=None) -> list[Finding]:
    """`codes`: what a gate may zero; `forms`: the campaign's award forms; None leaves that unasked."""
    return [(path[0], sentence) for path, sentence in findings_of_clause(clause, codes=codes, forms=forms)]


def findings_of_clause(clause, *, codes=None, forms=None) -> Iterator[tuple[tuple, str]]:
    """As `problems_of_clause`, with the whole path: ("params", "levels", 1, "points")."""
    if clause.max_points is not None and clause.max_points <= 0:
        yield ("max_points",), f"Điểm chuẩn là {numbers.decimal(clause.max_points)}; phải lớn hơn 0."
    required_for = clause.required_for
    if not isinstance(required_for, list):
        yield ("required_for",), 'Phải là danh sách hình thức khen thưởng, ví dụ ["bang_khen"].'
    elif forms is not None:
        for place, form in enumerate(required_for):
            if str(form) not in forms:
                yield ("required_for", place), unknown("hình thức khen thưởng", str(form), forms)
    if clause.kind in clauses.kinds():
        for path, sentence in clauses.of(clause.kind).problems(clause, codes):
            yield ("params", *path), sentence


# --- the law ---------------------------------------------------------------------------------------------


def overlaps(rows) -> list[tuple[int, str]]:
    """Spans that end before they begin, or overlap: [(position in `rows`, sentence)]. No end means open."""
    wrong = []
    dated = sorted(
        (
            (row.effective_from, row.effective_to, place)
            for place, row in enumerate(rows)
            if row.effective_from
        ),
        key=lambda span: span[0],
    )
    for begins, ends, place in dated:
        if ends and ends < begins:
            wrong.append(
                (place, f"Hết hiệu lực {dates.short(ends)} trước khi có hiệu lực {dates.short(begins)}.")
            )
    for (_, ends, _), (begins, _, place) in pairwise(dated):
        if ends is None or ends >= begins:
            wrong.append(
                (
                    place,
                    f"Hiệu lực từ {dates.short(begins)} chồng lên khoảng trước đó ({_until(ends)}). "
                    "Mỗi ngày chỉ thuộc một khoảng: sửa ngày hết hiệu lực của khoảng trước.",
                )
            )
    return wrong


def _until(ends):
    return f"đến hết {dates.short(ends)}" if ends else "chưa có ngày kết thúc"
