"""Where a campaign stands in time: pure functions of its dates and an instant; nothing here is stored.

A deadline is the first instant too late (plan III.2.2a: "trước ngày 05/01/2024" is 00:00 of that day). Where
a unit was given a late window, pass `deadline_for(campaign, extension)`; whether a dossier *is late* is
always asked of `campaign.deadline_at`. Instants must be aware; a naive one raises ValueError.
"""

from datetime import date, datetime, time, timedelta

from django.db import models

from campaigns import clock, working_days

SOON = timedelta(days=3)
CLOSE_OF_WORK = time(17, 0)


class Phase(models.TextChoices):
    NOT_STARTED = "not_started", "Chưa bắt đầu"
    RUNNING = "running", "Đang diễn ra"
    # The period is over; dossiers are still taken.
    COLLECTING = "collecting", "Đã kết thúc, đang nhận hồ sơ"
    CLOSED = "closed", "Đã hết hạn nộp hồ sơ"


class Urgency(models.TextChoices):
    OK = "ok", "Còn thời gian"
    # Less than three days are left.
    SOON = "soon", "Sắp hết hạn"
    # The last calendar day on which a dossier is in time.
    LAST_DAY = "last_day", "Ngày cuối"
    LATE = "late", "Đã hết hạn"


def phase(campaign, now: datetime) -> Phase:
    """Plan II.1: the period runs to the end of its last day."""
    now = local(now)
    if now < day_begins(campaign.starts_on):
        return Phase.NOT_STARTED
    if not is_open(campaign.deadline_at, now):
        return Phase.CLOSED
    return Phase.RUNNING if now < period_over(campaign.ends_on) else Phase.COLLECTING


def is_open(deadline: datetime, now: datetime) -> bool:
    return local(now) < local(deadline)


def deadline_for(campaign, extension: datetime | None = None) -> datetime:
    """The deadline that holds for a unit with a late window; an extension never takes time away."""
    return campaign.deadline_at if extension is None else max(campaign.deadline_at, extension)


def time_left(deadline: datetime, now: datetime) -> timedelta:
    """Zero from the first late instant on."""
    return max(local(deadline) - local(now), timedelta(0))


def urgency(deadline: datetime, now: datetime) -> Urgency:
    if not is_open(deadline, now):
        return Urgency.LATE
    if local(now).date() == last_day(deadline):
        return Urgency.LAST_DAY
    return Urgency.SOON if time_left(deadline, now) < SOON else Urgency.OK


def last_day(deadline: datetime) -> date:
    """The calendar day that people should be told: 04/01/2024 for 00:00 of 05/01/2024."""
    return (local(deadline) - timedelta(microseconds=1)).date()


def working_close(campaign) -> datetime:
    """17:00 of the last working day before the deadline: when to remind; the door shuts later (docs/domain.md A3)."""
    deadline = local(campaign.deadline_at)
    close = datetime.combine(deadline.date(), CLOSE_OF_WORK, clock.ZONE)
    while close > deadline or not working_days.is_working_day(close.date()):
        close -= timedelta(days=1)
    return close


def period_over(ends_on: date) -> datetime:
    """The first instant after the last day of the period."""
    return day_begins(ends_on + timedelta(days=1))


def day_begins(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)


def local(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"a datetime without a zone: {instant!r}")
    return instant.astimezone(clock.ZONE)
