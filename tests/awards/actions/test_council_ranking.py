"""What the database adds up for the board is what the arithmetic of one sheet gives, to the last hundredth."""

import random
from decimal import Decimal

import pytest

from awards import actions, scoring
from awards.models import CouncilScore
from campaigns.models import Clause
from tests import cast as c

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def session(cast):
    c.accepted(cast)
    c.accepted(cast, unit=cast.unit_b, by=cast.binh, person=cast.people["bach"])
    session = c.open_session(cast)
    c.assess(cast, session)
    return session


def expected(item):
    """Each member's total, sheet by sheet."""
    rules = list(
        Clause.objects.filter(criterion__applies_to=item.nomination.kind).select_related("criterion")
    )
    given = {}
    for score in item.scores.order_by("member_id").select_related("clause"):
        given.setdefault(score.member_id, {})[score.clause.code] = score.points
    sheets = [
        (points, {code for code, point in points.items() if point is None}) for points in given.values()
    ]
    totals = [scoring.member_total(rules, points, excluded) for points, excluded in sheets]
    return [total for total in totals if total is not None]


@pytest.mark.parametrize("seed", range(4))
def test_sums_are_exact(session, seed):
    dice = random.Random(seed)
    for score in CouncilScore.objects.select_related("clause"):
        most = int(score.clause.max_points * 100)
        # 4,35 and 1,15 are no exact floats.
        score.points = None if dice.random() < 0.2 else Decimal(dice.randint(0, most)) / 100
        score.save()
    rows = actions.council_ranking.board(session)
    totals = actions.council_ranking.member_totals(session, [row.item for row in rows])
    assert len(rows) == 2
    for row in rows:
        assert totals[row.item.pk] == expected(row.item)
        assert (row.average, row.scored) == (scoring.mean(expected(row.item)), len(expected(row.item)))


def test_a_sheet_of_nothing_but_exclusions_has_no_total(session):
    item = session.items.first()
    CouncilScore.objects.filter(item=item).update(points=None)
    row = next(row for row in actions.council_ranking.board(session) if row.item.pk == item.pk)
    assert (row.scored, row.average) == (0, None)


def test_a_half_filled_sheet_is_no_sheet(session):
    session.items.first().scores.first().delete()
    with pytest.raises(ValueError, match="half-filled"):
        actions.council_ranking.board(session)
