"""Digests that tell whether something is still what a page showed, or a file what was stored."""

import hashlib
import json


def fingerprint(value) -> str:
    """sha256 in hex of a JSON value; dates and decimals count as their text."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def of_file(stream) -> str:
    """sha256 in hex of a binary stream from where it stands to its end, read in pieces."""
    return hashlib.file_digest(stream, "sha256").hexdigest()
