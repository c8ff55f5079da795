"""How many of something against a target: full points from the target on, below it in proportion."""

from fractions import Fraction

from django.utils.text import capfirst

from .base import MOST_COUNTED, ClauseKind, number_words, whole_problems
from .fields import Tally, Text, whole
from .params_forms import ParamsForm
from .shapes import problems_of_number

_LABEL = "Số lượng"


class CountParamsForm(ParamsForm):
    target = whole(
        "Số lượng cần đạt",
        "Đạt từ số này thì đủ điểm; ít hơn thì điểm giảm theo tỷ lệ.",
        MOST_COUNTED,
        3,
    )
    unit_label = Text(label="Đếm theo", max_length=300, help_text="Ví dụ: hình thức quảng bá.")


class Count(ClauseKind):
    """params {"target": 3, "unit_label"}; an answer is {"count": int}, worth max × min(1, n ÷ target)."""

    code, label, order = "count", "Số lượng", 4
    shape = {"target": int, "unit_label": str}
    answer_key = "count"
    is_figure = True
    params_form = CountParamsForm

    def problems_of(self, key, value, clause, codes):
        return problems_of_number(value, MOST_COUNTED) if key == "target" else ()

    def params_words(self, params):
        return [f"Đủ điểm khi đạt từ {params['target']} {params['unit_label']}"]

    def answer_problems(self, rule, answer):
        return whole_problems("count", answer.get("count"), rule.params.get("unit_label") or _LABEL)

    def share(self, rule, answer):
        return Fraction(answer["count"]) / Fraction(str(rule.params.get("target", 1)))

    def words(self, answer, params):
        return f"{number_words(answer['count'])} {params.get('unit_label', '')}".strip()

    def fields(self, clause):
        return {"count": Tally(label=capfirst(clause.params.get("unit_label") or _LABEL))}

    def answer(self, form):
        value = form.cleaned_data["count"]
        return None if value is None else {"count": value}

    def initial(self, clause, answer):
        return {"count": answer["count"]} if "count" in answer else {}

    def sample(self, params, full, rng):
        target = int(Fraction(str(params.get("target", 1))))
        return {"count": target + rng.randint(0, 2) if full else max(target - 1, 0)}
