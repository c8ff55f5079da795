"""WHAT MAY A FILE HOLD? The tables and keys of a plan and of the law, and what is said of a file.

The keys are the fields of the models, so that the file, the admin and the database agree.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath

from django.db import models

from campaigns.models import (
    AwardForm,
    BaseSalary,
    BonusRate,
    Campaign,
    Clause,
    ContentItem,
    Criterion,
    Department,
    DossierPart,
    LegalDocument,
    LegalRegime,
    PlanRecipient,
    Resolution,
)

from .toml_lines import Path, nearest


@dataclass(frozen=True)
class Table:
    """Rows of one model. `identity` tells them apart; `rows` are tables inside each of them."""

    model: type[models.Model]
    identity: tuple[str, ...] = ("code",)
    single: bool = False
    required: bool = False
    rows: dict[str, "Table"] = field(default_factory=dict)
    # Keys that are codes of other rows and not a column: form_regime, and the documents of a content.
    references: dict[str, type] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, models.Field]:
        return {
            column.name: column
            for column in self.model._meta.concrete_fields
            if column.editable
            and not column.primary_key
            and not column.is_relation
            and column.name != "order"  # the place in the file
        }

    @property
    def keys(self) -> list[str]:
        return [*self.columns, *self.references, *self.rows]


PLAN = {
    "department": Table(Department, single=True, required=True),
    "campaign": Table(Campaign, single=True, required=True, references={"form_regime": str}),
    "documents": Table(LegalDocument),
    "contents": Table(ContentItem, references={"documents": list}),
    "criteria": Table(Criterion, required=True, rows={"clauses": Table(Clause, required=True)}),
    "award_forms": Table(AwardForm, required=True),
    "parts": Table(DossierPart, required=True),
    "recipients": Table(PlanRecipient, identity=("text",)),
    "resolutions": Table(Resolution),
}
LAW = {
    "regimes": Table(
        LegalRegime,
        required=True,
        rows={"rates": Table(BonusRate, identity=("award_form", "nominee_kind"), required=True)},
    ),
    "base_salaries": Table(BaseSalary, identity=("effective_from",), required=True),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong, where ("criteria[C3].max_points"), and in one sentence the mend."""

    place: str
    message: str
    path: Path = ()
    line: int = 0


@dataclass(frozen=True)
class Definition:
    path: FilePath
    data: dict
    lines: dict[Path, int]

    @property
    def is_law(self) -> bool:
        return is_law(self.data)


def is_law(data):
    return "campaign" not in data and not LAW.keys().isdisjoint(data)


class PlanError(Exception):
    """Every problem of a file. str() is one line each: "file:line: place: message"."""

    def __init__(self, path, problems):
        self.path = FilePath(path)
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(self._say(problem) for problem in self.problems))

    def _say(self, problem):
        where = f"{problem.place}: " if problem.place else ""
        return f"{self.path}:{problem.line}: {where}{problem.message}"


@dataclass
class Report:
    """What a load did, in Vietnamese; with check_only, what it would do."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return len(self.created) + len(self.updated) + len(self.deleted)


def with_lines(problems, definition):
    return [replace(problem, line=nearest(definition.lines, problem.path)) for problem in problems]


def place_of(path: Path, data) -> str:
    """ "criteria[C3].clauses[C3.2].params": rows by their code where they have one, else by position."""
    text, here = "", data
    for part in path:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(part, int):
            code = here.get("code") if isinstance(here, dict) else None
            text += f"[{code or part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
