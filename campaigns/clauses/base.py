"""What every kind of clause answers about itself."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from campaigns.vietnamese import numbers

from . import params_forms, shapes

# No unit has more procedures or petitions than these. No answer goes beyond, so no target may.
MOST_COUNTED = 10**6
_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Worth:
    """`points` got of `out_of`. Points None and out of 0: not applicable or not yet known."""

    points: Decimal | None
    out_of: Decimal


NOTHING = Worth(None, Decimal(0))


class ClauseKind:
    """One way to score a clause. A rule is a campaigns.models.Clause or its plain twin awards.scoring.ClauseRule.

    `code` is what the plan's file and the column keep, at most ten small letters; `order` its place in a list of kinds.
    `shape` is {key of params: type}, None standing for a number; `optional` those that may be missing; `rows` the key
    that holds rows {"code", "label", "points"}, if any. `answer_key` stands in every answer of this kind and in none of
    another, so that an answer is read even where its clause is gone. `template` draws the answer's fields on the unit's
    page; `is_figure` says that an answer reads well in a report.

    Points are Decimals of two places, shares Fractions. Sentences are Vietnamese and say the mend.
    """

    registry: ClassVar[dict] = {}
    code = label = ""
    order = 0
    shape: dict = {}
    optional: frozenset = frozenset()
    rows = ""
    answer_key = ""
    template = "awards/dossier/clauses/figures.html"
    is_figure = False
    # The administrator's boxes for the parameters.
    params_form = params_forms.ParamsForm

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if not cls.code:  # what several kinds have in common is no kind yet
            return
        if cls.code in cls.registry:
            raise TypeError(f"two kinds of clause are called {cls.code!r}")
        cls.registry[cls.code] = cls()

    # --- parameters ---

    def is_shaped(self, params) -> bool:
        """Whether it can be read as the parameters of this kind, right or not."""
        if not isinstance(params, dict) or not shapes.has_shape(params, self.shape, self.optional):
            return False
        rows = params.get(self.rows, []) if self.rows else []
        return all(isinstance(row, dict) and shapes.has_shape(row, shapes.LEVEL) for row in rows)

    def problems(self, clause, codes=None):
        """[(path within params, sentence)]; `codes` are those of the campaign, None leaves them unasked."""
        params = clause.params
        if not isinstance(params, dict):
            yield (), "Tham số phải là các cặp khóa – giá trị."
            return
        wrong = list(shapes.problems_of_shape(params, self.shape, f"cách chấm “{self.code}”", self.optional))
        yield from wrong
        bad = {path[0] for path, _ in wrong if path}
        for key in self.shape:
            if key in params and key not in bad:
                for path, sentence in self.problems_of(key, params[key], clause, codes):
                    yield (key, *path), sentence

    def problems_of(self, key, value, clause, codes):
        """[(path within the value, sentence)] of one parameter of the right type."""
        return ()

    def params_words(self, params) -> list[str]:
        """The parameters as lines for a reader."""
        raise NotImplementedError

    # --- answers ---

    def answer_problems(self, rule, answer) -> list[tuple[str, str]]:
        """[(field, sentence)] of an answer in state "answered"; JSON from outside, never trusted."""
        raise NotImplementedError

    def worth(self, rule, answer) -> Worth:
        """Of a right answer."""
        return Worth(share_of(rule.max_points, self.share(rule, answer)), rule.max_points)

    def share(self, rule, answer) -> Fraction:
        """What part of the full points a right answer earns; more than all counts as all."""
        raise NotImplementedError

    def zeroed_by(self, rule, answer) -> set[str]:
        """Codes of the clauses or criteria that a right answer brings down to nothing besides."""
        return set()

    def codes(self, answer) -> set[str]:
        """The codes of levels or indices that an answer names, known or not."""
        return set()

    def words(self, answer, params) -> str:
        """An answer as a person reads it; without params by its codes."""
        raise NotImplementedError

    # --- the unit's form ---

    def fields(self, clause) -> dict:
        """{name: form field} of an answer."""
        raise NotImplementedError

    def field_rows(self, clause) -> list[tuple]:
        """[(label, name of a field, …)] for a template that draws the fields as a table."""
        return []

    def answer(self, form) -> dict | None:
        """What was typed, as the answer keeps it; None while nothing is, or where an error was put on the form."""
        raise NotImplementedError

    def initial(self, clause, answer) -> dict:
        """{name: value} of the fields for a stored answer."""
        raise NotImplementedError

    # --- samples ---

    def sample(self, params, full, rng) -> dict:
        """An answer for rehearsals: `full` earns the whole points."""
        raise NotImplementedError


# --- numbers of an answer --------------------------------------------------------------------------------


def is_whole(value) -> bool:
    # JSON's true is a Python int.
    return isinstance(value, int) and not isinstance(value, bool)


def parsed(value) -> Fraction | None:
    """A number of zero or more from a canonical decimal string or an int, else None."""
    if is_whole(value):
        return Fraction(value) if value >= 0 else None
    return Fraction(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def number_words(value) -> str:
    return "…" if (number := parsed(value)) is None else numbers.decimal(str(value) if number else 0)


def whole_problems(name, value, label) -> list[tuple[str, str]]:
    if not is_whole(value) or value < 0:
        return [(name, f"{label}: hãy nhập một số nguyên không âm.")]
    return [(name, f"{label}: số quá lớn. Hãy kiểm tra lại.")] if value > MOST_COUNTED else []


# --- points ----------------------------------------------------------------------------------------------


def share_of(whole, share) -> Decimal:
    """`share` of `whole`, at most all of it, to 0,01 half up, and full only when the share is full."""
    if share >= 1:
        return hundredths(whole)
    rounded = half_up(Fraction(whole) * share)
    return rounded if rounded < whole else rounded - Decimal("0.01")


def half_up(exact) -> Decimal:
    return hundredths(Decimal(int(exact * 100 + Fraction(1, 2))).scaleb(-2))


def hundredths(value) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"))
