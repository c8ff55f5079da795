"""The frame in the admin: organisation, law and the plan."""

from . import campaign, law, organisation

__all__ = ["campaign", "law", "organisation"]
