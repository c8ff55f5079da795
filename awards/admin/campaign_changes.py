"""The plan's rules as text, so that the history can tell who changed a deadline, a quota or a threshold, and when.

A page that shows what is no longer stored saves nothing: an older page would undo what a colleague saved meanwhile.
"""

from datetime import date, datetime
from decimal import Decimal

from django.contrib import messages
from django.db import models, transaction
from django.utils.text import capfirst

from awards import audit
from awards.http.responses import CONFLICT, see_other
from awards.models import CouncilSession
from campaigns import clock, rules
from campaigns.admin import readonly
from campaigns.fingerprints import fingerprint
from campaigns.models import Campaign, Clause
from campaigns.vietnamese import numbers

_IN_WORDS = {
    "tie_break": lambda row: [str(rules.TIE_BREAKS.get(key, key)) for key in row.tie_break],
    "unit_forms": lambda row: readonly.award_forms(row.unit_forms),
    "department_forms": lambda row: readonly.award_forms(row.department_forms),
    "required_for": lambda row: readonly.award_forms(row.required_for),
    "params": readonly.clause_rule,
}
OVERTAKEN = (
    "Quy định trên trang này đã được sửa và lưu sau khi bạn mở trang (ai sửa, sửa gì: xem Nhật ký), nên chưa lưu gì để "
    "không ghi đè. Hãy chép lại chỗ cần sửa, tải lại trang rồi sửa trên bản mới."
)
# It says itself, at its own boxes, that it was overtaken (campaigns.admin.clause_rules).
_CHECKS_ITSELF = {"params"}


def readable_rules(campaign):
    """{name of the rule: its value as a person reads it} of the campaign as it is stored now."""
    row = Campaign.objects.select_related("form_regime").get(pk=campaign.pk)
    lines = _fields(row, "")
    for form in row.award_forms.all():
        lines |= _fields(form, f"{form.get_code_display()}: ")
    for criterion in row.criteria.all():
        lines |= _fields(criterion, f"Tiêu chí {criterion.code}: ")
    for clause in Clause.objects.filter(criterion__campaign=row).select_related("criterion"):
        lines |= _fields(clause, f"Ý {clause.code}: ")
    return lines


def _fields(row, prefix):
    kept = [
        field
        for field in row._meta.concrete_fields
        if field.editable
        and not field.primary_key
        and field.name not in ("campaign", "criterion", "department")
    ]
    return {f"{prefix}{capfirst(field.verbose_name)}": _plain(row, field) for field in kept}


def _plain(row, field):
    if field.name in _IN_WORDS:
        return _IN_WORDS[field.name](row)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.name)
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return numbers.decimal(value)
    return str(value) if isinstance(value, models.Model) else value


def shown(form, row, formsets):
    """Of what a page lets be changed, as it is stored: the fields of the row's form and of the rows below it."""
    kept = [_stored(form, row)]
    for formset in formsets:
        kept += [_stored(formset.form, below) for below in formset.get_queryset()]
    return fingerprint(kept)


def _stored(form, row):
    fields = [
        field for field in row._meta.concrete_fields if field.name in {*form.base_fields} - _CHECKS_ITSELF
    ]
    return [row.pk, *(field.value_from_object(row) for field in fields)]


def _refusing(form):
    """The same form, which tells what else is wrong too."""

    class Overtaken(form):
        def clean(self):
            cleaned = super().clean()
            self.add_error(None, OVERTAKEN)
            return cleaned

    return Overtaken


class RecordsChanges:
    """A table of the plan. Every save is an event; while the Council votes nothing it votes by may move."""

    def campaign_of(self, row):
        return row if isinstance(row, Campaign) else row.campaign

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or not object_id or not self.has_change_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        campaign = self.campaign_of(self.get_or_404(request, object_id))
        with transaction.atomic():
            # Before the form looks at anything: what it is held against cannot change until it is saved.
            audit.lock(campaign)
            if campaign.sessions.filter(status=CouncilSession.Status.OPEN).exists():
                self.message_user(
                    request,
                    "Hội đồng đang họp nên chưa sửa được quy định của Đợt thi đua. Hãy chờ phiên họp kết thúc.",
                    messages.ERROR,
                )
                return see_other(self.link("change", object_id))
            request.is_overtaken = self._seen_now(request, object_id) != request.POST.get("seen")
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if request.is_overtaken:
            response.status_code = CONFLICT
        return response

    def _seen_now(self, request, object_id):
        row = self.get_object(request, object_id)
        formsets = [
            formset(instance=row, queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, row)
            if inline.has_change_permission(request, row)
        ]
        return shown(self.get_form(request, row, change=True), row, formsets)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if request.method == "POST":
            # What is typed stands on the page that was opened, whatever is stored by now.
            context["seen"] = request.POST.get("seen", "")
        elif change and self.has_change_permission(request, obj):
            formsets = [
                shown.formset
                for shown in context["inline_admin_formsets"]
                if shown.opts.has_change_permission(request, obj)
            ]
            context["seen"] = shown(context["adminform"].form, obj, formsets)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return _refusing(form) if getattr(request, "is_overtaken", False) else form

    def save_model(self, request, obj, form, change):
        # The lock first, as everywhere; the admin's own transaction holds it to the end.
        campaign = self.campaign_of(obj)
        audit.lock(campaign)
        request.rules_before = readable_rules(campaign)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        campaign, before = self.campaign_of(form.instance), request.rules_before
        after = readable_rules(campaign)
        changed = [name for name in after if after[name] != before.get(name)]
        if changed:
            audit.write(
                audit.lock(campaign),
                "plan_changed",
                by=request.user,
                note="; ".join(changed),
                facts={
                    "before": {name: before.get(name) for name in changed},
                    "after": {name: after[name] for name in changed},
                },
            )
