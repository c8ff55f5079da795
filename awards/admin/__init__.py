"""The flow in the admin: the Office's queue, the Council's session, decisions, given, history, the plan's number."""

from . import (
    awards,
    batches,
    campaign_plan,
    council_members,
    council_sessions,
    decisions,
    events,
    late_windows,
    nominations,
    signed_copies,
)

__all__ = [
    "awards",
    "batches",
    "campaign_plan",
    "council_members",
    "council_sessions",
    "decisions",
    "events",
    "late_windows",
    "nominations",
    "signed_copies",
]
