import pytest

from campaigns import clock

from .factory import NOW, Rows


@pytest.fixture
def rows(db):
    with clock.at(NOW):
        yield Rows()
