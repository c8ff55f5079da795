"""Passwords that somebody reads out or copies from paper, once."""

import secrets

# Without letters and digits that look alike.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def temporary():
    """Three groups of five, about 73 bits: the account must change it at the first login."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(3))
