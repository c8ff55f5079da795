"""DO THE PAPERS AGREE? What two papers say differently of the same thing, side by side.

`of_dossier` compares the unit's papers before they are sent; `of_session`, `of_decision` and `of_campaign` what
the Council's and the department's papers rest on. What blocks a paper is a sentence (`refusal`); the rest is for
a careful reader. What has one source only is not compared: docs/consistency.md lists it, and a test reads it back.
"""

from .disagreements import Disagreement, Side, blocking, refusal
from .dossier import of_dossier
from .official import of_campaign, of_decision, of_roster, of_session, prefetch_items

__all__ = [
    "Disagreement",
    "Side",
    "blocking",
    "of_campaign",
    "of_decision",
    "of_dossier",
    "of_roster",
    "of_session",
    "prefetch_items",
    "refusal",
]
