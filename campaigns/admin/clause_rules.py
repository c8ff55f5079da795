"""How a clause is scored, as boxes to fill in: one small form for each kind of clause.

`Clause.params` keeps the shape that campaigns.rules judges and the plan file writes; what nobody touched is stored
again exactly as it was. A finding of the rules stands beside the box it is about.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from campaigns import rules
from campaigns.vietnamese import names, numbers

SEE_BOXES = "Cách tính điểm có chỗ chưa đúng; xem câu ghi ở từng ô."
# A blank row below the ones there are.
EXTRA_ROWS = 1
REQUIRED = "Ô này chưa điền. Hãy điền rồi lưu lại."
_NUMBER = "Hãy nhập một số không âm, ví dụ 4 hoặc 4,5."


class Words(forms.CharField):
    default_error_messages = {"required": REQUIRED}

    def to_python(self, value):
        return names.clean(value) if value else ""


class Number(forms.CharField):
    """A number as people write it; kept as Decimal."""

    default_error_messages = {"required": REQUIRED}

    def to_python(self, value):
        if not (text := super().to_python(value)):
            return None
        try:
            if len(text) <= 20:
                return numbers.parse(text)
        except ValueError:
            pass
        raise ValidationError(_NUMBER)


class Rule(forms.Form):
    """The boxes of one kind. `begin` is what they show of the stored params, `params` what they make of them."""

    rows_name, rows_title = "", ""

    def __init__(self, data=None, *, stored, codes, prefix):
        super().__init__(data, prefix=prefix)
        self.stored = stored if isinstance(stored, dict) else {}
        self.offer(codes)
        self.initial = self.begin()
        self.rows = self._rows() if self.rows_name else []

    def offer(self, codes):
        """Choices that depend on the campaign."""

    def begin(self):
        return dict(self.stored)

    def made(self):
        return dict(self.cleaned_data)

    def _rows(self):
        kept = [row for row in self.stored.get(self.rows_name, []) if isinstance(row, dict)]
        shown = [*kept, *[None] * EXTRA_ROWS]
        return [
            Row(
                self.data if self.is_bound else None,
                stored=row,
                prefix=f"{self.prefix}-{self.rows_name}-{at}",
            )
            for at, row in enumerate(shown)
        ]

    def is_valid(self):
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def params(self):
        """Of a valid form. A value that says the same as before keeps its spelling ("1.0", 6.0)."""
        found = self.made()
        if self.rows_name:
            found[self.rows_name] = [row.made() for row in self.rows if row.is_filled]
        return {key: _as_before(value, self.stored.get(key)) for key, value in found.items()}

    def place(self, path, sentence):
        """Put a finding at its box; whether there is one."""
        if not path:
            return False
        if path[0] == self.rows_name:
            if len(path) == 1:
                self.add_error(None, sentence)
                return True
            filled = [row for row in self.rows if row.is_filled]
            filled[path[1]].add_error(path[2] if len(path) > 2 else None, sentence)
            return True
        if path[0] in self.fields:
            self.add_error(path[0], sentence)
            return True
        return False

    @property
    def boxes(self):
        return [self[name] for name in self.fields]


class Row(forms.Form):
    """A level to choose, or an index that is counted: emptied, it is left out."""

    code = Words(label="Mã", max_length=40, required=False)
    label = Words(label="Nội dung", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    points = Number(label="Điểm", required=False)

    def __init__(self, data=None, *, stored, prefix):
        super().__init__(data, prefix=prefix)
        self.stored = stored or {}
        self.initial = {**self.stored, "points": _shown(self.stored.get("points"))}

    @property
    def is_filled(self):
        return any(value not in ("", None) for value in self.cleaned_data.values())

    def clean(self):
        cleaned = super().clean()
        if not self.errors and any(value not in ("", None) for value in cleaned.values()):
            for name, value in list(cleaned.items()):
                if value in ("", None):
                    self.add_error(
                        name, f"Chưa điền “{self.fields[name].label}”. Muốn bỏ dòng này, xóa cả ba ô."
                    )
        return cleaned

    def made(self):
        found = {**self.cleaned_data, "points": _plain(self.cleaned_data["points"])}
        return {key: _as_before(value, self.stored.get(key)) for key, value in found.items()}


class Choice(Rule):
    rows_name, rows_title = "levels", "Các mức"
    multiple = forms.BooleanField(
        label="Được chọn nhiều mức, cộng điểm",
        required=False,
        help_text="Không đánh dấu: chọn đúng một mức. Điểm cộng lại không vượt điểm chuẩn của ý.",
    )

    def made(self):
        # Where the plan never said so, "no" needs no key either.
        told = self.cleaned_data["multiple"]
        return {"multiple": told} if told or "multiple" in self.stored else {}


class Ratio(Rule):
    target = Number(
        label="Chỉ tiêu (%)",
        help_text="Đạt tỷ lệ này thì đủ điểm; thấp hơn thì điểm giảm theo tỷ lệ. Ví dụ 100.",
    )
    numerator_label = Words(
        label="Tử số là", max_length=300, help_text="Đơn vị đọc câu này khi nhập số, ví dụ: số việc đúng hạn."
    )
    denominator_label = Words(label="Mẫu số là", max_length=300, help_text="Ví dụ: số việc được giao.")

    def begin(self):
        target = rules.decimal(self.stored.get("target"))
        return {**self.stored, "target": _shown(None if target is None else target * 100)}

    def made(self):
        return {**self.cleaned_data, "target": f"{(self.cleaned_data['target'] / 100).normalize():f}"}


class Count(Rule):
    target = forms.IntegerField(
        label="Số lượng cần đạt",
        min_value=0,
        help_text="Đạt từ số này thì đủ điểm; ít hơn thì điểm giảm theo tỷ lệ.",
        error_messages={"invalid": "Hãy nhập một số nguyên, ví dụ 3.", "required": REQUIRED},
    )
    unit_label = Words(label="Đếm theo", max_length=300, help_text="Ví dụ: hình thức quảng bá.")


class Gate(Rule):
    zeroes = forms.ChoiceField(
        label="Có vi phạm thì 0 điểm cả",
        help_text="Tiêu chí hoặc ý bị đưa về 0 điểm khi có vi phạm.",
        error_messages={"invalid_choice": "Không có tiêu chí, ý này trong Đợt thi đua. Hãy chọn lại."},
    )

    def offer(self, codes):
        kept = self.stored.get("zeroes")
        listed = [*codes, *([kept] if kept and kept not in codes else [])]
        self.fields["zeroes"].choices = [(code, code) for code in listed]


class Rank(Rule):
    rows_name, rows_title = "indices", "Các chỉ số"
    improve_by = forms.IntegerField(
        label="Tăng ít nhất (bậc)",
        min_value=0,
        help_text="Mỗi chỉ số tăng từ số bậc này thì được đủ điểm của chỉ số đó.",
        error_messages={"invalid": "Hãy nhập một số nguyên, ví dụ 1.", "required": REQUIRED},
    )


KINDS = {"choice": Choice, "ratio": Ratio, "count": Count, "gate": Gate, "rank": Rank}


def _shown(value):
    found = rules.decimal(value)
    return "" if found is None else numbers.decimal(found).replace(".", "")


def _plain(value):
    """A Decimal as JSON writes numbers."""
    return int(value) if value == int(value) else float(value)


def _as_before(value, stored):
    same = rules.decimal(value)
    return (
        stored
        if type(stored) is type(value) and same is not None and same == rules.decimal(stored)
        else value
    )


# --- as one field of the clause's form -----------------------------------------------------------------------


class RuleWidget(forms.Widget):
    """Draws the boxes of a Rule; `field` reads them."""

    use_fieldset = True

    def __init__(self, make):
        super().__init__()
        self.make, self.rule = make, None

    def value_from_datadict(self, data, files, name):
        # Once: what the rules find is added to this very form, and is drawn from it.
        self.rule = self.rule or self.make(data, name)
        return self.rule

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return ""

    def render(self, name, value, attrs=None, renderer=None):
        rule = self.rule or self.make(None, name)
        return mark_safe(render_to_string("admin/campaigns/rule.html", {"rule": rule}))


class RuleField(forms.Field):
    """`Clause.params` of a clause that exists: its kind says which boxes."""

    def __init__(self, clause, codes):
        kind = KINDS[clause.kind]
        self.clause = clause
        super().__init__(
            label="Cách tính điểm",
            required=False,
            widget=RuleWidget(
                lambda data, name: kind(data, stored=clause.params, codes=codes(), prefix=name)
            ),
        )

    def clean(self, rule):
        if not rule.is_valid():
            raise ValidationError(SEE_BOXES)
        return rule.params()

    def has_changed(self, initial, rule):
        return not rule.is_valid() or rule.params() != initial


class ClauseRuleForm(forms.ModelForm):
    """A ModelForm of Clause whose `params` are boxes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read-only accounts and Django's own checks come without the field.
        if "params" in self.fields and self.instance.kind in KINDS:
            self.fields["params"] = RuleField(self.instance, self._codes)

    def _codes(self):
        """What a gate may bring down to nothing: every criterion and clause of the campaign but itself."""
        clause = self.instance
        return [code for code in clause.codes_of_the_campaign() if code != clause.code]

    def _post_clean(self):
        """The rules' findings about params, each at its box instead of all above them."""
        super()._post_clean()
        rule = getattr(self.fields.get("params"), "widget", None) and self.fields["params"].widget.rule
        if rule is None or not rule.is_valid() or "params" not in self.errors:
            return
        found = rules.findings_of_clause(self.instance, codes=self.instance.codes_of_the_campaign())
        lost = [
            sentence for path, sentence in found if path[0] == "params" and not rule.place(path[1:], sentence)
        ]
        self.errors["params"] = self.error_class([SEE_BOXES, *lost])
