"""A production start, for real: gunicorn, a database of its own, collected files, no rehearsal left over."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADD_ACCOUNT = """
from campaigns.models import Department, User
User.objects.create(username="mau", role="administrator", is_superuser=True, is_rehearsal=True, full_name="Mẫu")
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory) -> dict:
    """The environment of an installation that is migrated and collected."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONUTF8": "1",
        "EMULATION_VAR": str(tmp_path_factory.mktemp("bản chính thức")),
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "ALLOWED_HOSTS": "thidua.example,127.0.0.1",
        "EMAIL_URL": "smtp+tls://thu:kin@mail.example:587",
        "PORT": str(free_port()),
    }
    prepared = manage(environment, "prepare")
    assert prepared.returncode == 0, prepared.stderr
    return environment


@pytest.fixture
def rehearsal_account(production):
    assert manage(production, "shell", "-v0", "-c", ADD_ACCOUNT).returncode == 0
    yield
    remove = "from campaigns.models import User; User.objects.all().delete()"
    assert manage(production, "shell", "-v0", "-c", remove).returncode == 0


def manage(environment: dict, *args: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *args]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def gunicorn(environment: dict) -> subprocess.Popen:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:emulation.server"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def answer(server: subprocess.Popen, url: str, headers: dict | None = None, seconds: float = 30):
    """Ask until the server answers; a server that gave up is not waited for."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=10)
        except urllib.error.HTTPError as error:
            return error
        except OSError:
            if time.monotonic() > deadline or server.poll() is not None:
                raise
            time.sleep(0.1)


def test_the_deployment_check_is_clean(production):
    result = manage(production, "check", "--deploy", "--fail-level", "INFO")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_deployment_check_names_what_is_missing(production):
    result = manage({k: v for k, v in production.items() if k != "EMAIL_URL"}, "check", "--deploy")
    assert "emulation.W001" in result.stderr
    result = manage(
        production | {"EMULATION_VAR": production["EMULATION_VAR"] + "/rỗng"}, "check", "--deploy"
    )
    assert "emulation.E002" in result.stderr


def test_the_deployment_check_finds_rehearsal_accounts(production, rehearsal_account):
    result = manage(production, "check", "--deploy")
    assert result.returncode == 1
    assert "Còn 1 tài khoản diễn tập đang hoạt động." in result.stderr


def test_the_server_refuses_to_start_with_rehearsal_accounts(production, rehearsal_account):
    said, _ = gunicorn(production).communicate(timeout=60)
    assert said.startswith("Không khởi động: Còn 1 tài khoản diễn tập"), said
    assert "Traceback" not in said


def test_the_server_refuses_the_rehearsal_key(production):
    server = gunicorn(production | {"SECRET_KEY": "dien-tap-" + production["SECRET_KEY"]})
    said, _ = server.communicate(timeout=60)
    assert server.returncode != 0
    assert said.startswith("Không khởi động: Biến môi trường SECRET_KEY đang là khóa diễn tập"), said


def test_it_serves_over_https_alone_and_stops_on_one_ctrl_c(production):
    server = gunicorn(production | {"BEHIND_PROXY": "true"})
    home = f"http://127.0.0.1:{production['PORT']}"
    try:
        health = json.load(answer(server, home + "/healthz"))
        assert health["checks"]["database"]["ok"]
        assert health["checks"]["migrations"]["ok"]
        through_proxy = answer(server, home + "/healthz", {"X-Forwarded-Proto": "https"})
        assert "max-age=31536000" in through_proxy.headers["Strict-Transport-Security"]
        names = json.loads((Path(production["EMULATION_VAR"]) / "static/staticfiles.json").read_text())[
            "paths"
        ]
        css = answer(
            server,
            f"{home}/static/{names['bootstrap/css/bootstrap.min.css']}",
            {"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"},
        )
        assert css.headers["Content-Encoding"] == "gzip"
        assert "immutable" in css.headers["Cache-Control"]
        assert answer(server, home + "/healthz", {"Host": "ten-khac.example"}).status == 400
    finally:
        server.send_signal(signal.SIGINT)
        said, _ = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "Traceback" not in said
    assert not (Path(production["EMULATION_VAR"]) / "clock.json").exists()
