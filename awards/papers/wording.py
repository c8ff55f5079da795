"""WHAT DOES A PAPER SAY? Its words without number and day, and their digest.

The registrar numbers and dates a paper after it is signed, so neither may make a signed paper look altered; the
same for what the unit's papers cite of each other. Sizes and places are no words.

What holds when the software learns to read a typed letter otherwise: a text that nobody touched since it was signed
is not altered. Its digest of then is found again by reading the stored text as it was read then (signs.FORMER), which
costs nothing where no such letter is stored; every form stores what today's reading makes of it, so that a letter
added later cannot hide behind a former reading. A draft with such letters that is saved anew is another text. What no
font has is no question here: the digest is of the letter, the box in its place is drawn later (typesetting).
"""

import hashlib
from dataclasses import fields, is_dataclass
from functools import partial

from campaigns.vietnamese import names, signs

from . import registry
from .content import tidy

_UNIT = ("letter", "minutes", "report")
# Whose number and day are left out, by paper.
_NUMBERED = {**dict.fromkeys(_UNIT, _UNIT), "decision": ("decision",), "proposal": ("decision",)}
_FORMER = tuple(partial(names.clean_multiline, read=read) for read in signs.FORMER)


def digest(code, content):
    """sha256 in hex of what a paper of this kind says, from the content that its `gather` gives."""
    return _digest(code, tidy(_unnumbered(code, content)))


def digests(code, content):
    """Today's digest, then those that this very content had while letters of private fonts were read otherwise."""
    content, found = _unnumbered(code, content), []
    if _any_sign(content):
        found = [_digest(code, tidy(content, read)) for read in _FORMER]
    return tuple(dict.fromkeys([_digest(code, tidy(content)), *found]))


def _digest(code, content):
    paper = registry.FILED[code].compose(content)
    return hashlib.sha256("\n".join(_words(paper)).encode()).hexdigest()


def _any_sign(value):
    if isinstance(value, str):
        return signs.any_in(value)
    if isinstance(value, dict):
        return any(map(_any_sign, value.values()))
    return isinstance(value, list) and any(map(_any_sign, value))


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
