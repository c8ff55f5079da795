"""The browser fixture itself: it sees a real page, and it lets no page misbehave unnoticed."""

import pytest

from tests.emulation.test_plugins import run

pytestmark = pytest.mark.browser

MISBEHAVING = """
import pytest

SCRIPTS = [
    "document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/a.png'}))",
    "fetch('https://elsewhere.example/').catch(() => 0)",
    "new Promise(done => { setTimeout(() => { setTimeout(done, 50); throw Error('gãy') }) })",
    "location.assign('https://elsewhere.example/')",
]

@pytest.mark.browser
@pytest.mark.parametrize("script", SCRIPTS, ids=range(4))
def test_misbehaves(page, script):
    page.goto("/healthz")
    page.evaluate(script)
    page.wait_for_timeout(200)
"""


def test_a_page_of_ours_has_its_styles_and_no_complaint(page):
    page.goto("/quan-tri/login/")
    assert page.locator("input[name=username]").is_visible()
    loaded = page.evaluate("[...document.styleSheets].filter(sheet => sheet.cssRules.length).length")
    assert loaded > 0


def test_what_a_page_must_not_do_fails_its_test(tmp_path):
    said = run(tmp_path, MISBEHAVING, ci="")
    assert "4 passed, 4 errors" in said[-1]
    complaints = [line for line in said if line.startswith("ERROR ")]
    for number, complaint in enumerate(["console: ", "console: ", "script error: ", "left the server: "]):
        assert complaint in complaints[number]
