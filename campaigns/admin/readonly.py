"""What is stored as codes, told in words to those who may only read it.

Django shows a reader the stored value: ["score", "chair"], {"levels": …}, "individual".
"""

import json

from campaigns import clauses, rules
from campaigns.models import AwardForm


class ReadableForReaders:
    """A table or an inline with `readable_fields`: {field: name of the method that tells it}."""

    readable_fields: dict[str, str] = {}

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return fieldsets
        return [(name, {**options, "fields": self._told(options["fields"])}) for name, options in fieldsets]

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        if self.has_change_permission(request, obj):
            return readonly
        return (*readonly, *self.readable_fields.values())

    def _told(self, fields):
        return [
            self._told(field) if isinstance(field, list | tuple) else self.readable_fields.get(field, field)
            for field in fields
        ]


def award_forms(codes):
    return ", ".join(AwardForm.Code(code).label for code in codes)


def tie_breaks(codes):
    return ", rồi ".join(rules.TIE_BREAKS.get(code, code) for code in codes)


def clause_rule(clause):
    """How a clause is scored, as `params` holds it (awards.scoring)."""
    kind = clauses.of(clause.kind)
    if not kind.is_shaped(clause.params):
        return f"Chưa đọc được, cần quản trị hệ thống sửa: {json.dumps(clause.params, ensure_ascii=False)}"
    return "\n".join(kind.params_words(clause.params))
