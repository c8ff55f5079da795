"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest

from awards import access
from campaigns import clock
from emulation import __version__


def rehearsal(request: HttpRequest) -> dict:
    """`now` for countdowns, what the banner of a rehearsal says, and which version this is."""
    return {
        "version": __version__,
        "now": clock.now(),
        "is_rehearsal": settings.MODE == "rehearsal",
        "clock_is_rehearsed": clock.is_rehearsed(),
    }


def account(request: HttpRequest) -> dict:
    """Whose desk this is: the head of every page. The account came with its department, so nothing is asked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "department": user.department,
        "writes_for_a_unit": user.writes_for_unit,
        "enters_admin": access.can_enter_admin(user),
    }
