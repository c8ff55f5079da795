"""The flow in the admin: the Office's queue, the Council's session, decisions, given, history, the plan's number."""

from . import batches, council, decisions, given, history, late_windows, office, plan, seats, signed

__all__ = [
    "batches",
    "council",
    "decisions",
    "given",
    "history",
    "late_windows",
    "office",
    "plan",
    "seats",
    "signed",
]
