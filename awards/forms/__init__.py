"""The units' forms."""
