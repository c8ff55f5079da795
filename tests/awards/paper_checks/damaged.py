"""Our own PDFs damaged as disks, mail and bad software damage them: the same damage for the same number."""

import random
import re

_NAMES = re.compile(rb"/[A-Z][A-Za-z]{2,}")
_FIGURES = re.compile(rb"(?<=[ \[])\d+(?=[ \]])")
_VALUES = (b"null", b"-1", b"99999999", b"(x)", b"/X", b"[]", b"<<>>", b"1.5", b"true")


def damaged(pdf, number):
    """The file with one sort of damage, chosen by `number`."""
    chance = random.Random(number)
    return _WAYS[number % len(_WAYS)](bytearray(pdf), chance)


def _cut(pdf, chance):
    return bytes(pdf[: chance.randrange(len(pdf))])


def _hole(pdf, chance):
    start = chance.randrange(len(pdf))
    return bytes(pdf[:start] + pdf[start + chance.randrange(1, 2000) :])


def _flipped(pdf, chance):
    for _ in range(chance.randrange(1, 40)):
        pdf[chance.randrange(len(pdf))] = chance.randrange(256)
    return bytes(pdf)


def _renamed(pdf, chance):
    return _replaced(pdf, chance, _NAMES, lambda found: found[:-1] + b"z")


def _other_figures(pdf, chance):
    return _replaced(pdf, chance, _FIGURES, lambda found: chance.choice(_VALUES))


def _replaced(pdf, chance, sought, change):
    """A few of what is found, everywhere in the file."""
    return sought.sub(lambda hit: change(hit[0]) if chance.random() < 0.03 else hit[0], bytes(pdf))


_WAYS = (_cut, _hole, _flipped, _renamed, _other_figures)
