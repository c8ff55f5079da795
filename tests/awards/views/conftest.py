"""Logged-in clients of the cast."""

import pytest
from django.test import Client

from tests import cast as maker


@pytest.fixture
def login(cast):
    """login("an") → a client logged in as An."""

    def as_(name):
        client = Client()
        client.force_login(cast.users[name])
        return client

    return as_


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
