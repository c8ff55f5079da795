"""What holds for every paper of the set: no paper cites a plan without number, and a draft says so."""

import re

import pytest

from awards import workflow
from awards.management.commands import make_papers
from awards.models import Decision, Nomination, Submission
from awards.papers import registry, render
from campaigns.models import Campaign
from tests import cast as c
from tests.awards.papers.render.test_pdf import said

CODES = [kind.code for kind in registry.KINDS]
OFFICIAL = [code for code in CODES if registry.BY_CODE[code].made_from != "nomination"]


@pytest.mark.parametrize("code", CODES)
def test_every_paper_can_be_made_and_none_while_the_plan_has_no_number_and_date(story, code):
    kind, source = story.makeable(code)
    for blank in ({"plan_number": ""}, {"plan_date": None}, {"plan_number": "", "plan_date": None}):
        kept = {name: getattr(story.cast.campaign, name) for name in ("plan_number", "plan_date")}
        Campaign.objects.filter(pk=story.cast.campaign.pk).update(**blank)
        for row in story.sources(kind):
            fresh = type(row).objects.get(pk=row.pk)
            sentence = kind.refusal(fresh)
            assert "chưa có số và ngày ký" in sentence
            assert "Quản trị › Đợt thi đua" in sentence, "and says where to fill them"
        Campaign.objects.filter(pk=story.cast.campaign.pk).update(**kept)
    assert kind.refusal(type(source).objects.get(pk=source.pk)) == ""


def drafts(story):
    """(code, object) of every paper that nobody has sent, signed or concluded yet."""
    begun = Nomination.objects.get(unit__code="phong-f")
    undone = Submission.objects.get(nomination__unit__code="phong-e")
    waiting = c.decision(story.cast, _again(story, "g"), number="09")
    above = c.decision(story.cast, _again(story, "h", award_form="bang_khen"), "proposal", number="09")
    yield from ((code, begun) for code in ("letter", "minutes", "report"))
    yield from (("appraisal", undone), ("decision", waiting), ("proposal", above))


def _again(story, code, **more):
    """One more recommended dossier."""
    cast = story.cast
    unit = c.make_unit(cast.campaign.department, f"phong-{code}", f"Phòng {code.upper()} (mẫu)", order=60)
    clerk = c.make_user(f"clerk-{code}", "clerk", cast.campaign.department, unit, full_name="Mẫu")
    return [c.recommended(cast, unit=unit, by=clerk, **more)]


MARK = "BẢN NHÁP"


@pytest.mark.pango
def test_a_draft_is_marked_in_both_and_loses_the_mark_when_it_is_sent_or_signed(story):
    marked = dict(drafts(story))
    assert set(marked) == {"letter", "minutes", "report", "appraisal", "decision", "proposal"}
    for code, source in marked.items():
        assert shows_mark(code, source) == (True, True), code
    for code in CODES:
        kind, source = story.makeable(code)
        if code in ("decision", "proposal"):
            source = next(row for row in story.sources(kind) if row.status == Decision.Status.SIGNED)
        elif code in ("letter", "minutes", "report"):
            source = story.given
        assert shows_mark(code, source) == (False, False), code


def test_the_copy_that_the_director_signs_bears_no_mark(story):
    made = c.decision(story.cast, _again(story, "g"), number="09")
    given = {"shift": [], "address": "", "text_only": False}
    for to_sign in (False, True):
        kinds = {kind.code: kind for kind in make_papers._kinds({**given, "to_sign": to_sign})}
        assert kinds["decision"].is_draft(made) is not to_sign
        assert kinds["proposal"].is_draft(made) is not to_sign
        assert kinds["letter"].is_draft(Nomination.objects.get(unit__code="phong-f"))


def shows_mark(code, source):
    kind = registry.BY_CODE[code]
    draft = kind.is_draft(source)
    return (
        MARK in render.html.page(kind.paper(source), draft=draft),
        MARK in said(render.pdf.write(kind.paper(source), draft=draft)),
    )


def test_a_recalled_dossier_is_a_draft_again_and_shows_what_is_typed(story):
    nomination = c.submitted(story.cast, **_unit_of(story, "k"))
    kind = registry.BY_CODE["letter"]
    assert not kind.is_draft(nomination)
    nomination = workflow.take("recall", nomination, by=nomination.created_by)
    nomination.letter.reasons = "Viết lại sau khi thu hồi."
    nomination.letter.save()
    assert kind.is_draft(nomination)
    assert "Viết lại sau khi thu hồi." in render.html.page(kind.paper(nomination))


def _unit_of(story, code):
    cast = story.cast
    unit = c.make_unit(cast.campaign.department, f"phong-{code}", f"Phòng {code.upper()} (mẫu)", order=60)
    return {
        "unit": unit,
        "by": c.make_user(f"clerk-{code}", "clerk", cast.campaign.department, unit, full_name="Mẫu"),
    }


BLANK = re.compile(r'<span class="blank">([^<]*)</span>')


def test_blank_number_and_date_are_marked_on_screen_wherever_they_stand(story):
    (rows,) = [_again(story, "g")]
    made = c.decision(story.cast, rows, number="")
    made.issued_on = None
    made.save()
    page = render.html.page(registry.BY_CODE["decision"].paper(made))
    blanks = BLANK.findall(page)
    # Box 3, the three of box 4, then number, day, month and year of "(Kèm theo Quyết định số … ngày …)".
    assert len([blank for blank in blanks if not blank.strip("\u00a0")]) == 4
    assert blanks.count("……") >= 4
    assert "……" not in BLANK.sub("", page.partition("<body>")[2]), "no blank without its mark"
    assert ".blank { background" in page


@pytest.mark.parametrize("code", OFFICIAL)
def test_what_has_a_number_of_its_own_has_no_blank_where_it_is_given(story, code):
    kind, source = story.makeable(code)
    if code in ("decision", "proposal"):
        head = render.html.page(kind.paper(source)).partition('class="number"')[2].partition("</td>")[0]
        assert "blank" not in head
    assert "None" not in render.html.page(kind.paper(source))
