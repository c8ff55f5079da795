"""Every certificate printed in the background is noted as handed over to be signed, all of a part at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards import actions, signed_copies
from awards.batches import queue
from awards.batches.jobs import CERTIFICATES_PER_PART, JOBS
from awards.models import Award, CopyToSign
from awards.papers import department, registry
from campaigns import clock
from tests import cast as c
from tests.awards import signature_factory as m
from tests.awards.batches.factory import multiply

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
KIND = registry.BY_CODE["certificate"]


@pytest.fixture
def thirty(cast):
    multiply(cast, Award.objects.get(nomination=c.awarded(cast)), 30)
    awards = Award.objects.order_by("golden_book_number")
    return list(awards.select_related("decision", "nomination__campaign__department"))


def given(awards):
    return list(zip(awards, department.certificate.gather_all(awards), strict=True))


def queries(work):
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def test_thirty_cost_no_more_than_one_and_the_next_time_moves_the_last_alone(cast, thirty):
    one, all_of_them = given(thirty[:1]), given(thirty)
    assert queries(lambda: signed_copies.record_issued(KIND, one, by=cast.chi)) == 1
    with clock.at(clock.now() + timedelta(hours=1)):
        # One more for the seat of who is no officer, however many papers there are.
        assert queries(lambda: signed_copies.record_issued(KIND, all_of_them, by=cast.thu)) == 2
    rows = CopyToSign.objects.order_by("pk")
    assert rows.count() == 30
    assert {(row.last_to, row.last_at) for row in rows} == {(cast.thu, clock.now() + timedelta(hours=1))}
    assert rows[0].first_at == clock.now()
    assert rows[1].first_at == clock.now() + timedelta(hours=1)


def test_it_is_the_same_row_that_one_by_one_would_have_written(cast, thirty):
    ((award, content),) = given(thirty[:1])
    signed_copies.issue(KIND, award, "docx", by=cast.chi, content=content)
    CopyToSign.objects.update(sha256="", size=0)
    signed_copies.record_issued(KIND, [(award, content)], by=cast.thu)
    assert CopyToSign.objects.get().last_to == cast.thu
    copy = actions.signed_copies.attach("certificate", award, m.upload(m.scan()), by=cast.thu)
    assert copy.known_by == copy.Known.ONLY


def test_what_others_print_is_for_reading(cast, thirty, client):
    signed_copies.record_issued(KIND, given(thirty), by=cast.quan)
    assert not CopyToSign.objects.exists()
    sheets = reverse("admin:awards_decision_certificate_file", args=[thirty[0].decision_id, "ban-in"])
    for user, noted in ((cast.quan, 0), (cast.dung, 30)):
        client.force_login(user)
        assert client.get(sheets).status_code == 200
        assert CopyToSign.objects.count() == noted


@pytest.mark.pango
def test_a_part_asks_as_often_for_one_as_for_all(cast, thirty, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    batch = queue.ask(cast.campaign, "giay_khen", by=cast.chi)
    job = JOBS[batch.what]
    whole, rest = job.plan(batch)
    assert (whole["items"], rest["items"]) == (CERTIFICATES_PER_PART, 30 - CERTIFICATES_PER_PART)
    alone = {**whole, "keys": whole["keys"][:1]}
    few = queries(lambda: job.make(batch, alone, tmp_path / "alone.part"))
    assert queries(lambda: job.make(batch, whole, tmp_path / "whole.part")) == few
    assert CopyToSign.objects.filter(last_to=cast.chi).count() == CERTIFICATES_PER_PART
