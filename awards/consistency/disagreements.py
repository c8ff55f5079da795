"""What a disagreement is, and when two names or two posts are the same."""

import dataclasses
from dataclasses import dataclass

from campaigns.vietnamese import names


@dataclass(frozen=True)
class Side:
    """What one paper says. `place` and `field` name the unit's page and field that mend it, `row` the record."""

    paper: str
    value: str
    place: str = ""
    field: str = ""
    row: object = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True)
class Disagreement:
    """`what` is told differently by `sides`; `sentence` says why that matters and what to do.

    One that does not `block` is a doubt: free text can only be guessed at.
    """

    what: str
    sides: tuple[Side, ...]
    sentence: str
    blocks: bool = True

    @property
    def mended(self):
        """The side that a person can change, for the link of a checklist: what was typed last in the dossier."""
        return next((side for side in reversed(self.sides) if side.place), self.sides[-1])


def blocking(found):
    return [row for row in found if row.blocks]


# A renamed unit parts all its dossiers from the roster: the page shows each side by side, a sentence names the first.
_NAMED = 3


def refusal(found):
    """One sentence for all that block, or ""."""
    sentences = [row.sentence for row in blocking(found)]
    if len(sentences) < 2:
        return "".join(sentences)
    listed = " ".join(f"({number}) {sentence}" for number, sentence in enumerate(sentences[:_NAMED], 1))
    more = f" Còn {len(sentences) - _NAMED} điểm khác." if len(sentences) > _NAMED else ""
    return f"Các văn bản chưa khớp nhau ở {len(sentences)} điểm: {listed}{more}"


# --- names and posts -------------------------------------------------------------------------------------


def how_they_differ(a, b):
    """How two different names differ, in words: "khác dấu" or "khác chữ"."""
    return "khác dấu" if names.search_key(a) == names.search_key(b) else "khác chữ"


_ACTING = ("q. ", "quyền ")


def same_post(a, b, places=()):
    """Is it the same post, with or without the unit's name behind it, acting or not?

    "Trưởng phòng" and "Trưởng phòng Bưu chính - Viễn thông" are; "Chuyên viên" and "Chuyên viên chính" are not.
    `places` are the names of the unit and the department.
    """
    if names.alike(a, b):
        return True
    short, long = sorted((_bare(a), _bare(b)), key=len)
    if names.alike(short, long):
        return True
    if not long.startswith(f"{short} "):
        return False
    rest = long.removeprefix(short).strip(" ,-–")
    return rest == "sở" or any(_ends(names.clean(place).casefold(), rest) for place in places if place)


def _bare(post):
    post = names.clean(post).casefold()
    for acting in _ACTING:
        post = post.removeprefix(acting)
    return post


def _ends(place, rest):
    return place == rest or place.endswith(f" {rest}")
