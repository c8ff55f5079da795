"""WHAT HAPPENS IN THE COUNCIL? A session is planned, opened, attended, scored, voted and closed.

Every change takes the campaign's lock first and writes an event. How it meets is in `meeting`, how a member judges a
dossier in `assessing`, who stands where in `ranking`.
"""

from .assessing import (
    clauses_for,
    may_assess,
    may_enter_written,
    saved_total,
    score,
    self_points,
    vote,
)
from .meeting import (
    attend,
    cancel_session,
    check_cancel,
    close_session,
    is_nominee,
    missing_votes,
    open_session,
    plan,
    refresh_agenda,
    waiting,
)
from .ranking import board, break_tie

__all__ = [
    "attend",
    "board",
    "break_tie",
    "cancel_session",
    "check_cancel",
    "clauses_for",
    "close_session",
    "is_nominee",
    "may_assess",
    "may_enter_written",
    "missing_votes",
    "open_session",
    "plan",
    "refresh_agenda",
    "saved_total",
    "score",
    "self_points",
    "vote",
    "waiting",
]
