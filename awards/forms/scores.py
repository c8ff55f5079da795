"""A clause of the score sheet as a small form of its own: its state, its figures, its explanation."""

from django import forms

from awards import scoring, uploads
from campaigns import clauses
from campaigns.clauses.fields import CHECK
from campaigns.fingerprints import fingerprint

from .fields import Line, Lines
from .posted import inputs

STATES = [("answered", "Chấm điểm"), ("not_applicable", "Không áp dụng"), ("pending", "Chưa công bố")]
_HIDDEN = ("version", "was")


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
                label="Cách trả lời", choices=states, widget=forms.RadioSelect(attrs=CHECK), required=False
            )
        self.kind = clauses.of(clause.kind)
        self.fields.update(self.kind.fields(clause))
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
        return [self[name] for name in self.kind.fields(self.clause)]

    @property
    def answer_rows(self):
        """[(label, field, …)] of a kind that draws its fields as a table."""
        return [
            (label, *(self[name] for name in names)) for label, *names in self.kind.field_rows(self.clause)
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
        for field, sentence in scoring.answer_problems(self.clause, self.answer) if self.answer else []:
            self.add_error(field if field in self.fields else None, sentence)
        return self.cleaned_data

    def _answer(self):
        """The answer as scoring reads it; {} while nothing has been answered."""
        state = self.cleaned_data.get("state") or "answered"
        if state != "answered":
            return {"state": state}
        detail = self.kind.answer(self)
        return {"state": "answered", **detail} if detail else {}


def _states(clause):
    yield "answered"
    if clause.na_allowed:
        yield "not_applicable"
    if clause.pending_allowed:
        yield "pending"


def _initial(clause, row):
    answer = row.answer if row else {}
    initial = {
        "version": row.version if row else 0,
        "state": answer.get("state", "answered"),
        "explanation": row.explanation if row else "",
    }
    if answer.get("state") != "answered":
        return initial
    return initial | clauses.of(clause.kind).initial(clause, answer)
