"""The plan as rows: what was announced may be read by all and mended by the administrator."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from campaigns import rules
from campaigns.models import (
    AwardForm,
    Clause,
    ContentItem,
    Criterion,
    DossierPart,
    LegalDocument,
    PlanRecipient,
    Resolution,
)
from campaigns.vietnamese import numbers

from . import readonly
from .base import DepartmentAdmin, DepartmentInline, ReadOnlyInline, VisibleRelatedFilter
from .clause_rules import ClauseRuleForm


class AwardFormInline(DepartmentInline):
    model = AwardForm
    fields = (
        "order",
        "name",
        "authority",
        "threshold_percent",
        "threshold_is_strict",
        "threshold_source",
        "retention",
        "retention_source",
        "section",
    )
    readonly_fields = ("order", "section")
    verbose_name_plural = "Hình thức khen thưởng và tỷ lệ phiếu của Hội đồng"

    def has_add_permission(self, request, obj=None):
        return False


class PartInline(ReadOnlyInline):
    model = DossierPart
    fields = ("order", "name", "form_name", "section")


class DocumentInline(ReadOnlyInline):
    model = LegalDocument
    fields = ("kind", "number", "issued_on", "issuer", "subject", "purpose", "section")


class ContentInline(ReadOnlyInline):
    model = ContentItem
    fields = ("code", "text", "section")


class ResolutionInline(ReadOnlyInline):
    model = Resolution
    fields = ("code", "problem", "settlement", "section")
    verbose_name_plural = "Ghi chú chuẩn hóa"


class RecipientInline(ReadOnlyInline):
    model = PlanRecipient
    fields = ("text", "section")


class TieBreakWidget(forms.MultiWidget):
    def __init__(self):
        choices = [
            ("", "—"),
            *((key, words[:1].upper() + words[1:]) for key, words in rules.TIE_BREAKS.items()),
        ]
        super().__init__(
            [
                forms.Select(attrs={"aria-label": f"Thứ {place}"}, choices=choices)
                for place, _ in enumerate(rules.TIE_BREAKS, start=1)
            ]
        )

    def decompress(self, value):
        kept = value if isinstance(value, list) else []
        return [*kept, *[""] * len(rules.TIE_BREAKS)][: len(rules.TIE_BREAKS)]


class TieBreakField(forms.MultiValueField):
    """The chain that tells equals apart, one choice after another; blanks are left out."""

    widget = TieBreakWidget

    def __init__(self, **kwargs):
        choices = [("", ""), *rules.TIE_BREAKS.items()]
        fields = [forms.ChoiceField(choices=choices, required=False) for _ in rules.TIE_BREAKS]
        super().__init__(fields, require_all_fields=False, required=False, **kwargs)

    def compress(self, values):
        return [value for value in values if value]


class CampaignForm(forms.ModelForm):
    unit_forms = forms.MultipleChoiceField(
        label="Hình thức đơn vị được đề nghị",
        choices=AwardForm.Code.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    department_forms = forms.MultipleChoiceField(
        label="Hình thức toàn Sở được đề nghị",
        choices=AwardForm.Code.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    tie_break = TieBreakField(label="Thứ tự phân định khi bằng điểm")


class CampaignTable(readonly.ReadableForReaders, DepartmentAdmin):
    """Registered by awards.admin.campaign_plan, which writes the plan's number into the history."""

    form = CampaignForm
    readable_fields = {
        "tie_break": "tie_break_words",
        "unit_forms": "unit_forms_words",
        "department_forms": "department_forms_words",
    }
    list_display = ("code", "title", "plan", "starts_on", "ends_on", "deadline_at")
    inlines = (AwardFormInline, PartInline, ContentInline, DocumentInline, ResolutionInline, RecipientInline)
    readonly_fields = ("department", "code", "reference_prefix")
    fieldsets = (
        (
            "Kế hoạch",
            {
                "fields": (
                    "plan_number",
                    "plan_symbol",
                    "plan_date",
                    "plan_signer_title",
                    "plan_signer",
                    "functions_citation",
                )
            },
        ),
        (
            "Đợt thi đua",
            {"fields": ("department", "code", "reference_prefix", "title", "starts_on", "ends_on")},
        ),
        (
            "Nộp hồ sơ",
            {
                "fields": (
                    "deadline_at",
                    "deadline_section",
                    "participants_section",
                    "awards_section",
                    "form_regime",
                    "head_submits",
                    "signed_papers_required",
                    "return_reason_length",
                    "individual_clauses",
                )
            },
        ),
        (
            "Số lượng",
            {
                "fields": (
                    "unit_quota",
                    "department_quota",
                    "province_quota",
                    "unit_forms",
                    "department_forms",
                    "quota_section",
                )
            },
        ),
        (
            "Cuộc họp của đơn vị",
            {
                "fields": (
                    "meeting_quorum_numerator",
                    "meeting_quorum_denominator",
                    "meeting_threshold_percent",
                )
            },
        ),
        (
            "Hội đồng",
            {
                "fields": (
                    "quorum_numerator",
                    "quorum_denominator",
                    "vote_denominator",
                    "ballot",
                    "tie_break",
                    "council_source",
                )
            },
        ),
        ("Lưu trữ", {"fields": ("file_notation", "file_rights")}),
        ("Ghi chú", {"fields": ("source_note",)}),
    )

    @admin.display(description="Số kế hoạch", ordering="plan_number")
    def plan(self, campaign):
        return f"{campaign.plan_reference}{' (số mẫu)' if campaign.plan_number_is_sample else ''}"

    @admin.display(description="Thứ tự phân định khi bằng điểm")
    def tie_break_words(self, campaign):
        return readonly.tie_breaks(campaign.tie_break)

    @admin.display(description="Hình thức đơn vị được đề nghị")
    def unit_forms_words(self, campaign):
        return readonly.award_forms(campaign.unit_forms)

    @admin.display(description="Hình thức toàn Sở được đề nghị")
    def department_forms_words(self, campaign):
        return readonly.award_forms(campaign.department_forms)


class ClauseFormset(forms.BaseInlineFormSet):
    def clean(self):
        """The clauses on the page must add up to the criterion's points (docs/domain.md 5.2)."""
        super().clean()
        if any(self.errors):
            return
        rows = [form.instance for form in self.forms if not self._should_delete_form(form)]
        problems = rules.problems_of_criterion(self.instance, rows)
        if problems:
            raise ValidationError([sentence for _, sentence in problems])


class ClauseForm(ClauseRuleForm):
    required_for = forms.MultipleChoiceField(
        label="Bắt buộc đối với",
        choices=AwardForm.Code.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ClauseInline(readonly.ReadableForReaders, admin.StackedInline):
    model = Clause
    readable_fields = {"params": "rule_words", "required_for": "required_for_words"}
    form = ClauseForm
    formset = ClauseFormset
    extra = 0
    fields = (
        ("order", "code", "kind", "max_points"),
        "text",
        "target",
        "params",
        "evidence",
        ("na_allowed", "pending_allowed"),
        "required_for",
        "note",
    )
    # Answers are kept in the shape of their kind: another way of scoring is another rubric, loaded with the plan.
    # Gates, self-scores and the history name a clause by its code.
    readonly_fields = ("code", "kind")

    def has_view_permission(self, request, obj=None):
        return self.admin_site.allows(request.user, Criterion, "view")

    def has_change_permission(self, request, obj=None):
        return self.admin_site.allows(request.user, Criterion, "change")

    @admin.display(description="Cách tính điểm")
    def rule_words(self, clause):
        return readonly.clause_rule(clause)

    @admin.display(description="Bắt buộc đối với")
    def required_for_words(self, clause):
        return readonly.award_forms(clause.required_for)

    # Answers and scores point at clauses: a new rubric is loaded with the plan, never typed in half-way.
    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class CriterionForm(forms.ModelForm):
    class Meta:
        model = Criterion
        fields = ("code", "applies_to", "title", "max_points", "weight_source", "order", "section")

    def clean(self):
        """Every kind of nominee is judged on 100 points, this page included (docs/domain.md 5.2)."""
        cleaned = super().clean()
        if not self.errors:
            others = Criterion.objects.filter(
                campaign_id=self.instance.campaign_id, applies_to=self.instance.applies_to
            ).exclude(pk=self.instance.pk)
            mine = Criterion(applies_to=self.instance.applies_to, max_points=cleaned["max_points"])
            for _, sentence in rules.problems_of_weights([*others, mine]):
                self.add_error("max_points", sentence)
        return cleaned


class CriterionTable(DepartmentAdmin):
    """Registered by awards.admin.campaign_plan, which writes every change of a weight into the history."""

    department_path = "campaign__department"
    form = CriterionForm
    list_display = ("code", "title", "applies_to", "points", "section", "campaign_code")
    list_select_related = ("campaign",)
    list_filter = ("applies_to", ("campaign", VisibleRelatedFilter))
    readonly_fields = ("code", "applies_to", "order", "section")
    inlines = (ClauseInline,)

    @admin.display(description="Điểm chuẩn", ordering="max_points")
    def points(self, row):
        return numbers.decimal(row.max_points)

    @admin.display(description="Đợt thi đua", ordering="campaign")
    def campaign_code(self, row):
        return row.campaign.code
