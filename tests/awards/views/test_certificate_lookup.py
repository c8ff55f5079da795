"""Where the QR code of a certificate leads: one open page, which says what the paper says and nothing else."""

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards import actions
from awards.models import Award, award_key
from awards.papers import department
from tests import cast as maker


@pytest.fixture
def award(cast):
    return maker.awarded(cast, person=cast.people["nominee"]).award


def page(key):
    return reverse("result", args=[key])


def test_the_code_on_the_certificate_leads_there(award):
    content = department.certificate.gather(award, "https://thidua.example.vn/")
    assert content["address"] == f"https://thidua.example.vn{page(award.key)}"


def test_whoever_holds_the_certificate_reads_what_it_says_without_logging_in(award):
    response = Client().get(page(award.key))
    told = response.content.decode()
    assert response.status_code == 200
    for words in (
        "Bà Hà Thị Đào (mẫu)",
        "Giấy khen của Giám đốc Sở Thông tin và Truyền thông tỉnh Bắc Kạn",
        "Quyết định số 01/QĐ-STTT ngày 03 tháng 01 năm 2024",
        "<dt>Số sổ vàng</dt><dd>01</dd>",
        "Đặng Tiến Dũng (mẫu)",
    ):
        assert words in told, words


def test_it_tells_nothing_that_is_not_printed_on_the_certificate(award):
    told = Client().get(page(award.key)).content.decode()
    person = award.nomination.person
    for secret in (award.nomination.reference, person.personnel_id, str(award.bonus_amount), "/quan-tri/"):
        assert secret not in told
    assert "Văn bản" not in told.replace("Văn phòng", "")


def test_search_engines_and_caches_stay_away(award):
    response = Client().get(page(award.key))
    assert "noindex" in response["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_a_revoked_award_is_called_so(award, cast):
    actions.decisions.revoke(award.nomination, by=cast.dung, note="Quyết định hủy số 00 (mẫu) do khai sai.")
    told = Client().get(page(award.key)).content.decode()
    assert "Khen thưởng này đã bị hủy" in told
    assert "có trong quyết định đã ký" not in told
    assert "khai sai" not in told


@pytest.mark.parametrize("key", ["1", "khong-co", "A" * 22])
def test_a_guess_finds_nothing(award, key):
    assert Client().get(page(key)).status_code == 404


def test_keys_are_long_and_differ(award):
    keys = {award_key() for _ in range(200)}
    assert len(keys) == 200
    assert {len(key) for key in keys} == {22}
    assert award.key != str(award.pk)


def test_the_province_prints_its_own(cast):
    nomination = maker.forwarded(cast)
    actions.decisions.sign(maker.decision(cast, [nomination], "province_award", number="2200"), by=cast.chi)
    assert Client().get(page(Award.objects.get().key)).status_code == 404


def test_a_look_writes_nothing_and_asks_little(award):
    from django.db import connection

    with CaptureQueriesContext(connection) as asked:
        Client().get(page(award.key))
    assert len(asked) < 12
    assert all(query["sql"].startswith("SELECT") for query in asked)
    assert Client().post(page(award.key)).status_code == 405
