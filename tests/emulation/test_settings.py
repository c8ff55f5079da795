"""A wrong environment stops the start with one sentence that names the variable."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "một-khóa-riêng-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "thidua.example",
}
READ = """
import json, emulation.settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper()}, default=str))
"""


def start(tmp_path, **variables) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "EMULATION_VAR": str(tmp_path), "PYTHONUTF8": "1", **variables}
    return subprocess.run(
        [sys.executable, "-c", READ], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


def settings_of(tmp_path, **variables) -> dict:
    result = start(tmp_path, **variables)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EMULATION_MODE", "prod"),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "ngắn"),
        ("SECRET_KEY", "a" * 80),
        ("SECRET_KEY", "dien-tap-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2),
        ("SECRET_KEY", "django-insecure-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("DEBUG", "true"),
        ("DEBUG", "đúng"),
        ("EMULATION_CLOCK_START", "2024-01-03T09:00:00+07:00"),
        ("EMULATION_CLOCK_START", "2024-01-03T09:00:00"),
        ("EMULATION_CLOCK_START", "hôm qua"),
        ("CSRF_TRUSTED_ORIGINS", "thidua.example"),
        ("CSRF_TRUSTED_ORIGINS", "https://thidua.example/trang"),
        ("DATABASE_URL", "oracle://may/so"),
        ("DATABASE_URL", "không phải địa chỉ"),
        ("EMAIL_URL", "bồ câu"),
        ("MAX_UPLOAD_MB", "0"),
        ("MAX_UPLOAD_MB", "hai mươi"),
        ("LOG_LEVEL", "ồn"),
        ("BEHIND_PROXY", "nginx"),
        ("UPLOAD_DIR", "/proc/khong-ghi-duoc"),
    ],
)
def test_production_refuses(tmp_path, variable, value):
    result = start(tmp_path, **(GOOD | {variable: value}))
    assert result.returncode != 0
    assert f"ImproperlyConfigured: Biến môi trường {variable} " in result.stderr.splitlines()[-1]


def test_a_database_password_is_never_repeated(tmp_path):
    result = start(tmp_path, **GOOD, DATABASE_URL="mysql://ten:mat-khau-kin@may/so")
    assert result.returncode != 0
    assert "mat-khau-kin" not in result.stderr


def test_nothing_set_means_production(tmp_path):
    assert "SECRET_KEY" in start(tmp_path).stderr
    found = settings_of(tmp_path, **GOOD)
    assert found["MODE"] == "production"
    assert not found["DEBUG"]
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]


def test_each_rehearsal_has_a_key_of_its_own_and_keeps_it(tmp_path):
    first = settings_of(tmp_path / "một", EMULATION_MODE="rehearsal")["SECRET_KEY"]
    again = settings_of(tmp_path / "một", EMULATION_MODE="rehearsal")["SECRET_KEY"]
    other = settings_of(tmp_path / "hai", EMULATION_MODE="rehearsal")["SECRET_KEY"]
    assert first == again != other
    assert (tmp_path / "một" / "rehearsal-key").stat().st_mode & 0o077 == 0
    refused = start(tmp_path, **(GOOD | {"SECRET_KEY": first}))
    assert "khóa diễn tập" in refused.stderr


def test_sqlite_waits_for_its_turn_instead_of_losing_writes(tmp_path):
    database = settings_of(tmp_path, EMULATION_MODE="rehearsal")["DATABASES"]["default"]
    assert database["NAME"] == str(tmp_path / "emulation.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert not database.get("ATOMIC_REQUESTS")


def test_postgresql_needs_its_address_alone(tmp_path):
    url = "postgresql://ten:mat%2Fkhau@may:5433/thidua?sslmode=require"
    database = settings_of(tmp_path, **GOOD, DATABASE_URL=url)["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("ten", "mat/khau", "may")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert "lock_timeout" in database["OPTIONS"]["options"]
    assert database["CONN_HEALTH_CHECKS"]


def test_mail_goes_where_the_address_says(tmp_path):
    found = settings_of(tmp_path, **GOOD, EMAIL_URL="smtp+tls://thu:kin@mail.example:587")
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example", 587, True)


def test_a_rehearsal_opened_to_the_network_answers_by_any_name(tmp_path):
    rehearsal = {"EMULATION_MODE": "rehearsal"}
    assert "*" not in settings_of(tmp_path, **rehearsal)["ALLOWED_HOSTS"]
    assert "*" in settings_of(tmp_path, **rehearsal, HOST="0.0.0.0")["ALLOWED_HOSTS"]


def test_the_command_line_says_it_in_one_sentence(tmp_path):
    environment = {"PATH": os.environ["PATH"], "EMULATION_VAR": str(tmp_path), "PYTHONUTF8": "1"}
    result = subprocess.run(
        [sys.executable, "manage.py", "migrate"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 1
    assert result.stderr.startswith("Cấu hình chưa đúng: Biến môi trường SECRET_KEY")
    assert "Traceback" not in result.stderr
