"""The Council's papers of one session, one a file."""

from . import ballot, common, invitation, list_page, minutes, records, shortlist, summary, tally

__all__ = [
    "ballot",
    "common",
    "invitation",
    "list_page",
    "minutes",
    "records",
    "shortlist",
    "summary",
    "tally",
]
