"""The law as dated rows. It is the same for every department, so every administrator may complete it."""

from django import forms
from django.contrib import admin

from campaigns import rules
from campaigns.models import AwardForm, BaseSalary, BonusRate, LegalRegime
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import numbers

from .base import DepartmentAdmin, DepartmentInline
from .readonly import ReadableForReaders


def add_overlap_errors(form, model):
    """A day belongs to one span only (campaigns.rules.overlaps)."""
    if form.errors:
        return
    others = list(model.objects.exclude(pk=form.instance.pk))
    mine = model(**{**{"pk": form.instance.pk}, **form.cleaned_data})
    for _, sentence in rules.overlaps([*others, mine]):
        form.add_error("effective_from", sentence)


class RegimeForm(forms.ModelForm):
    class Meta:
        model = LegalRegime
        fields = (
            "code",
            "name",
            "effective_from",
            "effective_to",
            "law_citation",
            "decree_citation",
            "decree_number",
            "source",
        )

    def clean(self):
        cleaned = super().clean()
        add_overlap_errors(self, LegalRegime)
        return cleaned


class SalaryForm(forms.ModelForm):
    class Meta:
        model = BaseSalary
        fields = ("effective_from", "effective_to", "amount", "source")

    def clean(self):
        cleaned = super().clean()
        add_overlap_errors(self, BaseSalary)
        return cleaned


class RateForm(forms.ModelForm):
    award_form = forms.ChoiceField(label="Hình thức", choices=AwardForm.Code.choices)
    nominee_kind = forms.ChoiceField(label="Đối tượng", choices=NomineeKind.choices)

    class Meta:
        model = BonusRate
        fields = ("regime", "award_form", "nominee_kind", "coefficient_tenths", "source")


class RateInWords(ReadableForReaders):
    readable_fields = {"award_form": "form_name", "nominee_kind": "kind_name"}

    @admin.display(description="Hình thức", ordering="award_form")
    def form_name(self, row):
        return AwardForm.Code(row.award_form).label

    @admin.display(description="Đối tượng", ordering="nominee_kind")
    def kind_name(self, row):
        return NomineeKind(row.nominee_kind).label


class RateInline(RateInWords, DepartmentInline):
    model = BonusRate
    form = RateForm
    department_path = None


@admin.register(LegalRegime)
class LegalRegimeAdmin(DepartmentAdmin):
    department_path = None
    form = RegimeForm
    list_display = ("name", "code", "effective_from", "effective_to", "decree_number")
    inlines = (RateInline,)


@admin.register(BonusRate)
class BonusRateAdmin(RateInWords, DepartmentAdmin):
    department_path = None
    form = RateForm
    list_display = ("regime", "form_name", "kind_name", "coefficient", "source")
    list_select_related = ("regime",)

    @admin.display(description="Hệ số × lương cơ sở", ordering="coefficient_tenths")
    def coefficient(self, row):
        return numbers.decimal(f"{row.coefficient_tenths / 10:.1f}")


@admin.register(BaseSalary)
class BaseSalaryAdmin(DepartmentAdmin):
    department_path = None
    form = SalaryForm
    list_display = ("effective_from", "effective_to", "money", "source")

    @admin.display(description="Số tiền (đồng)", ordering="amount")
    def money(self, row):
        return numbers.grouped(row.amount)
