"""WHAT DOES A PAPER SAY? Its words without number and day, and their digest.

The registrar numbers and dates a paper after it is signed, so neither may make a signed paper look altered; the
same for what the unit's papers cite of each other. Sizes and places are no words.
"""

import hashlib
from dataclasses import fields, is_dataclass

from . import registry
from .wording import tidy

_UNIT = ("letter", "minutes", "report")
# Whose number and day are left out, by paper.
_NUMBERED = {**dict.fromkeys(_UNIT, _UNIT), "decision": ("decision",), "proposal": ("decision",)}


def content_digest(code, content):
    """sha256 in hex of what a paper of this kind says, from the content that its `gather` gives."""
    paper = registry.FILED[code].compose(tidy(_unnumbered(code, content)))
    return hashlib.sha256("\n".join(_words(paper)).encode()).hexdigest()


def _unnumbered(code, content):
    blank = {}
    for name in _NUMBERED.get(code, ()):
        kept = {"number": "", "issued_on": None}
        blank[name] = content[name] | {key: kept[key] for key in kept if key in content[name]}
    # Where the QR code of a certificate leads depends on how the page was reached, not on what was decided.
    return content | blank | ({"address": ""} if code == "certificate" else {})


def _words(value):
    if isinstance(value, str):
        if words := " ".join(value.split()):
            yield words
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _words(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _words(getattr(value, field.name))
