"""Boxes that people type numbers and lines into: cleaned, in Vietnamese spelling, with sentences for what is wrong."""

import re

from django import forms
from django.core.exceptions import ValidationError

from campaigns.vietnamese import names, numbers

BAD_NUMBER = "Hãy nhập một số nguyên không âm, ví dụ 12."
REQUIRED = "Ô này chưa điền. Hãy điền rồi lưu lại."
CHECK = {"class": "form-check-input"}
_LONGEST_NUMBER = 20
_BREAK = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]")


# --- on the unit's page ----------------------------------------------------------------------------------


class Line(forms.CharField):
    def to_python(self, value):
        return names.clean(value) if value else ""


class Whole(forms.IntegerField):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": BAD_NUMBER}

    def __init__(self, **kwargs):
        kwargs.update(min_value=0, max_value=32_767, localize=False)
        super().__init__(**kwargs)
        for validator in self.validators:
            validator.message = "Số phải từ 0 đến 32.767."


class Amount(Line):
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        """A canonical decimal string, or "" (an answer keeps "1800000.5")."""
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return f"{numbers.parse(text):f}"
        except ValueError:
            raise ValidationError("Hãy nhập một số không âm, ví dụ 45 hoặc 20,5.") from None


class Tally(Whole):
    """How many of something. What is too many, the kind of clause says."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.validators = [check for check in self.validators if check.limit_value == 0]


# --- on the administrator's page -------------------------------------------------------------------------


class Text(forms.CharField):
    """One line. `before` is what is stored: shown and sent back untouched, it is neither shortened nor joined."""

    default_error_messages = {
        "required": REQUIRED,
        "max_length": "Dài %(show_value)d ký tự, nhiều nhất %(limit_value)d. Hãy viết ngắn lại.",
    }
    before = ""

    def clean(self, value):
        if self.before and _as_sent(value or "") in _as_shown(self.before):
            return self.before
        return super().clean(value)

    def to_python(self, value):
        if _BREAK.search((value or "").strip()):
            raise ValidationError("Hãy viết trên một dòng, bỏ chỗ xuống dòng.")
        return names.clean(value) if value else ""


def _as_sent(value):
    return value.replace("\r\n", "\n").strip()


def _as_shown(stored):
    """As a large box sends it back, and as a box of one line does, which drops the breaks."""
    return {_as_sent(stored), re.sub("[\r\n]", "", stored).strip()}


def remember(form, stored):
    """Tell the boxes of a form what is stored."""
    for name, box in form.fields.items():
        if isinstance(box, Text) and isinstance(stored.get(name), str):
            box.before = stored[name]


class Number(forms.CharField):
    """A number as people write it; kept as Decimal."""

    default_error_messages = {"required": REQUIRED}

    def to_python(self, value):
        if not (text := super().to_python(value)):
            return None
        if len(text) > _LONGEST_NUMBER:
            raise ValidationError(f"Số dài quá {_LONGEST_NUMBER} ký tự. Hãy kiểm tra lại.")
        try:
            return numbers.parse(text)
        except ValueError:
            raise ValidationError("Hãy nhập một số không âm, ví dụ 4 hoặc 4,5.") from None


def whole(label, help_text, most, example):
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        help_text=help_text,
        error_messages={
            "invalid": f"Hãy nhập một số nguyên, ví dụ {example}.",
            "min_value": f"Hãy nhập một số nguyên, ví dụ {example}.",
            "max_value": f"Số quá lớn: không quá {numbers.grouped(most)}. Hãy kiểm tra lại.",
            "required": REQUIRED,
        },
    )
