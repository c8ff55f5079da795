"""WHAT IS IT WORTH? Points, totals and places: plain arithmetic over rules and answers, no saving.

A rule is anything with `code, criterion_code, kind, max_points, params, na_allowed, pending_allowed`:
a `campaigns.models.Clause` or a `ClauseRule`. What `params` and an answer hold, and what the answer is worth, its kind
says (campaigns.clauses). An answer is JSON from outside and never trusted:

    {"state": "answered" | "not_applicable" | "pending", and if answered the keys of its kind}

Points have two decimals, rounded half up, but what falls short of its target never rounds up to full
points: plan III.1 says 100 %, and 99,99 % is not 100 %.
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import reduce

from campaigns import clauses
from campaigns.clauses import NOTHING, Worth
from campaigns.clauses.base import half_up, is_whole, share_of
from campaigns.vietnamese import numbers

# A hundred digits hold every sum of points; what they do not hold is refused, never rounded.
_EXACT = Context(prec=100, traps=[Inexact])


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
class Sheet:
    """A whole score sheet; `total` is on 100, or None when nothing on it applies (docs/domain.md 5.1)."""

    total: Decimal | None
    got: Decimal
    out_of: Decimal
    by_criterion: dict
    by_clause: dict
    unanswered: list
    breaches: list


# --- checking an answer ------------------------------------------------------------------------------


def answer_problems(rule, answer):
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
    return clauses.of(rule.kind).answer_problems(rule, answer)


def codes(answer):
    """The codes of levels or indices that an answer names, known or not."""
    if not isinstance(answer, dict):
        return set()
    return set().union(*(kind.codes(answer) for kind in clauses.kinds().values()))


# --- what an answer is worth -------------------------------------------------------------------------


def points(rule, answer):
    """The Worth of one clause by itself, gates of other clauses left aside (docs/domain.md 5.1).

    Not applicable or pending: out of the denominator. No answer, or a wrong one: nothing, of the full points.
    """
    if answer_problems(rule, answer):
        return Worth(Decimal("0.00"), rule.max_points)
    if answer["state"] != "answered":
        return NOTHING
    return clauses.of(rule.kind).worth(rule, answer)


# --- a whole sheet -----------------------------------------------------------------------------------


def sheet(rules, answers):
    """Every clause, with gates applied, brought to 100 over what applies (docs/domain.md 5.1).

    score100 = 100 × Σ got ÷ Σ out_of. An unanswered clause counts nothing of its full points, so that
    leaving it out never helps; it is named in `unanswered`.
    """
    rules = list(rules)
    worths = {rule.code: points(rule, answers.get(rule.code)) for rule in rules}
    unanswered = [rule.code for rule in rules if answer_problems(rule, answers.get(rule.code))]
    zeroing = {rule.code: _zeroed_by(rule, answers.get(rule.code)) for rule in rules}
    breaches = [code for code, codes in zeroing.items() if codes]
    zeroed = set().union(*zeroing.values())
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


def _zeroed_by(rule, answer):
    """What a right answer brings down to nothing besides (a breach of a gate)."""
    if answer_problems(rule, answer) or answer["state"] != "answered":
        return set()
    return clauses.of(rule.kind).zeroed_by(rule, answer)


def _sum(worths):
    counted = [worth for worth in worths if worth.points is not None]
    if not counted:
        return NOTHING
    return Worth(
        sum((worth.points for worth in counted), Decimal(0)),
        sum((worth.out_of for worth in counted), Decimal(0)),
    )


def _on_100(got, out_of):
    return share_of(Decimal(100), Fraction(got) / Fraction(out_of)) if out_of else None


# --- the Council's points ----------------------------------------------------------------------------


def member_points_problems(rules, given, excluded=()):
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
    return is_whole(value) or (isinstance(value, Decimal) and value.is_finite())


def member_total(rules, given, excluded=()):
    """One member's total on 100 over the clauses not excluded (N/A, pending); None when none is left.

    Raises ValueError with the sentence of member_points_problems: a half-filled sheet has no total.
    """
    rules = list(rules)
    problems = member_points_problems(rules, given, excluded)
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
    return half_up(sum(counted) / len(counted)) if counted else None


def rank(rows, tie_break):
    """The rows, best first, each with `place` and `tied` added: {..., "place": 2, "tied": True}.

    Rows are dicts with the campaign's keys, e.g. ["score", "yes_votes", "women_share", "chair"], asked in
    turn; larger is better, None comes last. Rows equal on every key share a place (1, 2, 2, 4) and are
    tied: the chair decides (docs/domain.md 1.5). A key that a row lacks raises KeyError: a misspelt key is no tie.
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
    if state != "answered" or (rule and answer_problems(rule, answer)):
        return ""
    if rule:
        return clauses.of(rule.kind).words(answer, rule.params)
    return "; ".join(kind.words(answer, {}) for kind in clauses.kinds().values() if kind.answer_key in answer)
