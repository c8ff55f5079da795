"""A clause of the score sheet as a small form of its own: its state, its figures, its explanation."""

from django import forms
from django.utils.text import capfirst

from awards import scoring, uploads
from campaigns.fingerprints import fingerprint
from campaigns.vietnamese import numbers

from .fields import Line, Lines, Whole
from .posted import inputs

STATES = [("answered", "Chấm điểm"), ("not_applicable", "Không áp dụng"), ("pending", "Chưa công bố")]
# Of several parts that may be ticked, none is an answer too, and must differ from not having answered.
NONE_OF_THEM = "__khong__"
_HIDDEN = ("version", "was")
_CHECK = {"class": "form-check-input"}


class ClauseForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    # Digest of what the page showed: tells what this person changed from what stood there anyway.
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, clause, row, data=None, files=None):
        self.clause, self.row = clause, row
        super().__init__(data, files, prefix=f"y{clause.pk}", initial=_initial(clause, row))
        states = [state for state in STATES if state[0] in _states(clause)]
        if len(states) > 1:
            self.fields["state"] = forms.ChoiceField(
                label="Cách trả lời", choices=states, widget=forms.RadioSelect(attrs=_CHECK), required=False
            )
        self.fields.update(_FIELDS[clause.kind](clause))
        self.fields["explanation"] = Lines(
            label="Giải trình",
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 2, "data-limit": 20_000, "class": "form-control"}),
        )
        self.fields["file"] = forms.FileField(
            label="Thêm tài liệu kiểm chứng",
            required=False,
            widget=forms.FileInput(attrs={"accept": uploads.ACCEPT, "class": "form-control form-control-sm"}),
        )
        self.fields["file_note"] = Line(label="Nội dung, số và ngày văn bản", required=False, max_length=300)
        self.initial["was"] = self.digest

    # --- for the page ---

    @property
    def answer_fields(self):
        listed = _FIELDS[self.clause.kind](self.clause)
        return [self[name] for name in listed]

    @property
    def index_rows(self):
        """A rank clause: [(label, field before, field after)]."""
        return [
            (index["label"], self[f"before_{index['code']}"], self[f"after_{index['code']}"])
            for index in self.clause.params["indices"]
        ]

    @property
    def answer_names(self):
        return [name for name in self.fields if name not in (*_HIDDEN, "file", "file_note")]

    # --- what was typed ---

    @property
    def typed(self):
        """{input name: text} of the answer, as it stands on the page."""
        pairs = {}
        for name in self.answer_names:
            pairs.update(inputs(self[name]))
        return pairs

    @property
    def digest(self):
        return fingerprint(self.typed)[:16]

    @property
    def is_touched(self):
        return self.digest != self.cleaned_data.get("was")

    def clean(self):
        if self.errors:
            return self.cleaned_data
        self.answer = self._answer()
        for field, sentence in scoring.check_answer(self.clause, self.answer) if self.answer else []:
            self.add_error(field if field in self.fields else None, sentence)
        return self.cleaned_data

    def _answer(self):
        """The answer as scoring reads it; {} while nothing has been answered."""
        state = self.cleaned_data.get("state") or "answered"
        if state != "answered":
            return {"state": state}
        detail = _ANSWERS[self.clause.kind](self)
        return {"state": "answered", **detail} if detail else {}


def _states(clause):
    yield "answered"
    if clause.na_allowed:
        yield "not_applicable"
    if clause.pending_allowed:
        yield "pending"


# --- the fields of each kind ---------------------------------------------------------------------------


def _choice_fields(clause):
    several = clause.params.get("multiple")
    choices = [
        (level["code"], f"{level['label']} – {numbers.decimal(str(level['points']))} điểm")
        for level in clause.params["levels"]
    ]
    if several:
        choices.append((NONE_OF_THEM, "Chưa có phần nào – 0 điểm"))
        return {
            "levels": forms.MultipleChoiceField(
                label="Các phần đã đạt",
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs=_CHECK),
            )
        }
    return {
        "levels": forms.ChoiceField(
            label="Mức đạt được", choices=choices, required=False, widget=forms.RadioSelect(attrs=_CHECK)
        )
    }


class Amount(Line):
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        """A canonical decimal string, or "" (scoring reads "1800000.5")."""
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return f"{numbers.parse(text):f}"
        except ValueError:
            raise forms.ValidationError("Hãy nhập một số không âm, ví dụ 45 hoặc 20,5.") from None


def _ratio_fields(clause):
    return {
        "numerator": Amount(
            label=capfirst(clause.params.get("numerator_label") or "Tử số"), required=False, max_length=30
        ),
        "denominator": Amount(
            label=capfirst(clause.params.get("denominator_label") or "Mẫu số"), required=False, max_length=30
        ),
    }


class Count(Whole):
    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        # What is too many, scoring says.
        self.validators = [check for check in self.validators if check.limit_value == 0]


def _count_fields(clause):
    return {"count": Count(label=capfirst(clause.params.get("unit_label") or "Số lượng"))}


def _gate_fields(clause):
    return {"breaches": Count(label="Số vụ việc vi phạm đã được xác nhận")}


def _rank_fields(clause):
    fields = {}
    for index in clause.params["indices"]:
        fields[f"before_{index['code']}"] = Count(label=f"{index['label']}: hạng năm trước")
        fields[f"after_{index['code']}"] = Count(label=f"{index['label']}: hạng năm nay")
    return fields


_FIELDS = {
    "choice": _choice_fields,
    "ratio": _ratio_fields,
    "count": _count_fields,
    "gate": _gate_fields,
    "rank": _rank_fields,
}


# --- typed → answer, answer → shown ----------------------------------------------------------------------


def _choice_answer(form):
    chosen = form.cleaned_data["levels"]
    if isinstance(chosen, str):
        return {"levels": [chosen]} if chosen else None
    if NONE_OF_THEM in chosen and len(chosen) > 1:
        form.add_error("levels", "Đã chọn “Chưa có phần nào” thì không chọn phần khác.")
        return None
    return {"levels": [code for code in chosen if code != NONE_OF_THEM]} if chosen else None


def _ratio_answer(form):
    pair = {name: form.cleaned_data[name] for name in ("numerator", "denominator")}
    return pair if any(pair.values()) else None


def _whole_answer(name):
    def answer(form):
        value = form.cleaned_data[name]
        return None if value is None else {name: value}

    return answer


def _rank_answer(form):
    ranks = {
        index["code"]: {
            "before": form.cleaned_data[f"before_{index['code']}"],
            "after": form.cleaned_data[f"after_{index['code']}"],
        }
        for index in form.clause.params["indices"]
    }
    known = any(place is not None for pair in ranks.values() for place in pair.values())
    return {"ranks": ranks} if known else None


_ANSWERS = {
    "choice": _choice_answer,
    "ratio": _ratio_answer,
    "count": _whole_answer("count"),
    "gate": _whole_answer("breaches"),
    "rank": _rank_answer,
}


def _initial(clause, row):
    answer = row.answer if row else {}
    initial = {
        "version": row.version if row else 0,
        "state": answer.get("state", "answered"),
        "explanation": row.explanation if row else "",
    }
    if answer.get("state") != "answered":
        return initial
    if clause.kind == "choice":
        several = clause.params.get("multiple")
        initial["levels"] = (answer["levels"] or [NONE_OF_THEM]) if several else (answer["levels"] or [""])[0]
    elif clause.kind == "rank":
        for code, pair in answer["ranks"].items():
            initial[f"before_{code}"], initial[f"after_{code}"] = pair.get("before"), pair.get("after")
    else:
        for name in ("numerator", "denominator"):
            if name in answer:
                initial[name] = numbers.decimal(answer[name])
        for name in ("count", "breaches"):
            if name in answer:
                initial[name] = answer[name]
    return initial
