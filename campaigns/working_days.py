"""Which days are worked, and how long something has waited in them: the one rule for every limit in working days.

The holidays and the limits are data (campaigns/data/working-days.toml) with their sources.
"""

import tomllib
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from campaigns import clock

FILE = Path(__file__).parent / "data" / "working-days.toml"
_DAY = timedelta(days=1)


@lru_cache(maxsize=1)
def _table():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _every_year():
    return {day for row in _table()["every_year"] for day in row["days"]}


@lru_cache(maxsize=1)
def _holidays():
    spans = ((row["from"], (row["to"] - row["from"]).days) for row in _table()["holidays"])
    return {first + timedelta(days=at) for first, more in spans for at in range(more + 1)}


@lru_cache(maxsize=1)
def _worked():
    return {row["day"] for row in _table()["worked"]}


def limit(name: str) -> int:
    """Working days of a limit: "office"."""
    return _table()["limits"][name]["days"]


def is_working_day(day: date) -> bool:
    if day in _worked():
        return True
    return day.weekday() < 5 and f"{day:%m-%d}" not in _every_year() and day not in _holidays()


def ago(now: datetime, days: int) -> datetime:
    """The instant since when exactly so many working days have passed: what began before it has waited longer."""
    then = now.astimezone(clock.ZONE)
    while days > 0:
        days -= is_working_day(then.date())
        then -= _DAY
    return then
