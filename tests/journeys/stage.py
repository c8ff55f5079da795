"""A stage for the journey: one browser window per person, and an eye on every page that is opened."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect

from tests import cast as maker

DESK, HAND = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
# SCREENS=folder keeps a picture of every page at both widths, for people to look at.
SCREENS = os.environ.get("SCREENS")

# What sticks out of the window, unless it lies in a box that scrolls by itself.
STICKS_OUT = """() => {
  if (document.documentElement === null) return [];
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const scrolls = (node) => { for (let up = node.parentElement; up && up !== document.body; up = up.parentElement)
    if (getComputedStyle(up).overflowX !== "visible") return true; return false; };
  return [...document.body.querySelectorAll("*")]
    .filter((node) => node.getBoundingClientRect().right > room + 1 && !scrolls(node))
    .map((node) => `${node.tagName}.${node.className} ${Math.round(node.getBoundingClientRect().right)}`).slice(0, 8);
}"""
# A page on its way to the next has no document for a moment: that is "not yet", no error of a script.
FITS = """() => { const page = document.documentElement;
  return page !== null && page.scrollWidth <= page.clientWidth; }"""


class Stage:
    """`enter(name)` → the window of that person of the cast, logged in by typing name and password."""

    def __init__(self, new_page):
        self._new_page, self._windows, self._seen = new_page, {}, 0

    def enter(self, name, door="/"):
        if name not in self._windows:
            page = self._windows[name] = self._new_page()
            page.goto(door)
            page.get_by_label("Tên đăng nhập").fill(name)
            page.get_by_label("Mật khẩu").fill(maker.PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
            expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
        else:
            self._windows[name].goto(door)
        return self._windows[name]

    def look(self, page, name):
        """Nothing may stick out of a telephone's window."""
        self._seen += 1
        page.set_viewport_size(HAND)
        self._keep(page, name, "390")
        try:
            page.wait_for_function(FITS, timeout=3_000)  # the admin's menu takes a moment to step aside
        except TimeoutError:
            pytest.fail(f"{name} ({page.url}) is wider than a telephone: {page.evaluate(STICKS_OUT)}")
        page.set_viewport_size(DESK)
        self._keep(page, name, "1366")

    def _keep(self, page, name, width):
        if SCREENS:
            Path(SCREENS).mkdir(parents=True, exist_ok=True)
            page.evaluate("window.scrollTo(0, 0)")  # bars that stick would lie across the page
            page.screenshot(path=f"{SCREENS}/{self._seen:02d}-{name}-{width}.png", full_page=True)


def press(page, label):
    """Press the one button or link that bears exactly this label."""
    page.get_by_role("button", name=label, exact=True).or_(
        page.get_by_role("link", name=label, exact=True)
    ).click()


def says(page, text):
    expect(page.locator("main, #content-start").first).to_contain_text(text)


def fetch(page, link):
    """Click a link that downloads; the bytes."""
    with page.expect_download() as coming:
        link.click()
    return Path(coming.value.path()).read_bytes(), coming.value.suggested_filename


def answer(page, clause):
    """The best answer to one clause of the score sheet, as a person gives it."""
    place = page.locator(f"[data-clause='{clause.code}']")
    best = maker.best_answer(clause)
    field = f"y{clause.pk}"
    if best["state"] != "answered":
        place.get_by_label("Chưa công bố").check()
        place.get_by_label("Giải trình").fill("Bộ, ngành chưa công bố kết quả năm 2023 (mẫu).")
    elif clause.kind == "choice":
        for code in best["levels"]:
            place.locator(f"[name='{field}-levels'][value='{code}']").check()
    else:
        for name, value in best.items():
            if name != "state":
                place.locator(f"[name='{field}-{name}']").fill(str(value))


def plain(text):
    return re.sub(r"\s+", " ", text)
