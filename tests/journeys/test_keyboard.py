"""With the keyboard alone: a clerk submits a dossier, a member of the Council scores and votes."""

import pytest
from playwright.sync_api import expect

from awards.models import CouncilScore, Nomination, VoteCast
from tests import cast as maker

from .stage import says

pytestmark = [pytest.mark.browser, pytest.mark.pango]

FOCUS = """() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  const label = node.labels && node.labels[0] ? node.labels[0].textContent : "";
  return {
    name: (node.getAttribute("aria-label") || label || node.textContent || node.value || "").replace(/\\s+/g, " ").trim(),
    field: node.name || "", body: node === document.body,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none"
      || node.matches("main, [tabindex='-1']"),
    // Neither off the screen nor under a bar that sticks.
    seen: node.matches("main, [tabindex='-1']") || [box.top + 3, (box.top + box.bottom) / 2, box.bottom - 3].some((y) => {
      const top = document.elementFromPoint((box.left + box.right) / 2, y);
      return top && (node.contains(top) || top.contains(node) && !top.matches(".savebar, .stick"));
    }),
  };
}"""


class Keys:
    """A person without a mouse. Each stop on the way must be on the screen and look like the place one is at."""

    def __init__(self, page):
        self.page = page
        page.emulate_media(reduced_motion="reduce")  # a page that glides is not yet where it goes

    def to(self, name="", *, field="", most=160):
        """Tab until the focus is on what bears this name (or on this field)."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUS)
            if at["body"]:
                continue  # beyond the last stop: the browser's own frame
            assert at["ringed"], f"no ring around {at}"
            assert at["seen"], f"out of sight: {at}"
            if at["field"] == field if field else at["name"].startswith(name):
                return
        pytest.fail(f"the keyboard does not reach {name or field} on {self.page.url}")

    def press(self, name, **how):
        self.to(name, **how)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, field, text):
        self.to(field=field)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def skip(self):
        """The first stop of every page leads past its head."""
        self.page.keyboard.press("Tab")
        assert "nội dung chính" in self.page.evaluate(FOCUS)["name"], self.page.evaluate(FOCUS)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("main")).to_be_focused()


def enter(new_page, name):
    page = new_page()
    page.goto("/")
    keys = Keys(page)
    # The cursor waits in the first field.
    page.keyboard.type(name)
    keys.to(field="password")
    page.keyboard.type(maker.PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    return keys


def test_a_clerk_mends_and_submits(living_cast, new_page):
    nomination = maker.fill(living_cast, maker.start(living_cast))
    keys = enter(new_page, "an")
    keys.skip()
    keys.page.goto(f"/ho-so/{nomination.reference}/to-trinh/")
    keys.skip()
    keys.type("number", "17")
    keys.press("Lưu nháp")
    says(keys.page, "Đã lưu Tờ trình")
    nomination.letter.refresh_from_db()
    assert nomination.letter.number == "17"
    keys.press(f"Hồ sơ {nomination.reference}")
    keys.press("Trình hồ sơ")
    keys.press("Trình hồ sơ")
    expect(keys.page.get_by_role("heading", name="Biên nhận hồ sơ số")).to_be_visible()
    nomination.refresh_from_db()
    assert nomination.status == Nomination.Status.SUBMITTED


def test_a_clerk_starts_a_dossier(living_cast, new_page):
    keys = enter(new_page, "an")
    keys.press("Lập hồ sơ đề nghị")
    keys.skip()
    keys.to(field="kind")
    keys.page.keyboard.press("ArrowDown")
    if not keys.page.get_by_label("Một cá nhân").is_checked():
        keys.page.keyboard.press("ArrowUp")
    keys.to(field="tim")
    keys.page.keyboard.type("ha thi dao")
    keys.to(field="person")
    keys.page.keyboard.press("Space")
    keys.to(field="is_direct_worker")
    keys.page.keyboard.press("Space")
    keys.type("direct_work_note", "Chủ trì tham mưu kế hoạch cải cách hành chính (mẫu).")
    keys.to(field="award_form")
    keys.page.keyboard.press("Space")
    keys.press("Lập hồ sơ")
    says(keys.page, "Đã lập hồ sơ")
    assert Nomination.objects.get().nominee_name == "Hà Thị Đào (mẫu)"


def test_a_member_scores_and_votes(living_cast, new_page):
    nomination = maker.accepted(living_cast, unit=living_cast.unit_b, by=living_cast.binh)
    session = maker.open_session(living_cast)
    keys = enter(new_page, "giang")
    keys.skip()
    keys.press("Chấm điểm")
    keys.skip()
    keys.press("Chấm điểm")
    keys.skip()
    keys.press("Lưu điểm")
    says(keys.page, "Điểm đã lưu")
    keys.press("Đồng ý")
    keys.skip()
    keys.press("Bỏ phiếu: Đồng ý")
    says(keys.page, f"Đã bỏ phiếu cho hồ sơ {nomination.reference}")
    seat = living_cast.seats["giang"]
    assert VoteCast.objects.filter(item__session=session, member=seat).count() == 1
    assert CouncilScore.objects.filter(item__session=session, member=seat).exists()
