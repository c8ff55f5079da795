"""Everybody whom the unit's papers name with a post: who signs, chairs, writes, confirms, and the nominee."""

from dataclasses import dataclass

from campaigns.models import DossierPart
from campaigns.models.campaign import NomineeKind

from .disagreements import Side

_PART = DossierPart.Code
_TYPED = (
    (_PART.LETTER, "signer"),
    (_PART.MINUTES, "chair"),
    (_PART.MINUTES, "secretary"),
    (_PART.REPORT, "reporter"),
    (_PART.REPORT, "confirmer"),
)
_ROLES = {
    "signer": "người ký",
    "chair": "chủ trì",
    "secretary": "thư ký",
    "reporter": "người ký",
    "confirmer": "người xác nhận",
}


@dataclass(frozen=True)
class Mention:
    """`of_unit` is false where somebody of the level above is named (he confirms a collective's report)."""

    paper: str
    name: str
    post: str
    place: str = ""
    field: str = ""
    is_nominee: bool = False
    of_unit: bool = True

    @property
    def name_side(self):
        return Side(self.paper, self.name, self.place, self.field)

    @property
    def post_side(self):
        return Side(self.paper, self.post, self.place, self.field.replace("_name", "_title"))


def mentions(content):
    """In the order of the dossier; blanks are left out."""
    nominee = content["nominee"]
    individual = nominee["kind"] == NomineeKind.INDIVIDUAL
    found = []
    if individual:
        found.append(Mention("Hồ sơ đề nghị", nominee["name"], nominee["position"], is_nominee=True))
    for part, role in _TYPED:
        if name := content[part][f"{role}_name"]:
            found.append(
                Mention(
                    f"{part.label} ({_ROLES[role]})",
                    name,
                    content[part][f"{role}_title"],
                    part,
                    f"{role}_name",
                    of_unit=individual or role != "confirmer",
                )
            )
    return found
