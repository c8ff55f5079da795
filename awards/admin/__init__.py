"""The flow in the admin: the Office's queue, the Council's session, decisions, given, history, the plan's number."""

from . import batches, council, decisions, given, history, office, plan, seats, signed

__all__ = ["batches", "council", "decisions", "given", "history", "office", "plan", "seats", "signed"]
