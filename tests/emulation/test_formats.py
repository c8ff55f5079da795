"""Days as Vietnamese offices write them: Django's own `vi` has the month first."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, translation


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("05/01/2024", date(2024, 1, 5)), ("31/12/2023", date(2023, 12, 31)), ("2024-01-05", date(2024, 1, 5))],
)
def test_a_day_is_read_day_first(typed, meant):
    assert forms.DateField(localize=True).clean(typed) == meant


def test_a_day_is_written_as_it_is_read():
    assert formats.date_format(date(2024, 1, 5), "DATE_FORMAT") == "05/01/2024"
    assert formats.localize_input(date(2024, 1, 5)) == "05/01/2024"


def test_month_first_is_refused():
    with pytest.raises(ValidationError):
        forms.DateField(localize=True).clean("12/31/2023")


def test_the_week_begins_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_numbers_have_dots_and_a_decimal_comma():
    assert formats.number_format(1800000, force_grouping=True) == "1.800.000"
    assert formats.number_format(9.5, decimal_pos=1) == "9,5"
