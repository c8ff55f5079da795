"""How a rule says no: a refusal with its sentence, and the lines that stand in the way."""

from dataclasses import dataclass


class Refused(Exception):
    """A rule said no. `sentence` is Vietnamese: what is wrong, why, what to do.

    Where several things stand in the way, `heading` says how many, `obstacles` are they, and `sentence` is all of it,
    one to a line.
    """

    def __init__(self, sentence, *, obstacles=(), heading=""):
        super().__init__(sentence)
        self.sentence = sentence
        self.heading = heading
        self.obstacles = list(obstacles)


def is_allowed(check, *args, **kwargs):
    """Whether a check lets this pass."""
    return refusal_of(check, *args, **kwargs) is None


def refusal_of(check, *args, **kwargs):
    """The Refused that a check raises; None where it lets this pass."""
    try:
        check(*args, **kwargs)
    except Refused as refused:
        return refused
    return None


def sentence_of(check, *args, **kwargs):
    """The sentence of the Refused that a check raises, or ""."""
    refused = refusal_of(check, *args, **kwargs)
    return refused.sentence if refused else ""


@dataclass(frozen=True)
class Obstacle:
    """A line of the checklist. `place` is the page of the dossier that mends it, `field` the field on it."""

    place: str
    sentence: str
    field: str = ""
