"""DOES A VALUE FIT ITS COLUMN? And as what is it kept?"""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models

from campaigns.clauses import findings


def misfit(column: models.Field, value) -> str | None:
    """Why a value of the file does not fit a column, with the mend; None when it fits."""
    expected = _expected(column, value)
    if expected:
        return expected
    if isinstance(value, str):
        if not value.strip():
            return None if column.blank else "Đang để trống. Hãy điền."
        known = [choice for choice, _ in column.flatchoices]
        if known:
            return None if value in known else findings.unknown("giá trị", value, known)
    if isinstance(column, models.JSONField):
        return None  # judged with the row: what is right depends on its other keys
    try:
        column.clean(value_of(column, value), None)
    except ValidationError as error:
        return " ".join(error.messages)
    return None


def _expected(column, value):
    if isinstance(column, models.BooleanField):
        return None if isinstance(value, bool) else "Phải là true hoặc false, không có dấu ngoặc kép."
    if isinstance(column, models.DateTimeField):
        if not isinstance(value, datetime):
            return "Phải là thời điểm có múi giờ, viết 2024-01-05T00:00:00+07:00, không có dấu ngoặc kép."
        return None if value.tzinfo else f"Thời điểm thiếu múi giờ. Viết {value.isoformat()}+07:00."
    if isinstance(column, models.DateField):
        return None if type(value) is date else "Phải là ngày, viết 2023-10-01, không có dấu ngoặc kép."
    if isinstance(column, models.IntegerField):
        return None if type(value) is int else "Phải là số nguyên, không có dấu ngoặc kép."
    if isinstance(column, models.DecimalField):
        return None if type(value) in (int, Decimal) else "Phải là số, không có dấu ngoặc kép."
    if isinstance(column, models.JSONField):
        shape = column.get_default()
        if isinstance(shape, list):
            return None if are_texts(value) else 'Phải là danh sách chữ, ví dụ ["bang_khen"].'
        return None if isinstance(value, dict) else "Phải là các cặp khóa = giá trị."
    return None if isinstance(value, str) else "Phải là chữ, đặt trong dấu ngoặc kép."


def are_texts(value):
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def value_of(column, value):
    """The value as the column keeps it."""
    if isinstance(value, str):
        return value.strip()
    return _plain(value) if isinstance(column, models.JSONField) else value


def _plain(value):
    """For JSON: whole numbers as int, others as exact text, since a float would not be exact."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value
