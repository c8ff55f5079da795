"""The score sheet: answers in, points out, faults beside their clause, conflicts told, few queries."""

import pytest
from django.urls import reverse

from awards.models import Evidence, SelfScore
from campaigns.models import Clause
from tests import cast as maker

from .helpers import posted

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def address(draft):
    return reverse("scores", args=[draft.reference])


def field(code, name):
    return f"y{Clause.objects.get(code=code, criterion__applies_to='collective').pk}-{name}"


def stored(code):
    return SelfScore.objects.get(clause__code=code)


def test_nothing_is_stored_of_clauses_nobody_answered(an, address):
    assert an.post(address, posted(an.get(address))).status_code == 302
    assert not SelfScore.objects.exists()


def test_each_kind_of_answer_is_stored_as_scoring_reads_it(an, address):
    an.post(
        address,
        posted(an.get(address))
        | {
            field("C1.1", "numerator"): "1.800,5",
            field("C1.1", "denominator"): "2 000",
            field("C1.2", "levels"): "outstanding",
            field("C2.3", "breaches"): "0",
            field("C3.2", "levels"): ["yearly", "delegation"],
            field("C6.2", "before_pci"): "35",
            field("C6.2", "after_pci"): "34",
            field("C1.3", "state"): "not_applicable",
            field("C1.3", "explanation"): "Không được giao việc đột xuất.",
        },
    )
    assert stored("C1.1").answer == {"state": "answered", "numerator": "1800.5", "denominator": "2000"}
    assert stored("C1.2").answer == {"state": "answered", "levels": ["outstanding"]}
    assert stored("C2.3").answer == {"state": "answered", "breaches": 0}
    assert stored("C3.2").answer == {"state": "answered", "levels": ["yearly", "delegation"]}
    assert stored("C6.2").answer["ranks"]["pci"] == {"before": 35, "after": 34}
    assert stored("C1.3").answer == {"state": "not_applicable"}
    assert stored("C1.3").explanation == "Không được giao việc đột xuất."


def test_what_was_stored_comes_back_and_saving_it_again_changes_nothing(an, cast, draft, address):
    maker.fill(cast, draft)
    before = dict(SelfScore.objects.values_list("clause__code", "version"))
    data = posted(an.get(address))
    assert data[field("C1.1", "numerator")] == "128"
    an.post(address, data)
    assert dict(SelfScore.objects.values_list("clause__code", "version")) == before


def test_none_of_several_parts_is_an_answer_too(an, address):
    data = posted(an.get(address))
    an.post(address, data | {field("C3.2", "levels"): "__khong__"})
    assert stored("C3.2").answer == {"state": "answered", "levels": []}
    assert posted(an.get(address))[field("C3.2", "levels")] == "__khong__"


def test_a_fault_is_told_beside_its_clause_and_costs_neither_its_words_nor_the_others(an, address):
    data = posted(an.get(address)) | {
        field("C1.1", "numerator"): "rất nhiều",
        field("C1.1", "denominator"): "10",
        field("C1.1", "explanation"): "Theo sổ theo dõi.",
        field("C1.2", "levels"): "partial",
    }
    response = an.post(address, data)
    page = response.content.decode()
    assert "rất nhiều" in page
    assert "Hãy nhập một số không âm" in page
    assert (stored("C1.1").answer, stored("C1.1").explanation) == ({}, "Theo sổ theo dõi.")
    assert stored("C1.2").answer["levels"] == ["partial"]
    mended = posted(response) | {field("C1.1", "numerator"): "9"}
    assert an.post(address, mended).status_code == 302
    assert stored("C1.1").answer["numerator"] == "9"


def test_autosave_gives_points_total_and_versions(an, address):
    data = posted(an.get(address)) | {field("C1.2", "levels"): "outstanding"}
    told = an.post(address, data, **JSON).json()
    assert told["show"]["y-C1.2"] == "6"
    assert told["show"]["tc-C1"].startswith("6 / 15")
    assert told["show"]["total"] == "6"
    assert told["set"] == {field("C1.2", "version"): 1}
    assert told["errors"] == {}


def test_autosave_names_the_input_at_fault(an, address):
    data = posted(an.get(address)) | {field("C1.1", "numerator"): "5", field("C1.1", "denominator"): "0"}
    told = an.post(address, data, **JSON).json()
    assert list(told["errors"]) == [field("C1.1", "denominator")]


def test_two_clerks_on_two_clauses_do_not_disturb_each_other(an, login, address):
    anh = login("anh")
    first, second = posted(an.get(address)), posted(anh.get(address))
    an.post(address, first | {field("C1.2", "levels"): "outstanding"})
    response = anh.post(address, second | {field("C2.3", "breaches"): "0"})
    assert response.status_code == 302
    assert stored("C1.2").answer["levels"] == ["outstanding"]
    assert stored("C2.3").saved_by.username == "anh"


def test_two_clerks_on_one_clause_see_both_answers(an, login, address):
    anh = login("anh")
    first, second = posted(an.get(address)), posted(anh.get(address))
    an.post(address, first | {field("C1.2", "levels"): "outstanding"})
    response = anh.post(address, second | {field("C1.2", "levels"): "none", field("C2.3", "breaches"): "0"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "6 điểm" in page
    assert stored("C1.2").answer["levels"] == ["outstanding"]
    assert stored("C2.3").answer["breaches"] == 0

    anh.post(address, posted(response))
    assert stored("C1.2").answer["levels"] == ["none"]


def test_theirs_may_be_kept(an, login, address):
    anh = login("anh")
    first, second = posted(an.get(address)), posted(anh.get(address))
    an.post(address, first | {field("C1.2", "levels"): "outstanding"})
    page = anh.post(address, second | {field("C1.2", "levels"): "none"})
    prefix = field("C1.2", "version").removesuffix("-version")
    assert anh.post(address, posted(page) | {f"choose-{prefix}": "theirs"}).status_code == 302
    assert stored("C1.2").answer["levels"] == ["outstanding"]


def test_a_file_chosen_in_the_sheet_is_attached_without_javascript(an, address):
    data = posted(an.get(address)) | {
        field("C1.2", "file"): maker.pdf_upload("bao-cao.pdf"),
        field("C1.2", "file_note"): "Báo cáo số 12",
    }
    assert an.post(address, data).status_code == 302
    item = Evidence.objects.get()
    assert (item.clause.code, item.description) == ("C1.2", "Báo cáo số 12")
    assert "bao-cao.pdf" in an.get(address).content.decode()


def test_a_full_save_takes_a_constant_number_of_queries(
    an, cast, draft, address, django_assert_max_num_queries
):
    data = posted(an.get(address))
    for clause in Clause.objects.filter(criterion__applies_to="collective", kind="choice"):
        data[f"y{clause.pk}-explanation"] = "Giải trình mẫu."
    with django_assert_max_num_queries(20):
        assert an.post(address, data).status_code == 302
    with django_assert_max_num_queries(20):
        an.get(address)
    assert SelfScore.objects.count() > 10


def test_the_individual_answers_the_individual_s_clauses(an, cast):
    nomination = maker.start(cast, person=cast.people["nominee"])
    page = an.get(reverse("scores", args=[nomination.reference])).content.decode()
    assert 'id="y-I3"' in page
    assert 'id="y-C1.1"' not in page


def test_a_closed_sheet_takes_nothing(an, cast):
    nomination = maker.submitted(cast)
    address = reverse("scores", args=[nomination.reference])
    before = SelfScore.objects.get(clause__code="C1.2").answer
    response = an.post(address, posted(an.get(address)) | {field("C1.2", "levels"): "none"})
    assert response.status_code == 403
    assert SelfScore.objects.get(clause__code="C1.2").answer == before
