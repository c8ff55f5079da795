"""The page of the signed copies, as the unit uses it and as others see it."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from awards import actions, workflow
from awards.models import CopyToSign, SignedCopy
from campaigns import clock
from campaigns.models import Campaign
from tests.awards import signature_factory as m

from .helpers import posted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roots(settings, tmp_path):
    settings.SIGNATURE_ROOTS = m.trust(tmp_path / "roots")


def page(client, nomination, name="signed"):
    return client.get(reverse(name, args=[nomination.reference])).content.decode()


def send(client, nomination, part="letter", data=None, **fields):
    address = reverse("sign_attach", args=[nomination.reference, part])
    named = {f"{part}-{name}": value for name, value in fields.items()}
    return client.post(address, {f"{part}-file": m.upload(data or m.signed()), **named})


def test_a_signed_paper_is_attached_and_told_of(an, full):
    assert "Chưa ký" in page(an, full)
    response = send(an, full, number="12/TTr-BCVT", issued_on="03/01/2024")
    assert response.url == reverse("signed", args=[full.reference]) + "#letter"
    shown = page(an, full)
    for words in ("Đã ký", "12/TTr-BCVT", "03/01/2024", "Lê Thị Ánh (mẫu)", "tổ chức chứng thực tin cậy"):
        assert words in shown
    dossier = page(an, full, "dossier")
    for words in ("đã ký 1/3 văn bản", "12/TTr-BCVT, 03/01/2024", "Lê Thị Ánh (mẫu)", "Gắn bản ký"):
        assert words in dossier


def test_the_download_is_the_very_file_and_an_attachment(an, full):
    data = m.signed()
    send(an, full, data=data)
    response = an.get(reverse("signed_file", args=[full.reference, SignedCopy.objects.get().key]))
    assert b"".join(response.streaming_content) == data
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.pdf", b"MZ\0", "xét theo nội dung"),
        ("a.pdf", b"", "Tệp rỗng"),
        ("a.exe", b"%PDF-1.4\n%%EOF", "đuôi"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_the_typed_stays(an, full, name, body, said):
    address = reverse("sign_attach", args=[full.reference, "letter"])
    response = an.post(
        address,
        {"letter-file": m.upload(body, name), "letter-number": "12/TTr", "letter-issued_on": "03/01/2024"},
    )
    shown = response.content.decode()
    assert response.status_code == 409
    assert said in shown
    assert 'value="12/TTr"' in shown
    assert 'value="03/01/2024"' in shown
    assert not SignedCopy.objects.exists()


def test_a_date_that_is_none_is_told_beside_it(an, full):
    response = send(an, full, issued_on="31/31/2024")
    assert "Ngày không đúng" in response.content.decode()


def test_whoever_attached_meanwhile_is_named_and_a_second_press_replaces(an, login, full):
    send(login("anh"), full)
    response = send(an, full, data=m.scan(2))
    shown = response.content.decode()
    assert "đã gắn bản ký khác" in shown
    (live,) = SignedCopy.objects.live()
    assert f'name="letter-replaces" value="{live.key}"' in shown
    assert send(an, full, data=m.scan(2), replaces=live.key).status_code == 302
    assert SignedCopy.objects.count() == 2


def test_taking_off(an, full):
    send(an, full)
    address = reverse("signed_remove", args=[full.reference, SignedCopy.objects.get().key])
    assert an.post(address).status_code == 302
    assert an.post(address).status_code == 404
    assert "Chưa ký" in page(an, full)


def test_a_change_after_signing_is_told_on_both_pages(an, full):
    send(an, full)
    address = reverse("letter", args=[full.reference])
    an.post(address, {**posted(an.get(address)), "reasons": "Lý do khác hẳn (mẫu)."})
    assert "Đã sửa sau khi ký" in page(an, full)
    assert "Đã sửa sau khi ký" in page(an, full, "dossier")


# --- the PDF to sign -----------------------------------------------------------------------------------


def to_sign(client, nomination, part="letter", form="pdf"):
    return client.get(reverse("to_sign", args=[nomination.reference, part, form]))


@pytest.mark.pango
def test_the_paper_to_sign_bears_no_mark_of_a_draft(an, full):
    response = to_sign(an, full)
    assert response["Content-Disposition"] == 'attachment; filename="to-trinh-bk23-001-ban-de-ky.pdf"'
    text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(response.content)).pages)
    assert "BẢN NHÁP" not in text.upper()
    assert "TỜ TRÌNH" in text
    draft = an.get(reverse("paper_file", args=[full.reference, "letter", "pdf"])).content
    marked = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(draft)).pages)
    assert "NHÁP" in marked.upper() or "DỰ THẢO" in marked.upper()


@pytest.mark.pango
def test_what_is_signed_is_what_is_sealed(an, full):
    pdf = to_sign(an, full, "minutes").content
    sent = workflow.take("submit", full, by=full.created_by)
    assert sent.submissions.get().papers.get(part="minutes").file.read() == pdf


def test_with_gaps_there_is_nothing_to_sign_and_the_sentence_says_why(an, draft):
    response = to_sign(an, draft)
    assert response.status_code == 403
    assert "còn" in response.content.decode()
    assert "Chưa có bản để ký" in page(an, draft)


def test_without_the_plans_number_neither(an, full):
    Campaign.objects.update(plan_number="")
    assert "Kế hoạch chưa có số" in to_sign(an, full).content.decode()


# --- others ----------------------------------------------------------------------------------------------


def test_what_is_not_yet_sent_is_the_units_alone(an, login, full, cast):
    send(an, full)
    address = reverse("signed_file", args=[full.reference, SignedCopy.objects.get().key])
    assert login("chi").get(address).status_code == 404
    assert address not in page(login("chi"), full, "dossier")
    workflow.take("submit", full, by=cast.an)
    assert login("chi").get(address).status_code == 200
    assert login("binh").get(address).status_code == 404


def test_what_was_attached_and_never_sent_stays_the_units_when_it_withdraws(an, login, full, cast):
    actions.signed_copies.attach("letter", full, m.upload(m.scan()), by=cast.an, number="12/TTr-BCVT")
    sent = SignedCopy.objects.get()
    with clock.at(clock.now() + timedelta(minutes=1)):
        workflow.take("submit", full, by=cast.an)
        full.refresh_from_db()
        workflow.take("recall", full, by=cast.an)
    full.refresh_from_db()
    with clock.at(clock.now() + timedelta(minutes=2)):
        actions.signed_copies.attach(
            "letter", full, m.upload(m.scan(2)), by=cast.an, number="777/TTr-KIN", replaces=sent.key
        )
        workflow.take("withdraw", full, by=cast.an, note="Đơn vị không đề nghị nữa (mẫu).")
    chi = login("chi")
    pages = [page(chi, full, "dossier"), page(chi, full, "signed")]
    pages.append(chi.get(reverse("admin:awards_signedcopy_changelist")).content.decode())
    for shown in pages:
        assert "777/TTr-KIN" not in shown
        assert "12/TTr-BCVT" in shown
    assert "777/TTr-KIN" in page(login("an"), full, "dossier")


def test_while_it_is_corrected_the_office_sees_what_was_sent(an, login, full, cast):
    send(an, full)
    workflow.take("submit", full, by=cast.an)
    full.refresh_from_db()
    workflow.take("receive", full, by=cast.chi)
    returned = workflow.take("return", full, by=cast.chi, note="Báo cáo thiếu số liệu so sánh quý trước.")
    first = SignedCopy.objects.get()
    actions.signed_copies.attach(
        "letter", returned, m.upload(m.scan(2), "moi.pdf"), by=cast.an, replaces=first.key
    )
    for name in ("dossier", "admin:awards_nomination_change"):
        args = [full.reference if name == "dossier" else full.pk]
        shown = login("chi").get(reverse(name, args=args)).content.decode()
        assert str(first.key) in shown
        assert str(SignedCopy.objects.live().get().key) not in shown
    old = login("chi").get(reverse("signed_file", args=[full.reference, first.key]))
    assert old.status_code == 200


def test_the_checklist_leads_to_the_form(an, full, cast):
    Campaign.objects.update(signed_papers_required=True)
    shown = page(an, full, "dossier")
    assert f'href="{reverse("signed", args=[full.reference])}#minutes"' in shown
    assert "Chưa gắn bản ký của Biên bản họp xét" in shown


def count(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["dossier", "signed"])
def test_three_signed_papers_cost_no_more_questions_than_one(an, full, cast, name):
    address = reverse(name, args=[full.reference])
    actions.signed_copies.attach("letter", full, m.upload(m.scan()), by=cast.an)
    one = count(an, address)
    for part in ("minutes", "report"):
        actions.signed_copies.attach(part, full, m.upload(m.scan()), by=cast.an, issued_on=date(2024, 1, 3))
    assert count(an, address) == one


def test_the_history_names_the_file(an, full):
    send(an, full)
    assert "to-trinh-da-ky.pdf" in page(an, full, "dossier")


def test_after_sending_the_page_is_for_reading(an, full, cast):
    send(an, full)
    workflow.take("submit", full, by=cast.an)
    shown = page(an, full)
    assert "Tải bản để ký" not in shown
    assert "Đã ký" in shown
    assert send(an, full, "minutes").status_code == 403


# --- edited between the copy to sign and what came back -----------------------------------------------------


def edit(client, nomination, reasons="Lý do khác hẳn (mẫu)."):
    address = reverse("letter", args=[nomination.reference])
    return client.post(address, {**posted(client.get(address)), "reasons": reasons})


@pytest.mark.pango
def test_what_was_signed_before_an_edit_is_told_so_at_once(an, full):
    pdf = to_sign(an, full).content
    edit(an, full)
    response = an.post(
        reverse("sign_attach", args=[full.reference, "letter"]),
        {"letter-file": m.upload(m.signed(pdf)), "letter-text": ""},
        follow=True,
    )
    shown = response.content.decode()
    assert "Đã sửa sau khi ký" in shown
    assert shown.count("đã được sửa sau khi tải bản để ký lúc 09:00 ngày 03/01/2024") == 2
    assert SignedCopy.objects.get().known_by == "bytes"


@pytest.mark.pango
def test_a_scan_is_asked_about_only_where_there_is_a_choice(an, full):
    to_sign(an, full)
    to_sign(an, full)
    assert "Bản nào đã được ký?" not in page(an, full)
    edit(an, full)
    shown = page(an, full)
    assert shown.count("Bản nào đã được ký?") == 1
    assert "Nội dung hiện nay, chưa ai tải bản để ký" in shown
    to_sign(an, full)
    _, oldest = CopyToSign.objects.order_by("-last_at", "-pk")
    assert send(an, full, data=m.scan(), text=oldest.digest).status_code == 302
    assert "Đã sửa sau khi ký" in page(an, full)


@pytest.mark.pango
@pytest.mark.parametrize("text", ["", "x", "0" * 64, "\0", "<script>alert(1)</script>"])
def test_without_a_right_choice_nothing_is_kept_and_the_page_asks(an, full, text):
    to_sign(an, full)
    edit(an, full)
    response = send(an, full, data=m.scan(), number="12/TTr", text=text)
    assert response.status_code == 409
    shown = response.content.decode()
    assert "Bản nào đã được ký?" in shown
    assert 'value="12/TTr"' in shown
    assert "<script>alert" not in shown
    assert "letter-text" not in posted(response)
    assert not SignedCopy.objects.exists()


def test_nothing_is_chosen_beforehand(an, full):
    to_sign(an, full, form="docx")
    edit(an, full)
    to_sign(an, full, form="docx")
    response = an.get(reverse("signed", args=[full.reference]))
    assert "Bản nào đã được ký?" in response.content.decode()
    assert "letter-text" not in posted(response)
    refused = send(an, full, data=m.scan())
    assert "Hãy chọn bản nào đã được ký" in refused.content.decode()
    assert "letter-text" not in posted(refused)


def test_a_sentence_about_a_choice_stays_when_the_choice_is_gone(an, full):
    response = send(an, full, data=m.scan(), text="0" * 64)
    assert response.status_code == 409
    shown = response.content.decode()
    assert "Bản nào đã được ký?" not in shown
    assert "Bản để ký vừa chọn không có trong danh sách" in shown


@pytest.mark.parametrize("key", ["x", "9" * 5000, "' OR 1=1 --"])
def test_what_is_no_key_replaces_nothing_and_says_so(an, full, key):
    send(an, full)
    response = send(an, full, data=m.scan(2), replaces=key)
    assert response.status_code == 409
    assert "đã gắn bản ký khác" in response.content.decode()


def test_a_sentence_about_the_hidden_field_stands_beside_the_file(an, full):
    response = send(an, full, data=m.scan(2), replaces="\0")
    assert response.status_code == 409
    assert "ký tự không in được" in response.content.decode()


def test_a_signature_older_than_the_text_that_it_is_said_to_sign_is_doubted(an, full):
    to_sign(an, full, form="docx")  # at 09:00
    response = send(an, full, data=m.signed())  # at 08:30, says its signer's computer
    shown = an.get(response.url).content.decode()
    assert "Chữ ký số trong tệp ghi lúc 08:30 ngày 03/01/2024" in shown
    assert "trước khi bản này được tải để ký lúc 09:00" in shown
    assert "Đã ký, cần xem lại" in shown


def test_a_clock_a_little_behind_is_not(an, full):
    to_sign(an, full, form="docx")
    send(an, full, data=m.signed(at=m.SIGNED_AT + timedelta(minutes=20)))
    assert "Đã ký, cần xem lại" not in page(an, full)


def test_without_pango_nothing_is_noted_and_word_is_to_be_had(an, full, without_pango):
    refused = to_sign(an, full)
    assert refused.status_code == 503
    assert not CopyToSign.objects.exists()
    address = reverse("to_sign", args=[full.reference, "letter", "docx"])
    assert f'href="{address}"' in refused.content.decode()
    assert f'href="{address}"' in page(an, full)
    response = an.get(address)
    assert response["Content-Disposition"] == 'attachment; filename="to-trinh-bk23-001-ban-de-ky.docx"'
    assert CopyToSign.objects.get().sha256 == m.sha256(response.content)
    assert to_sign(an, full, form="exe").status_code == 404


# --- judged again ------------------------------------------------------------------------------------------


def check_again(client, nomination):
    copy = SignedCopy.objects.get()
    return client.post(reverse("signed_check", args=[nomination.reference, copy.key]), follow=True)


def test_a_button_judges_again_where_there_is_something_to_judge(an, full, settings, tmp_path):
    settings.SIGNATURE_ROOTS = tmp_path / "new"
    send(an, full)
    assert "Kiểm tra lại chữ ký số" in page(an, full)
    assert "kết quả vẫn như trước" in check_again(an, full).content.decode()
    m.trust(tmp_path / "new")
    shown = check_again(an, full).content.decode()
    assert "kết quả khác lần trước" in shown
    assert "tổ chức chứng thực tin cậy" in shown


def test_a_scan_has_no_such_button(an, full):
    send(an, full, data=m.scan())
    assert "Kiểm tra lại chữ ký số" not in page(an, full)


def test_others_do_not_judge_again(an, login, full):
    send(an, full)
    assert check_again(login("binh"), full).status_code == 404
    for name in ("chi", "dung", "quan"):
        assert check_again(login(name), full).status_code == 403
