"""Every page that a person can reach by its links fits a telephone, loads its own files, and breaks nothing."""

import re
from urllib.parse import urlsplit

import pytest

from tests import cast as maker

pytestmark = [pytest.mark.browser, pytest.mark.pango]

# One page of each kind is enough: numbers and keys in an address tell only which row it shows.
ROW = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|BK23-\d+|\d+")
# What is downloaded, what opens in a viewer of PDF, and what shows a sheet of A4 as it will be printed.
NO_PAGE = re.compile(
    r"\.(?:pdf|docx|zip|png)$|/van-ban/|/minh-chung/[0-9a-f]|/xuat/|/ban-in/|/bien-nhan/\d+/[a-z]+/"
)
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"
DOORS = {
    "an": ["/"],
    "bach": ["/"],
    "chi": ["/quan-tri/", "/"],
    "giang": ["/quan-tri/"],
    "thu": ["/quan-tri/"],
    "dung": ["/quan-tri/"],
    "quan": ["/quan-tri/"],
}


@pytest.fixture
def busy(living_cast):
    """A campaign with something on every page."""
    cast = living_cast
    maker.awarded(cast)
    maker.returned(cast, unit=cast.unit_b, by=cast.binh, person=cast.people["hai"], award_form="bang_khen")
    maker.submitted(cast, unit=cast.office_unit, by=cast.van)
    return cast


def test_every_page_fits_a_telephone(busy, stage, new_page):
    seen = set()
    for name, doors in DOORS.items():
        page = new_page(busy.users[name])
        for door in doors:
            seen.discard(door)  # everybody's first page is his own
        walk(stage, page, name, list(doors), seen)
        page.context.close()
    assert len(seen) > 60, sorted(seen)


def walk(stage, page, name, waiting, seen):
    """Follow the links from these doors, to one page of each kind that nobody has seen yet."""
    while waiting:
        address = waiting.pop(0)
        kind = ROW.sub("", address)
        if kind in seen:
            continue
        seen.add(kind)
        answer = page.goto(address)
        assert answer.status == 200, (name, address, answer.status)
        stage.look(page, f"{name}{kind.replace('/', '-')}")
        waiting += [path for path in map(inner, page.evaluate(LINKS)) if path and not NO_PAGE.search(path)]


def inner(address):
    """The path of a link, without its query; the browser's fixture sees to it that it is ours."""
    parts = urlsplit(address)
    return parts.path if parts.scheme in ("http", "https") else ""
