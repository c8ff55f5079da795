"""Every page of the unit's face opens for the clerk, closes for others, and asks few questions."""

import pytest
from django.urls import reverse

PAGES = ["dossier", "letter", "minutes", "report", "scores", "evidence", "submit", "withdraw"]


@pytest.mark.parametrize("page", PAGES)
def test_the_clerk_opens_every_page_within_twenty_queries(an, draft, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        response = an.get(reverse(page, args=[draft.reference]))
    assert response.status_code == 200
    assert draft.unit.name in response.content.decode()


@pytest.mark.parametrize("page", [*PAGES, "recall"])
@pytest.mark.parametrize("name", ["binh", "bach", "van", "khach"])
def test_for_a_stranger_the_dossier_does_not_exist(cast, client, draft, page, name):
    client.force_login(cast.users[name])
    address = reverse(page, args=[draft.reference])
    assert client.get(address).status_code == 404
    assert page == "dossier" or client.post(address, {"version": "1"}).status_code == 404


@pytest.mark.parametrize("page", [*PAGES, "recall"])
def test_nobody_reads_without_logging_in(client, draft, page):
    response = client.get(reverse(page, args=[draft.reference]))
    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/?next=/ho-so/")
