"""The Office's slips, made from real submissions and read back from the PDF."""

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import actions, workflow
from awards.models import Submission
from awards.papers import office, registry, render
from awards.papers.wording import tidy
from campaigns.models import Campaign
from tests.awards.papers.official_cast import faults
from tests.awards.papers.render.test_pdf import pages_of, said
from tests.cast import accepted, received, returned, submitted

pytestmark = [pytest.mark.pango, pytest.mark.django_db]

REASON = "Báo cáo thiếu số liệu so sánh với quý trước."


def sent(nomination, number=1):
    return Submission.objects.select_related("nomination__campaign").get(nomination=nomination, number=number)


def made(name, submission, **changes):
    kind = registry.BY_CODE[name]
    assert kind.refusal(submission) == ""
    return render.pdf.write(kind.compose(kind.content(submission) | changes))


def test_the_receipt_names_the_dossier_its_papers_and_both_people_on_one_page(cast):
    submission = sent(received(cast))
    pdf = made("receipt", submission)
    text = said(pdf)
    assert len(pages_of(pdf)) == 1
    for words in (
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH BẮC KẠN VĂN PHÒNG SỞ",
        "PHIẾU TIẾP NHẬN HỒ SƠ",
        "BK23-001; biên nhận BK23-001/1 (trình lần 1)",
        "Phòng Bưu chính - Viễn thông (mẫu)",
        "Giấy khen của Giám đốc Sở Thông tin và Truyền thông",
        "09 giờ 00 phút, ngày 03 tháng 01 năm 2024 (đúng hạn); người trình: Nguyễn Văn An (mẫu)",
        "người tiếp nhận: Bà Đỗ Thị Chi (mẫu), Phó Chánh Văn phòng",
        "1 Tờ trình",
        "2 Biên bản họp xét 02/01/2024",
        "3 Báo cáo thành tích",
        "00 tài liệu",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN",
        "- Phòng Bưu chính - Viễn thông (mẫu); - Lưu: VT, VAN-P.",
        "bổ sung./.",
    ):
        assert words in text, words
    for paper in submission.papers.all():
        assert f"SHA-256: {paper.sha256[:12]}…" in text
    assert faults(pdf) == []


def test_the_slip_of_return_gives_the_reason_the_paper_at_fault_and_the_time_left(cast):
    nomination = received(cast)
    actions.paper_checks.record_paper_check(
        nomination, "report", by=cast.chi, is_right=False, note="Thiếu số liệu quý III (mẫu)."
    )
    nomination = workflow.take("return", nomination, by=cast.chi, note=REASON)
    pdf = made("return", sent(nomination))
    text = said(pdf)
    for words in (
        "PHIẾU TRẢ LẠI HỒ SƠ",
        "Kính gửi: Phòng Bưu chính - Viễn thông (mẫu)",
        "Kế hoạch số 00/KH-STTT (số mẫu) ngày 01 tháng 11 năm 2023",
        REASON,
        "1 Báo cáo thành tích Thiếu số liệu quý III (mẫu).",
        "trước ngày 05 tháng 01 năm 2024 (mục III.2.2a của Kế hoạch)./.",
        "KT. CHÁNH VĂN PHÒNG PHÓ CHÁNH VĂN PHÒNG",
        "Đỗ Thị Chi (mẫu)",
        "- Như trên;",
    ):
        assert words in text, words
    assert faults(pdf) == []


def test_after_the_deadline_the_slip_of_return_says_who_can_open_the_door(cast):
    submission = sent(returned(cast))
    step = tidy(office.common.gather(submission))["return"]
    text = said(
        made("return", submission, **{"return": step | {"at": cast.campaign.deadline_at.isoformat()}})
    )
    assert "hạn nộp hồ sơ đã hết từ ngày 05 tháng 01 năm 2024" in text
    assert "mở gia hạn trước khi trình lại./." in text


def test_the_appraisal_shows_every_check_every_clause_and_the_verdict(cast):
    submission = sent(accepted(cast))
    pdf = made("appraisal", submission)
    text = said(pdf)
    for row in submission.content["scores"]:
        assert row["clause"] in text
    for words in (
        "PHIẾU THẨM ĐỊNH HỒ SƠ",
        "1 Tờ trình Đạt Đỗ Thị Chi (mẫu)",
        "2 Biên bản họp xét Đạt",
        "3 Báo cáo thành tích Đạt",
        "Tổng điểm tự chấm (thang 100) 100",
        "128/128",
        "Chưa công bố",
        "Hồ sơ hợp lệ, đủ điều kiện trình Hội đồng Thi đua - Khen thưởng Sở xét./.",
        "NGƯỜI THẨM ĐỊNH",
    ):
        assert words in text, words
    assert faults(pdf) == []


def test_a_dossier_half_checked_is_said_to_be_unfinished(cast):
    nomination = received(cast)
    actions.paper_checks.record_paper_check(nomination, "letter", by=cast.chi, is_right=True)
    text = said(made("appraisal", sent(nomination)))
    assert "Biên bản họp xét Chưa kiểm tra" in text
    assert "chưa có kết luận./." in text


def test_each_sending_has_its_own_slips(cast):
    nomination = returned(cast)
    nomination = workflow.take("submit", nomination, by=cast.an)
    assert office.return_slip.return_refusal(sent(nomination)) == ""
    assert (
        office.receipt.receipt_refusal(sent(nomination, 2))
        == "Lần trình BK23-001/2 chưa được Văn phòng tiếp nhận."
    )
    workflow.take("receive", nomination, by=cast.chi)
    assert "BK23-001/2 (trình lần 2)" in said(made("receipt", sent(nomination, 2)))
    assert not office.return_slip.was_returned(sent(nomination, 2))
    assert office.return_slip.was_returned(sent(nomination))


def test_the_offices_own_dossier_is_received_and_signed_by_the_council(cast):
    nomination = submitted(cast, unit=cast.office_unit, by=cast.van)
    nomination = workflow.take("receive", nomination, by=cast.thu)
    nomination = workflow.take("return", nomination, by=cast.thu, note=REASON)
    pdf = made("return", sent(nomination))
    text = said(pdf)
    for words in (
        "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG SỞ",
        "/PTL-HĐTĐKT",
        "- Lưu: VT, HĐTĐKT.",
        "TL. CHỦ TỊCH ỦY VIÊN KIÊM THƯ KÝ",
        "PHÓ GIÁM ĐỐC SỞ Bùi Minh Thư (mẫu)",
    ):
        assert words in text, words
    assert "CHÁNH VĂN PHÒNG" not in text
    assert "TM. HỘI ĐỒNG" not in text, "who signs by order of the chair does not act for the body"
    assert faults(pdf) == []


def test_what_cannot_be_made_yet_says_why(cast):
    submission = sent(submitted(cast))
    assert "chưa được Văn phòng tiếp nhận" in office.receipt.receipt_refusal(submission)
    assert "không bị trả lại" in office.return_slip.return_refusal(submission)
    assert "chưa có văn bản nào được kiểm tra" in office.appraisal.appraisal_refusal(submission)
    Campaign.objects.update(plan_number="", plan_date=None)
    submission = Submission.objects.get(pk=submission.pk)
    for refuse in (
        office.receipt.receipt_refusal,
        office.return_slip.return_refusal,
        office.appraisal.appraisal_refusal,
    ):
        assert "Quản trị › Đợt thi đua" in refuse(submission)


def test_reading_a_submission_asks_as_much_after_ten_events_as_after_two(cast):
    def asked(submission):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            office.common.gather(submission)
        return len(queries)

    nomination = received(cast)
    few = asked(sent(nomination))
    for part in ("letter", "minutes", "report"):
        actions.paper_checks.record_paper_check(nomination, part, by=cast.chi, is_right=True)
    nomination = workflow.take("accept", nomination, by=cast.chi)
    nomination = workflow.take("return", nomination, by=cast.chi, note=REASON)
    workflow.take("receive", workflow.take("submit", nomination, by=cast.an), by=cast.chi)
    assert asked(sent(nomination)) == few <= 16


def test_long_names_reasons_and_notes_stay_in_form(cast):
    submission = sent(returned(cast))
    content = tidy(office.common.gather(submission))
    long = deepcopy(content)
    long["nominee"]["name"] = long["nominee"]["unit"] = (
        "Trung tâm Giám sát điều hành thông minh " * 5
    ).strip()
    long["return"]["note"] = "\n".join(f"Lý do {n}: {'cần bổ sung số liệu so sánh. ' * 20}" for n in range(9))
    long["checks"] = [
        {"part": part, "is_right": False, "note": "Sửa lại. " * 60, "by": "Đỗ Thị Chi (mẫu)"}
        for part in ("letter", "minutes", "report")
    ]
    for row in long["scores"]:
        row["explanation"] = "Giải trình rất dài. " * 8
    for compose in (office.return_slip.compose, office.appraisal.compose):
        pdf = render.pdf.write(compose(long))
        assert len(pages_of(pdf)) > 2
        assert faults(pdf) == []
        assert "Giám sát điều hành thông minh" in said(pdf)
