"""How a clause is scored, as boxes on the administrator's page: one field of the clause's form, drawn by its kind.

A finding of the rules stands beside the box it is about.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from campaigns import clauses, rules

SEE_BOXES = "Cách tính điểm có chỗ chưa đúng; xem câu ghi ở từng ô."


class RuleWidget(forms.Widget):
    """Draws the boxes of a ParamsForm; `field` reads them."""

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

    def __init__(self, clause, codes, used):
        kind = clauses.of(clause.kind)
        self.clause = clause
        super().__init__(
            label="Cách tính điểm",
            required=False,
            widget=RuleWidget(
                lambda data, name: kind.params_form(
                    data, kind=kind, stored=clause.params, codes=codes(), used=used, prefix=name
                )
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
        if "params" in self.fields and self.instance.kind in clauses.kinds():
            self.fields["params"] = RuleField(self.instance, self._codes, self.dossiers_by_code)

    def dossiers_by_code(self):
        """{code of a level or an index: how many dossiers answered with it}; who keeps the answers tells."""
        return {}

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
