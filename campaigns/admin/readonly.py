"""What is stored as codes, told in words to those who may only read it.

Django shows a reader the stored value: ["score", "chair"], {"levels": …}, "individual".
"""

import json

from campaigns import rules
from campaigns.models import AwardForm
from campaigns.vietnamese import numbers


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
    if not rules.is_shaped(clause.kind, clause.params):
        return f"Chưa đọc được, cần quản trị hệ thống sửa: {json.dumps(clause.params, ensure_ascii=False)}"
    return "\n".join(_RULES[clause.kind](clause.params))


def _rows(rows):
    return [f"{row['label']}: {numbers.decimal(str(row['points']))} điểm" for row in rows]


def _choice(params):
    several = ["Cộng điểm các phần đã đạt:"] if params.get("multiple") else []
    return several + _rows(params["levels"])


def _ratio(params):
    target = numbers.decimal(rules.decimal(params["target"]) * 100)
    return [
        f"Tử số: {params['numerator_label']}",
        f"Mẫu số: {params['denominator_label']}",
        f"Đủ điểm khi đạt {target} %",
    ]


def _count(params):
    return [f"Đủ điểm khi đạt từ {params['target']} {params['unit_label']}"]


def _gate(params):
    return [f"Có vi phạm thì {params['zeroes']} cũng được 0 điểm"]


def _rank(params):
    return [f"Mỗi chỉ số đủ điểm khi tăng từ {params['improve_by']} bậc:", *_rows(params["indices"])]


_RULES = {"choice": _choice, "ratio": _ratio, "count": _count, "gate": _gate, "rank": _rank}
