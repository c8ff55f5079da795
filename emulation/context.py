"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest

from campaigns import clock


def rehearsal(request: HttpRequest) -> dict:
    """`now` for countdowns, and what the banner of a rehearsal says."""
    return {
        "now": clock.now(),
        "is_rehearsal": settings.MODE == "rehearsal",
        "clock_is_rehearsed": clock.is_rehearsed(),
    }
