from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.vietnamese import dates


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 1, 5), "ngày 05 tháng 01 năm 2024"),
        (date(2024, 2, 29), "ngày 29 tháng 02 năm 2024"),
        (date(2023, 3, 9), "ngày 09 tháng 3 năm 2023"),
        (date(2023, 9, 30), "ngày 30 tháng 9 năm 2023"),
        (date(2023, 10, 1), "ngày 01 tháng 10 năm 2023"),
        (datetime(2023, 12, 31, 18, 0, tzinfo=UTC), "ngày 01 tháng 01 năm 2024"),
    ],
)
def test_in_prose(day, text):
    assert dates.in_prose(day) == text


def test_short():
    assert dates.short(date(2024, 1, 5)) == "05/01/2024"
    assert dates.short(datetime(2024, 1, 4, 17, 0, tzinfo=UTC)) == "05/01/2024"


def test_times_are_shown_in_vietnam():
    deadline = datetime(2024, 1, 4, 16, 59, 59, tzinfo=UTC)
    assert dates.time_of_day(deadline) == "23 giờ 59 phút"
    assert dates.instant(deadline) == "23:59 ngày 04/01/2024 (giờ Việt Nam)"
    assert dates.instant(deadline + timedelta(seconds=1)) == "00:00 ngày 05/01/2024 (giờ Việt Nam)"
    assert (
        dates.instant(datetime(2024, 1, 4, 8, 15, tzinfo=dates.VIETNAM))
        == "08:15 ngày 04/01/2024 (giờ Việt Nam)"
    )


@pytest.mark.parametrize("show", [dates.in_prose, dates.short, dates.time_of_day, dates.instant])
def test_a_naive_instant_is_refused(show):
    with pytest.raises(ValueError, match="zone"):
        show(datetime(2024, 1, 5))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=1, hours=14, minutes=59, seconds=59), "còn 1 ngày 14 giờ 59 phút"),
        (timedelta(hours=15), "còn 15 giờ"),
        (timedelta(days=2, minutes=5), "còn 2 ngày 5 phút"),
        (timedelta(seconds=60), "còn 1 phút"),
        (timedelta(seconds=59.9), "còn dưới 1 phút"),
        (timedelta(0), "đã hết hạn"),
        (timedelta(seconds=-1), "đã hết hạn"),
    ],
)
def test_countdown(left, text):
    assert dates.countdown(left) == text
