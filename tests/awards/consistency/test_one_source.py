"""Facts that have one source: every paper prints the same name, post, unit and form, however they were typed.

docs/consistency.md lists these facts. The papers themselves are read back here, block by block.
"""

import unicodedata

import pytest

from awards.papers import registry
from campaigns.models import Person, Unit
from campaigns.vietnamese import names

from .conftest import NAME, POST, UNIT, said

FORM = "Giấy khen"
# The papers in which a person who was awarded a Giấy khen stands.
NAMED = (
    *("letter", "minutes", "report", "receipt", "appraisal", "invitation", "shortlist", "ballot", "tally"),
    *("council_minutes", "summary", "decision", "payment", "notice", "certificate"),
)
# The summary has columns of its own for post and unit.
WHOLE_POST = f"{POST}, {UNIT}"


def about(story, code):
    """The papers of this kind that name the nominee."""
    kind = registry.BY_CODE[code]
    texts = [said(kind.paper(source)) for source in story.sources(kind) if not kind.refusal(source)]
    return [text for text in texts if "ha thi dao" in names.search_key(text)]


@pytest.mark.parametrize("code", NAMED)
def test_one_name_one_post_one_unit_one_form(story, code):
    texts = about(story, code)
    assert texts
    for text in texts:
        assert NAME in text
        assert POST in text
        assert UNIT in text
        assert FORM.casefold() in text.casefold()
        if code != "summary":
            assert WHOLE_POST in text
        # Not one occurrence is written otherwise.
        assert names.search_key(text).count("ha thi dao (mau)") == text.count(NAME)
        assert unicodedata.is_normalized("NFC", text)
        assert "\u200b" not in text


def test_no_other_kind_of_paper_names_him():
    """A new kind must be looked at here."""
    others = {"return", "proposal"}  # he was neither sent back nor proposed to the province
    assert {kind.code for kind in registry.KINDS} == {*NAMED, *others}


COUNTS = {
    "letter": "01 cá nhân",
    "decision": "01 cá nhân",
    "payment": "01 cá nhân",
    "proposal": "01 cá nhân",
    "shortlist": "01 tập thể và 02 cá nhân",
    "invitation": "01 tập thể và 02 cá nhân",
    "tally": "01 tập thể và 02 cá nhân",
    "council_minutes": "01 tập thể và 02 cá nhân",
    "notice": "02 cá nhân",
}


@pytest.mark.parametrize(("code", "told"), COUNTS.items())
def test_the_count_in_words_is_the_count_of_rows(story, code, told):
    kind = registry.BY_CODE[code]
    source = story.given if code == "letter" else story.makeable(code)[1]
    paper = kind.paper(source)
    text = said(paper)
    # "thực hiện 03 hồ sơ (…)", "Danh sách có …": wherever a count of kinds stands, it is this one.
    assert told in text
    if code in ("decision", "proposal"):
        assert f"Danh sách có {told}./." in text


def test_a_later_promotion_or_move_rewrites_no_paper_that_follows_the_vote(story):
    codes = ("tally", "council_minutes", "decision", "payment", "notice", "certificate")
    before = {code: about(story, code) for code in codes}
    person = Person.objects.get(pk=story.cast.people["nominee"].pk)
    person.full_name, person.position, person.unit = "Hà Thị Đảo", "Phó Trưởng phòng", story.cast.unit_b
    person.save()
    assert {code: about(story, code) for code in codes} == before


def test_a_renamed_unit_keeps_its_old_name_in_the_papers_of_its_dossier(story):
    codes = ("tally", "decision", "payment", "notice", "certificate")
    before = {code: about(story, code) for code in codes}
    Unit.objects.filter(pk=story.cast.unit_a.pk).update(name="Phòng đổi tên")
    assert {code: about(story, code) for code in codes} == before


def test_the_birthday_of_the_report_fills_the_list_where_the_roster_has_none(story):
    assert story.cast.people["nominee"].date_of_birth is None
    (text,) = about(story, "shortlist")
    assert "06/05/1985" in text


def test_nothing_of_the_story_disagrees_with_itself(story):
    """However carelessly it was typed: spaces and Unicode forms are no disagreement."""
    for kind in registry.KINDS:
        for source in story.sources(kind):
            assert [row.sentence for row in kind.disagreements(source)] == [], kind.code
