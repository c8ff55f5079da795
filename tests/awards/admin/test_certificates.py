"""Printing certificates: for whom, on which paper, moved by how much, and remembered where."""

import io

import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards import actions
from awards.admin import certificates
from awards.models import Award, Batch
from awards.papers import nd98, registry
from tests import cast as maker
from tests.awards.papers import official_cast
from tests.awards.papers.render.test_pdf import MM, pages_of


@pytest.fixture
def award(cast):
    return maker.awarded(cast, person=cast.people["nominee"]).award


def form(award):
    return reverse("admin:awards_decision_certificates", args=[award.decision_id])


def result(award, what):
    return reverse("admin:awards_decision_certificate_file", args=[award.decision_id, what])


def place(pdf, words):
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        found = opened.pages[0].search(words, regex=False)
        return (found[0]["x0"], found[0]["top"]) if found else None


@pytest.mark.parametrize(
    ("name", "status"),
    [("chi", 200), ("dung", 200), ("thu", 200), ("quan", 200), ("giang", 403), ("an", 403), ("khach", 404)],
)
def test_who_prints_certificates(login, award, name, status):
    client = login(name)
    assert client.get(form(award)).status_code == status
    assert client.get(result(award, "ban-in")).status_code == status


def test_the_decision_s_page_leads_there_for_whoever_may(login, award):
    page = reverse("admin:awards_decision_change", args=[award.decision_id])
    assert form(award) in login("chi").get(page).content.decode()
    assert form(award) not in login("giang").get(page).content.decode()


def test_a_draft_and_a_letter_to_the_province_have_none(login, cast):
    draft = maker.decision(cast, [maker.recommended(cast)])
    assert login("chi").get(reverse("admin:awards_decision_certificates", args=[draft.pk])).status_code == 404


@pytest.mark.pango
def test_text_only_moved_as_typed_and_remembered_on_this_computer(login, award):
    chi = login("chi")
    whole = chi.get(result(award, "pdf")).content
    assert place(whole, "GIẤY KHEN")
    response = chi.post(
        form(award), {"do": "pdf", "text_only": "1", "right-signer": "2,5", "down-signer": "-3"}
    )
    assert response.status_code == 303
    assert response["Location"] == result(award, "pdf")
    moved = chi.get(response["Location"]).content
    assert place(moved, "GIẤY KHEN") is None
    before, after = place(whole, "Đặng Tiến Dũng"), place(moved, "Đặng Tiến Dũng")
    assert (after[0] - before[0]) / MM == pytest.approx(2.5, abs=0.1)
    assert (after[1] - before[1]) / MM == pytest.approx(-3, abs=0.1)

    page = chi.get(form(award)).content.decode()
    assert 'name="right-signer" value="2,5"' in page
    assert 'name="down-signer" value="-3"' in page
    cookie = chi.cookies["canh-giay-khen"]
    assert cookie["httponly"]
    assert cookie["path"] == "/quan-tri/"
    # The printer is this computer's, whoever logs in to it.
    chi.force_login(award.decision.signed_by)
    assert 'value="2,5"' in chi.get(form(award)).content.decode()


def test_the_whole_campaign_in_the_background_moved_as_typed(login, award):
    chi = login("chi")
    wish = {"do": "trong-nen", "text_only": "1", "right-signer": "2,5", "down-signer": "-3"}
    response = chi.post(form(award), wish)
    assert response["Location"] == reverse("admin:awards_batch_changelist")
    batch = Batch.objects.get()
    assert (batch.campaign, batch.what) == (award.nomination.campaign, Batch.What.CERTIFICATES)
    assert batch.options["text_only"] is True
    assert batch.options["offsets"] == {"signer": [2.5, -3.0]}
    assert batch.options["address"] == "http://testserver"

    again = chi.post(form(award), wish)
    assert again.status_code == 409
    page = again.content.decode()
    assert "đang chờ hoặc đang lập" in page
    assert 'value="2,5"' in page


@pytest.mark.parametrize("typed", ["2,55", "hai", "70", "1e1", "--3"])
def test_a_wrong_length_has_its_sentence_and_prints_nothing(login, award, typed):
    response = login("chi").post(form(award), {"do": "ban-in", "right-signer": typed})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Viết số milimét" in page or "Dời tối đa 60 mm" in page
    assert f'value="{typed}"' in page


def test_a_cookie_that_somebody_has_changed_counts_for_nothing(login, award):
    chi = login("chi")
    chi.cookies["canh-giay-khen"] = '{"text_only": true, "offsets": {"signer": [50, 50]}}:xxx'
    page = chi.get(form(award)).content.decode()
    assert 'name="right-signer" value' not in page
    assert "Quyết định số 01" in chi.get(result(award, "ban-in")).content.decode()


def test_one_or_all(login, cast):
    rows = official_cast.several(cast, 3, ("giay_khen",) * 3)
    official_cast.closed(cast)
    decision = official_cast.signed(cast, official_cast.recommend_all(cast, rows))
    awards = list(Award.objects.filter(decision=decision))
    chi = login("chi")
    assert chi.get(result(awards[0], "ban-in")).content.decode().count('class="sheet ') == 3
    response = chi.post(form(awards[0]), {"do": "ban-in", "award": awards[1].pk})
    one = chi.get(response["Location"]).content.decode()
    assert one.count('class="sheet ') == 1
    assert awards[1].nomination.nominee_name in one
    # Somebody else's award is none of this decision's.
    assert chi.get(f"{result(awards[0], 'ban-in')}?giay=999999").status_code == 404
    actions.decisions.revoke(
        awards[2].nomination, by=cast.dung, note="Quyết định hủy số 00 (mẫu) do khai sai."
    )
    assert chi.get(result(awards[0], "ban-in")).content.decode().count('class="sheet ') == 2
    assert chi.get(f"{result(awards[0], 'ban-in')}?giay={awards[2].pk}").status_code == 404


@pytest.mark.pango
def test_three_are_one_file_of_three_pages(login, cast, monkeypatch):
    rows = official_cast.several(cast, 3, ("giay_khen",) * 3)
    official_cast.closed(cast)
    decision = official_cast.signed(cast, official_cast.recommend_all(cast, rows))
    chi, award = login("chi"), Award.objects.filter(decision=decision)[0]
    response = chi.get(result(award, "pdf"))
    assert len(pages_of(response.content)) == 3
    assert 'filename="giay-khen-quyet-dinh' in response["Content-Disposition"]
    # More than one request should make: a sentence, and the browser's print still takes them all.
    monkeypatch.setattr(certificates, "MOST", 2)
    response = chi.get(result(award, "pdf"))
    assert response.status_code == 403
    assert "tối đa 2 Giấy khen; quyết định này có 3" in response.content.decode()
    assert chi.get(result(award, "ban-in")).content.decode().count('class="sheet ') == 3


@pytest.mark.pango
@pytest.mark.parametrize("form", registry.FORMATS)
def test_every_format_is_made(login, award, form):
    response = login("chi").get(result(award, form))
    assert response.content[:4] == {"pdf": b"%PDF", "docx": b"PK\x03\x04"}[form]
    assert response["Content-Disposition"] == f'attachment; filename="giay-khen-bk23-001.{form}"'


def test_three_certificates_ask_no_more_than_one(login, cast):
    rows = official_cast.several(cast, 3, ("giay_khen",) * 3)
    official_cast.closed(cast)
    rows = official_cast.recommend_all(cast, rows)
    one = official_cast.signed(cast, rows[:1], number="01")
    two = official_cast.signed(cast, rows[1:], number="02")
    chi = login("chi")
    counted = []
    for decision in (one, two):
        award = Award.objects.filter(decision=decision)[0]
        for address in (form(award), result(award, "ban-in")):
            chi.get(address)
            with CaptureQueriesContext(connection) as asked:
                chi.get(address)
            counted.append(len(asked))
    assert counted[:2] == counted[2:]


def test_the_code_leads_to_the_result_at_the_address_of_the_site(login, award, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://thidua.example.vn"]
    page = login("chi").get(result(award, "ban-in")).content.decode()
    assert f"Mã QR: https://thidua.example.vn{reverse('result', args=[award.key])}" in page
    settings.CSRF_TRUSTED_ORIGINS = []
    page = login("chi").get(result(award, "ban-in")).content.decode()
    assert f"Mã QR: http://testserver{reverse('result', args=[award.key])}" in page


def test_the_trial_sheet_has_rulers_and_the_box_of_every_text(login, award):
    page = login("chi").get(result(award, "trang-thu")).content.decode()
    assert page.count("<line ") == len(list(nd98.rulers()))
    for title in nd98.TITLES.values():
        assert f">{title} (" in page, title
    assert "style=" not in page.partition("<body")[2].replace("%20style", "")


def test_every_text_of_the_sheet_has_a_name():
    assert set(nd98.TITLES) == set(nd98.FIELDS)


@pytest.mark.usefixtures("without_pango")
def test_without_pango_the_browser_prints(login, award):
    chi = login("chi")
    response = chi.get(result(award, "pdf"))
    assert response.status_code == 503
    assert result(award, "ban-in") in response.content.decode()
    assert chi.get(result(award, "ban-in")).status_code == 200
