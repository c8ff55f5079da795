"""The worker as a real process: killed in the middle, stopped, cancelled, two at once, on a machine without Pango.

On a database of its own, reached by every process the same way: SQLite, and PostgreSQL where DATABASE_URL says so.
"""

import contextlib
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[3]
HOUSE = Path(__file__).with_name("factory.py")
MANY = 60  # certificates: three parts
pytestmark = [pytest.mark.pango]


class Place:
    """An installation in a folder, and what one does in it from the outside."""

    def __init__(self, folder, **more):
        self.folder = folder
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {
            **kept,
            "EMULATION_MODE": "test",
            "EMULATION_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "emulation.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "BATCH_PROCESSES": "2",
            **more,
        }

    def python(self, code):
        """Run code in a fresh process with `chi`, `campaign` and `Batch` at hand; returns what it printed."""
        said = subprocess.run(
            [sys.executable, "-c", f"{PRELUDE}\n{code}"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert said.returncode == 0, said.stderr
        return said.stdout.strip()

    def ask(self, what, **options):
        return int(self.python(f"print(queue.ask(campaign, {what!r}, by=chi, **{options!r}).pk)"))

    def worker(self, *options):
        return subprocess.Popen(
            [sys.executable, "manage.py", "run_batches", *options],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def row(self, pk):
        """The batch's columns, read without Django: fast enough to watch."""
        with contextlib.closing(sqlite3.connect(self.folder / "emulation.sqlite3", timeout=20)) as database:
            database.row_factory = sqlite3.Row
            found = database.execute("SELECT * FROM awards_batch WHERE id = ?", [pk]).fetchone()
            return dict(found)

    def until(self, pk, wanted, seconds=90):
        """The row once `wanted(row)` is true."""
        for _ in range(seconds * 20):
            row = self.row(pk)
            if wanted(row):
                return row
            time.sleep(0.05)
        raise AssertionError(f"still {row['state']}, {row['done']}/{row['total']}: {row['sentence']}")

    def parts(self, pk):
        """{part: (inode, time of change)} of the finished parts: a part that is made anew has another."""
        home = self.folder / "batches" / self.row(pk)["key"]
        return {path.stem: (path.stat().st_ino, path.stat().st_mtime_ns) for path in home.glob("*.json")}

    def result(self, pk):
        return (self.folder / "batches" / self.row(pk)["key"] / "ket-qua").read_bytes()


PRELUDE = """
import django; django.setup()
from awards.batches import queue
from awards.models import Batch
from campaigns.models import Campaign, User
chi = User.objects.get(username="chi")
campaign = Campaign.objects.select_related("department").get(code="bac-kan-2023")
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    place = Place(folder)
    subprocess.run(
        [sys.executable, HOUSE, str(MANY)], cwd=ROOT, env=place.environment, check=True, timeout=120
    )
    return folder


@pytest.fixture
def place(built, tmp_path):
    shutil.copytree(built, tmp_path / "var")
    return Place(tmp_path / "var")


@contextlib.contextmanager
def running(worker):
    """End the worker whatever happens; no process may outlive a test."""
    try:
        yield worker
    finally:
        worker.kill()
        worker.communicate()


def children(pid):
    """Processes that the worker started, but for the resource tracker of multiprocessing."""
    return [int(at.name) for at in Path("/proc").glob("[0-9]*") if _is_hand(at, pid)]


def _is_hand(at, pid):
    try:
        parent = int((at / "stat").read_text().rpartition(")")[2].split()[1])
        return parent == pid and b"spawn_main" in (at / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False  # gone while we looked


def is_there(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ordinals(pdf):
    """The golden book's numbers, in the order of the pages."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [int(re.search(r"Số sổ vàng: (\d+)", page.extract_text())[1]) for page in pages]


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_makes_only_what_is_missing(place):
    pk = place.ask("giay_khen", address="https://thidua.example.vn")
    with running(place.worker()) as worker:
        place.until(pk, lambda row: 0 < row["done"] < row["total"])
        workers = children(worker.pid)
        assert len(workers) == 2
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    for _ in range(100):
        if not any(map(is_there, workers)):
            break
        time.sleep(0.1)
    assert not any(map(is_there, workers)), "its processes end with it"
    left, kept = place.row(pk), place.parts(pk)
    assert left["state"] == "running", "nobody could tell"
    assert 0 < len(kept) < 3
    # As if the heartbeat were old already; a test need not wait for it.
    place.python(f"Batch.objects.filter(pk={pk}).update(heartbeat='2024-01-01T00:00:00+07:00')")
    made = {}
    with running(place.worker()):
        while (row := place.row(pk))["state"] == "running":
            made |= place.parts(pk)
            time.sleep(0.05)
    assert row["state"] == "done", row["sentence"]
    assert (row["done"], row["total"]) == (MANY, MANY)
    assert {part: made[part] for part in kept} == kept, "what was finished was not made again"
    assert ordinals(place.result(pk)) == list(range(1, MANY + 1))
    assert place.parts(pk) == {}, "the parts are gone, the result stays"


def test_a_process_that_is_killed_costs_its_part_alone(place):
    pk = place.ask("giay_khen")
    with running(place.worker()) as worker:
        place.until(pk, lambda row: row["state"] == "running" and len(children(worker.pid)) == 2)
        os.kill(children(worker.pid)[0], signal.SIGKILL)
        row = place.until(pk, lambda row: row["state"] in ("done", "failed"))
    assert row["state"] == "done", row["sentence"]
    assert ordinals(place.result(pk)) == list(range(1, MANY + 1))


def test_a_worker_that_is_stopped_puts_its_work_back_at_once(place):
    pk = place.ask("giay_khen")
    with running(place.worker()) as worker:
        place.until(pk, lambda row: row["done"] > 0)
        worker.terminate()
        began = time.monotonic()
        assert worker.wait(timeout=20) == 0
    assert time.monotonic() - began < 10
    row = place.row(pk)
    assert (row["state"], row["worker"]) == ("queued", "")
    with running(place.worker("--once")) as worker:
        assert worker.wait(timeout=90) == 0
    assert place.row(pk)["state"] == "done"


def test_cancelling_stops_it_after_the_part_it_is_at_and_leaves_no_file(place):
    pk = place.ask("giay_khen")
    with running(place.worker()) as worker:
        place.until(pk, lambda row: row["done"] > 0)
        place.python(f"queue.cancel(Batch.objects.get(pk={pk}), by=chi)")
        done = place.row(pk)["done"]
        # The next wish is served: the worker did not die of it.
        other = place.ask("ho_so")
        place.until(other, lambda row: row["state"] == "done")
        assert worker.poll() is None
    row = place.row(pk)
    assert (row["state"], row["done"]) == ("cancelled", done)
    assert not (place.folder / "batches" / row["key"]).exists()


def test_two_workers_share_the_queue(place):
    wishes = [place.ask("giay_khen"), place.ask("ho_so"), place.ask("giay_khen", text_only=True)]
    with running(place.worker()), running(place.worker()):
        names = set()
        for pk in (wishes[0], wishes[2]):
            place.until(
                pk, lambda row: row["state"] == "done" or (row["worker"] and not names.add(row["worker"]))
            )
        for pk in wishes:
            place.until(pk, lambda row: row["state"] == "done")
    assert len(names) == 2
    for pk in (wishes[0], wishes[2]):
        assert ordinals(place.result(pk)) == list(range(1, MANY + 1))


def test_a_batch_is_claimed_once_however_many_workers_see_it(place):
    pk = place.ask("ho_so")
    go = time.time() + 4
    code = f"""{PRELUDE}
import time
from awards.batches.worker import Worker
worker = Worker()
Batch.objects.count()
time.sleep(max(0, {go} - time.time()))
print("mine" if worker.claim() else "nothing")
"""
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=place.environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    said = sorted(racer.communicate(timeout=60)[0].strip() for racer in racers)
    assert said == ["mine", "nothing", "nothing", "nothing"]
    assert place.row(pk)["state"] == "running"


NO_PANGO = """
import importlib.abc, sys
class NoPango(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
sys.meta_path.insert(0, NoPango())
"""


def test_without_pango_a_pdf_fails_with_the_sentence_and_the_archive_does_not(place, tmp_path):
    """The library is missing in every process, the pool's too: sitecustomize is read by each."""
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "sitecustomize.py").write_text(NO_PANGO)
    place.environment["PYTHONPATH"] = f"{tmp_path / 'bare'}:{ROOT}"
    place.python("from campaigns.models import Unit; print(Unit.objects.filter(code='phong-a').count())")
    printed = place.ask("giay_khen")
    kept = int(
        place.python(
            "from campaigns.models import Unit\n"
            "unit = Unit.objects.get(code='phong-a')\n"
            "print(queue.ask(campaign, 'luu_tru', by=chi, unit=unit).pk)"
        )
    )
    with running(place.worker("--once")) as worker:
        assert worker.wait(timeout=60) == 0
    failed = place.row(printed)
    assert failed["state"] == "failed"
    assert "Pango" in failed["sentence"]
    row = place.row(kept)
    assert row["state"] == "done", row["sentence"]
    assert any("Pango" in line["vi_sao"] for line in json.loads(row["missing"]))
    with zipfile.ZipFile(io.BytesIO(place.result(kept))) as packed:
        assert "bk23-001/lan-trinh-1/to-trinh.pdf" in packed.namelist(), "what was sealed needs no library"
