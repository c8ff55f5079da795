"""What makes a campaign definition sound. The plan file and the admin ask the same functions.

Each takes model instances, saved or not, and answers [(field, sentence)]; a value that is still missing is
nobody's business here (the field itself says so). Only `refuse` raises.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from itertools import pairwise

from django.core.exceptions import ValidationError

from campaigns import deadlines
from campaigns.vietnamese import dates, numbers

Finding = tuple[str, str]

FULL_MARKS = 100
# The order in which equals are told apart: the Council's settings (domain 1.5), never a rule of law.
TIE_BREAKS = {
    "score": "điểm bình quân của Hội đồng",
    "yes_votes": "số phiếu đồng ý",
    "women": "ưu tiên nữ",
    "direct_worker": "ưu tiên người lao động trực tiếp",
    "chair": "Chủ tịch Hội đồng quyết định",
}
PARAMS = {
    "choice": {"levels": list, "multiple": bool},
    "ratio": {"target": str, "numerator_label": str, "denominator_label": str},
    "count": {"target": int, "unit_label": str},
    "gate": {"zeroes": str},
    "rank": {"indices": list, "improve_by": int},
}
OPTIONAL_PARAMS = {"multiple"}
LEVEL = {"code": str, "label": str, "points": None}
ROWS = {"choice": "levels", "rank": "indices"}
# No unit has more procedures or petitions than these; there are 63 provinces, and ministries and districts are ranked
# in longer lists. No answer goes beyond (awards.scoring), so no target may.
MOST_COUNTED = 10**6
MOST_RANK = 1000
# A number of the plan has fewer digits, before the comma and after it; "1e999999" would fill a page.
_MOST_DIGITS = 30
KIND_NAMES = {
    str: "chữ trong dấu ngoặc kép",
    int: "số nguyên",
    bool: "true hoặc false",
    list: "danh sách [ … ]",
    None: "số",
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
    for step in _repeated(map(str, order)):
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
    """Over all criteria of a campaign: [(kind of nominee, sentence)]; each kind is worth 100 (domain 5.2)."""
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
            f"{FULL_MARKS}. {_by_how_much(FULL_MARKS - total)}",
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
            f"{_by_how_much(points - total)}",
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
    if clause.kind in PARAMS:
        yield from _params(clause, codes)


def is_shaped(kind, params) -> bool:
    """Whether it can be read as the parameters of this kind, right or not."""
    if not isinstance(params, dict) or not _has(params, PARAMS[kind], OPTIONAL_PARAMS):
        return False
    if kind == "ratio" and decimal(params["target"]) is None:
        return False
    return all(isinstance(row, dict) and _has(row, LEVEL) for row in params.get(ROWS.get(kind), []))


def _has(table, shape, optional=()):
    return all(_is(table[key], kind) if key in table else key in optional for key, kind in shape.items())


def _params(clause, codes):
    params = clause.params
    if not isinstance(params, dict):
        yield ("params",), "Tham số phải là các cặp khóa – giá trị."
        return
    shape = PARAMS[clause.kind]
    whose = f"cách chấm “{clause.kind}”"
    wrong = list(_misshapen(params, shape, whose, OPTIONAL_PARAMS))
    for key, sentence in wrong:
        yield ("params", *key), sentence
    bad = {key[0] for key, _ in wrong if key}
    for key, check in _PARAM_CHECKS.get(clause.kind, {}).items():
        if key in params and key not in bad:
            for path, sentence in check(params[key], clause, codes):
                yield ("params", key, *path), sentence


def _misshapen(table, shape, whose, optional=()):
    for key in table:
        if key not in shape:
            yield (key,), unknown(f"khóa của {whose}", key, shape)
    for key, kind in shape.items():
        if key not in table:
            if key not in optional:
                yield (), f"Thiếu khóa “{key}” của {whose} ({KIND_NAMES[kind]})."
        elif not _is(table[key], kind):
            yield (key,), f"Khóa “{key}” phải là {KIND_NAMES[kind]}."
        elif kind is str and not table[key].strip():
            yield (key,), f"Khóa “{key}” đang để trống. Hãy điền."


def _is(value, kind):
    if kind is None:
        return decimal(value) is not None
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def _ratio_target(value, clause, codes):
    target = decimal(value)
    if target is None or target <= 0:
        yield (), f'Chỉ tiêu “{value}” phải là số lớn hơn 0, ví dụ "1" cho 100 %, "0.2" cho 20 %.'
    elif target > MOST_COUNTED:
        yield (), f"Chỉ tiêu quá lớn: không quá {numbers.grouped(MOST_COUNTED * 100)} %. Hãy kiểm tra lại."


def _from_one_to(most):
    def check(value, clause, codes):
        if value < 1:
            yield (), f"Giá trị phải từ 1 trở lên, đang là {value if value > -most else 'số âm'}."
        elif value > most:
            yield (), f"Giá trị quá lớn: không quá {numbers.grouped(most)}. Hãy kiểm tra lại."

    return check


def _gate_target(value, clause, codes):
    if value == clause.code:
        yield (), f"Điều kiện {clause.code} không thể đưa chính nó về 0. Ghi mã một tiêu chí hoặc một ý khác."
    elif codes is not None and value not in codes:
        yield (), unknown("tiêu chí hoặc ý", value, codes)


def _levels(levels, clause, codes):
    """The full points must be within reach: by the best level or, where several count, by all together."""
    yield from _rows(levels, clause, "mức")
    points = [decimal(level["points"]) for level in levels if _is_row(level)]
    if not points or len(points) < len(levels) or clause.max_points is None:
        return
    if clause.params.get("multiple") is True:
        # More than the full points may be on offer: the score stops at the full points.
        if sum(points) < clause.max_points:
            yield from _sum_of_rows(points, clause, "Các mức")
    elif len(points) < 2:
        yield (), "Cần ít nhất hai mức để chọn."
    elif max(points) < clause.max_points:
        yield (
            (),
            f"Không mức nào đạt điểm chuẩn {numbers.decimal(clause.max_points)}. Mức cao nhất phải bằng điểm chuẩn.",
        )


def _indices(indices, clause, codes):
    yield from _rows(indices, clause, "chỉ số")
    points = [decimal(index["points"]) for index in indices if _is_row(index)]
    if points and len(points) == len(indices) and clause.max_points is not None:
        yield from _sum_of_rows(points, clause, "Các chỉ số")


def _sum_of_rows(points, clause, what):
    total = sum(points, Decimal(0))
    if total != clause.max_points:
        yield (
            (),
            f"{what} cộng lại là {numbers.decimal(total)} điểm, điểm chuẩn của {clause.code} là "
            f"{numbers.decimal(clause.max_points)}. {_by_how_much(clause.max_points - total)}",
        )


def _rows(rows, clause, name):
    if not rows:
        yield (), f"Chưa có {name} nào. Thêm ít nhất một {name}."
    for place, row in enumerate(rows):
        if not isinstance(row, dict):
            yield (place,), f'Mỗi {name} phải có dạng {{ code = "…", label = "…", points = … }}.'
            continue
        for key, sentence in _misshapen(row, LEVEL, f"một {name}"):
            yield (place, *key), sentence
        points = decimal(row.get("points"))
        if points is None:
            continue
        if points < 0:
            yield (place, "points"), f"Điểm của {name} là {numbers.decimal(points)}; không được âm."
        elif clause.max_points is not None and points > clause.max_points:
            yield (
                (place, "points"),
                f"Điểm của {name} là {numbers.decimal(points)}, cao hơn điểm chuẩn {numbers.decimal(clause.max_points)} của "
                f"{clause.code}. Giảm điểm của {name} hoặc tăng điểm chuẩn.",
            )
    codes = [str(row["code"]) for row in rows if isinstance(row, dict) and "code" in row]
    for code in _repeated(codes):
        yield (), f"Mã {name} “{code}” có hai lần. Đổi một mã."


def _is_row(row):
    return isinstance(row, dict) and decimal(row.get("points")) is not None


_PARAM_CHECKS = {
    "choice": {"levels": _levels},
    "ratio": {"target": _ratio_target},
    "count": {"target": _from_one_to(MOST_COUNTED)},
    "gate": {"zeroes": _gate_target},
    "rank": {"indices": _indices, "improve_by": _from_one_to(MOST_RANK)},
}


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


# --- words -----------------------------------------------------------------------------------------------


def decimal(value) -> Decimal | None:
    """The exact number, or None where it is not one that anybody would write; a float means what it shows."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        found = Decimal(str(value))
    except (InvalidOperation, ValueError):  # an int of thousands of digits has no words
        return None
    return found if found.is_finite() and _is_short(found) else None


def _is_short(number):
    return number.adjusted() < _MOST_DIGITS and number.as_tuple().exponent >= -_MOST_DIGITS


def suggestion(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f" Có phải “{close[0]}”?" if close else ""


def unknown(what: str, word: str, known) -> str:
    hint = suggestion(word, known) or f" Chọn trong: {', '.join(known)}."
    return f"Không có {what} “{word}”.{hint}"


def _by_how_much(missing: Decimal) -> str:
    return f"{'Thêm' if missing > 0 else 'Bớt'} {numbers.decimal(abs(missing))} điểm."


def _repeated(values) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
