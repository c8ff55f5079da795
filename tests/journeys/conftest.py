"""What the journeys share: a clock that the live server follows too, and the cast in its department."""

from datetime import datetime

import pytest

from campaigns import clock
from tests import cast as maker

from .stage import Stage


@pytest.fixture
def turn_clock(settings):
    """turn_clock(2024, 1, 3, 9): the rehearsal's clock, since `clock.at` does not reach the server's threads."""

    def turn(*instant):
        settings.CLOCK_START = datetime(*instant, tzinfo=clock.ZONE)
        clock.resume()

    turn(2024, 1, 3, 9)
    yield turn
    (settings.VAR_DIR / "clock.json").unlink(missing_ok=True)


@pytest.fixture
def living_cast(transactional_db, turn_clock, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return maker.assemble()


@pytest.fixture
def stage(new_page):
    return Stage(new_page)
