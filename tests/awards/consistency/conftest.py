"""One campaign gone all the way, played once for a module and taken back; no PDFs, as on a machine without Pango."""

import unicodedata
from dataclasses import dataclass, fields, is_dataclass

import pytest
from django.db import transaction
from django.test import override_settings

from awards import actions, papers, workflow
from awards.management.commands import make_papers
from awards.models import Nomination
from awards.papers import registry
from campaigns import clock
from campaigns.models import Person, Unit
from tests import cast as c
from tests.awards.papers.official_cast import recommend_all, signed

TYPED_NAME, TYPED_POST = "Hà  Thị\u00a0Đào\u200b (mẫu)", "Chuyên  viên"
NAME, POST, UNIT = "Hà Thị Đào (mẫu)", "Chuyên viên", "Phòng Bưu chính - Viễn thông (mẫu)"


def badly(text):
    """As a careless hand types it on a Mac: decomposed."""
    return unicodedata.normalize("NFD", text)


@dataclass
class Story:
    cast: c.Cast
    given: Nomination
    above: Nomination

    def sources(self, kind):
        """The objects of the campaign that this paper is made from."""
        found = make_papers._sources(self.cast.campaign, None, kind.made_from)
        return [source for source in found if kind.applies(source)]

    def makeable(self, code):
        """The first object from which this paper can be made now."""
        kind = registry.BY_CODE[code]
        return kind, next(source for source in self.sources(kind) if not kind.refusal(source))


def play():
    """A Giấy khen and a Bằng khen given, one declined, one returned, one being checked, one only begun."""
    cast = c.assemble()
    nominee = cast.people["nominee"]
    # What no form and no save would let through: it may come from an import or from another program.
    Person.objects.filter(pk=nominee.pk).update(full_name=badly(TYPED_NAME), position=badly(TYPED_POST))
    Unit.objects.filter(pk=cast.unit_a.pk).update(name=badly(UNIT.replace(" ", "  ", 1)))
    given = c.accepted(cast, person=Person.objects.get(pk=nominee.pk))
    above = c.accepted(
        cast, unit=cast.unit_b, by=cast.binh, person=cast.people["binh"], award_form="bang_khen"
    )
    declined = c.accepted(cast, **_unit(cast, "c"))
    c.closed_session(cast)
    recommend_all(cast, [given, above])
    workflow.take("decline", declined, by=cast.thu, note="Chưa có số liệu so sánh với quý trước.")
    signed(cast, [given])
    signed(cast, [above], "proposal")
    signed(cast, [above], "province_award", by=cast.chi, number="77")
    c.returned(cast, **_unit(cast, "d"))
    checked = c.received(cast, **_unit(cast, "e"))
    actions.paper_checks.record_paper_check(checked, "letter", by=cast.chi, is_right=True)
    c.start(cast, **_unit(cast, "f"))
    return Story(cast, Nomination.objects.get(pk=given.pk), Nomination.objects.get(pk=above.pk))


def _unit(cast, code):
    unit = c.make_unit(cast.campaign.department, f"phong-{code}", f"Phòng {code.upper()} (mẫu)", order=50)
    clerk = c.make_user(f"clerk-{code}", "clerk", cast.campaign.department, unit, full_name="Mẫu")
    return {"unit": unit, "by": clerk}


def no_pango(*args, **kwargs):
    raise papers.Unavailable


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("uploads")),
        clock.at(c.BEFORE),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(papers, "pdf", no_pango)
        yield play()
        transaction.set_rollback(True)


@pytest.fixture
def story(played):
    """The campaign, for one test: whatever it changes is taken back."""
    with transaction.atomic():
        yield played
        transaction.set_rollback(True)


def said(paper):
    """Every word of a paper of blocks, main text and annexes, in order."""
    if isinstance(paper, str):
        return paper
    if isinstance(paper, tuple | list):
        return " ".join(filter(None, map(said, paper)))
    if is_dataclass(paper):
        told = [said(getattr(paper, row.name)) for row in fields(paper)]
        return " ".join(filter(None, told))
    return ""
