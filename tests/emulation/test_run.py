"""./run as somebody types it: from a folder with a space in its name, twice, on a port that is taken."""

import hashlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.emulation.test_production import answer, free_port

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "run",
    "manage.py",
    "requirements.txt",
    "requirements-dev.txt",
    "emulation",
    "campaigns",
    "awards",
    "templates",
    "static",
    "locale",
)


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """The project as in a fresh clone, its virtual environment being the one the tests run in."""
    folder = tmp_path_factory.mktemp("sở") / "thi đua 2023"
    folder.mkdir()
    for name in filter(lambda name: (ROOT / name).exists(), PARTS):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    (folder / ".venv/bin").mkdir(parents=True)
    python = folder / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    version = f"Python {sys.version.split()[0]}\n".encode()
    runtime = (ROOT / "requirements.txt").read_bytes()
    (folder / ".venv/.runtime").write_text(hashlib.sha256(version + runtime + runtime).hexdigest() + "\n")
    return folder


@pytest.fixture
def environment() -> dict:
    return {"PATH": os.environ["PATH"], "PORT": str(free_port()), "REHEARSAL_PASSWORD": "mat khau dien tap"}


def run(clone: Path, environment: dict, *args: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["./run", *args], cwd=clone, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def start(clone: Path, environment: dict) -> subprocess.Popen:
    return subprocess.Popen(
        ["./run"], cwd=clone, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def stop(server: subprocess.Popen, how=signal.SIGINT) -> str:
    server.send_signal(how)
    return server.communicate(timeout=60)[0]


def rows(clone: Path, environment: dict) -> str:
    """Every row, but for what a visit itself leaves."""
    apart = [word for app in ("sessions", "axes", "contenttypes") for word in ("-e", app)]
    result = run(clone, environment, "manage", "dumpdata", *apart)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_it_starts_stops_and_starts_again_with_nothing_changed(clone, environment):
    first = start(clone, environment)
    home = f"http://127.0.0.1:{environment['PORT']}"
    try:
        health = answer(first, home + "/healthz", seconds=240)
    except OSError:
        pytest.fail(stop(first))
    said = stop(first)
    assert health.status in (200, 503), said
    assert home in said
    assert first.returncode == 0, said
    assert "Traceback" not in said
    assert "mat khau dien tap" in said
    before = rows(clone, environment)

    began = time.monotonic()
    second = start(clone, environment)
    try:
        answer(second, home + "/healthz")
        warm = time.monotonic() - began
    finally:
        said_again = stop(second, signal.SIGTERM)
    assert rows(clone, environment) == before
    assert "mat khau dien tap" in said_again
    assert "Nạp kế hoạch" not in said_again
    assert warm < 25, f"a warm start took {warm:.1f} s"  # budget 5 s on a quiet machine; tests share theirs


def test_the_clock_of_the_rehearsal_stands_while_nobody_serves(clone, environment):
    show = ("manage", "shell", "-v0", "-c", "from campaigns import clock; print(clock.now().isoformat())")
    first, second = run(clone, environment, *show).stdout, run(clone, environment, *show).stdout
    assert first == second
    assert first.startswith("2024-01-03T09:")


def test_a_taken_port_is_told_in_a_sentence(clone, environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["PORT"])))
        taken.listen()
        result = run(clone, environment)
    assert result.returncode == 1
    assert f"PORT={int(environment['PORT']) + 1} ./run" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [("PORT", "tám nghìn"), ("PORT", "70000"), ("WEB_WORKERS", "0"), ("HOST", "203.0.113.7")],
)
def test_a_wrong_address_is_told_in_a_sentence(clone, environment, variable, value):
    result = run(clone, environment | {variable: value})
    assert result.returncode == 1
    assert value in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_command_is_told(clone, environment):
    result = run(clone, environment, "chay")
    assert result.returncode == 1
    assert "./run test" in result.stderr


def test_without_a_new_enough_python_it_says_so(clone, environment, tmp_path):
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)
    for tool in ("sh", "dirname", "id", "cat", "rm"):
        (tmp_path / tool).symlink_to(shutil.which(tool))
    bare = tmp_path / "bản sao"
    bare.mkdir()
    shutil.copy(ROOT / "run", bare / "run")
    result = run(bare, {"PATH": str(tmp_path)}, "manage", "check")
    assert result.returncode == 1
    assert "Cần Python 3.11 trở lên" in result.stderr


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_the_scripts_can_be_started(script):
    assert (ROOT / script).stat().st_mode & stat.S_IXUSR


def test_run_is_plain_sh():
    shell = shutil.which("dash") or "sh"
    subprocess.run([shell, "-n", str(ROOT / "run")], check=True)
