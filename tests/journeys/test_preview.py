"""The paper beside its form, as a person at a desk and one with a telephone see it."""

import pytest
from playwright.sync_api import expect

from tests import cast as maker

from .stage import FITS, HAND

pytestmark = pytest.mark.browser

FORMS = ("to-trinh", "bien-ban", "bao-cao")


@pytest.fixture
def draft(living_cast):
    return maker.start(living_cast, person=living_cast.people["nominee"])


def sheet(page):
    """The frame that shows the paper, once it is drawn."""
    expect(page.frame_locator(".pane iframe:not(.coming)").locator("main")).to_be_visible()
    return next(frame for frame in page.frames if frame.url.endswith("?khung"))


@pytest.mark.parametrize("path", FORMS)
def test_the_sheet_fits_beside_the_form_and_below_it_on_a_telephone(stage, draft, path):
    page = stage.enter("an", f"/ho-so/{draft.reference}/{path}/")
    assert sheet(page).evaluate(FITS)
    form, pane = page.locator("form[data-autosave]").bounding_box(), page.locator(".pane").bounding_box()
    assert pane["x"] > form["x"] + form["width"]
    stage.look(page, f"preview-{path}")
    page.set_viewport_size(HAND)
    expect(page.locator(".pane iframe")).to_be_hidden()
    page.get_by_role("button", name="Xem bản in").click()
    expect(page.locator(".pane iframe")).to_be_visible()
    assert sheet(page).evaluate(FITS)
    assert page.evaluate(FITS)
    stage._keep(page, f"preview-{path}-open", "390")


def test_what_is_saved_is_seen_at_once_and_where_one_was_reading(stage, draft):
    page = stage.enter("an", f"/ho-so/{draft.reference}/to-trinh/")
    before = sheet(page).locator(".blank").count()
    assert before > 4
    expect(page.locator("[data-blanks]")).to_contain_text(f"{before} chỗ còn trống")
    sheet(page).evaluate("scrollTo(0, 180)")
    page.fill("#id_number", "07")
    page.fill("#id_issued_on", "03/01/2024")
    page.locator("#id_issued_on").blur()
    inside = page.frame_locator(".pane iframe:not(.coming)")
    expect(inside.locator(".number")).to_contain_text("Số: 07/TTr")
    expect(inside.locator(".date")).to_contain_text("ngày 03 tháng 01 năm 2024")
    expect(page.locator(".pane iframe")).to_have_count(1)
    after = sheet(page).locator(".blank").count()
    assert after <= before - 4
    expect(page.locator("[data-blanks]")).to_contain_text(f"{after} chỗ còn trống")
    assert sheet(page).evaluate("scrollY") == 180


def test_blanks_are_marked_on_screen_and_not_in_print(new_page, living_cast, draft):
    page = new_page(living_cast.an)
    page.goto(f"/ho-so/{draft.reference}/ban-in/letter/")
    colour = "getComputedStyle(document.querySelector('.number .blank')).backgroundColor"
    assert page.evaluate(colour) != "rgba(0, 0, 0, 0)"
    page.emulate_media(media="print")
    assert page.evaluate(colour) == "rgba(0, 0, 0, 0)"
    assert not page.locator(".bar").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('main')).boxShadow") == "none"
    assert page.locator(".draft").is_visible()


def test_a_sheet_is_as_wide_as_the_window_lets_it_be(new_page, living_cast, draft):
    page = new_page(living_cast.an)
    page.goto(f"/ho-so/{draft.reference}/ban-in/report/")
    for width in (320, 390, 600, 800, 1024, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(FITS), width
        shown = page.locator("main").bounding_box()["width"]
        assert min(width - 80, 790) < shown < width, width
