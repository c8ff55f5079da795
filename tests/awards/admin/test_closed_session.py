"""A closed session says the same everywhere and for good: pages, sentences, reasons and papers, whatever is set later."""

import importlib
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse

from awards import actions, award_lists, policies, workflow
from awards.models import Ballot, CouncilScore, CouncilSession, Nomination
from awards.models.nominations import CouncilMember
from awards.papers import council, department
from campaigns.models import AwardForm, Campaign, Clause, Person
from tests import cast as c

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
CONCLUSION = "Hội đồng thống nhất kết quả bỏ phiếu (mẫu)."
WHY = "Chưa đủ phiếu cho Bằng khen (mẫu)."


@pytest.fixture(autouse=True)
def room(cast):
    """Two dossiers of a unit."""
    cast.campaign.unit_quota = 2
    cast.campaign.save(update_fields=["unit_quota"])


def page(client, name, *args):
    """A page without what changes at every request."""
    html = client.get(reverse(f"admin:awards_{name}", args=args)).content.decode()
    return re.sub(r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>', "", html)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def gives(session, seats, choices):
    """These members score as the units did and vote yes, or as `choices[reference][name]` says."""
    for item in session.items.select_related("session__campaign", "nomination__campaign"):
        given = {
            code: (points, "") for code, points in actions.council_scores.self_points(item.nomination).items()
        }
        for by in seats:
            actions.council_scores.score(item, given, by=by)
            name = by.username
            actions.council_scores.vote(
                item, choices.get(item.nomination.reference, {}).get(name, "yes"), by=by
            )


def held(cast):
    """(an open session on what waits, without Hải, of four seats; who votes in it), shares being of those present."""
    Campaign.objects.update(vote_denominator="present")
    session = actions.council_sessions.plan(
        fresh(cast.campaign), by=cast.thu, scheduled_at=c.BEFORE, place="Phòng họp (mẫu)"
    )
    present = {seat.pk: ("present", "") for seat in cast.seats.values()}
    present[cast.seats["hai"].pk] = ("absent", "đi công tác (mẫu)")
    actions.council_sessions.attend(session, present, by=cast.thu)
    session = actions.council_sessions.open_session(session, by=cast.thu)
    return session, [cast.users[name] for name in cast.seats if name != "hai"]


@pytest.fixture
def three_of_four(cast):
    """(open session, dossiers, who votes): 2/3 of those present is enough where 2/4 of all would not be."""
    rows = [
        c.accepted(cast, award_form="bang_khen"),
        c.accepted(cast, unit=cast.unit_b, by=cast.binh),
        c.accepted(cast, unit=cast.unit_b, by=cast.binh, person=cast.people["bach"]),
    ]
    session, seats = held(cast)
    return session, rows, seats


def voted(cast, three_of_four):
    """2/3 for the first two, 1/3 for the third."""
    session, rows, seats = three_of_four
    first, second, third = (row.reference for row in rows)
    no = [by.username for by in seats]
    choices = {first: {no[0]: "no"}, second: {no[0]: "no"}, third: {no[0]: "no", no[1]: "no"}}
    gives(session, seats, choices)


@pytest.fixture
def closed(cast, three_of_four):
    voted(cast, three_of_four)
    return actions.council_sessions.close_session(three_of_four[0], by=cast.thu, conclusion=CONCLUSION)


class TestOfHowMany:
    def test_every_page_and_paper_counts_on_the_same_base(self, cast, closed, three_of_four, client):
        _, (_, second, third), _ = three_of_four
        Campaign.objects.update(vote_denominator="total")
        closed = fresh(closed)
        content = council.common.gather(closed)
        assert [(row["yes"], row["base"], row["passed"]) for row in content["items"]] == [
            (2, 3, False), (2, 3, True), (1, 3, False),
        ]  # fmt: skip
        client.force_login(cast.thu)
        results = page(client, "councilsession_results", closed.pk)
        assert results.count("<strong>2/3</strong> đồng ý (66,7%)") == 2
        assert "1/3 phiếu đồng ý, không đạt tỷ lệ trên 50% số thành viên tham gia." in results
        agenda, board = (page(client, f"councilsession_{name}", closed.pk) for name in ("change", "board"))
        assert "2/3 đồng ý (66,7%)" in agenda
        assert board.count(">66,7%<") == 2
        for shown in (results, agenda, board):
            assert "Tỷ lệ đồng ý tính trên số thành viên tham gia." in shown
            assert "/4</strong> đồng ý" not in shown
        dossier = page(client, "nomination_change", second.pk)
        assert "<strong>2/3 phiếu đồng ý</strong> cho Giấy khen (trên 50% số thành viên tham gia)" in dossier
        assert workflow.refusal("recommend", fresh(third), cast.thu).startswith("Hồ sơ được 1/3 phiếu đồng ý")

    def test_so_do_the_lists_and_what_goes_to_the_province(self, cast, closed, three_of_four):
        _, (_, second, _), _ = three_of_four
        workflow.take("recommend", fresh(second), by=cast.thu)
        Campaign.objects.update(vote_denominator="total")
        campaign = fresh(cast.campaign)
        assert {row["votes"] for row in council.summary.gather(campaign)["rows"]} == {"2/3", "1/3"}
        draft = actions.decisions.draft(campaign, "department_award", [fresh(second)], by=cast.chi)
        (row,) = department.common.gather(draft)["rows"]
        assert row["vote"] == {"yes": 2, "base": 3}

    def test_a_count_in_the_open_is_on_it_as_well(self, cast, three_of_four, client):
        Campaign.objects.update(ballot="hands")
        voted(cast, three_of_four)
        client.force_login(cast.thu)
        assert page(client, "councilsession_board", three_of_four[0].pk).count(">66,7%<") == 2

    def test_a_session_from_before_citations_is_on_the_campaign_s(self, cast, closed):
        CouncilSession.objects.update(cited=None)
        item = closed.items.select_related("session__campaign").first()
        rows = award_lists.proposals(Nomination.objects.all())
        assert (item.base, {row["council"]["base"] for row in rows}) == (3, {3})


class TestTheBoard:
    @pytest.fixture
    def ranked(self, cast):
        """The first has more points, the second more votes; two persons are equal in all."""
        rows = [c.accepted(cast), c.accepted(cast, unit=cast.unit_b, by=cast.binh)]
        c.accepted(cast, person=cast.people["nominee"])
        c.accepted(cast, unit=cast.unit_b, by=cast.binh, person=equal(cast, "bach"))
        session = c.open_session(cast)
        c.assess(cast, session, choices={rows[0].reference: {"hai": "no"}})
        clause = Clause.objects.get(criterion__applies_to="collective", code="C3.3")
        CouncilScore.objects.filter(item__nomination=rows[1], clause=clause).update(points=Decimal("1.00"))
        return actions.council_sessions.close_session(session, by=cast.thu, conclusion=CONCLUSION)

    def test_it_says_what_the_minutes_say_whatever_is_set_later(self, cast, ranked, client):
        client.force_login(cast.thu)
        board, before = (
            page(client, "councilsession_board", ranked.pk),
            actions.council_ranking.board(fresh(ranked)),
        )
        meddle(cast)
        after = actions.council_ranking.board(fresh(ranked))
        assert [told(row) for row in after] == [told(row) for row in before]
        assert page(client, "councilsession_board", ranked.pk) == board
        minutes = {row["reference"]: row for row in council.common.gather(fresh(ranked))["items"]}
        for row in after:
            line = minutes[row.item.nomination.reference]
            assert (str(row.average), row.place, row.yes, row.no, row.invalid, row.cast) == (
                line["average"], line["place"], line["yes"], line["no"], line["invalid"], line["returned"],
            )  # fmt: skip

    def test_a_member_reads_the_sheet_that_was_given(self, cast, ranked, client):
        item = ranked.items.get(place=1, nomination__kind="collective")
        client.force_login(cast.giang)
        assert "Điểm đã lưu: <strong>100/100</strong>" in page(
            client, "councilsession_score", ranked.pk, item.pk
        )
        meddle(cast)
        assert "Điểm đã lưu: <strong>100/100</strong>" in page(
            client, "councilsession_score", ranked.pk, item.pk
        )

    def test_what_was_counted_is_what_is_frozen(self, cast):
        """Not one line of the board changes by closing."""
        rows = [c.accepted(cast), c.accepted(cast, unit=cast.unit_b, by=cast.binh)]
        session = c.open_session(cast)
        c.assess(cast, session, choices={rows[0].reference: {"hai": "invalid"}, rows[1].reference: {"thu": "invalid"}})  # fmt: skip
        live = [told(row) for row in actions.council_ranking.board(session)]
        assert [line[-1] for line in live] == [True, True]
        closed = actions.council_sessions.close_session(session, by=cast.thu, conclusion=CONCLUSION)
        assert [told(row) for row in actions.council_ranking.board(closed)] == live


def equal(cast, name):
    """Told apart by nothing in the chain from the nominee of the cast."""
    Person.objects.filter(pk=cast.people[name].pk).update(honorific="ba", is_leader=False)
    return fresh(cast.people[name])


def told(row):
    figures = (row.average, row.yes, row.no, row.invalid, row.cast, row.scored)
    return (row.item.nomination.reference, *figures, row.place, row.tied)


def meddle(cast):
    """Every setting that a living board is reckoned from."""
    clause = Clause.objects.get(criterion__applies_to="collective", code="C3.3")
    Clause.objects.filter(pk=clause.pk).update(max_points=clause.max_points - 1)
    Clause.objects.filter(criterion__applies_to="collective", code="C3.5").update(max_points=20)
    clause.pk, clause.code = None, "C3.99"
    clause.save()
    Campaign.objects.update(tie_break=["yes_votes", "score"], vote_denominator="present", quorum_numerator=1)
    AwardForm.objects.update(threshold_percent=99, threshold_is_strict=False)
    Person.objects.filter(pk=cast.people["nominee"].pk).update(honorific="ong", is_leader=True)
    CouncilMember.objects.filter(pk=cast.seats["hai"].pk).update(is_active=False)


class TestTheThreshold:
    @pytest.fixture
    def asked(self, cast):
        """Two Bằng khen: 2/4 for the first, too few for any form; 3/4 for the second, enough for a Giấy khen."""
        rows = [
            c.accepted(cast, award_form="bang_khen"),
            c.accepted(cast, unit=cast.unit_b, by=cast.binh, award_form="bang_khen"),
        ]
        no = {rows[0].reference: {"hai": "no", "giang": "no"}, rows[1].reference: {"hai": "no"}}
        c.closed_session(cast, choices=no)
        return [fresh(row) for row in rows]

    def test_a_lower_form_is_judged_by_that_of_the_vote(self, cast, asked):
        few, enough = asked
        refused = workflow.refusal("lower", few, cast.thu)
        assert refused == (
            "Hồ sơ được 2/4 phiếu đồng ý tại phiên họp thứ 1, không đạt tỷ lệ trên 50% tổng số thành viên Hội đồng nên "
            "không được đề nghị Giấy khen. Hãy ghi nhận kết luận khác."
        )
        AwardForm.objects.filter(code="giay_khen").update(threshold_percent=20)
        assert workflow.refusal("lower", fresh(few), cast.thu) == refused
        AwardForm.objects.filter(code="giay_khen").update(threshold_percent=90, threshold_is_strict=False)
        Campaign.objects.update(vote_denominator="present")
        workflow.take("lower", fresh(enough), by=cast.thu, note=WHY)
        assert policies.council.recommendation_obstacles(fresh(enough), None) == []

    def test_a_form_that_the_session_did_not_know_is_refused_in_words(self, cast, asked):
        session = CouncilSession.objects.get()
        del session.cited["thresholds"]["giay_khen"]
        session.save(update_fields=["cited"])
        assert "không có tỷ lệ phiếu cho Giấy khen" in workflow.refusal("lower", asked[1], cast.thu)

    def test_the_upgrade_holds_what_the_results_prove(self, cast, asked, three_of_present):
        """Closed before citations were kept, and since then every rule of it was changed."""
        AwardForm.objects.filter(code="bang_khen").update(threshold_percent=10)
        Campaign.objects.update(vote_denominator="total")
        CouncilSession.objects.update(cited=None)
        apps = MigrationLoader(connection).project_state(("awards", "0008_cited")).apps
        importlib.import_module("awards.migrations.0008_cited").freeze(apps, None)
        first, second = CouncilSession.objects.order_by("number")
        assert first.thresholds == {
            "bang_khen": {"percent": 80, "strict": False},
            "giay_khen": {"percent": 50, "strict": True},
        }
        assert (first.votes_of_total, second.votes_of_total) == (True, False)

    @pytest.fixture
    def three_of_present(self, cast, asked):
        """A second session: 2/3 for a Giấy khen."""
        nomination = c.accepted(cast, unit=cast.unit_b, by=cast.binh, person=cast.people["bach"])
        session, seats = held(cast)
        gives(session, seats, {nomination.reference: {"giang": Ballot.Choice.NO}})
        return actions.council_sessions.close_session(session, by=cast.thu, conclusion=CONCLUSION)
