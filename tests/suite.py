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


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is taken down too
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "postgresql"
        first = on_postgresql(result)
        workers = str(min(4, os.cpu_count() or 1))
        # In the order of tests.plugins: by itself xdist keeps modules of few tests, all the long ones, for the end.
        spread = ("-n", workers, "--dist", "loadfile", "--no-loadscope-reorder")
        second = pytest("-m", "not postgres_only", *spread, TEST_SAID=result)
    return max(first, second)


def on_postgresql(result: Path) -> int:
    if not postgres.binaries():
        sentence = "BỎ QUA, không có PostgreSQL (gói postgresql)"
        result.write_text(sentence)
        print(sentence, flush=True)
        return 1 if IN_CI else 0
    with postgres.cluster() as url:
        return pytest("-m", "postgres or postgres_only", DATABASE_URL=url, TEST_SAYS=result)


def pytest(*args: str, **variables) -> int:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {name: str(value) for name, value in variables.items()}
    return subprocess.run([sys.executable, "-m", "pytest", *args], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
