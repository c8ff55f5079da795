"""What waits too long for the Office is one answer: on the first page, in the queue, in the filter."""

from datetime import datetime

import pytest
from django.urls import reverse

from awards import policies
from campaigns import clock
from tests import cast as c

pytestmark = pytest.mark.django_db
# Tuesday 06/02/2024, two days before Tết.
SENT = datetime(2024, 2, 6, 9, 0, tzinfo=clock.ZONE)


@pytest.mark.parametrize(
    ("now", "late"),
    [
        # Nine days of the calendar, two working days: Tết lies between.
        (datetime(2024, 2, 15, 10, 0, tzinfo=clock.ZONE), False),
        (datetime(2024, 2, 20, 8, 59, tzinfo=clock.ZONE), False),
        (datetime(2024, 2, 20, 9, 1, tzinfo=clock.ZONE), True),
    ],
)
def test_five_working_days_by_every_face(cast, client, now, late):
    nomination = c.submitted(cast)
    type(nomination).objects.filter(pk=nomination.pk).update(status_changed_at=SENT)
    nomination.refresh_from_db()
    client.force_login(cast.chi)
    with clock.at(now):
        assert policies.review.is_overdue(nomination, clock.now()) is late
        first = client.get(reverse("admin:index")).content.decode()
        assert ("đã chờ quá 5 ngày làm việc" in first) is late
        queue = client.get(reverse("admin:awards_nomination_changelist"), {"cho": "5"}).content.decode()
        assert (nomination.reference in queue) is late


def test_who_waits_for_somebody_else_is_not_overdue(cast):
    nomination = c.accepted(cast)
    type(nomination).objects.filter(pk=nomination.pk).update(status_changed_at=SENT)
    nomination.refresh_from_db()
    assert not policies.review.is_overdue(nomination, datetime(2024, 3, 1, tzinfo=clock.ZONE))
