"""Starting a nomination: one collective or one person, and each refusal beside what was typed."""

import pytest
from django.urls import reverse

from awards.models import Nomination
from tests import cast as maker

ADDRESS = "/dot/bac-kan-2023/de-cu/"


@pytest.fixture
def collective(cast):
    return {"unit": cast.unit_a.pk, "kind": "collective", "award_form": "giay_khen"}


@pytest.fixture
def individual(cast):
    return {
        "unit": cast.unit_a.pk,
        "kind": "individual",
        "award_form": "bang_khen",
        "person": cast.people["nominee"].pk,
        "is_direct_worker": "on",
        "direct_work_note": "Tham mưu kế hoạch cải cách hành chính",
    }


def test_a_collective_is_nominated(an, cast, collective):
    response = an.post(ADDRESS, collective)
    nomination = Nomination.objects.get()
    assert response["Location"] == reverse("dossier", args=[nomination.reference])
    assert (nomination.unit, nomination.kind, nomination.person) == (cast.unit_a, "collective", None)


def test_a_person_is_nominated_with_the_confirmation(an, cast, individual):
    an.post(ADDRESS, individual)
    nomination = Nomination.objects.get()
    assert (nomination.person, nomination.award_form) == (cast.people["nominee"], "bang_khen")
    assert nomination.is_direct_worker
    assert nomination.direct_work_note == "Tham mưu kế hoạch cải cách hành chính"


def test_a_person_ticked_before_the_collective_was_chosen_means_nothing(an, collective, individual):
    an.post(ADDRESS, individual | {"kind": "collective"})
    nomination = Nomination.objects.get()
    assert (nomination.person, nomination.is_direct_worker, nomination.direct_work_note) == (None, False, "")


def test_a_second_live_nomination_is_refused_and_the_choice_kept(an, cast, collective, individual):
    an.post(ADDRESS, collective)
    response = an.post(ADDRESS, individual)
    page = response.content.decode()
    assert response.status_code == 409
    assert "không quá 01 tập thể hoặc cá nhân" in page
    assert f'value="{cast.people["nominee"].pk}" checked' in page
    assert "Tham mưu kế hoạch cải cách hành chính" in page
    assert Nomination.objects.count() == 1
    assert "không quá 01 tập thể hoặc cá nhân" in an.get(ADDRESS).content.decode()


def test_an_individual_needs_a_person(an, individual):
    page = an.post(ADDRESS, individual | {"person": ""}).content.decode()
    assert "Chưa chọn cá nhân được đề nghị" in page
    assert not Nomination.objects.exists()


def test_nobody_of_another_unit_can_be_slipped_in(an, cast, individual):
    an.post(ADDRESS, individual | {"person": cast.people["binh"].pk})
    assert not Nomination.objects.exists()


def test_nobody_starts_for_another_unit(an, cast, collective):
    assert an.post(ADDRESS, collective | {"unit": cast.unit_b.pk}).status_code == 404
    assert an.get(f"{ADDRESS}?don-vi={cast.unit_b.pk}").status_code == 404


@pytest.mark.parametrize("name", ["chi", "dung", "giang", "quan"])
def test_only_clerks_and_heads_start(login, name, collective):
    client = login(name)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"kind": "collective", "award_form": "giay_khen"}).status_code == 403
    assert not Nomination.objects.exists()


def test_another_department_finds_no_campaign(login):
    assert login("khach").get(ADDRESS).status_code == 404


def test_the_search_finds_without_marks_and_without_javascript(an, cast):
    page = an.get(f"{ADDRESS}?tim=ha+thi+dao").content.decode()
    assert "Hà Thị Đào" in page
    assert "Lê Thị Ánh" not in page


def test_the_whole_department_s_slot_offers_everybody_and_only_its_form(login, cast):
    page = login("van").get(f"{ADDRESS}?don-vi={cast.whole.pk}").content.decode()
    assert "Hà Thị Đào" in page
    assert 'value="bang_khen"' in page
    assert 'value="giay_khen"' not in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_no_question_per_person(login, cast, count, django_assert_max_num_queries):
    for number in range(count):
        maker.make_person(cast.campaign.department, cast.unit_b, f"Người Mẫu {number}")
    client = login("van")
    with django_assert_max_num_queries(14):
        client.get(f"{ADDRESS}?don-vi={cast.whole.pk}")


def test_the_confirmation_can_be_given_later(an, cast):
    nomination = maker.start(cast, person=cast.people["nominee"])
    address = reverse("nominee", args=[nomination.reference])
    an.post(address, {"is_direct_worker": "on", "direct_work_note": "Chủ trì  tham mưu"})
    nomination.refresh_from_db()
    assert nomination.direct_work_note == "Chủ trì tham mưu"


def test_a_collective_has_no_such_confirmation(an, draft):
    assert an.get(reverse("nominee", args=[draft.reference])).status_code == 404
