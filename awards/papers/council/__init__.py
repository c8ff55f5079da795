"""The Council's papers."""

from . import common, invitation, lists, minutes

__all__ = ["common", "invitation", "lists", "minutes"]
