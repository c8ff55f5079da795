"""Everybody whom the unit's papers name with a post: who signs, chairs, writes, confirms, and the nominee."""

from dataclasses import dataclass

from campaigns.models.campaign import NomineeKind

from .disagreements import Side

_TYPED = (
    ("letter", "Tờ trình", "signer"),
    ("minutes", "Biên bản họp xét", "chair"),
    ("minutes", "Biên bản họp xét", "secretary"),
    ("report", "Báo cáo thành tích", "reporter"),
    ("report", "Báo cáo thành tích", "confirmer"),
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
    for part, paper, role in _TYPED:
        if name := content[part][f"{role}_name"]:
            found.append(
                Mention(
                    f"{paper} ({_ROLES[role]})",
                    name,
                    content[part][f"{role}_title"],
                    part,
                    f"{role}_name",
                    of_unit=individual or role != "confirmer",
                )
            )
    return found
