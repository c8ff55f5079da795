"""What ./run test runs: what concerns the database on PostgreSQL, then everything on SQLite.

The exit code is the worse of the two; the second summary repeats the first one's numbers.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import postgres
from tests.plugins import IN_CI

ROOT = Path(__file__).resolve().parent.parent
# In the order of tests.plugins: by itself xdist keeps modules of few tests, all the long ones, for the end.
SPREAD = ("-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder")


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is taken down too
    with tempfile.TemporaryDirectory(prefix="emulation-suite-") as folder:
        result = Path(folder) / "postgresql"
        # What one process has drawn, no other draws again (tests.drawings).
        os.environ["TEST_DRAWINGS"] = folder
        first = on_postgresql(result)
        second = pytest("-m", "not postgres_only", *SPREAD, TEST_SAID=result)
    return max(first, second)


def on_postgresql(result: Path) -> int:
    if not postgres.binaries():
        sentence = "BỎ QUA, không có PostgreSQL (gói postgresql)"
        result.write_text(sentence)
        print(sentence, flush=True)
        return 1 if IN_CI else 0
    with postgres.cluster() as url:
        postgres.make_template(url, migrate)
        return pytest(
            "-m",
            "postgres or postgres_only",
            *SPREAD,
            DATABASE_URL=url,
            TEST_SAYS=result,
            TEST_TEMPLATE="migrated",
        )


def migrate(url: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(
        command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url, "EMULATION_MODE": "test"}, check=True
    )


def pytest(*args: str, **variables) -> int:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {name: str(value) for name, value in variables.items()}
    return subprocess.run([sys.executable, "-m", "pytest", *args], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
