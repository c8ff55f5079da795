"""Fixtures every test may ask for: the clock before the deadline, and the cast."""

import pytest

from campaigns import clock
from tests import cast as cast_module


@pytest.fixture
def before_deadline():
    """Wednesday 03/01/2024, nine o'clock: two days before the deadline of the plan."""
    with clock.at(cast_module.BEFORE):
        yield cast_module.BEFORE


@pytest.fixture
def cast(db, before_deadline, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return cast_module.assemble()
