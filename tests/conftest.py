"""Fixtures every test may ask for: the clock before the deadline, and the cast."""

import importlib.abc
import sys

import pytest

from awards.papers import engine
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
