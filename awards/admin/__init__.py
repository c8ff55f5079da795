"""The flow in the admin: the Office's queue, the Council's session, decisions, history, the plan's number."""

from . import batches, council, decisions, history, office, plan, seats, signed

__all__ = ["batches", "council", "decisions", "history", "office", "plan", "seats", "signed"]
