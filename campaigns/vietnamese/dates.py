"""Dates and times as official papers write them (Decree 30/2020; docs/domain.md 4.4).

Instants are stored in UTC and shown at +07:00, without summer time. A naive datetime raises ValueError:
guessing its zone would move a deadline by seven hours.
"""

from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "+07")


def _local(instant):
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError(f"a datetime without a zone: {instant!r}")
    return instant.astimezone(VIETNAM)


def _day(date):
    return _local(date) if isinstance(date, datetime) else date


def in_prose(date):
    """ "ngày 05 tháng 01 năm 2024": days below ten and months 1 and 2 take a zero, months 3-9 do not."""
    day = _day(date)
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short(date):
    """dd/mm/yyyy, for tables."""
    day = _day(date)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def time_of_day(instant):
    """ "14 giờ 30 phút", in Vietnam."""
    local = _local(instant)
    return f"{local.hour:02d} giờ {local.minute:02d} phút"


def instant(moment):
    """ "08:15 ngày 04/01/2024 (giờ Việt Nam)"."""
    local = _local(moment)
    return f"{local.hour:02d}:{local.minute:02d} ngày {short(local)} (giờ Việt Nam)"


def countdown(left):
    """ "còn 1 ngày 14 giờ 59 phút" for a timedelta; rounded down, so that it never promises a minute more."""
    if left <= timedelta(0):
        return "đã hết hạn"
    hours, minutes = divmod(left.seconds // 60, 60)
    parts = ((left.days, "ngày"), (hours, "giờ"), (minutes, "phút"))
    spoken = " ".join(f"{count} {unit}" for count, unit in parts if count)
    return f"còn {spoken}" if spoken else "còn dưới 1 phút"
