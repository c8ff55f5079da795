"""No breach: one that is confirmed earns nothing, and brings another clause or criterion to nothing as well."""

from fractions import Fraction

from django import forms

from .base import ClauseKind, number_words, whole_problems
from .fields import REQUIRED, Tally
from .findings import unknown
from .params_forms import ParamsForm

_LABEL = "Số vụ việc vi phạm"


class GateParamsForm(ParamsForm):
    zeroes = forms.ChoiceField(
        label="Có vi phạm thì 0 điểm cả",
        help_text="Tiêu chí hoặc ý bị đưa về 0 điểm khi có vi phạm.",
        error_messages={
            "required": REQUIRED,
            "invalid_choice": "Không có tiêu chí, ý này trong Đợt thi đua. Hãy chọn lại.",
        },
    )

    def offer(self, codes):
        chosen = self._chosen()
        listed = [*codes, *([chosen] if chosen and chosen not in codes else [])]
        # Nothing chosen is not the first one chosen.
        unchosen = [] if chosen else [("", "---------")]
        self.fields["zeroes"].choices = [*unchosen, *((code, code) for code in listed)]

    def begin(self):
        return {"zeroes": self._chosen()}

    def _chosen(self):
        chosen = self.stored.get("zeroes")
        return chosen if isinstance(chosen, str) else ""


class Gate(ClauseKind):
    """params {"zeroes": "C7.1"}: a code of a clause or a criterion; an answer is {"breaches": int}."""

    code, label, order = "gate", "Điều kiện", 3
    shape = {"zeroes": str}
    answer_key = "breaches"
    params_form = GateParamsForm

    def problems_of(self, key, value, clause, codes):
        if value == clause.code:
            yield (
                (),
                f"Điều kiện {clause.code} không thể đưa chính nó về 0. Ghi mã một tiêu chí hoặc một ý khác.",
            )
        elif codes is not None and value not in codes:
            yield (), unknown("tiêu chí hoặc ý", value, codes)

    def params_words(self, params):
        return [f"Có vi phạm thì {params['zeroes']} cũng được 0 điểm"]

    def answer_problems(self, rule, answer):
        return whole_problems("breaches", answer.get("breaches"), _LABEL)

    def share(self, rule, answer):
        return Fraction(0 if answer["breaches"] else 1)

    def zeroed_by(self, rule, answer):
        return {rule.params.get("zeroes")} if answer["breaches"] > 0 else set()

    def words(self, answer, params):
        if not answer["breaches"]:
            return "không có vi phạm"
        return f"{number_words(answer['breaches'])} vụ việc vi phạm"

    def fields(self, clause):
        return {"breaches": Tally(label=f"{_LABEL} đã được xác nhận")}

    def answer(self, form):
        value = form.cleaned_data["breaches"]
        return None if value is None else {"breaches": value}

    def initial(self, clause, answer):
        return {"breaches": answer["breaches"]} if "breaches" in answer else {}

    def sample(self, params, full, rng):
        return {"breaches": 0}
