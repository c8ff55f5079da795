"""EVERY WRITE BUT A STATUS: each verb takes the lock, asks again, writes, and records an event, in one transaction.

A nomination's status is moved by awards.workflow alone.
"""

from . import (
    campaign_plan,
    council_ranking,
    council_scores,
    council_sessions,
    decisions,
    dossiers,
    late_windows,
    locking,
    nominations,
    paper_checks,
    signed_copies,
)

__all__ = [
    "campaign_plan",
    "council_ranking",
    "council_scores",
    "council_sessions",
    "decisions",
    "dossiers",
    "late_windows",
    "locking",
    "nominations",
    "paper_checks",
    "signed_copies",
]
