"""The filters beside the lists: of the campaign's clock, and no longer than a person looks through."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns import clock
from campaigns.admin.base import VisibleRelatedFilter
from tests import cast as c

QUEUE = "admin:awards_nomination_changelist"
HISTORY = "admin:awards_event_changelist"


@pytest.fixture
def chi(cast, client):
    client.force_login(cast.chi)
    return client


@pytest.mark.django_db
class TestUnits:
    def test_a_few_are_offered(self, cast, chi):
        c.start(cast)
        assert "unit__id__exact" in chi.get(reverse(QUEUE)).content.decode()

    def test_too_many_are_not_offered_but_an_address_still_filters(self, cast, chi, monkeypatch):
        monkeypatch.setattr(VisibleRelatedFilter, "MOST", 2)
        nomination = c.start(cast)
        assert "unit__id__exact" not in chi.get(reverse(QUEUE)).content.decode()
        for unit, seen in ((cast.unit_a, True), (cast.unit_b, False)):
            page = chi.get(reverse(QUEUE), {"unit__id__exact": unit.pk}).content.decode()
            assert (nomination.reference in page) is seen
            assert unit.name in page  # the filter says what it is set to

    def test_a_unit_of_another_department_is_not_named(self, cast, chi, monkeypatch):
        monkeypatch.setattr(VisibleRelatedFilter, "MOST", 2)
        other = cast.users["khach"].unit
        page = chi.get(reverse(QUEUE), {"unit__id__exact": other.pk}).content.decode()
        assert other.name not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "query", "seen"), [(0, "0", True), (1, "0", False), (1, "7", True), (8, "7", False)]
)
def test_today_is_the_campaigns_today(cast, chi, days, query, seen):
    nomination = c.start(cast)
    with clock.at(c.BEFORE + timedelta(days=days)):
        chi.force_login(cast.chi)
        page = chi.get(reverse(HISTORY), {"khi": query}).content.decode()
    assert (nomination.reference in page) is seen
