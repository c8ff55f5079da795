"""Points off for each case: what a sixth file of campaigns/clauses holds, and all that is written for a sixth kind."""

from fractions import Fraction

from django.utils.text import capfirst

from .base import ClauseKind, number_words, whole_problems
from .fields import Tally, Text, whole
from .params_forms import ParamsForm
from .shapes import problems_of_number

_MOST_PERCENT = 100


class PenaltyParamsForm(ParamsForm):
    each = whole("Mỗi việc trừ (%)", "Phần trăm điểm chuẩn bị trừ cho mỗi việc.", _MOST_PERCENT, 25)
    case_label = Text(label="Đếm theo", max_length=300, help_text="Ví dụ: việc chậm.")


class Penalty(ClauseKind):
    """params {"each": 25, "case_label"}; an answer is {"cases": int}, worth max × (1 − cases × each %), at least 0."""

    code, label, order = "penalty", "Điểm trừ", 6
    shape = {"each": int, "case_label": str}
    answer_key = "cases"
    params_form = PenaltyParamsForm

    def problems_of(self, key, value, clause, codes):
        return problems_of_number(value, _MOST_PERCENT) if key == "each" else ()

    def params_words(self, params):
        return [f"Mỗi {params['case_label']} trừ {params['each']} % điểm chuẩn"]

    def answer_problems(self, rule, answer):
        return whole_problems("cases", answer.get("cases"), capfirst(rule.params["case_label"]))

    def share(self, rule, answer):
        return max(Fraction(0), 1 - Fraction(answer["cases"] * rule.params["each"], 100))

    def words(self, answer, params):
        return f"{number_words(answer['cases'])} {params.get('case_label', 'việc')} bị trừ điểm"

    def fields(self, clause):
        return {"cases": Tally(label=f"Số {clause.params['case_label']}")}

    def answer(self, form):
        value = form.cleaned_data["cases"]
        return None if value is None else {"cases": value}

    def initial(self, clause, answer):
        return {"cases": answer["cases"]}

    def sample(self, params, full, rng):
        return {"cases": 0 if full else 1}
