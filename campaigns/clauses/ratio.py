"""Done ÷ listed against a target (docs/domain.md 5.1): full points from the target on, below it in proportion."""

from fractions import Fraction

from django.utils.text import capfirst

from campaigns.vietnamese import numbers

from .base import MOST_COUNTED, ClauseKind, number_words, parsed
from .fields import Amount, Number, Text
from .findings import decimal
from .params_forms import ParamsForm, shown

# A longer number is a slip of the hand: no unit has more đồng than these.
MOST_RATIO = 10**15
_LABELS = {"numerator": "Tử số", "denominator": "Mẫu số"}


class RatioParamsForm(ParamsForm):
    target = Number(
        label="Chỉ tiêu (%)",
        help_text="Đạt tỷ lệ này thì đủ điểm; thấp hơn thì điểm giảm theo tỷ lệ. Ví dụ 100.",
    )
    numerator_label = Text(
        label="Tử số là", max_length=300, help_text="Đơn vị đọc câu này khi nhập số, ví dụ: số việc đúng hạn."
    )
    denominator_label = Text(label="Mẫu số là", max_length=300, help_text="Ví dụ: số việc được giao.")

    def begin(self):
        target = decimal(self.stored.get("target"))
        return {**self.stored, "target": shown(None if target is None else target * 100)}

    def made(self):
        return {**self.cleaned_data, "target": f"{(self.cleaned_data['target'] / 100).normalize():f}"}


class Ratio(ClauseKind):
    """params {"target": "0.2", "numerator_label", "denominator_label"}; an answer is two decimal strings,
    {"numerator", "denominator"}, worth max × min(1, n ÷ d ÷ target).
    """

    code, label, order = "ratio", "Tỷ lệ", 2
    shape = {"target": str, "numerator_label": str, "denominator_label": str}
    answer_key = "numerator"
    is_figure = True
    params_form = RatioParamsForm

    def is_shaped(self, params):
        return super().is_shaped(params) and decimal(params["target"]) is not None

    def problems_of(self, key, value, clause, codes):
        if key != "target":
            return
        target = decimal(value)
        if target is None or target <= 0:
            yield (), f'Chỉ tiêu “{value}” phải là số lớn hơn 0, ví dụ "1" cho 100 %, "0.2" cho 20 %.'
        elif target > MOST_COUNTED:
            yield (
                (),
                f"Chỉ tiêu quá lớn: không quá {numbers.grouped(MOST_COUNTED * 100)} %. Hãy kiểm tra lại.",
            )

    def params_words(self, params):
        return [
            f"Tử số: {params['numerator_label']}",
            f"Mẫu số: {params['denominator_label']}",
            f"Đủ điểm khi đạt {numbers.decimal(decimal(params['target']) * 100)} %",
        ]

    def answer_problems(self, rule, answer):
        found = []
        for name, default in _LABELS.items():
            value = parsed(answer.get(name))
            label = rule.params.get(f"{name}_label") or default
            if value is None:
                found.append((name, f"{label}: hãy nhập một số không âm, ví dụ 45 hoặc 20,5."))
            elif value > MOST_RATIO:
                found.append((name, f"{label}: số quá lớn. Hãy kiểm tra lại."))
            elif name == "denominator" and value == 0:
                hint = " Nếu không phát sinh, hãy chọn “Không áp dụng”." if rule.na_allowed else ""
                found.append((name, f"{label}: phải lớn hơn 0.{hint}"))
        return found

    def share(self, rule, answer):
        target = Fraction(str(rule.params.get("target", 1)))
        return parsed(answer["numerator"]) / parsed(answer["denominator"]) / target

    def words(self, answer, params):
        return f"{number_words(answer['numerator'])}/{number_words(answer.get('denominator'))}"

    def fields(self, clause):
        return {
            name: Amount(
                label=capfirst(clause.params.get(f"{name}_label") or default), required=False, max_length=30
            )
            for name, default in _LABELS.items()
        }

    def answer(self, form):
        pair = {name: form.cleaned_data[name] for name in _LABELS}
        return pair if any(pair.values()) else None

    def initial(self, clause, answer):
        return {name: numbers.decimal(answer[name]) for name in _LABELS if name in answer}

    def sample(self, params, full, rng):
        target = Fraction(str(params.get("target", 1)))
        money = "đồng" in params.get("denominator_label", "")
        whole = rng.randint(12, 80) * (100_000_000 if money else 2)
        needed = -(-whole * target.numerator // target.denominator)
        short = rng.randint(1, 2) * (10_000_000 if money else 1)
        return {"numerator": str(needed if full else max(needed - short, 0)), "denominator": str(whole)}
