"""A sample campaign on the loaded plan, played through the real workflow with the clock held at its instants.

Every invented name carries “(mẫu)”; the plan's blank number becomes a marked sample (docs/domain.md A2). The same seed
gives the same names, figures, references and instants. `clear` takes everything sample away again.
"""

import secrets
import tomllib
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from awards.exceptions import Refused
from awards.models import Nomination
from campaigns import clock
from campaigns.models import Campaign, Person, Unit, User
from campaigns.vietnamese import dates

from .clearing import clear
from .story import CHAPTERS, Story

__all__ = ["CHAPTERS", "Played", "clear", "is_there", "password", "play"]

DATA = settings.BASE_DIR / "awards" / "data" / "rehearsal.toml"
SEED = 2023


@dataclass(frozen=True)
class Played:
    """What a rehearsal left: the chapter it ended with and [(role, username, what to try)]."""

    until: str
    accounts: list


def is_there(campaign):
    """Has this campaign's department been rehearsed already?"""
    return User.objects.filter(department_id=campaign.department_id, is_rehearsal=True).exists()


def play(campaign: Campaign, *, until=None, seed=SEED, password) -> Played:
    """Play up to the chapter `until`, or as far as the clock has come. All or nothing; Refused with a sentence."""
    until = until or _reached()
    _check_start(campaign, until)
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    with transaction.atomic():
        story = Story(Campaign.objects.select_related("department").get(pk=campaign.pk), data, seed, password)
        for chapter in CHAPTERS:
            getattr(story, chapter)()
            if chapter == until:
                break
    return Played(until, _accounts(story, data["guide"].get(until, data["guide"]["any"])))


def _reached():
    """The last chapter that is over by now: no event of the history may lie ahead of the clock."""
    over = [chapter for chapter, (_, end) in CHAPTERS.items() if end <= clock.now()]
    if not over:
        first = next(iter(CHAPTERS.values()))[1]
        raise Refused(
            f"Đồng hồ đang ở trước {dates.instant(first)}, khi buổi diễn tập bắt đầu. Hãy đặt lại đồng hồ."
        )
    return over[-1]


def _check_start(campaign, until):
    if settings.PRODUCTION:
        raise Refused("Không diễn tập ở bản chính thức: dữ liệu mẫu không được lẫn với dữ liệu thật.")
    label, end = CHAPTERS[until]
    if end > clock.now():
        raise Refused(
            f"Bước “{until}” ({label}) kéo dài đến {dates.instant(end)}, sau đồng hồ hiện tại "
            f"({dates.instant(clock.now())}). Hãy chọn bước sớm hơn hoặc đặt EMULATION_CLOCK_START muộn hơn."
        )
    for model, what in ((Unit, "đơn vị"), (Person, "cán bộ")):
        real = model.objects.filter(department_id=campaign.department_id, is_sample=False).count()
        if real:
            raise Refused(f"Cơ quan đã có {real} {what} thật. Chỉ diễn tập trên Kế hoạch còn trống.")
    if Nomination.objects.filter(campaign=campaign).exists():
        raise Refused("Đợt thi đua đã có hồ sơ. Chỉ diễn tập trên Kế hoạch còn trống.")


def _accounts(story, guide):
    users = story.company.users
    return [(users[name].get_role_display(), name, hint) for name, hint in guide.items()]


# --- the password -------------------------------------------------------------------------------------

# Easy to read aloud and to type; five wrong tries lock the account, and nothing here is worth more.
_WORDS = [
    "ban",
    "mai",
    "suoi",
    "rung",
    "nui",
    "ruong",
    "lua",
    "nuong",
    "thac",
    "deo",
    "cau",
    "song",
    "gio",
    "mua",
    "nang",
    "sao",
]


def password(given=""):
    """The one given, else the one kept in var/, else a new one, kept there for the next start."""
    path = settings.VAR_DIR / "rehearsal-password"
    if not given and path.exists():
        return path.read_text(encoding="utf-8")
    given = given or "-".join(
        [*(secrets.choice(_WORDS) for _ in range(3)), f"{secrets.randbelow(10_000):04d}"]
    )
    path.touch(mode=0o600)
    path.write_text(given, encoding="utf-8")
    return given
