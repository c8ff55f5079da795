"""The pictures of README show the rehearsal as ./run plays it. UPDATE_PICTURES=1 takes them anew."""

import io
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from awards import rehearsal
from campaigns import plan
from campaigns.models import Campaign, User
from tests import cast as maker

DOCS = Path(settings.BASE_DIR) / "docs"
# picture: whose page, which page.
PICTURES = {
    "home": ("canbo.vienthong", "/"),
    "queue": ("vanphong", "/quan-tri/awards/nomination/"),
    "board": ("thuky", "/quan-tri/awards/councilsession/1/bang-tong-hop/"),
}


def test_every_picture_that_the_papers_show_is_there_and_light():
    shown = set()
    for page in [DOCS.parent / "README.md", *DOCS.rglob("*.md")]:
        for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text()):
            assert (page.parent / name).is_file(), (page.name, name)
            shown.add(Path(name).name)
    kept = {path.name: path.stat().st_size for path in (DOCS / "pictures").glob("*")}
    assert shown <= set(kept)
    assert all(size < 150_000 for size in kept.values()), kept


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
            assert page.goto(address).status == 200
            shot = Image.open(io.BytesIO(page.screenshot()))
            # A page has few colours: a third of the size, and nothing to see of it.
            shot.quantize(128, dither=Image.Dither.NONE).save(
                DOCS / "pictures" / f"{name}.png", optimize=True
            )
