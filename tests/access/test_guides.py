"""The guides speak of buttons that exist, reach everybody, and leave no picture out."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from awards import access, workflow
from emulation import guides

pytestmark = [pytest.mark.django_db, pytest.mark.pango]

NAMING = frozenset(
    {"a", "button", "label", "legend", "summary", "h1", "h2", "h3", "strong", "caption", "option"}
)
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class _Names(HTMLParser):
    """What the buttons, links, fields and headings of a page are called."""

    def __init__(self):
        super().__init__()
        self.open, self.found = [], set()

    def handle_starttag(self, tag, attrs):
        if tag == "input" and dict(attrs).get("type") == "submit":
            self.found.add(dict(attrs).get("value", ""))
        if tag not in VOID:
            self.open.append((tag, []))

    def handle_data(self, data):
        for tag, words in self.open:
            if tag in NAMING:
                words.append(data)

    def handle_endtag(self, tag):
        while self.open:
            name, words = self.open.pop()
            if words:
                self.found.add(" ".join("".join(words).split()).removesuffix(" *"))
            if name == tag:
                return


@pytest.fixture
def names(walked):
    found, seen = set(), set()
    for what, answer in [*walked.answers.items(), *walked.extras.items()]:
        # A guide does not prove itself.
        if answer.is_page and answer.body not in seen and "guide" not in str(what):
            seen.add(answer.body)
            found |= named(answer.body)
    # What stands in a template or the table of steps, in a state that the world is not in just now.
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        found |= named(re.sub(r"\{[{%#].*?[}%#]\}", "", template.read_text()))
    return found | {step.label for step in workflow.STEPS.values()}


def named(html):
    reader = _Names()
    reader.feed(html)
    return reader.found


def test_every_button_that_a_guide_names_exists(names):
    assert len(names) > 200
    missing = [
        f"{name}: {word}"
        for name in guides.GUIDES
        for word in guides.BOLD.findall((guides.FOLDER / f"{name}.md").read_text())
        if word not in names
    ]
    assert not missing, missing


def test_a_name_that_no_page_bears_is_missed(names):
    assert "Trình hồ sơ" in names
    assert "Nộp hồ sơ lên Sở" not in names


def test_every_guide_is_read_whole():
    """Nothing is written that the small reader of guides would show as raw marks."""
    for name in guides.GUIDES:
        title, body = guides.read(name)
        assert title.startswith("Hướng dẫn"), name
        assert not re.search(r"\*\*|\]\(|^#|<p>(?:\d+\.|-) ", body, re.MULTILINE), name
        assert body.count("<h2>") >= 2, name
    assert {path.stem for path in guides.FOLDER.glob("*.md")} == set(guides.GUIDES)


def test_everybody_is_led_to_the_guide_of_his_work(cast):
    led = {
        name: access.guide_of(cast.users[name])
        for name in ("an", "anh", "chi", "giang", "thu", "dung", "quan")
    }
    assert led == {
        "an": "don-vi",
        "anh": "lanh-dao-don-vi",
        "chi": "van-phong",
        "giang": "uy-vien",
        "thu": "thu-ky",
        "dung": "giam-doc",
        "quan": "quan-tri",
    }
    assert set(guides.GUIDES) - set(led.values()) == {"thanh-tra"}


@pytest.mark.parametrize("door", ["/", "/quan-tri/"])
def test_every_page_has_the_link(client, cast, door):
    client.force_login(cast.an if door == "/" else cast.chi)
    body = client.get(door).content.decode()
    assert '<a href="/huong-dan/">Hướng dẫn</a>' in body
    page = client.get("/huong-dan/").content.decode()
    assert guides.read("don-vi" if door == "/" else "van-phong")[0] in page
