"""/healthz tells a monitor what is wrong, in a sentence, and tells a stranger nothing else."""

import subprocess

import pytest
from django.db import OperationalError, connection

from emulation import __version__, health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_afresh():
    health.fonts.cache_clear()
    health.pango.cache_clear()


@pytest.mark.pango
def test_all_is_well_on_a_complete_machine(client):
    response = client.get("/healthz")
    answer = response.json()
    assert response.status_code == 200, answer
    assert answer["ok"] is True
    assert answer["version"] == __version__
    assert set(answer["checks"]) == {"database", "migrations", "fonts", "pango", "disk", "batches"}
    assert all(check["ok"] and check["message"].endswith(".") for check in answer["checks"].values())
    assert "no-store" in response["Cache-Control"]


def test_an_unreachable_database_is_told_and_nothing_else_breaks(client, monkeypatch):
    def gone(*args):
        raise OperationalError("mat-khau sai tai may noi bo")

    monkeypatch.setattr(connection, "cursor", gone)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == {
        "ok": False,
        "message": "Không kết nối được cơ sở dữ liệu.",
    }
    assert "mat-khau" not in response.content.decode()


def test_a_missing_migration_is_told(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "manage.py migrate" in response.json()["checks"]["migrations"]["message"]


def test_a_missing_font_is_told(client, monkeypatch):
    answer = subprocess.CompletedProcess([], 0, stdout="")
    monkeypatch.setattr(health.subprocess, "run", lambda *args, **options: answer)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "fonts-croscore" in response.json()["checks"]["fonts"]["message"]


def test_a_machine_without_fontconfig_is_told(client, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert "fontconfig" in client.get("/healthz").json()["checks"]["fonts"]["message"]


def test_missing_pango_is_told(client, monkeypatch):
    monkeypatch.setattr(health, "find_library", lambda name: None)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "libpango" in response.json()["checks"]["pango"]["message"]


def test_a_full_disk_is_told(client, monkeypatch):
    monkeypatch.setattr(health, "MIN_FREE_MB", 10**12)
    assert client.get("/healthz").json()["checks"]["disk"]["ok"] is False


def test_it_only_answers_reading(client):
    assert client.post("/healthz").status_code == 405
    assert client.head("/healthz").status_code in (200, 503)
