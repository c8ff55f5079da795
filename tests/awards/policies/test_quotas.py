"""Bằng khen are counted on two sets, and each count says which: what the Council proposes, what the department sent."""

import pytest

from awards import actions, policies
from awards.models import Decision, Nomination
from tests import cast as c

pytestmark = pytest.mark.django_db
S = Nomination.Status


def test_what_the_council_proposes_is_not_yet_what_was_sent(cast):
    nomination = c.recommended(cast, award_form="bang_khen")
    assert policies.quotas.bang_khen_proposed([cast.campaign.pk]) == {cast.campaign.pk: 1}
    assert not policies.quotas.bang_khen_sent(cast.campaign).exists()
    assert policies.quotas.province_quota_obstacles(nomination, None) == []


def test_what_the_province_refused_was_sent_all_the_same(cast):
    """The quota is of what goes to the province (plan III.2.2a): a refusal gives no second try."""
    nomination = c.forwarded(cast)
    refusal = c.decision(cast, [nomination], Decision.Kind.PROVINCE_REFUSAL, number="9")
    actions.decisions.sign(refusal, by=cast.chi)
    assert Nomination.objects.get(pk=nomination.pk).status == S.NOT_AWARDED
    assert policies.quotas.bang_khen_proposed([cast.campaign.pk]) == {cast.campaign.pk: 0}
    assert list(policies.quotas.bang_khen_sent(cast.campaign)) == [nomination]
