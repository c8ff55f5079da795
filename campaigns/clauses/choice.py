"""Choose a level: full, half or none with a described meaning; or tick several parts that add up (docs/domain.md 5.1)."""

from fractions import Fraction

from django import forms

from campaigns.vietnamese import numbers

from . import shapes
from .base import ClauseKind
from .fields import CHECK
from .findings import decimal
from .params_forms import ParamsForm

# Of several parts that may be ticked, none is an answer too, and must differ from not having answered.
NONE_OF_THEM = "__khong__"


class ChoiceParamsForm(ParamsForm):
    rows_name, rows_title = "levels", "Các mức"
    multiple = forms.BooleanField(
        label="Được chọn nhiều mức, cộng điểm",
        required=False,
        help_text="Không đánh dấu: chọn đúng một mức. Điểm cộng lại không vượt điểm chuẩn của ý.",
    )

    def made(self):
        # Where the plan never said so, "no" needs no key either.
        chosen = self.cleaned_data["multiple"]
        return {"multiple": chosen} if chosen or "multiple" in self.stored else {}


class Choice(ClauseKind):
    """params {"levels": [{"code", "label", "points"}], "multiple": bool}; an answer is {"levels": [codes]}."""

    code, label, order = "choice", "Chọn mức", 1
    shape = {"levels": list, "multiple": bool}
    optional = frozenset({"multiple"})
    rows = answer_key = "levels"
    template = "awards/dossier/clauses/choice.html"
    params_form = ChoiceParamsForm

    def problems_of(self, key, value, clause, codes):
        return self._problems_of_levels(value, clause) if key == "levels" else ()

    def _problems_of_levels(self, levels, clause):
        """The full points must be within reach: by the best level or, where several count, by all together."""
        yield from shapes.problems_of_rows(levels, clause, "mức")
        points = [decimal(level["points"]) for level in levels if shapes.is_row(level)]
        if not points or len(points) < len(levels) or clause.max_points is None:
            return
        if clause.params.get("multiple") is True:
            # More than the full points may be on offer: the score stops at the full points.
            if sum(points) < clause.max_points:
                yield from shapes.problems_of_sum(points, clause, "Các mức")
        elif len(points) < 2:
            yield (), "Cần ít nhất hai mức để chọn."
        elif max(points) < clause.max_points:
            yield (
                (),
                f"Không mức nào đạt điểm chuẩn {numbers.decimal(clause.max_points)}. Mức cao nhất phải bằng điểm chuẩn.",
            )

    def params_words(self, params):
        several = ["Cộng điểm các phần đã đạt:"] if params.get("multiple") else []
        return several + shapes.rows_words(params["levels"])

    def answer_problems(self, rule, answer):
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

    def share(self, rule, answer):
        chosen = [level for level in rule.params["levels"] if level["code"] in answer["levels"]]
        return sum(Fraction(str(level["points"])) for level in chosen) / Fraction(rule.max_points)

    def codes(self, answer):
        levels = answer.get("levels")
        return (
            {code for code in levels if isinstance(code, str)} if isinstance(levels, list | dict) else set()
        )

    def words(self, answer, params):
        labels = {level["code"]: level["label"] for level in params.get("levels", [])}
        chosen = answer["levels"] if isinstance(answer["levels"], list) else []
        return "; ".join(labels.get(code, code) for code in map(str, chosen)) or "không mức nào"

    def fields(self, clause):
        choices = [
            (level["code"], f"{level['label']} – {numbers.decimal(str(level['points']))} điểm")
            for level in clause.params["levels"]
        ]
        if not clause.params.get("multiple"):
            widget = forms.RadioSelect(attrs=CHECK)
            return {
                "levels": forms.ChoiceField(
                    label="Mức đạt được", choices=choices, required=False, widget=widget
                )
            }
        choices.append((NONE_OF_THEM, "Chưa có phần nào – 0 điểm"))
        widget = forms.CheckboxSelectMultiple(attrs=CHECK)
        return {
            "levels": forms.MultipleChoiceField(
                label="Các phần đã đạt", choices=choices, required=False, widget=widget
            )
        }

    def answer(self, form):
        chosen = form.cleaned_data["levels"]
        if isinstance(chosen, str):
            return {"levels": [chosen]} if chosen else None
        if NONE_OF_THEM in chosen and len(chosen) > 1:
            form.add_error("levels", "Đã chọn “Chưa có phần nào” thì không chọn phần khác.")
            return None
        return {"levels": [code for code in chosen if code != NONE_OF_THEM]} if chosen else None

    def initial(self, clause, answer):
        if clause.params.get("multiple"):
            return {"levels": answer["levels"] or [NONE_OF_THEM]}
        return {"levels": (answer["levels"] or [""])[0]}

    def sample(self, params, full, rng):
        levels = sorted(params["levels"], key=lambda level: -float(level["points"]))
        if params.get("multiple"):
            return {"levels": [level["code"] for level in (levels if full else levels[:-1])]}
        return {"levels": [levels[0 if full else 1]["code"]]}
