"""One source of time, for every process of the installation, and never backwards."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured

from campaigns import clock

START = datetime(2024, 1, 3, 9, 0, tzinfo=clock.ZONE)
REAL = datetime(2026, 11, 23, 8, 0, tzinfo=clock.ZONE)


@pytest.fixture
def rehearsal(settings, tmp_path, monkeypatch):
    settings.CLOCK_START, settings.VAR_DIR = START, tmp_path
    with time_machine.travel(REAL, tick=False) as traveller:
        monkeypatch.setattr(clock, "_process_began", REAL.timestamp())
        yield traveller


def test_without_a_rehearsal_it_is_the_wall_clock_in_vietnam():
    with time_machine.travel(datetime(2024, 1, 4, 17, 0, tzinfo=UTC), tick=False):
        assert clock.now().isoformat() == "2024-01-05T00:00:00+07:00"
        assert not clock.is_rehearsed()


def test_a_rehearsal_starts_at_its_instant_and_runs_on(rehearsal):
    assert clock.is_rehearsed()
    assert clock.now() == START
    rehearsal.shift(90)
    assert clock.now() == START + timedelta(seconds=90)


def test_an_anchor_made_before_the_start_holds_the_clock_until_the_server_runs(rehearsal):
    clock.anchor()
    rehearsal.shift(40)
    assert clock.now() == START
    clock.resume()
    rehearsal.shift(5)
    assert clock.now() == START + timedelta(seconds=5)


def test_another_process_reads_the_same_time(rehearsal, monkeypatch):
    clock.resume()
    rehearsal.shift(60)
    monkeypatch.setattr(clock, "_process_began", REAL.timestamp() + 60)  # a worker born a minute later
    assert clock.now() == START + timedelta(seconds=60)


def test_time_stands_still_between_a_stop_and_the_next_start(rehearsal):
    clock.resume()
    rehearsal.shift(600)
    clock.pause()
    rehearsal.shift(timedelta(days=30))
    assert clock.now() == START + timedelta(seconds=600)
    clock.anchor()
    clock.resume()
    rehearsal.shift(1)
    assert clock.now() == START + timedelta(seconds=601)


def test_a_killed_server_leaves_the_clock_running_never_backwards(rehearsal):
    clock.resume()
    rehearsal.shift(3600)
    before = clock.now()
    clock.resume()
    assert clock.now() == before


def test_another_start_instant_begins_anew(rehearsal, settings):
    clock.resume()
    rehearsal.shift(3600)
    settings.CLOCK_START = START - timedelta(days=10)
    clock.anchor()
    assert clock.now() == START - timedelta(days=10)


def test_the_same_instant_written_in_another_zone_is_no_new_start(rehearsal, settings):
    clock.resume()
    rehearsal.shift(3600)
    settings.CLOCK_START = START.astimezone(UTC)
    assert clock.now() == START + timedelta(hours=1)


def test_the_anchor_file_is_replaced_whole(rehearsal, tmp_path):
    clock.resume()
    clock.pause()
    assert [path.name for path in tmp_path.iterdir()] == ["clock.json"]
    assert json.loads((tmp_path / "clock.json").read_text())["paused"] == REAL.timestamp()


def test_held_at_an_instant_and_let_go(rehearsal):
    earlier = START - timedelta(days=60)
    with clock.at(earlier):
        assert clock.now() == earlier
        assert clock.now().tzinfo == clock.ZONE
        with clock.at(earlier + timedelta(days=1)):
            assert clock.now() == earlier + timedelta(days=1)
        assert clock.now() == earlier
    assert clock.now() == START


def test_holding_the_clock_is_refused_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="đồng hồ"), clock.at(START):
        pass


def test_a_naive_instant_is_a_mistake():
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2024, 1, 3)):  # noqa: DTZ001
        pass
