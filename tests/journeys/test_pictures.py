"""The pictures of README and of the guides show the rehearsal as ./run plays it. UPDATE_PICTURES=1 takes them anew."""

import io
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from awards import actions, rehearsal
from awards.models import CouncilSession, Decision, Nomination, SessionItem
from campaigns import plan
from campaigns.models import Campaign, User
from tests import cast as maker

DOCS = Path(settings.BASE_DIR) / "docs"


def _dossier(unit, tail=""):
    return lambda: f"/ho-so/{Nomination.objects.filter(unit__code=unit).latest('pk').reference}/{tail}"


def _page(model, tail="change/", **which):
    table = f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}"
    return lambda: f"{table}/{model.objects.filter(**which).order_by('-pk').first().pk}/{tail}"


def _score_sheet():
    item = SessionItem.objects.filter(session__status="open").order_by("pk").first()
    return f"/quan-tri/awards/councilsession/{item.session_id}/ho-so/{item.pk}/"


def _certificates():
    """The rehearsal stops before anything is signed: this picture comes last, and signs."""
    draft = Decision.objects.get(kind="department_award")
    actions.decisions.sign(draft, by=User.objects.get(username="giamdoc"))
    return f"/quan-tri/awards/decision/{draft.pk}/giay-khen/"


# picture: whose page, which page.
PICTURES = {
    "home": ("canbo.vienthong", lambda: "/"),
    "letter": ("canbo.vienthong", _dossier("vienthong", "to-trinh/")),
    "dossier": ("canbo.cntt", _dossier("cntt")),
    "signed": ("lanhdao.vienthong", _dossier("vienthong", "ban-ky/")),
    "queue": ("vanphong", lambda: "/quan-tri/awards/nomination/"),
    "office": ("vanphong", _page(Nomination, status="received")),
    "session": ("uyvien", _page(CouncilSession, status="open")),
    "score": ("uyvien", _score_sheet),
    "board": ("thuky", lambda: "/quan-tri/awards/councilsession/1/bang-tong-hop/"),
    "decision": ("giamdoc", _page(Decision, status="draft", kind="department_award")),
    "account": ("quantri", _page(User, username="canbo.vienthong")),
    "history": ("giamdoc", lambda: "/quan-tri/awards/event/"),
    "certificates": ("vanphong", _certificates),
}


# What the picture is about, where it lies below the first screen.
SCROLLED = {"account": "Cấp mật khẩu tạm mới"}


def test_every_picture_that_the_papers_show_is_there_and_light():
    shown = set()
    for page in [DOCS.parent / "README.md", *DOCS.rglob("*.md")]:
        for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text()):
            assert (page.parent / name).is_file(), (page.name, name)
            shown.add(Path(name).name)
    kept = {path.name: path.stat().st_size for path in (DOCS / "pictures").glob("*")}
    assert shown <= set(kept)
    assert all(size < 150_000 for size in kept.values()), kept
    assert sum(kept.values()) < 1_500_000, kept


if os.environ.get("UPDATE_PICTURES") == "1":

    @pytest.mark.browser
    @pytest.mark.pango
    def test_take_the_pictures(transactional_db, turn_clock, settings, tmp_path, new_page):
        settings.MEDIA_ROOT = tmp_path
        plan.load(maker.PLAN)
        rehearsal.play(Campaign.objects.get(), until=None, seed=rehearsal.SEED, password=maker.PASSWORD)
        settings.MODE = "rehearsal"  # the banner belongs into the picture
        for name, (username, address) in PICTURES.items():
            page = new_page(User.objects.get(username=username))
            assert page.goto(address()).status == 200, name
            if name in SCROLLED:
                page.get_by_role("button", name=SCROLLED[name]).scroll_into_view_if_needed()
            page.wait_for_load_state("networkidle")  # the sheet beside the form comes later
            shot = Image.open(io.BytesIO(page.screenshot()))
            # A page has few colours: a third of the size, and nothing to see of it.
            shot.quantize(128, dither=Image.Dither.NONE).save(
                DOCS / "pictures" / f"{name}.png", optimize=True
            )
