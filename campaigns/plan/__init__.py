"""A campaign definition (TOML) → rows: all or nothing, and everything wrong at once, each with its line.

`read` parses, `judge` judges what was parsed, `examine` does both, `load` also writes. Two kinds of file, told
apart by their tables: a plan (docs/campaign-file.md) and the law (data/regimes.toml).
"""

from pathlib import Path

from django.db import transaction

from .loader import Loader
from .parser import read
from .schema import LAW, PLAN, Definition, PlanError, Report, with_lines
from .validation import judge

__all__ = ["LAW", "PLAN", "Definition", "PlanError", "Report", "examine", "judge", "load", "read"]

LAW_FILE = Path(__file__).parent.parent / "data" / "regimes.toml"


def load(path, *, check_only: bool = False) -> Report:
    """Judge and apply a file in one transaction; a second load of the same file changes nothing.

    Never touches nominations. A blank or absent key of [department] or [campaign] keeps what the database has
    (docs/domain.md A2: the Office fills the plan's number and date). Raises PlanError, and then nothing is written.
    """
    definition = examine(path)
    with transaction.atomic():
        report = Loader(definition, examine(LAW_FILE)).run()
        transaction.set_rollback(check_only)
    return report


def examine(path) -> Definition:
    """Read and judge a file without any database. Raises PlanError with every problem."""
    definition = read(path)
    problems = judge(definition.data)
    if problems:
        raise PlanError(path, with_lines(problems, definition))
    return definition
