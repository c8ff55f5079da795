"""With CI=true nothing may hide behind a skip; what takes longest is begun first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest

def test_passes(): assert True

def test_skips(): pytest.skip("hôm nay không")

@pytest.mark.xfail
def test_expected_to_fail(): assert False

@pytest.mark.postgres_only
def test_elsewhere(): assert False
"""


def run(tmp_path, source: str, ci: str) -> list[str]:
    (tmp_path / "test_some.py").write_text(source)
    return pytest_in(tmp_path, ci=ci)


def pytest_in(folder, *options: str, ci: str = "") -> list[str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(ROOT),
        "-c",
        "pyproject.toml",
    ]
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "TEST_SAYS", "TEST_SAID"}
    }
    result = subprocess.run(
        [*command, *options, str(folder)],
        cwd=ROOT,
        env=environment | {"CI": ci},
        capture_output=True,
        text=True,
    )
    return result.stdout.splitlines()


def test_at_home_a_skip_is_a_skip_and_postgresql_alone_is_deselected(tmp_path):
    last = run(tmp_path, TESTS, ci="")[-1]
    assert "1 passed, 1 skipped, 1 deselected, 1 xfailed" in last


def test_in_ci_skips_and_expected_failures_fail(tmp_path):
    last = run(tmp_path, TESTS, ci="true")[-1]
    assert "2 failed, 1 passed, 1 deselected" in last


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_a_module_that_skips_itself(tmp_path, ci, outcome):
    assert outcome in run(tmp_path, 'import pytest; pytest.importorskip("no_such_module")', ci)[-1]


def test_modules_with_a_browser_come_first(tmp_path):
    (tmp_path / "test_a.py").write_text("def test_quick(): pass")
    (tmp_path / "test_b.py").write_text(
        "import pytest\ndef test_one(): pass\n@pytest.mark.browser\ndef test_slow(): pass"
    )
    collected = [line for line in pytest_in(tmp_path, "--collect-only", "-q") if "::" in line]
    assert [line.rpartition("/")[2] for line in collected] == [
        "test_b.py::test_one",
        "test_b.py::test_slow",
        "test_a.py::test_quick",
    ]
