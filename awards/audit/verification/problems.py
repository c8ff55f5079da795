"""WHAT IS WRONG, AND WHERE? What every check of the history shares."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Break:
    """Something that is not as it was written: where, and what is wrong."""

    place: str
    sentence: str


# Rows are read so many at a time.
CHUNK = 500
# A row and its event are stamped one after the other.
MOMENT = timedelta(minutes=1)


def differing(found, heard):
    """The keys whose rows are missing, added or other than told."""
    return [key for key in {**found, **heard} if found.get(key) != heard.get(key)]


def instant(text):
    return datetime.fromisoformat(text)
