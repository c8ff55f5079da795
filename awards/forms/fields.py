"""Fields that clean what people type or paste: NFC, no invisible characters, d/m/Y, 24 hours, decimal commas."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from campaigns.clauses.fields import Line, Whole
from campaigns.vietnamese import names

# Three pages of A4 are about 9,000 characters; a longer text is a mistake or an attack.
LONGEST_TEXT = 20_000
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)

BAD_DATE = "Ngày không đúng. Viết ngày/tháng/năm, ví dụ 05/01/2024."
BAD_TIME = "Giờ không đúng. Viết giờ:phút theo 24 giờ, ví dụ 14:30."


class Lines(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value):
        return names.clean_multiline(value) if value else ""


class DateInput(forms.DateInput):
    def __init__(self):
        super().__init__(
            attrs={"placeholder": "ngày/tháng/năm", "inputmode": "numeric", "autocomplete": "off"}
        )


class TimeInput(forms.TimeInput):
    def __init__(self):
        super().__init__(
            attrs={"placeholder": "giờ:phút", "inputmode": "numeric", "autocomplete": "off"}, format="%H:%M"
        )


class MomentInput(forms.SplitDateTimeWidget):
    def __init__(self):
        super().__init__()
        self.widgets = [DateInput(), TimeInput()]


def _in_our_time(value):
    if value and not EARLIEST <= value < LATEST:
        raise ValidationError("Năm không hợp lý. Hãy kiểm tra lại ngày.")


class Date(forms.DateField):
    widget = DateInput
    default_validators = [_in_our_time]
    default_error_messages = {"invalid": BAD_DATE}


class Moment(forms.SplitDateTimeField):
    widget = MomentInput
    default_error_messages = {
        "invalid_date": BAD_DATE,
        "invalid_time": BAD_TIME,
    }

    def compress(self, data_list):
        value = super().compress(data_list)
        _in_our_time(value and value.date())
        return value


def field_of(column, **kwargs):
    """The form field of a model column (ModelForm's formfield_callback)."""
    if isinstance(column, models.TextField):
        rows = {"rows": 6}
        return column.formfield(
            form_class=Lines,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={**rows, "data-limit": LONGEST_TEXT}),
            **{**kwargs, "error_messages": {"max_length": "Quá dài: tối đa 20.000 ký tự. Hãy rút gọn."}},
        )
    if isinstance(column, models.DateTimeField):
        return Moment(label=capfirst(column.verbose_name), required=False, help_text=column.help_text)
    if isinstance(column, models.DateField):
        return column.formfield(form_class=Date, widget=DateInput, **kwargs)
    if isinstance(column, models.PositiveSmallIntegerField):
        return Whole(
            label=capfirst(column.verbose_name), required=not column.blank, help_text=column.help_text
        )
    if column.choices:
        return column.formfield(**kwargs)
    return column.formfield(form_class=Line, **kwargs)
