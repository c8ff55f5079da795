"""The frame: who takes part, what was announced, against which criteria, under which law."""

from .campaign import (
    AwardForm,
    Campaign,
    ContentItem,
    DossierPart,
    LegalDocument,
    NomineeKind,
    PlanRecipient,
    Resolution,
)
from .criteria import Clause, Criterion
from .law import BaseSalary, BonusRate, LegalRegime
from .organisation import Department, Person, Unit, User

__all__ = [
    "AwardForm",
    "BaseSalary",
    "BonusRate",
    "Campaign",
    "Clause",
    "ContentItem",
    "Criterion",
    "Department",
    "DossierPart",
    "LegalDocument",
    "LegalRegime",
    "NomineeKind",
    "Person",
    "PlanRecipient",
    "Resolution",
    "Unit",
    "User",
]
