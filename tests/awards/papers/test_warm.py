"""A web worker knows the usual letters before anybody asks for a paper."""

import time
from threading import Thread

import pytest

from awards import papers
from awards.papers import engine
from emulation import server

from . import samples

pytestmark = [pytest.mark.pango, pytest.mark.drawing]


@pytest.fixture(autouse=True)
def cold(monkeypatch):
    monkeypatch.setattr(engine, "_has_glyph", {})


def made_within(seconds):
    """Whether every paper of the unit is laid out for the screen while somebody else draws a PDF."""
    done = []
    work = Thread(
        target=lambda: done.extend(
            papers.html(part, samples.individual()) for part in ("letter", "minutes", "report")
        ),
        daemon=True,
    )
    with engine.LOCK:
        work.start()
        work.join(seconds)
        made = len(done) == 3
    work.join(30)
    return made


def test_a_preview_waits_for_no_pdf_once_the_worker_is_warm():
    engine.warm()
    assert made_within(10)


def test_a_cold_worker_would_wait():
    assert not made_within(1)


def test_each_worker_warms_itself_without_being_waited_for(monkeypatch):
    monkeypatch.setattr(server, "WARM_AFTER", 0)
    began = time.monotonic()
    server.post_worker_init(None)
    assert time.monotonic() - began < 1
    while "ệ" not in engine._has_glyph and time.monotonic() - began < 60:
        time.sleep(0.05)
    assert {"ệ", "Đ", "“"} <= {letter for letter, shown in engine._has_glyph.items() if shown}
