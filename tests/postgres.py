"""A throw-away PostgreSQL: made in a second, reached through a socket in its own folder, gone afterwards.

PostgreSQL refuses to run as root, so root hands it to an ordinary user.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2

# Nothing here must survive a power cut.
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses="]


def binaries() -> Path | None:
    """The folder of the newest initdb; Debian keeps it out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def cluster() -> Iterator[str]:
    """Yield a DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="emulation-pg-"))
    owner = ordinary_user()
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    server = None
    try:
        server = start(folder, owner)
        wait_until_ready(server, folder)
        yield f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"
    finally:
        if server:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def start(folder: Path, owner: dict) -> subprocess.Popen:
    bin_folder = binaries()
    initdb = [bin_folder / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    made = subprocess.run(
        [*initdb, "--locale=C.UTF-8", "--no-sync"], cwd=folder, capture_output=True, text=True, **owner
    )
    if made.returncode:
        raise RuntimeError(f"initdb: {made.stderr}")
    options = [word for option in CARELESS for word in ("-c", option)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [bin_folder / "postgres", "-D", folder / "data", "-k", folder, *options],
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for pytest; we stop the server ourselves
            **owner,
        )


def ordinary_user() -> dict:
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def wait_until_ready(server: subprocess.Popen, folder: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            psycopg2.connect(host=str(folder), user="postgres", dbname="postgres").close()
        except psycopg2.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")


def make_template(url: str, migrate) -> None:
    """The database `migrated` beside the one of `url`, through `migrate(url)`: each worker's is created from it."""
    server = url.rpartition("/")[0]
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE migrated")
    connection.close()
    migrate(f"{server}/migrated")
