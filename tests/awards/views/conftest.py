"""Logged-in clients of the cast."""

import pytest

from tests import cast as maker


@pytest.fixture
def an(login):
    return login("an")


@pytest.fixture
def draft(cast):
    return maker.start(cast)


@pytest.fixture
def full(cast):
    """A draft that lacks nothing."""
    return maker.fill(cast, maker.start(cast))
