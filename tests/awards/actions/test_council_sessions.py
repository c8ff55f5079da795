"""The Council when its members change, leave, or judge themselves."""

import pytest

from awards import actions, audit, workflow
from awards.exceptions import Refused
from awards.models import Attendance, Ballot, CouncilMember
from campaigns import clock
from tests import cast as maker

pytestmark = pytest.mark.django_db

PRESENT, WRITTEN, ABSENT = Attendance.Presence
AWAY = "Đi công tác theo giấy mời."


@pytest.fixture
def nomination(cast):
    return maker.accepted(cast)


@pytest.fixture
def planned(cast, nomination):
    return actions.council_sessions.plan(
        cast.campaign, by=cast.thu, scheduled_at=clock.now(), place="Phòng họp (mẫu)"
    )


def present(cast, session, **others):
    given = {seat.pk: others.get(name, (PRESENT, "")) for name, seat in cast.seats.items()}
    return actions.council_sessions.attend(session, given, by=cast.thu)


def give_points(session, user, member=None, points=None):
    item = session.items.select_related("session__campaign", "nomination__campaign").get()
    own = actions.council_scores.self_points(item.nomination)
    given = {
        code: (value if points is None or value is None else points, "Theo minh chứng.")
        for code, value in own.items()
    }
    actions.council_scores.score(item, given, by=user, member=member)
    return item


def test_a_seat_given_after_planning_must_be_invited_first(cast, planned):
    present(cast, planned)
    CouncilMember.objects.create(campaign=cast.campaign, person=cast.people["bach"], order=9)
    with pytest.raises(Refused, match="Phạm Bách"):
        actions.council_sessions.open_session(planned, by=cast.thu)
    actions.council_sessions.refresh_agenda(planned, by=cast.thu)
    with pytest.raises(Refused, match="Phạm Bách"):  # invited now, and his absence has no reason yet
        actions.council_sessions.open_session(planned, by=cast.thu)
    row = planned.attendance.get(member__person=cast.people["bach"])
    actions.council_sessions.attend(planned, {row.member_id: (ABSENT, AWAY)}, by=cast.thu)
    assert actions.council_sessions.open_session(planned, by=cast.thu).total_members == 5
    assert list(audit.verify(cast.campaign)) == []


def test_who_left_the_council_is_no_longer_counted(cast, planned):
    present(cast, planned)
    CouncilMember.objects.filter(pk=cast.seats["hai"].pk).update(is_active=False)
    with pytest.raises(Refused, match="Ngô Hải"):
        actions.council_sessions.open_session(planned, by=cast.thu)
    actions.council_sessions.refresh_agenda(planned, by=cast.thu)
    opened = actions.council_sessions.open_session(planned, by=cast.thu)
    assert opened.total_members == 3
    item = opened.items.select_related("session__campaign", "nomination__campaign").get()
    with pytest.raises(Refused):
        actions.council_scores.vote(item, Ballot.Choice.YES, by=cast.hai)


def test_points_of_a_member_who_left_without_voting_do_not_count(cast, planned):
    present(cast, planned)
    session = actions.council_sessions.open_session(planned, by=cast.thu)
    give_points(session, cast.dung)
    give_points(session, cast.hai, points=0)
    (both,) = actions.council_ranking.board(session)
    present(cast, session, hai=(ABSENT, AWAY))
    (one,) = actions.council_ranking.board(session)
    assert (both.scored, one.scored) == (2, 1)
    assert one.average > both.average


class TestANomineeOnTheCouncil:
    @pytest.fixture
    def own(self, cast):
        """Thư, the secretary, is proposed by her own department; Hải sends a written opinion."""
        by = maker.make_user("clerk-whole", "clerk", cast.campaign.department, cast.office_unit)
        nomination = maker.start(
            cast, unit=cast.whole, by=by, person=cast.people["thu"], award_form="bang_khen"
        )
        maker.fill(cast, nomination, by=by)
        workflow.take("submit", nomination, by=by)
        workflow.take("receive", nomination, by=cast.dung)
        for part in ("letter", "minutes", "report"):
            actions.paper_checks.record_paper_check(nomination, part, by=cast.dung, is_right=True)
        workflow.take("accept", nomination, by=cast.dung)
        session = actions.council_sessions.plan(
            cast.campaign, by=cast.thu, scheduled_at=clock.now(), place="Phòng họp (mẫu)"
        )
        present(cast, session, hai=(WRITTEN, ""))
        return actions.council_sessions.open_session(session, by=cast.thu)

    def test_holds_nobody_else_s_ballot_on_it(self, cast, own):
        with pytest.raises(Refused, match="người được đề nghị"):
            give_points(own, cast.thu, member=cast.seats["hai"])
        item = give_points(own, cast.dung, member=cast.seats["hai"])
        with pytest.raises(Refused, match="người được đề nghị"):
            actions.council_scores.vote(item, Ballot.Choice.YES, by=cast.thu, member=cast.seats["hai"])

    def test_does_not_place_it_either(self, cast, own):
        CouncilMember.objects.filter(pk=cast.seats["dung"].pk).update(role="vice")
        CouncilMember.objects.filter(pk=cast.seats["thu"].pk).update(role="chair")
        item = own.items.select_related("session__campaign", "nomination").get()
        cast.thu.__dict__.pop("_seats", None)
        with pytest.raises(Refused, match="người được đề nghị"):
            actions.council_ranking.break_tie(item, 1, "Xếp trước vì thành tích nổi bật hơn.", by=cast.thu)
