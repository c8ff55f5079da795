"""What the tests of the house read: our own files, and nothing that a package or a run has put beside them."""

import ast
from functools import lru_cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("emulation", "campaigns", "awards")
SUFFIXES = {".py", ".html", ".js", ".css", ".toml", ".txt", ".md", ".po", ".svg"}


def files(*folders: str, suffixes=frozenset(SUFFIXES)) -> list[Path]:
    """Our files under these folders of the repository, sorted."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    return sorted(path for path in found if path.suffix in suffixes and "__pycache__" not in path.parts)


def everything(suffixes=frozenset(SUFFIXES)) -> list[Path]:
    top = [path for path in sorted(ROOT.iterdir()) if path.is_file() and path.suffix in suffixes]
    return [*top, *files(*APPS, "templates", "static", "locale", "docs", "tests", "bench", suffixes=suffixes)]


@lru_cache(maxsize=1)
def modules() -> dict[str, ast.Module]:
    """Every module of the three apps by its dotted name; migrations are Django's."""
    paths = [path for path in files(*APPS, suffixes={".py"}) if "migrations" not in path.parts]
    return {dotted(path): ast.parse(path.read_text()) for path in paths}


def dotted(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
