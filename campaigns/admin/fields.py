"""Rows chosen on a page, by their keys. A key that no column can hold is no choice; databases stumble over it."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError

from campaigns.vietnamese import numbers

# What a column of keys holds on every database.
_DIGITS = 18
NO_CHOICE = "Lựa chọn này không có trong danh sách. Hãy chọn lại."


def is_key(value):
    return numbers.posted(str(value), digits=_DIGITS) is not None


class _Keyed:
    default_error_messages = {"invalid_choice": NO_CHOICE}

    def clean(self, value):
        keys = value if isinstance(value, list | tuple) else [value]
        if not all(key in self.empty_values or is_key(key) for key in keys):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super().clean(value)


class RowChoiceField(_Keyed, forms.ModelChoiceField):
    pass


class RowsChoiceField(_Keyed, forms.ModelMultipleChoiceField):
    pass


class RowAutocomplete(AutocompleteSelect):
    """Django looks up what was posted to show it again, whatever it was."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if is_key(key)], attr)


def single_or_none(rows):
    """The one row there is, so that nobody has to choose it; None of none or several."""
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None
