"""The place of each index last year and this year; a smaller number is a better place (docs/domain.md 5.2, C6).

What is not published yet leaves the denominator: the results of a year come out after the dossier's deadline.
"""

from decimal import Decimal

from campaigns.vietnamese import numbers

from . import shapes
from .base import NOTHING, ClauseKind, Worth, hundredths, is_whole, number_words
from .fields import Tally, whole
from .findings import decimal
from .params_forms import ParamsForm

# There are 63 provinces, and ministries and districts are ranked in longer lists.
MOST_RANK = 1000


class RankParamsForm(ParamsForm):
    rows_name, rows_title = "indices", "Các chỉ số"
    improve_by = whole(
        "Tăng ít nhất (bậc)",
        "Mỗi chỉ số tăng từ số bậc này thì được đủ điểm của chỉ số đó.",
        MOST_RANK,
        1,
    )


class Rank(ClauseKind):
    """params {"indices": [{"code", "label", "points"}], "improve_by": 1}; an answer is
    {"ranks": {code: {"before": int | null, "after": int | null}}}.
    """

    code, label, order = "rank", "Thứ hạng", 5
    shape = {"indices": list, "improve_by": int}
    rows = "indices"
    answer_key = "ranks"
    template = "awards/dossier/clauses/rank.html"
    params_form = RankParamsForm

    def problems_of(self, key, value, clause, codes):
        if key == "improve_by":
            return shapes.problems_of_number(value, MOST_RANK)
        return self._problems_of_indices(value, clause)

    def _problems_of_indices(self, indices, clause):
        yield from shapes.problems_of_rows(indices, clause, "chỉ số")
        points = [decimal(index["points"]) for index in indices if shapes.is_row(index)]
        if points and len(points) == len(indices) and clause.max_points is not None:
            yield from shapes.problems_of_sum(points, clause, "Các chỉ số")

    def params_words(self, params):
        indices = shapes.rows_words(params["indices"])
        return [f"Mỗi chỉ số đủ điểm khi tăng từ {params['improve_by']} bậc:", *indices]

    def answer_problems(self, rule, answer):
        ranks = answer.get("ranks")
        indices = {index["code"]: index for index in rule.params["indices"]}
        if not isinstance(ranks, dict):
            return [("ranks", "Hãy nhập thứ hạng của từng chỉ số.")]
        if not indices.keys() >= ranks.keys():
            return [("ranks", "Có chỉ số không nằm trong danh sách. Hãy nhập lại.")]
        return [
            ("ranks", f"{index['label']}: {problem}")
            for code, index in indices.items()
            if (problem := self._problem_of_places(rule, ranks.get(code)))
        ]

    def _problem_of_places(self, rule, pair):
        pair = {} if pair is None else pair
        if not isinstance(pair, dict):
            return "hãy nhập thứ hạng năm trước và năm nay."
        places = (pair.get("before"), pair.get("after"))
        if any(place is not None and not (is_whole(place) and 1 <= place <= MOST_RANK) for place in places):
            return f"thứ hạng phải là số nguyên từ 1 đến {numbers.grouped(MOST_RANK)}."
        if None in places and not rule.pending_allowed:
            return "hãy nhập đủ thứ hạng năm trước và năm nay."
        return ""

    def worth(self, rule, answer):
        """Each index by itself: up one place means a rank number smaller by one."""
        improve_by = rule.params.get("improve_by", 1)
        got = out_of = Decimal(0)
        for index in rule.params["indices"]:
            pair = answer["ranks"].get(index["code"]) or {}
            before, after = pair.get("before"), pair.get("after")
            if before is None or after is None:
                continue
            points = Decimal(str(index["points"]))
            out_of += points
            got += points if after <= before - improve_by else 0
        return Worth(hundredths(got), out_of) if out_of else NOTHING

    def codes(self, answer):
        ranks = answer.get("ranks")
        return {code for code in ranks if isinstance(code, str)} if isinstance(ranks, list | dict) else set()

    def words(self, answer, params):
        labels = {index["code"]: index["label"] for index in params.get("indices", [])}
        ranks = answer["ranks"] if isinstance(answer["ranks"], dict) else {}
        return "; ".join(
            f"{labels.get(code, code)}: {number_words(pair.get('before'))} → {number_words(pair.get('after'))}"
            for code, pair in ranks.items()
            if isinstance(pair, dict)
        )

    def fields(self, clause):
        found = {}
        for label, before, after in self.field_rows(clause):
            found[before] = Tally(label=f"{label}: hạng năm trước")
            found[after] = Tally(label=f"{label}: hạng năm nay")
        return found

    def field_rows(self, clause):
        return [
            (index["label"], f"before_{index['code']}", f"after_{index['code']}")
            for index in clause.params["indices"]
        ]

    def answer(self, form):
        ranks = {
            index["code"]: {
                name: form.cleaned_data[f"{name}_{index['code']}"] for name in ("before", "after")
            }
            for index in form.clause.params["indices"]
        }
        known = any(place is not None for pair in ranks.values() for place in pair.values())
        return {"ranks": ranks} if known else None

    def initial(self, clause, answer):
        return {
            f"{name}_{code}": pair.get(name)
            for code, pair in answer["ranks"].items()
            for name in ("before", "after")
        }

    def sample(self, params, full, rng):
        return {"ranks": {index["code"]: {"before": 34, "after": 33} for index in params["indices"]}}
