"""The papers of the Office, the Council and the department: who reads which, and how they are handed over."""

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards import access, workflow
from awards.models import Award, Submission
from awards.papers import registry
from tests import cast as maker
from tests.awards.papers import official_cast
from tests.awards.papers.render.test_pdf import pages_of

ACCOUNTS = ["chi", "dung", "thu", "giang", "quan", "an", "binh", "khach"]


@pytest.fixture
def done(cast):
    """A campaign that has come to its end: {code of a paper: what it is made from}."""
    nomination = maker.awarded(cast)
    award = Award.objects.select_related("decision").get()
    submission = Submission.objects.get()
    session = cast.campaign.sessions.get()
    letter = maker.accepted(cast, unit=cast.unit_b, by=cast.binh, award_form="bang_khen")
    maker.closed_session(cast)
    workflow.take("recommend", letter, by=cast.thu)
    proposal = official_cast.signed(cast, [letter], "proposal", number="03")
    by_sort = {
        "submission": submission,
        "session": session,
        "award": award,
        "campaign": cast.campaign,
        "decision": award.decision,
    }
    found = {kind.code: by_sort.get(kind.made_from, nomination) for kind in registry.KINDS}
    return found | {"proposal": proposal}


def page(code, source):
    return reverse("official_paper", args=[code, source.pk])


def file(code, source, form="pdf"):
    return reverse("official_file", args=[code, source.pk, form])


# The unit's own papers have pages of their own: 404 here.
STATUSES = {
    #                   chi  dung thu giang quan  an binh khach
    "letter": (404, 404, 404, 404, 404, 404, 404, 404),
    "receipt": (200, 200, 200, 200, 200, 200, 404, 404),
    "return": (404, 404, 404, 404, 404, 404, 404, 404),
    "appraisal": (200, 200, 200, 200, 200, 403, 404, 404),
    "invitation": (200, 200, 200, 200, 200, 404, 404, 404),
    "shortlist": (200, 200, 200, 200, 200, 404, 404, 404),
    "ballot": (200, 200, 200, 403, 403, 404, 404, 404),
    "tally": (200, 200, 200, 403, 403, 404, 404, 404),
    "council_minutes": (200, 200, 200, 403, 403, 404, 404, 404),
    "summary": (200, 200, 200, 403, 403, 403, 403, 404),
    "proposal": (200, 200, 200, 200, 200, 404, 404, 404),
    "decision": (200, 200, 200, 200, 200, 404, 404, 404),
    "payment": (200, 200, 200, 403, 403, 404, 404, 404),
    "notice": (200, 200, 200, 200, 200, 200, 200, 404),
    "certificate": (200, 200, 200, 403, 200, 200, 404, 404),
}


def test_who_reads_which_paper(login, done):
    clients = {name: login(name) for name in ACCOUNTS}
    found = {
        code: tuple(clients[name].get(page(code, done[code])).status_code for name in ACCOUNTS)
        for code in STATUSES
    }
    assert found == STATUSES


def test_every_paper_of_the_set_has_its_readers():
    assert set(access.PAPERS) == set(registry.FILED)


def test_a_refusal_says_for_whom_the_paper_is(login, done):
    told = login("giang").get(page("tally", done["tally"])).content.decode()
    assert "dành cho Văn phòng Sở, Giám đốc Sở và Chủ tịch, Thư ký Hội đồng" in told


def test_a_paper_that_cannot_be_made_yet_says_why(login, cast):
    draft = maker.start(cast)
    assert draft
    response = login("chi").get(page("notice", cast.campaign))
    assert response.status_code == 409
    assert "Chưa có quyết định khen thưởng nào được ký" in response.content.decode()
    assert login("chi").get(file("notice", cast.campaign)).status_code == 409


def test_what_does_not_exist_is_no_page(login, done):
    chi = login("chi")
    assert chi.get(reverse("official_paper", args=["khong-co", 1])).status_code == 404
    assert chi.get(reverse("official_paper", args=["decision", 999_999])).status_code == 404
    assert chi.get(file("decision", done["decision"], "exe")).status_code == 404
    # A decision is no letter to the province, whatever the address says.
    assert chi.get(page("proposal", done["decision"])).status_code == 404


@pytest.mark.pango
def test_the_file_is_the_paper_under_a_name_that_every_system_keeps(login, done):
    response = login("chi").get(file("decision", done["decision"]))
    assert response["Content-Disposition"].startswith('attachment; filename="quyet-dinh-tang-giay-khen-')
    assert response["Cache-Control"] == "private, no-store"
    assert "QUYẾT ĐỊNH" in pages_of(response.content)[0].extract_text()


@pytest.mark.parametrize("form", registry.FORMATS)
def test_every_format_is_offered_and_made(login, done, form):
    if form == "pdf":
        pytest.importorskip("weasyprint")
    response = login("chi").get(file("invitation", done["invitation"], form))
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith(f'.{form}"')
    assert response.content[:4] == {"pdf": b"%PDF", "docx": b"PK\x03\x04"}[form]


@pytest.mark.usefixtures("without_pango")
def test_without_pango_a_sentence_and_the_other_ways(login, done):
    chi = login("chi")
    response = chi.get(file("decision", done["decision"]))
    told = response.content.decode()
    assert response.status_code == 503
    assert "Pango" in told
    assert page("decision", done["decision"]) in told
    assert chi.get(page("decision", done["decision"])).status_code == 200
    for form in set(registry.FORMATS) - {"pdf"}:
        assert file("decision", done["decision"], form) in told
        assert chi.get(file("decision", done["decision"], form)).status_code == 200


# --- where they are offered -----------------------------------------------------------------------------


def admin(model, source):
    return reverse(f"admin:{model}_change", args=[source.pk])


def test_the_session_lists_its_papers_for_whoever_may_read_them(login, done):
    kinds = [kind.code for kind in registry.made_from("session")]
    for name, codes in (("thu", set(kinds)), ("chi", set(kinds)), ("giang", {"invitation", "shortlist"})):
        told = login(name).get(admin("awards_councilsession", done["tally"])).content.decode()
        assert {code for code in kinds if page(code, done["tally"]) in told} == codes, name


def test_each_page_of_the_office_lists_its_papers_and_why_not_yet(login, done, cast):
    chi = login("chi")
    told = chi.get(admin("awards_nomination", done["letter"])).content.decode()
    assert page("receipt", done["receipt"]) in told
    assert page("appraisal", done["receipt"]) in told
    told = chi.get(admin("campaigns_campaign", cast.campaign)).content.decode()
    assert page("summary", cast.campaign) in told
    assert page("notice", cast.campaign) in told
    told = chi.get(admin("awards_decision", done["decision"])).content.decode()
    assert page("decision", done["decision"]) in told
    assert page("payment", done["decision"]) in told
    planned = maker.actions.council_sessions.plan(
        cast.campaign, by=cast.thu, scheduled_at=maker.BEFORE, place="Phòng họp (mẫu)"
    )
    told = login("thu").get(admin("awards_councilsession", planned)).content.decode()
    assert "chưa có hồ sơ nào" in told
    assert page("invitation", planned) not in told


def test_a_unit_finds_its_slips_its_certificate_and_the_notice_with_its_dossier(login, done):
    told = login("an").get(reverse("dossier", args=[done["letter"].reference])).content.decode()
    for code in ("receipt", "certificate", "notice"):
        assert page(code, done[code]) in told
    for code in ("appraisal", "summary"):
        assert page(code, done[code]) not in told


def test_a_slip_of_return_is_listed_with_the_sending_it_answers(login, cast):
    nomination = maker.returned(cast)
    first = nomination.submissions.get()
    told = login("an").get(reverse("dossier", args=[nomination.reference])).content.decode()
    assert page("return", first) in told
    told = login("chi").get(admin("awards_nomination", nomination)).content.decode()
    assert page("return", first) in told


def test_many_sendings_ask_no_more_than_one(login, cast):
    """1 sending, then 3."""
    from django.db import connection

    nomination = maker.returned(cast)
    chi = login("chi")
    with CaptureQueriesContext(connection) as one:
        chi.get(admin("awards_nomination", nomination))
    for _ in range(2):
        nomination = workflow.take("submit", nomination, by=cast.an)
        nomination = workflow.take("receive", nomination, by=cast.chi)
        note = "Báo cáo vẫn thiếu số liệu so sánh (mẫu)."
        nomination = workflow.take("return", nomination, by=cast.chi, note=note)
    chi.get(admin("awards_nomination", nomination))
    with CaptureQueriesContext(connection) as three:
        told = chi.get(admin("awards_nomination", nomination)).content.decode()
    assert told.count("lần trình thứ 1") >= 2
    assert len(three) <= len(one) + 1, "the comparison with the sending before asks once"
