"""The how-to pages name files that are there, and fit one screen."""

import re

import pytest

from .source import ROOT

FOLDER = ROOT / "docs" / "how-to"
PAGES = sorted(FOLDER.glob("[a-z]*.md"))
NAMED = re.compile(r"`((?:awards|campaigns|emulation|templates|tests|docs|static)/[\w./-]*)`")
ONE_SCREEN = 40


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_that_a_page_names_is_there(page):
    text = page.read_text()
    named = NAMED.findall(text) + re.findall(
        r"(?:\./run test|load_campaign) ((?:[a-z_]+/[\w./-]+\s?)+)", text
    )
    files = [name for found in named for name in found.split()]
    assert len(files) >= 3
    assert [name for name in files if not (ROOT / name.rstrip(".:,")).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_fits_one_screen_and_stands_in_the_index(page):
    assert len(page.read_text().splitlines()) <= ONE_SCREEN
    assert f"({page.name})" in (FOLDER / "README.md").read_text()


def test_a_role_is_one_row_and_its_guide():
    """Beside the enum of roles: whoever grants by role reads awards.access, or asks a permission."""
    pattern = re.compile(r"\bRole\.(?:CLERK|HEAD|OFFICE|MEMBER|DIRECTOR|ADMINISTRATOR)\b")
    deciding = sorted(
        str(path.relative_to(ROOT))
        for app in ("awards", "campaigns", "emulation")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
        and "rehearsal" not in path.parts
        and re.search(pattern, re.sub(r"CouncilMember\.Role\.\w+|Role\.MEMBER\)$", "", path.read_text()))
    )
    assert deciding == [
        "awards/access.py",
        # Whose work stands on the first page, and whose buttons.
        "awards/actions/signed_copies.py",
        "awards/admin/bulk_actions.py",
        "awards/admin/campaign_plan.py",
        "awards/admin/dashboard.py",
        "awards/admin/nomination_page.py",
        "awards/admin/nominations.py",
        "awards/management/commands/check_signatures.py",
        "awards/models/nominations.py",
        "awards/notifications.py",
        "awards/permissions.py",
        "campaigns/admin/organisation.py",
        "campaigns/management/commands/create_administrator.py",
        "campaigns/models/organisation.py",
    ]
