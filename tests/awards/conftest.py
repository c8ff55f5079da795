"""Logged-in clients of the cast, for both faces."""

import pytest
from django.test import Client


@pytest.fixture
def login(cast):
    """login("an") → a client logged in as An."""

    def as_(name):
        client = Client()
        client.force_login(cast.users[name])
        return client

    return as_
