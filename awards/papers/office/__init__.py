"""The Office's slips on one submission."""

from . import slips

__all__ = ["slips"]
