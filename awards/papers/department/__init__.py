"""What the Director signs, and what follows from it; one paper a file."""

from . import certificate, common, decision, notice, payment, proposal

__all__ = ["certificate", "common", "decision", "notice", "payment", "proposal"]
