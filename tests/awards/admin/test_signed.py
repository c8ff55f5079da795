"""The Office and the secretary file signed papers; the others read them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards import signing
from awards.models import SignedCopy
from tests import cast as c
from tests.awards import signatures_made as m

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast):
    c.accepted(cast)
    return c.closed_session(cast)


def login(client, user):
    client.force_login(user)
    return client


def address(name, *args):
    return reverse(f"admin:awards_signedcopy_{name}", args=args)


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def send(client, session, data=None, **fields):
    named = {f"council_minutes-{name}": value for name, value in fields.items()}
    return client.post(
        address("attach", "session", session.pk, "council_minutes"),
        {"council_minutes-file": m.upload(data or m.scan(), "bien-ban.pdf"), **named},
    )


@pytest.mark.parametrize("name", ["thu", "chi"])
def test_minutes_are_filed_and_read_by_who_reads_the_minutes(cast, client, session, name):
    login(client, cast.users[name])
    response = send(client, session, number="01/BB-HĐTĐKT", issued_on="03/01/2024")
    assert response.status_code == 303
    copy = SignedCopy.objects.get()
    assert (copy.session, copy.number) == (session, "01/BB-HĐTĐKT")
    for reader in ("thu", "dung", "chi"):
        login(client, cast.users[reader])
        shown = page(client, reverse("admin:awards_councilsession_change", args=[session.pk]))
        assert "01/BB-HĐTĐKT" in shown
        assert address("file", copy.key) in shown
        response = client.get(address("file", copy.key))
        assert b"".join(response.streaming_content) == m.scan()
        assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("name", ["giang", "quan"])
def test_a_signed_paper_has_no_more_readers_than_the_paper(cast, client, session, name):
    tally = signing.attach("tally", session, m.upload(m.scan()), by=cast.thu, number="02/BB-HĐTĐKT")
    letter = signing.attach("invitation", session, m.upload(m.scan()), by=cast.thu, number="03/GM-STTTT")
    login(client, cast.users[name])
    assert client.get(reverse("official_paper", args=["tally", session.pk])).status_code == 403
    assert client.get(address("file", tally.key)).status_code == 403
    assert client.get(address("file", letter.key)).status_code == 200
    for url in (
        reverse("admin:awards_councilsession_change", args=[session.pk]),
        address("papers", "session", session.pk),
        address("changelist"),
    ):
        shown = page(client, url)
        assert address("file", tally.key) not in shown
        assert address("file", letter.key) in shown


@pytest.mark.parametrize("name", ["giang", "dung", "quan"])
def test_who_only_reads_gets_the_sentence(cast, client, session, name):
    login(client, cast.users[name])
    assert "Chỉ Văn phòng Sở hoặc Thư ký" in page(client, address("papers", "session", session.pk))
    assert send(client, session).status_code == 403
    assert not SignedCopy.objects.exists()


def test_errors_stand_beside_the_field_and_the_typed_stays(cast, client, session):
    login(client, cast.thu)
    response = send(client, session, b"MZ khong phai pdf", number="01/BB", issued_on="32/01/2024")
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Ngày không đúng" in shown
    assert 'value="01/BB"' in shown
    response = send(client, session, b"MZ khong phai pdf", number="01/BB")
    assert "xét theo nội dung" in response.content.decode()
    assert not SignedCopy.objects.exists()


def test_what_somebody_else_filed_is_not_replaced_unseen(cast, client, session):
    signing.attach("council_minutes", session, m.upload(m.scan(2)), by=cast.chi)
    login(client, cast.thu)
    response = send(client, session)
    assert response.status_code == 409
    assert "Đỗ Thị Chi (mẫu) đã gắn bản ký khác" in response.content.decode()
    live = SignedCopy.objects.live().get()
    assert send(client, session, replaces=live.key).status_code == 303


def test_taking_off_needs_a_reason(cast, client, session):
    copy = signing.attach("council_minutes", session, m.upload(m.scan()), by=cast.thu)
    login(client, cast.thu)
    response = client.post(address("remove", copy.key), {"note": "nhầm"})
    assert response.status_code == 409
    assert ">nhầm</textarea>" in response.content.decode()
    assert (
        client.post(address("remove", copy.key), {"note": "Gắn nhầm bản quét thiếu trang."}).status_code
        == 303
    )
    assert "Chưa ký" in page(client, address("papers", "session", session.pk))


def test_the_dossiers_page_lists_what_the_unit_signed_and_the_slips(cast, client):
    nomination = c.fill(cast, c.start(cast))
    signing.attach("letter", nomination, m.upload(m.signed()), by=cast.an, number="12/TTr-BCVT")
    sent = c.workflow.take("submit", nomination, by=cast.an)
    login(client, cast.chi)
    shown = page(client, reverse("admin:awards_nomination_change", args=[nomination.pk]))
    for words in (
        "12/TTr-BCVT",
        "Lê Thị Ánh (mẫu)",
        "Chưa kiểm tra danh sách thu hồi",
        "Phiếu tiếp nhận hồ sơ",
    ):
        assert words in shown
    assert address("papers", "submission", sent.submissions.get().pk) in shown


def test_decision_certificate_and_campaign_have_their_pages(cast, client):
    nomination = c.awarded(cast)
    decision = nomination.award.decision
    signing.attach("decision", decision, m.upload(m.signed()), by=cast.chi, number="01/QĐ-STTT")
    login(client, cast.chi)
    assert "01/QĐ-STTT" in page(client, reverse("admin:awards_decision_change", args=[decision.pk]))
    assert "Giấy khen" in page(client, address("papers", "award", nomination.award.pk))
    assert "Bảng tổng hợp" in page(client, address("papers", "campaign", cast.campaign.pk))
    listed = page(client, address("changelist"))
    assert "Quyết định tặng Giấy khen" in listed


def test_the_list_hides_what_a_unit_has_not_sent(cast, client):
    nomination = c.fill(cast, c.start(cast))
    signing.attach("letter", nomination, m.upload(m.scan()), by=cast.an, number="12/TTr-BCVT")
    login(client, cast.chi)
    assert "12/TTr-BCVT" not in page(client, address("changelist"))
    c.workflow.take("withdraw", nomination, by=cast.an, note="Đơn vị không đề nghị nữa (mẫu).")
    assert "12/TTr-BCVT" not in page(client, address("changelist"))


def test_another_department_finds_nothing(cast, client, session):
    copy = signing.attach("council_minutes", session, m.upload(m.scan()), by=cast.thu)
    login(client, cast.khach)
    for url in (address("papers", "session", session.pk), address("file", copy.key)):
        assert client.get(url).status_code == 404
    assert send(client, session).status_code == 404


def test_a_paper_of_something_else_is_no_address(cast, client, session):
    login(client, cast.thu)
    for paper in ("letter", "ballot", "decision", "khong-co"):
        assert client.post(address("attach", "session", session.pk, paper)).status_code == 404
    assert client.get(address("papers", "nomination", 1)).status_code == 404


def count(client, url):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_more_signed_papers_cost_no_more_questions(cast, client, session):
    login(client, cast.thu)
    urls = [
        address("papers", "session", session.pk),
        reverse("admin:awards_councilsession_change", args=[session.pk]),
        address("changelist"),
    ]
    signing.attach("council_minutes", session, m.upload(m.scan()), by=cast.thu)
    one = [count(client, url) for url in urls]
    for paper in ("tally", "invitation"):
        signing.attach(paper, session, m.upload(m.scan()), by=cast.thu)
    assert [count(client, url) for url in urls] == one
