"""Working days: Saturdays, holidays, days worked instead; and one answer for every face that tells what waits too long."""

from datetime import date, datetime

import pytest

from campaigns import clock, working_days


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 1, 1), False),
        (date(2024, 1, 2), True),
        (date(2024, 1, 6), False),
        (date(2024, 2, 8), False),
        (date(2024, 2, 14), False),
        (date(2024, 2, 15), True),
        (date(2024, 4, 18), False),
        (date(2024, 4, 29), False),
        (date(2024, 5, 4), True),
        (date(2030, 9, 2), False),
    ],
)
def test_which_days_are_worked(day, worked):
    assert working_days.is_working_day(day) is worked


@pytest.mark.parametrize(
    ("now", "days", "since"),
    [
        # Wednesday to Wednesday: five working days, seven of the calendar.
        ((2024, 1, 10, 10), 5, (2024, 1, 3, 10)),
        # Over New Year's Day.
        ((2024, 1, 3, 9), 5, (2023, 12, 26, 9)),
        # Over Tết: seven days are not counted, nor the Saturday and Sunday before and after.
        ((2024, 2, 16, 9), 3, (2024, 2, 6, 9)),
        # On a Sunday nothing has passed since Friday at the same hour but Friday's rest.
        ((2024, 1, 7, 9), 1, (2024, 1, 4, 9)),
        ((2024, 1, 10, 10), 0, (2024, 1, 10, 10)),
    ],
)
def test_so_many_working_days_ago(now, days, since):
    moment = lambda parts: datetime(*parts, tzinfo=clock.ZONE)  # noqa: E731
    assert working_days.ago(moment(now), days) == moment(since)


def test_every_row_has_its_source():
    table = working_days._table()
    rows = [*table["limits"].values(), *table["every_year"], *table["holidays"], *table["worked"]]
    assert all(row["source"] for row in rows)
    assert working_days.limit("office") == 5
