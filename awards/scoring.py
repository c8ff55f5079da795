"""WHAT IS IT WORTH? Points, totals and places: plain arithmetic over rules and answers, no saving.

A rule is anything with `code, criterion_code, kind, max_points, params, na_allowed, pending_allowed`:
a `campaigns.models.Clause` or a `ClauseRule`. Its `params` by kind (domain 5.1-5.3):

    choice  {"levels": [{"code", "label", "points"}], "multiple": bool}   several levels add up, at most max
    ratio   {"target": "0.2", "numerator_label", "denominator_label"}     max × min(1, n ÷ d ÷ target)
    count   {"target": 3, "unit_label"}                                   max × min(1, n ÷ target)
    gate    {"zeroes": "C7.1"}     a breach earns nothing and zeroes that clause, or criterion, as well
    rank    {"indices": [{"code", "label", "points"}], "improve_by": 1}   smaller is better; each index alone

An answer is JSON from outside and never trusted:

    {"state": "answered" | "not_applicable" | "pending", and if answered one of
     "levels": [codes] · "numerator", "denominator": decimal strings · "count": int · "breaches": int ·
     "ranks": {code: {"before": int | null, "after": int | null}}}

Points have two decimals, rounded half up, but what falls short of its target never rounds up to full
points: plan III.1 says 100 %, and 99,99 % is not 100 %.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import reduce

from campaigns.rules import MOST_COUNTED, MOST_RANK
from campaigns.vietnamese import numbers

# A longer number is a slip of the hand: no unit has more đồng than these.
MOST_RATIO = 10**15
# A hundred digits hold every sum of points; what they do not hold is refused, never rounded.
_EXACT = Context(prec=100, traps=[Inexact])
_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class ClauseRule:
    """How one clause is scored; the plain twin of campaigns.models.Clause."""

    code: str
    criterion_code: str
    kind: str
    max_points: Decimal
    params: dict = field(default_factory=dict)
    na_allowed: bool = False
    pending_allowed: bool = False


@dataclass(frozen=True)
class Worth:
    """`points` got of `out_of`. Points None and out of 0: not applicable or not yet known."""

    points: Decimal | None
    out_of: Decimal


NOTHING = Worth(None, Decimal(0))


@dataclass(frozen=True)
class Sheet:
    """A whole score sheet; `total` is on 100, or None when nothing on it applies (domain 5.1)."""

    total: Decimal | None
    got: Decimal
    out_of: Decimal
    by_criterion: dict
    by_clause: dict
    unanswered: list
    breaches: list


# --- checking an answer ------------------------------------------------------------------------------


def check_answer(rule, answer):
    """Everything wrong with an answer as (field, Vietnamese sentence); an empty list when it is right."""
    if not isinstance(answer, dict):
        return [("state", "Câu trả lời không đọc được. Hãy chấm lại ý này.")]
    state = answer.get("state")
    if state == "not_applicable":
        return [] if rule.na_allowed else [("state", "Ý này không được chọn “Không áp dụng”.")]
    if state == "pending":
        return [] if rule.pending_allowed else [("state", "Ý này không được chọn “Chưa công bố”.")]
    if state != "answered":
        return [("state", "Chưa chấm ý này.")]
    return _CHECKS[rule.kind](rule, answer)


def _check_choice(rule, answer):
    chosen = answer.get("levels")
    known = {level["code"] for level in rule.params["levels"]}
    if not isinstance(chosen, list) or not all(isinstance(code, str) for code in chosen):
        return [("levels", "Hãy chọn một mức trong danh sách.")]
    if not known.issuperset(chosen) or len(set(chosen)) != len(chosen):
        return [("levels", "Có mức không nằm trong danh sách hoặc bị chọn hai lần. Hãy chọn lại.")]
    if rule.params.get("multiple"):
        return []
    if not chosen:
        return [("levels", "Hãy chọn một mức trong danh sách.")]
    return [("levels", "Chỉ được chọn một mức.")] if len(chosen) > 1 else []


def _check_ratio(rule, answer):
    problems = []
    for name in ("numerator", "denominator"):
        value = _parsed(answer.get(name))
        label = rule.params.get(f"{name}_label") or {"numerator": "Tử số", "denominator": "Mẫu số"}[name]
        if value is None:
            problems.append((name, f"{label}: hãy nhập một số không âm, ví dụ 45 hoặc 20,5."))
        elif value > MOST_RATIO:
            problems.append((name, f"{label}: số quá lớn. Hãy kiểm tra lại."))
        elif name == "denominator" and value == 0:
            hint = " Nếu không phát sinh, hãy chọn “Không áp dụng”." if rule.na_allowed else ""
            problems.append((name, f"{label}: phải lớn hơn 0.{hint}"))
    return problems


def _check_count(rule, answer):
    return _check_whole("count", answer.get("count"), rule.params.get("unit_label") or "Số lượng")


def _check_gate(rule, answer):
    return _check_whole("breaches", answer.get("breaches"), "Số vụ việc vi phạm")


def _check_whole(name, value, label):
    if not _is_whole(value) or value < 0:
        return [(name, f"{label}: hãy nhập một số nguyên không âm.")]
    return [(name, f"{label}: số quá lớn. Hãy kiểm tra lại.")] if value > MOST_COUNTED else []


def _check_rank(rule, answer):
    ranks = answer.get("ranks")
    indices = {index["code"]: index for index in rule.params["indices"]}
    if not isinstance(ranks, dict):
        return [("ranks", "Hãy nhập thứ hạng của từng chỉ số.")]
    if not indices.keys() >= ranks.keys():
        return [("ranks", "Có chỉ số không nằm trong danh sách. Hãy nhập lại.")]
    return [
        ("ranks", f"{index['label']}: {problem}")
        for code, index in indices.items()
        if (problem := _rank_problem(rule, ranks.get(code)))
    ]


def _rank_problem(rule, pair):
    pair = {} if pair is None else pair
    if not isinstance(pair, dict):
        return "hãy nhập thứ hạng năm trước và năm nay."
    places = (pair.get("before"), pair.get("after"))
    if any(place is not None and not (_is_whole(place) and 1 <= place <= MOST_RANK) for place in places):
        return f"thứ hạng phải là số nguyên từ 1 đến {numbers.grouped(MOST_RANK)}."
    if None in places and not rule.pending_allowed:
        return "hãy nhập đủ thứ hạng năm trước và năm nay."
    return ""


_CHECKS = {
    "choice": _check_choice,
    "ratio": _check_ratio,
    "count": _check_count,
    "gate": _check_gate,
    "rank": _check_rank,
}


def codes(answer):
    """The codes of levels or indices that an answer names, known or not."""
    if not isinstance(answer, dict):
        return set()
    named = [answer.get("levels"), answer.get("ranks")]
    return {code for part in named if isinstance(part, list | dict) for code in part if isinstance(code, str)}


def _is_whole(value):
    # JSON's true is a Python int.
    return isinstance(value, int) and not isinstance(value, bool)


def _parsed(value):
    """A number of zero or more from a canonical decimal string or an int, else None."""
    if _is_whole(value):
        return Fraction(value) if value >= 0 else None
    return Fraction(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


# --- what an answer is worth -------------------------------------------------------------------------


def points(rule, answer):
    """The Worth of one clause by itself, gates of other clauses left aside (domain 5.1).

    Not applicable or pending: out of the denominator. No answer, or a wrong one: nothing, of the full points.
    """
    if check_answer(rule, answer):
        return Worth(Decimal("0.00"), rule.max_points)
    if answer["state"] != "answered":
        return NOTHING
    if rule.kind == "rank":
        return _rank_worth(rule, answer["ranks"])
    return Worth(_share(rule.max_points, _POINTS[rule.kind](rule, answer)), rule.max_points)


def _choice_share(rule, answer):
    got = sum(Fraction(str(level["points"])) for level in _chosen(rule, answer))
    return got / Fraction(rule.max_points)


def _chosen(rule, answer):
    return [level for level in rule.params["levels"] if level["code"] in answer["levels"]]


def _ratio_share(rule, answer):
    return (
        _parsed(answer["numerator"])
        / _parsed(answer["denominator"])
        / Fraction(str(rule.params.get("target", 1)))
    )


def _count_share(rule, answer):
    return Fraction(answer["count"]) / Fraction(str(rule.params.get("target", 1)))


def _gate_share(rule, answer):
    return Fraction(0 if answer["breaches"] else 1)


_POINTS = {"choice": _choice_share, "ratio": _ratio_share, "count": _count_share, "gate": _gate_share}


def _rank_worth(rule, ranks):
    """Each index by itself: up one place means a rank number smaller by one (domain 5.2, C6)."""
    improve_by = rule.params.get("improve_by", 1)
    got = out_of = Decimal(0)
    for index in rule.params["indices"]:
        before, after = _places(ranks, index)
        if before is None or after is None:
            continue
        worth = Decimal(str(index["points"]))
        out_of += worth
        got += worth if after <= before - improve_by else 0
    return Worth(_hundredths(got), out_of) if out_of else NOTHING


def _places(ranks, index):
    pair = ranks.get(index["code"]) or {}
    return pair.get("before"), pair.get("after")


def _share(whole, share):
    """`share` of `whole`, at most all of it, to 0,01 half up, and full only when the share is full."""
    if share >= 1:
        return _hundredths(whole)
    rounded = _half_up(Fraction(whole) * share)
    return rounded if rounded < whole else rounded - Decimal("0.01")


def _half_up(exact):
    return _hundredths(Decimal(int(exact * 100 + Fraction(1, 2))).scaleb(-2))


def _hundredths(value):
    return Decimal(value).quantize(Decimal("0.01"))


# --- a whole sheet -----------------------------------------------------------------------------------


def sheet(rules, answers):
    """Every clause, with gates applied, brought to 100 over what applies (domain 5.1).

    score100 = 100 × Σ got ÷ Σ out_of. An unanswered clause counts nothing of its full points, so that
    leaving it out never helps; it is named in `unanswered`.
    """
    rules = list(rules)
    worths = {rule.code: points(rule, answers.get(rule.code)) for rule in rules}
    unanswered = [rule.code for rule in rules if check_answer(rule, answers.get(rule.code))]
    breaches = [rule.code for rule in rules if _is_breached(rule, answers.get(rule.code))]
    zeroed = {rule.params.get("zeroes") for rule in rules if rule.code in breaches}
    for rule in rules:
        if worths[rule.code].points is not None and zeroed.intersection((rule.code, rule.criterion_code)):
            worths[rule.code] = Worth(Decimal("0.00"), worths[rule.code].out_of)
    by_criterion = {
        code: _sum(worths[rule.code] for rule in rules if rule.criterion_code == code)
        for code in dict.fromkeys(rule.criterion_code for rule in rules)
    }
    whole = _sum(worths.values())
    return Sheet(
        total=_on_100(whole.points, whole.out_of),
        got=whole.points or Decimal(0),
        out_of=whole.out_of,
        by_criterion=by_criterion,
        by_clause=worths,
        unanswered=unanswered,
        breaches=breaches,
    )


def _is_breached(rule, answer):
    return (
        rule.kind == "gate"
        and not check_answer(rule, answer)
        and answer["state"] == "answered"
        and answer["breaches"] > 0
    )


def _sum(worths):
    counted = [worth for worth in worths if worth.points is not None]
    if not counted:
        return NOTHING
    return Worth(
        sum((worth.points for worth in counted), Decimal(0)),
        sum((worth.out_of for worth in counted), Decimal(0)),
    )


def _on_100(got, out_of):
    return _share(Decimal(100), Fraction(got) / Fraction(out_of)) if out_of else None


# --- the Council's points ----------------------------------------------------------------------------


def check_member_points(rules, given, excluded=()):
    """What is wrong with a member's points {clause code: Decimal}: (code, Vietnamese sentence)."""
    problems = []
    for rule in rules:
        value = given.get(rule.code)
        if rule.code in excluded:
            continue
        if value is None:
            problems.append((rule.code, f"Ý {rule.code}: chưa cho điểm."))
        elif not _is_amount(value) or not 0 <= value <= rule.max_points:
            most = numbers.decimal(rule.max_points)
            problems.append((rule.code, f"Ý {rule.code}: điểm phải từ 0 đến {most}."))
    return problems


def _is_amount(value):
    return _is_whole(value) or (isinstance(value, Decimal) and value.is_finite())


def member_total(rules, given, excluded=()):
    """One member's total on 100 over the clauses not excluded (N/A, pending); None when none is left.

    Raises ValueError with the sentence of check_member_points: a half-filled sheet has no total.
    """
    rules = list(rules)
    problems = check_member_points(rules, given, excluded)
    if problems:
        raise ValueError(problems[0][1])
    counted = [rule for rule in rules if rule.code not in excluded]
    got = reduce(_EXACT.add, (given[rule.code] for rule in counted), Decimal(0))
    return _on_100(got, sum((rule.max_points for rule in counted), Decimal(0)))


def total_of_sums(got, out_of):
    """As member_total, from a whole sheet's points and their maxima already summed in one unit."""
    return _on_100(got, out_of)


def mean(totals):
    """The members' average to 0,01 half up; totals of None are left out; None when none is left."""
    counted = [Fraction(total) for total in totals if total is not None]
    return _half_up(sum(counted) / len(counted)) if counted else None


def rank(rows, tie_break):
    """The rows, best first, each with `place` and `tied` added: {..., "place": 2, "tied": True}.

    Rows are dicts with the campaign's keys, e.g. ["score", "yes_votes", "women_share", "chair"], asked in
    turn; larger is better, None comes last. Rows equal on every key share a place (1, 2, 2, 4) and are
    tied: the chair decides (domain 1.5). A key that a row lacks raises KeyError: a misspelt key is no tie.
    """
    measured = [(tuple(_measure(row[key]) for key in tie_break), row) for row in rows]
    measured.sort(key=lambda pair: pair[0], reverse=True)
    equals = Counter(measure for measure, _ in measured)
    places = {}
    for place, (measure, _) in enumerate(measured, 1):
        places.setdefault(measure, place)
    return [{**row, "place": places[measure], "tied": equals[measure] > 1} for measure, row in measured]


def _measure(value):
    return (False, Fraction(0)) if value is None else (True, Fraction(value))


# --- an answer in words ------------------------------------------------------------------------------


def describe(answer, rule=None):
    """An answer as a person reads it; with the rule, level and index codes become their labels."""
    if not isinstance(answer, dict):
        return ""
    state = answer.get("state")
    if state == "not_applicable":
        return "không áp dụng"
    if state == "pending":
        return "chưa công bố"
    if state != "answered" or (rule and check_answer(rule, answer)):
        return ""
    params = rule.params if rule else {}
    return "; ".join(speak(answer, params) for key, speak in _SPOKEN.items() if key in answer)


def _say_levels(answer, params):
    labels = {level["code"]: level["label"] for level in params.get("levels", [])}
    chosen = answer["levels"] if isinstance(answer["levels"], list) else []
    return "; ".join(labels.get(code, code) for code in map(str, chosen)) or "không mức nào"


def _say_ratio(answer, params):
    return f"{_say_number(answer['numerator'])}/{_say_number(answer.get('denominator'))}"


def _say_number(value):
    return "…" if (number := _parsed(value)) is None else numbers.decimal(str(value) if number else 0)


def _say_count(answer, params):
    return f"{_say_number(answer['count'])} {params.get('unit_label', '')}".strip()


def _say_breaches(answer, params):
    return f"{_say_number(answer['breaches'])} vụ việc vi phạm" if answer["breaches"] else "không có vi phạm"


def _say_ranks(answer, params):
    labels = {index["code"]: index["label"] for index in params.get("indices", [])}
    ranks = answer["ranks"] if isinstance(answer["ranks"], dict) else {}
    return "; ".join(
        f"{labels.get(code, code)}: {_say_number(pair.get('before'))} → {_say_number(pair.get('after'))}"
        for code, pair in ranks.items()
        if isinstance(pair, dict)
    )


_SPOKEN = {
    "levels": _say_levels,
    "numerator": _say_ratio,
    "count": _say_count,
    "breaches": _say_breaches,
    "ranks": _say_ranks,
}
