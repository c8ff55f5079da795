"""Signing, in a browser: download what is to be signed, sign it, attach it, change a word, sign again, submit."""

import pytest
from playwright.sync_api import expect

from awards import actions
from awards.models import Nomination, SignedCopy
from campaigns.models import Campaign
from tests import cast as maker
from tests.awards import signature_factory as m

from .stage import fetch, press, says

pytestmark = [pytest.mark.browser, pytest.mark.pango, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def roots(settings, tmp_path):
    settings.SIGNATURE_ROOTS = m.trust(tmp_path / "roots")


def put(page, part, data, *, number="", day="", name="da-ky.pdf"):
    box = page.locator(f"#{part}")
    form = box.locator("details").first
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    box.get_by_label("Tệp PDF đã ký").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": data}
    )
    box.get_by_label("Số, ký hiệu").fill(number)
    box.get_by_label("Ngày ban hành").fill(day)
    box.get_by_role("button", name="bản ký", exact=False).filter(has_text="Gắn").or_(
        box.get_by_role("button", name="Thay bản ký", exact=True)
    ).first.click()


def to_sign(page, part):
    pdf, name = fetch(page, page.locator(f"#{part}").get_by_role("link", name="Tải bản để ký (PDF)"))
    assert name.endswith("-ban-de-ky.pdf")
    return pdf


def test_a_unit_signs_its_papers_and_submits(living_cast, stage, roots):
    Campaign.objects.update(signed_papers_required=True)
    nomination = maker.fill(living_cast, maker.start(living_cast))
    page = stage.enter("an", f"/ho-so/{nomination.reference}/")
    says(page, "Chưa gắn bản ký của Tờ trình")
    stage.look(page, "dossier-unsigned")
    page.get_by_role("link", name="Tải bản để ký, gắn bản ký").click()
    stage.look(page, "signed-empty")
    # A program that calls itself a paper: the sentence stands beside the field and the number stays.
    put(page, "letter", b"MZ khong phai PDF", number="07/TTr-BCVT", day="03/01/2024")
    says(page, "xét theo nội dung tệp")
    expect(page.locator("#letter").get_by_label("Số, ký hiệu")).to_have_value("07/TTr-BCVT")
    stage.look(page, "signed-wrong")
    pdf = to_sign(page, "letter")
    put(page, "letter", m.signed(pdf), number="07/TTr-BCVT", day="03/01/2024")
    says(page, "Đã gắn bản ký của Tờ trình. 01 chữ ký số: nguyên vẹn, tổ chức chứng thực tin cậy.")
    put(page, "minutes", m.scan(), name="bien-ban-quet.pdf")
    altered = m.added_to(m.signed(to_sign(page, "report")))
    put(page, "report", altered, name="bao-cao-bi-sua.pdf")
    says(page, "tệp đã bị sửa sau khi ký")
    stage.look(page, "signed-all")
    two = m.signed(m.signed(), m.signer("Văn thư (mẫu)", "Phòng mẫu", "CA lạ"), "ChuKy2")
    put(page, "report", two, name="bao-cao-hai-chu-ky.pdf")
    says(page, "02 chữ ký số: nguyên vẹn, chưa rõ tổ chức chứng thực.")
    page.goto(f"/ho-so/{nomination.reference}/bien-ban/")
    page.get_by_label("Kết luận").fill("Cuộc họp thống nhất đề nghị (mẫu, đã sửa).")
    press(page, "Lưu nháp")
    page.goto(f"/ho-so/{nomination.reference}/")
    says(page, "Biên bản họp xét đã sửa sau khi ký")
    stage.look(page, "dossier-changed")
    page.goto(f"/ho-so/{nomination.reference}/ban-ky/")
    stage.look(page, "signed-changed")
    put(page, "minutes", m.scan(2), name="bien-ban-ky-lai.pdf")
    page.goto(f"/ho-so/{nomination.reference}/")
    says(page, "Hồ sơ đã đủ để trình")
    press(page, "Trình hồ sơ")
    press(page, "Trình hồ sơ")
    assert Nomination.objects.get().status == "submitted"
    assert SignedCopy.objects.live().count() == 3
    page.goto(f"/ho-so/{nomination.reference}/")
    stage.look(page, "dossier-sent")
    office = stage.enter("chi", f"/quan-tri/awards/nomination/{nomination.pk}/change/")
    says(office, "07/TTr-BCVT")
    stage.look(office, "office-dossier")


def test_the_secretary_files_the_councils_and_the_departments_papers(living_cast, stage, roots):
    nomination = maker.awarded(living_cast)
    session, decision = nomination.session_items.get().session, nomination.award.decision
    page = stage.enter("thu", f"/quan-tri/awards/councilsession/{session.pk}/change/")
    stage.look(page, "session")
    page.get_by_role("link", name="Gắn, xem bản ký").click()
    stage.look(page, "session-papers")
    put(page, "council_minutes", b"MZ", number="01/BB-HĐTĐKT")
    says(page, "xét theo nội dung tệp")
    stage.look(page, "session-wrong")
    put(page, "council_minutes", m.signed(), number="01/BB-HĐTĐKT", day="03/01/2024")
    says(page, "Đã ký")
    stage.look(page, "session-signed")
    actions.signed_copies.attach(
        "decision", decision, m.upload(m.signed()), by=living_cast.chi, number="01/QĐ-STTTT"
    )
    page.goto(f"/quan-tri/awards/decision/{decision.pk}/change/")
    stage.look(page, "decision")
    page.goto("/quan-tri/awards/signedcopy/")
    stage.look(page, "list")
    page.goto(f"/quan-tri/awards/signedcopy/campaign/{living_cast.campaign.pk}/")
    stage.look(page, "campaign")
    director = stage.enter("dung", f"/quan-tri/awards/signedcopy/session/{session.pk}/")
    stage.look(director, "reads-only")


def test_what_was_edited_after_it_was_fetched_to_be_signed(living_cast, stage, settings, tmp_path):
    settings.SIGNATURE_ROOTS = tmp_path / "roots"
    nomination = maker.fill(living_cast, maker.start(living_cast))
    page = stage.enter("an", f"/ho-so/{nomination.reference}/ban-ky/")
    # Signatures are read in a process of its own, which on a busy machine takes its time to start.
    page.set_default_timeout(40_000)
    pdf = to_sign(page, "letter")
    page.goto(f"/ho-so/{nomination.reference}/to-trinh/")
    page.get_by_label("Lý do").fill("Lý do đã sửa sau khi tải bản để ký (mẫu).")
    press(page, "Lưu nháp")
    page.goto(f"/ho-so/{nomination.reference}/ban-ky/")
    to_sign(page, "letter")
    page.goto(f"/ho-so/{nomination.reference}/ban-ky/")
    says(page, "Bản nào đã được ký?")
    stage.look(page, "which-was-signed")
    page.locator("#letter").get_by_label("văn bản đã sửa sau đó").check()
    put(page, "letter", m.scan(), number="07/TTr-BCVT", name="to-trinh-quet.pdf")
    says(page, "đã được sửa sau khi tải bản để ký lúc")
    stage.look(page, "signed-before-the-edit")
    put(page, "letter", m.signed(pdf), name="to-trinh-ky-so.pdf")
    says(page, "Đã gắn bản ký của Tờ trình. 01 chữ ký số: nguyên vẹn, chưa rõ tổ chức chứng thực.")
    says(page, "Đã sửa sau khi ký")
    assert SignedCopy.objects.live().get().known_by == "bytes"
    m.trust(tmp_path / "roots")
    press(page, "Kiểm tra lại chữ ký số của Tờ trình")
    says(page, "kết quả khác lần trước")
    stage.look(page, "checked-again")


def test_the_province_answers(living_cast, stage, roots):
    nomination = maker.forwarded(living_cast)
    decision = maker.decision(living_cast, [nomination], "province_award", number="77")
    page = stage.enter("chi", f"/quan-tri/awards/decision/{decision.pk}/change/")
    says(page, "Văn bản đến của UBND tỉnh")
    stage.look(page, "province-nothing")
    page.get_by_role("link", name="Gắn, xem bản ký").click()
    stage.look(page, "province-papers")
    put(page, "incoming", m.signed(), number="77/QĐ-UBND", day="03/01/2024")
    says(page, "Đã nhận")
    stage.look(page, "province-received")
    page.goto(f"/quan-tri/awards/decision/{decision.pk}/change/")
    stage.look(page, "province-decision")
    draft = maker.decision(living_cast, [nomination_of(living_cast)], number="02")
    page.goto(f"/quan-tri/awards/signedcopy/decision/{draft.pk}/")
    page.get_by_role("link", name="Tải bản để ký của Quyết định tặng Giấy khen dạng Word").click()
    maker.actions.decisions.revise(draft, by=living_cast.chi, signer_name="Người khác (mẫu)")
    put(page, "decision", m.scan(), number="02/QĐ-STTT")
    says(page, "Hãy chọn bản nào đã được ký")
    stage.look(page, "decision-which")
    page.get_by_label("văn bản đã sửa sau đó").check()
    put(page, "decision", m.scan(), number="02/QĐ-STTT")
    says(page, "Đã sửa sau khi ký")
    stage.look(page, "decision-changed")


def nomination_of(cast):
    return maker.recommended(cast, unit=cast.unit_b, by=cast.binh)
