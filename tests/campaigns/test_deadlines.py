from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns import deadlines
from campaigns.clock import ZONE
from campaigns.deadlines import Phase, Urgency

DEADLINE = datetime(2024, 1, 5, tzinfo=ZONE)
LAST_SECOND = datetime(2024, 1, 4, 23, 59, 59, tzinfo=ZONE)


@dataclass
class Plan:
    """The dates of the plan of 2023 (II.1, III.2.2a)."""

    starts_on: date = date(2023, 10, 1)
    ends_on: date = date(2023, 12, 31)
    deadline_at: datetime = DEADLINE


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2023, 9, 30, 23, 59, 59, tzinfo=ZONE), Phase.NOT_STARTED),
        (datetime(2023, 10, 1, 0, 0, 0, tzinfo=ZONE), Phase.RUNNING),
        (datetime(2023, 12, 31, 23, 59, 59, tzinfo=ZONE), Phase.RUNNING),
        (datetime(2024, 1, 1, 0, 0, 0, tzinfo=ZONE), Phase.COLLECTING),
        (LAST_SECOND, Phase.COLLECTING),
        (DEADLINE, Phase.CLOSED),
    ],
)
def test_phase_changes_at_the_exact_second(now, expected):
    assert deadlines.phase(Plan(), now) == expected
    assert deadlines.phase(Plan(), now.astimezone(UTC)) == expected


def test_a_deadline_inside_the_period_closes_the_campaign():
    early = Plan(deadline_at=datetime(2023, 12, 1, tzinfo=ZONE))
    assert deadlines.phase(early, datetime(2023, 12, 1, tzinfo=ZONE)) == Phase.CLOSED


def test_the_deadline_is_the_first_instant_too_late():
    assert deadlines.is_open(DEADLINE, LAST_SECOND)
    assert deadlines.is_open(DEADLINE, DEADLINE - timedelta(microseconds=1))
    assert not deadlines.is_open(DEADLINE, DEADLINE)
    assert not deadlines.is_open(DEADLINE, DEADLINE + timedelta(seconds=1))


def test_utc_servers_agree_on_the_last_second():
    assert deadlines.is_open(DEADLINE, datetime(2024, 1, 4, 16, 59, 59, tzinfo=UTC))
    assert not deadlines.is_open(DEADLINE, datetime(2024, 1, 4, 17, 0, 0, tzinfo=UTC))


def test_time_left_never_goes_below_zero():
    assert deadlines.time_left(DEADLINE, LAST_SECOND) == timedelta(seconds=1)
    assert deadlines.time_left(DEADLINE, DEADLINE) == timedelta(0)
    assert deadlines.time_left(DEADLINE, DEADLINE + timedelta(days=9)) == timedelta(0)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2024, 1, 2, 0, 0, 0, tzinfo=ZONE), Urgency.OK),
        (datetime(2024, 1, 2, 0, 0, 1, tzinfo=ZONE), Urgency.SOON),
        (datetime(2024, 1, 3, 23, 59, 59, tzinfo=ZONE), Urgency.SOON),
        (datetime(2024, 1, 4, 0, 0, 0, tzinfo=ZONE), Urgency.LAST_DAY),
        (LAST_SECOND, Urgency.LAST_DAY),
        (DEADLINE, Urgency.LATE),
    ],
)
def test_urgency_changes_at_the_exact_second(now, expected):
    assert deadlines.urgency(DEADLINE, now) == expected


def test_the_last_day_of_a_deadline_at_noon_is_that_day():
    assert deadlines.last_day(DEADLINE) == date(2024, 1, 4)
    assert deadlines.last_day(DEADLINE.replace(hour=12)) == date(2024, 1, 5)


def test_an_extension_gives_time_and_never_takes_it():
    longer = datetime(2024, 1, 8, 17, tzinfo=ZONE)
    assert deadlines.deadline_for(Plan(), longer) == longer
    assert deadlines.deadline_for(Plan(), datetime(2024, 1, 2, tzinfo=ZONE)) == DEADLINE
    assert deadlines.deadline_for(Plan()) == DEADLINE


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        # Friday 00:00: Thursday 17:00 (docs/domain.md A3).
        (DEADLINE, datetime(2024, 1, 4, 17, tzinfo=ZONE)),
        # Monday 00:00: over the weekend back to Friday.
        (datetime(2024, 1, 8, tzinfo=ZONE), datetime(2024, 1, 5, 17, tzinfo=ZONE)),
        # "Trước ngày 02/01/2024": New Year and the weekend before it are no working days.
        (datetime(2024, 1, 2, tzinfo=ZONE), datetime(2023, 12, 29, 17, tzinfo=ZONE)),
        # At noon the offices of that day have not closed yet.
        (datetime(2024, 1, 5, 12, tzinfo=ZONE), datetime(2024, 1, 4, 17, tzinfo=ZONE)),
        (datetime(2024, 1, 5, 17, tzinfo=ZONE), datetime(2024, 1, 5, 17, tzinfo=ZONE)),
    ],
)
def test_working_close_is_five_o_clock_of_the_last_working_day(deadline, expected):
    assert deadlines.working_close(Plan(deadline_at=deadline)) == expected


def test_a_naive_instant_is_refused_not_guessed():
    naive = datetime(2024, 1, 4)  # noqa: DTZ001
    for call in (
        lambda: deadlines.phase(Plan(), naive),
        lambda: deadlines.is_open(DEADLINE, naive),
        lambda: deadlines.is_open(naive, DEADLINE),
        lambda: deadlines.working_close(Plan(deadline_at=naive)),
    ):
        with pytest.raises(ValueError, match="zone"):
            call()
