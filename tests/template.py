"""A database that migrations have been through, made once and copied: eight seconds of every worker saved.

On SQLite it is a file beside pytest's cache, named by the digest of all migrations; on PostgreSQL a database of the
throw-away cluster (tests.suite), which every worker's database is created from.
"""

import fcntl
import hashlib
import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management.commands import migrate
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
# Name of the migrated database of the PostgreSQL cluster; set by tests.suite.
POSTGRESQL = "TEST_TEMPLATE"


def path() -> Path:
    folder = ROOT / ".pytest_cache" / "databases"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{_digest()}.sqlite3"


def _digest() -> str:
    """Of what a fresh database is made from: our migrations, and the packages that bring their own."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for source in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def copied_instead_of_migrated():
    """While it lasts, `migrate` fills an empty SQLite database from the template, and makes the template if there is none."""
    real = migrate.Command.handle

    def handle(command, *args, **options):
        if connection.vendor != "sqlite" or connection.introspection.table_names():
            return real(command, *args, **options)
        template = path()
        with _alone(template):
            if template.exists():
                with closing(sqlite3.connect(template)) as source:
                    source.backup(connection.connection)
                return real(command, *args, **options)
            result = real(command, *args, **options)
            part = template.with_suffix(f".{os.getpid()}.part")
            with closing(sqlite3.connect(part)) as target:
                connection.connection.backup(target)
            part.replace(template)
        return result

    migrate.Command.handle = handle
    try:
        yield
    finally:
        migrate.Command.handle = real


@contextmanager
def _alone(template):
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
