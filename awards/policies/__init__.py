"""MAY IT, NOW? What stands between a dossier and its next step, as sentences with a link.

An obstacle blocks; a warning is told and blocks nothing. The checklist of the unit, the refusal of the step
and the Office's view read the same lists.
"""

from . import (
    checklist,
    council,
    deadlines,
    decisions,
    freshness,
    nominees,
    notes,
    places,
    quotas,
    review,
    warnings,
)

__all__ = [
    "checklist",
    "council",
    "deadlines",
    "decisions",
    "freshness",
    "nominees",
    "notes",
    "places",
    "quotas",
    "review",
    "warnings",
]
