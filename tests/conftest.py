"""Fixtures every test may ask for: the clock before the deadline, and the cast."""

import importlib.abc
import os
import sys

import pytest
from django.db import connection

from awards.papers import engine
from awards.papers.render import pdf
from campaigns import clock
from tests import cast as cast_module
from tests import drawings, template, worlds


@pytest.fixture
def before_deadline():
    """Wednesday 03/01/2024, nine o'clock: two days before the deadline of the plan."""
    with clock.at(cast_module.BEFORE):
        yield cast_module.BEFORE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Before the databases of the tests are made: from a template, not by migrations."""
    if name := os.environ.get(template.POSTGRESQL):
        connection.settings_dict["TEST"]["TEMPLATE"] = name
    with template.copied_instead_of_migrated():
        yield


@pytest.fixture(autouse=True)
def drawn_once(request, monkeypatch):
    if not request.node.get_closest_marker("drawing"):
        monkeypatch.setattr(pdf, "_drawn", drawings.REMEMBERED)


@pytest.fixture
def cast(db, before_deadline, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return worlds.world("cast", cast_module.assemble)


class _NoPango(importlib.abc.MetaPathFinder):
    """What WeasyPrint's import does where the system library is missing."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


@pytest.fixture
def without_pango(monkeypatch):
    for name in list(sys.modules):
        if name.partition(".")[0] == "weasyprint":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])
    engine.loaded.cache_clear()
    yield
    engine.loaded.cache_clear()
