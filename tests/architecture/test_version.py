"""One version: in the code, in pyproject.toml, at the head of the changelog, in the foot of every page."""

import re
import tomllib

import pytest

from emulation import __version__

from .source import ROOT


def test_the_changelog_begins_with_this_version():
    heads = re.findall(r"^## (\S+) – (\d\d/\d\d/\d{4})$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert heads[0][0] == __version__
    versions = [tuple(map(int, version.split("."))) for version, _ in heads]
    assert versions == sorted(versions, reverse=True)


def test_the_project_names_it():
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == __version__


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "page"), [("an", "/"), ("chi", "/quan-tri/"), (None, "/dang-nhap/")])
def test_every_page_says_it_in_its_foot(client, cast, name, page):
    if name:
        client.force_login(cast.users[name])
    answer = client.get(page, follow=True)
    assert answer.status_code == 200
    assert f"Phiên bản {__version__}." in answer.content.decode()
