"""HOW IS A CLAUSE SCORED? One class a kind: its parameters, their problems, an answer's problems and worth, its words
and its forms (docs/how-to/add-a-clause-kind.md).

Every module of this package that holds a ClauseKind is found: a sixth kind is one file.
"""

from importlib import import_module
from pkgutil import iter_modules

from .base import NOTHING, ClauseKind, Worth

__all__ = ["NOTHING", "ClauseKind", "Worth", "choices", "find", "kinds", "of"]


def find():
    """Import every module of this package: a kind is known once its class is read."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")


find()


def kinds() -> dict[str, ClauseKind]:
    """{code: kind}, in their order."""
    found = sorted(ClauseKind.registry.values(), key=lambda kind: kind.order)
    return {kind.code: kind for kind in found}


def choices() -> list[tuple[str, str]]:
    """[(code, label)] for the column that keeps the kind."""
    return [(code, kind.label) for code, kind in kinds().items()]


def of(code: str) -> ClauseKind:
    """The kind of this code. Raises KeyError."""
    return ClauseKind.registry[code]
