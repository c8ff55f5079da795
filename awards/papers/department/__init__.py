"""What the Director signs, and what follows from it."""

from . import certificate, decision, results

__all__ = ["certificate", "decision", "results"]
