"""No reader of the site meets a word of English."""

import pytest

from awards.admin import event_labels

from .english import english

pytestmark = [pytest.mark.django_db, pytest.mark.pango]

# Names of accounts and codes of departments are typed by administrators; these are the cast's. The last is the
# value of a choice, on the page that gives back what was posted after the session had ended.
NAMES = frozenset({"an", "khach", "quan", "clerk", "bach", "binh", "stttt", "bac", "present"})


def test_no_page_speaks_english(walked):
    pages = {" ".join(key): answer for key, answer in walked.answers.items()} | walked.extras
    # Many accounts see the same page: each text is told once, with the first page that shows it.
    found, seen = {}, set()
    for what, answer in pages.items():
        if answer.is_page and answer.body not in seen:
            seen.add(answer.body)
            for line in english(answer.body, NAMES):
                found.setdefault(line, what)
    assert len(seen) > 300
    assert not found, "\n".join(["", *(f"{line}   ({what})" for line, what in found.items())])


def test_the_extra_pages_are_what_they_are_called(walked):
    broken = {name: walked.extras[name].status for name in ("no token", "no such host", "a fault")}
    assert broken == {"no token": 403, "no such host": 400, "a fault": 500}
    others = [what for what, answer in walked.extras.items() if answer.status >= 500 and what not in broken]
    assert not others


def test_a_code_in_the_history_has_one_meaning():
    pairs = {pair for choices in event_labels._LISTS for pair in choices.choices}
    assert len(pairs) == len({code for code, _ in pairs})
