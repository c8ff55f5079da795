"""WHAT WAS SENT OR CITED? The dossier as it is sent, what papers take from rows that live on, and what changed."""

from . import citations, diff, dossier

__all__ = ["citations", "diff", "dossier"]
