"""The Office and the secretary file signed papers; the others read them."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from awards import actions
from awards.models import CopyToSign, Decision, SignedCopy
from campaigns.models import Campaign
from tests import cast as c
from tests.awards import signature_factory as m

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
    tally = actions.signed_copies.attach(
        "tally", session, m.upload(m.scan()), by=cast.thu, number="02/BB-HĐTĐKT"
    )
    letter = actions.signed_copies.attach(
        "invitation", session, m.upload(m.scan()), by=cast.thu, number="03/GM-STTTT"
    )
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
    actions.signed_copies.attach("council_minutes", session, m.upload(m.scan(2)), by=cast.chi)
    login(client, cast.thu)
    response = send(client, session)
    assert response.status_code == 409
    assert "Đỗ Thị Chi (mẫu) đã gắn bản ký khác" in response.content.decode()
    live = SignedCopy.objects.live().get()
    assert send(client, session, replaces=live.key).status_code == 303


def test_taking_off_needs_a_reason(cast, client, session):
    copy = actions.signed_copies.attach("council_minutes", session, m.upload(m.scan()), by=cast.thu)
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
    actions.signed_copies.attach("letter", nomination, m.upload(m.signed()), by=cast.an, number="12/TTr-BCVT")
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
    actions.signed_copies.attach("decision", decision, m.upload(m.signed()), by=cast.chi, number="01/QĐ-STTT")
    login(client, cast.chi)
    assert "01/QĐ-STTT" in page(client, reverse("admin:awards_decision_change", args=[decision.pk]))
    assert "Giấy khen" in page(client, address("papers", "award", nomination.award.pk))
    assert "Bảng tổng hợp" in page(client, address("papers", "campaign", cast.campaign.pk))
    listed = page(client, address("changelist"))
    assert "Quyết định tặng Giấy khen" in listed


def test_the_list_hides_what_a_unit_has_not_sent(cast, client):
    nomination = c.fill(cast, c.start(cast))
    actions.signed_copies.attach("letter", nomination, m.upload(m.scan()), by=cast.an, number="12/TTr-BCVT")
    login(client, cast.chi)
    assert "12/TTr-BCVT" not in page(client, address("changelist"))
    c.workflow.take("withdraw", nomination, by=cast.an, note="Đơn vị không đề nghị nữa (mẫu).")
    assert "12/TTr-BCVT" not in page(client, address("changelist"))


def test_another_department_finds_nothing(cast, client, session):
    copy = actions.signed_copies.attach("council_minutes", session, m.upload(m.scan()), by=cast.thu)
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
    actions.signed_copies.attach("council_minutes", session, m.upload(m.scan()), by=cast.thu)
    one = [count(client, url) for url in urls]
    for paper in ("tally", "invitation"):
        actions.signed_copies.attach(paper, session, m.upload(m.scan()), by=cast.thu)
    assert [count(client, url) for url in urls] == one


# --- edited between the copy to sign and what came back -----------------------------------------------------


@pytest.fixture
def draft(cast):
    return c.decision(cast, [c.recommended(cast)])


def to_sign(client, draft, form="docx", paper="decision"):
    return client.get(address("to_sign", "decision", draft.pk, paper, form))


def attach_decision(client, draft, data=None, **fields):
    named = {f"decision-{name}": value for name, value in fields.items()}
    return client.post(
        address("attach", "decision", draft.pk, "decision"),
        {"decision-file": m.upload(data or m.scan(), "qd.pdf"), **named},
    )


def revise(cast, draft):
    return c.actions.decisions.revise(draft, by=cast.chi, signer_name="Người khác (mẫu)")


@pytest.mark.pango
def test_a_draft_decision_is_fetched_to_be_signed_without_its_mark_and_matched(cast, client, draft):
    login(client, cast.chi)
    assert address("to_sign", "decision", draft.pk, "decision", "pdf") in page(
        client, address("papers", "decision", draft.pk)
    )
    response = to_sign(client, draft, "pdf")
    assert "-ban-de-ky.pdf" in response["Content-Disposition"]
    text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(response.content)).pages)
    assert "NHÁP" not in text.upper()
    revise(cast, draft)
    assert attach_decision(client, draft, m.signed(response.content)).status_code == 303
    shown = page(client, address("papers", "decision", draft.pk))
    assert "Đã sửa sau khi ký" in shown
    assert "đã được sửa sau khi tải bản để ký lúc 09:00" in shown
    assert SignedCopy.objects.get().known_by == "bytes"


def test_a_scan_of_a_decision_revised_meanwhile_is_asked_about(cast, client, draft):
    login(client, cast.thu)
    to_sign(client, draft)
    revise(cast, draft)
    refused = attach_decision(client, draft, number="01/QĐ-STTT")
    shown = refused.content.decode()
    assert refused.status_code == 409
    assert "đã sửa sau khi tải bản để ký lúc" in shown
    assert 'value="01/QĐ-STTT"' in shown
    assert not SignedCopy.objects.exists()
    assert attach_decision(client, draft, text="0" * 64).status_code == 409
    was = CopyToSign.objects.get().digest
    assert attach_decision(client, draft, text=was).status_code == 303
    assert "Đã sửa sau khi ký" in page(client, reverse("admin:awards_decision_change", args=[draft.pk]))


def confirm(client, draft):
    draft.refresh_from_db()
    return client.post(reverse("admin:awards_decision_sign", args=[draft.pk]), {"version": draft.version})


@pytest.mark.parametrize(
    ("award_form", "kind", "paper"),
    [("giay_khen", "department_award", "decision"), ("bang_khen", "proposal", "proposal")],
)
def test_what_the_attached_pdf_does_not_say_is_not_confirmed_as_signed(cast, client, award_form, kind, paper):
    Campaign.objects.update(province_quota=2)
    one = c.recommended(cast, award_form=award_form)
    draft = c.decision(cast, [one], kind)
    actions.signed_copies.attach(paper, draft, m.upload(m.scan()), by=cast.chi)
    other = c.recommended(cast, unit=cast.unit_b, by=cast.binh, award_form=award_form)
    draft = c.actions.decisions.revise(draft, by=cast.chi, nominations=[one, other])
    login(client, cast.dung)
    for name in ("change", "sign"):
        shown = page(client, reverse(f"admin:awards_decision_{name}", args=[draft.pk]))
        assert (
            "đã sửa sau khi ký: bản ký gắn lúc 09:00 ngày 03/01/2024 (giờ Việt Nam) không còn khớp" in shown
        )
        assert "disabled>Xác nhận đã ký" in shown
    refused = confirm(client, draft)
    assert refused.status_code == 409
    assert "hãy tải bản để ký mới, ký lại rồi gắn thay" in refused.content.decode()
    assert not Decision.objects.filter(status="signed").exists()
    old = SignedCopy.objects.get().key
    actions.signed_copies.attach(paper, draft, m.upload(m.signed()), by=cast.chi, replaces=old)
    assert confirm(client, draft).status_code == 303
    one.refresh_from_db()
    assert one.status == ("awarded" if kind == "department_award" else "forwarded")


def test_a_copy_attached_by_mistake_is_taken_off_and_the_decision_confirmed(cast, client, draft):
    actions.signed_copies.attach("decision", draft, m.upload(m.scan()), by=cast.chi)
    revise(cast, draft)
    login(client, cast.dung)
    assert confirm(client, draft).status_code == 409
    actions.signed_copies.remove(
        SignedCopy.objects.get(), by=cast.chi, note="Gắn nhầm bản của dự thảo cũ (mẫu)."
    )
    assert confirm(client, draft).status_code == 303


@pytest.mark.parametrize("who", ["dung", "quan", "giang", "an", "khach"])
def test_who_does_not_file_fetches_nothing_to_sign(cast, client, draft, who):
    login(client, cast.users[who])
    assert to_sign(client, draft).status_code in (403, 404)
    assert not CopyToSign.objects.exists()


def test_a_paper_that_is_no_paper_of_it_or_no_format(cast, client, draft):
    login(client, cast.chi)
    for paper, form in (("proposal", "docx"), ("tally", "docx"), ("khong-co", "docx"), ("decision", "exe")):
        assert to_sign(client, draft, form, paper).status_code == 404
    assert not CopyToSign.objects.exists()


# --- judged again ------------------------------------------------------------------------------------------


def test_judged_again_by_who_files_and_by_the_administrator(cast, client, session, settings, tmp_path):
    settings.SIGNATURE_ROOTS = tmp_path / "roots"
    copy = actions.signed_copies.attach("invitation", session, m.upload(m.signed()), by=cast.thu)
    change = reverse("admin:awards_councilsession_change", args=[session.pk])
    for name in ("giang", "dung"):
        login(client, cast.users[name])
        assert address("check", copy.key) not in page(client, change)
        assert client.post(address("check", copy.key)).status_code == 403
    for name, roots, said in (("thu", (), "vẫn như trước"), ("quan", (None,), "khác lần trước")):
        login(client, cast.users[name])
        assert address("check", copy.key) in page(client, change)
        if roots:
            m.trust(tmp_path / "roots")
        assert said in client.post(address("check", copy.key), follow=True).content.decode()


def test_the_administrator_judges_what_a_unit_has_sent(cast, client, settings, tmp_path):
    settings.SIGNATURE_ROOTS = tmp_path / "roots"
    nomination = c.fill(cast, c.start(cast))
    copy = actions.signed_copies.attach("letter", nomination, m.upload(m.signed()), by=cast.an)
    login(client, cast.quan)
    assert client.post(address("check", copy.key)).status_code == 404
    c.workflow.take("submit", nomination, by=cast.an)
    m.trust(tmp_path / "roots")
    change = reverse("admin:awards_nomination_change", args=[nomination.pk])
    assert address("check", copy.key) in page(client, change)
    assert (
        "tổ chức chứng thực tin cậy" in client.post(address("check", copy.key), follow=True).content.decode()
    )
    login(client, cast.chi)
    assert address("check", copy.key) not in page(client, change)
    assert client.post(address("check", copy.key)).status_code == 403
