"""The history: its one writer and its one judge.

An event's hash covers its own columns and the hash before it, so that changing, removing or inserting an
event breaks every link after it; HistoryHead shows a removed tail. Whoever can rewrite the whole database can
rewrite the whole chain: that is why receipts and award lists carry the head's hash on paper.
"""

from .chain import SHORT, canonical, digest
from .log import lock, role_of, standing_still, write, write_dossier
from .verification import Break, verify

__all__ = [
    "SHORT",
    "Break",
    "canonical",
    "digest",
    "lock",
    "role_of",
    "standing_still",
    "verify",
    "write",
    "write_dossier",
]
