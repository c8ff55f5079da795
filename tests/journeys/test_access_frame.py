"""The pages of the plan, its units, people and accounts can be used by everybody (see access.py)."""

import pytest

from tests.access import world as w

from . import access

pytestmark = [pytest.mark.browser, pytest.mark.pango]


def test_every_page_can_be_used_by_everybody(living_cast, new_page):
    opened, wrong = access.walk(w.build(living_cast), new_page, access.FRAME)
    assert opened > 40, opened
    assert not wrong, "\n".join([f"{len(wrong)} complaints", *wrong])
