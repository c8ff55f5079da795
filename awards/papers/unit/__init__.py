"""The unit's three papers, one a file."""

from . import letter, minutes, report

__all__ = ["letter", "minutes", "report"]
