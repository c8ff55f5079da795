"""The Director's papers of real decisions, and what follows from them, read back from the PDF."""

from copy import deepcopy
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import actions
from awards.models import Decision
from awards.papers import department, render
from awards.papers.wording import tidy
from campaigns.models import BaseSalary, Campaign, LegalRegime
from tests.awards.papers.official_cast import faults, recommend_all, several, signed
from tests.awards.papers.render.test_pdf import pages_of, said
from tests.cast import closed_session, decision, recommended, revoked

pytestmark = [pytest.mark.pango, pytest.mark.django_db]

COMPOSERS = {
    "decision": department.decision.compose,
    "proposal": department.proposal.compose,
    "payment": department.payment.compose,
}


def content_of(made):
    return tidy(department.common.gather(Decision.objects.get(pk=made.pk)))


def pdf_of(name, made):
    return render.pdf.write(COMPOSERS[name](content_of(made)))


@pytest.fixture
def two(cast):
    """A collective and a person for a Giấy khen, recommended by everybody's vote."""
    rows = several(cast, 2, forms=("giay_khen", "giay_khen"))
    closed_session(cast)
    return recommend_all(cast, rows)


def test_the_decision_cites_the_law_names_everybody_and_pays(cast, two):
    pdf = pdf_of("decision", signed(cast, two))
    text = said(pdf)
    for words in (
        "UBND TỈNH BẮC KẠN SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "Số: 01/QĐ-STTT",
        "Bắc Kạn, ngày 03 tháng 01 năm 2024",
        "QUYẾT ĐỊNH Về việc tặng Giấy khen của Giám đốc Sở Thông tin và Truyền thông",
        "GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH BẮC KẠN",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
        "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ",
        "Căn cứ Kế hoạch số 680/KH-UBND ngày 10 tháng 10 năm 2023 của UBND tỉnh Bắc Kạn phát động",
        "Căn cứ Kế hoạch số 00/KH-STTT (số mẫu) ngày 01 tháng 11 năm 2023",
        "Theo đề nghị của Hội đồng Thi đua - Khen thưởng Sở tại Biên bản họp ngày 03 tháng 01 năm 2024.",
        "QUYẾT ĐỊNH: Điều 1. Tặng Giấy khen",
        "cho 01 tập thể và 01 cá nhân đã có thành tích xuất sắc tiêu biểu",
        "Nghị định số 98/2023/NĐ-CP: mỗi tập thể 1.080.000 đồng, mỗi cá nhân 540.000 đồng.",
        "Tổng số tiền: 1.620.000 đồng (Một triệu sáu trăm hai mươi nghìn đồng), chi từ Quỹ",
        "Điều 3. Chánh Văn phòng Sở,",
        "kể từ ngày ký./.",
        "- Như Điều 3;",
        "Đặng Tiến Dũng (mẫu)",
        "Phụ lục DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG GIẤY KHEN (Kèm theo Quyết định số 01/QĐ-STTT ngày 03 tháng 01 "
        "năm 2024 của Giám đốc Sở Thông tin và Truyền thông)",
        "I. TẬP THỂ 1 Phòng Chuyên môn số 1 (mẫu) – 1 1.080.000",
        "II. CÁ NHÂN 1 Ông Nông Văn Hai (mẫu) Chuyên viên, Phòng Chuyên môn số 2 (mẫu) 2 540.000",
        "Tổng cộng: 01 tập thể và 01 cá nhân 1.620.000",
        "Danh sách có 01 tập thể và 01 cá nhân./.",
    ):
        assert words in text, words
    assert "TM." not in text, "the Director decides by his own authority"
    assert faults(pdf) == []


@pytest.mark.parametrize(
    ("day", "law", "decree"),
    [
        (date(2023, 12, 31), "ngày 26 tháng 11 năm 2003", "Nghị định số 91/2017/NĐ-CP"),
        (date(2024, 1, 1), "ngày 15 tháng 6 năm 2022", "Nghị định số 98/2023/NĐ-CP"),
    ],
)
def test_the_law_is_that_of_the_decisions_day(cast, two, day, law, decree):
    text = said(pdf_of("decision", decision(cast, two, on=day)))
    assert f"Căn cứ Luật Thi đua, khen thưởng {law}" in text
    assert f"Căn cứ {decree}" in text
    assert f"thực hiện theo {decree}" in text


def test_money_is_rounded_up_to_ten_thousand(cast, two):
    text = said(pdf_of("decision", decision(cast, two, on=date(2024, 7, 1))))
    assert "mỗi tập thể 1.410.000 đồng, mỗi cá nhân 710.000 đồng" in text
    assert "Tổng số tiền: 2.120.000 đồng (Hai triệu một trăm hai mươi nghìn đồng)" in text


def test_a_draft_leaves_number_and_date_blank_and_is_in_form(cast, two):
    made = actions.decisions.draft(
        cast.campaign,
        "department_award",
        two,
        by=cast.chi,
        signer_authority="KT.",
        signer_title="Phó Giám đốc",
        signer_name="Bùi Minh Thư (mẫu)",
    )
    assert department.common.refusal(made) == ""
    pdf = pdf_of("decision", made)
    text = said(pdf)
    assert "/QĐ-STTT Bắc Kạn, ngày tháng năm" in text
    assert "(Kèm theo Quyết định số ……/QĐ-STTT ngày …… tháng …… năm …… của Giám đốc" in text
    assert "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC" in text
    assert faults(pdf) == []


def test_the_decree_of_functions_is_cited_where_it_is_recorded(cast, two):
    made = decision(cast, two)
    assert "Căn cứ Quyết định số …… ngày …… tháng …… năm …… của UBND tỉnh Bắc Kạn quy định chức năng" in said(
        pdf_of("decision", made)
    )
    cast.campaign.functions_citation = (
        "Quyết định số 00/2022/QĐ-UBND ngày 01 tháng 3 năm 2022 của UBND tỉnh Bắc Kạn quy định chức năng, nhiệm vụ của "
        "Sở (mẫu)"
    )
    cast.campaign.save()
    assert (
        "Căn cứ Quyết định số 00/2022/QĐ-UBND ngày 01 tháng 3 năm 2022 của UBND tỉnh Bắc Kạn quy định chức năng, "
        "nhiệm vụ của Sở (mẫu);" in said(pdf_of("decision", made))
    )


def test_the_letter_to_the_province_has_its_list_with_votes_and_achievements(cast):
    nomination = recommended(cast, award_form="bang_khen")
    pdf = pdf_of("proposal", signed(cast, [nomination], "proposal", number="5"))
    text = said(pdf)
    for words in (
        "Số: 05/TTr-STTT",
        "TỜ TRÌNH Về việc đề nghị Chủ tịch Ủy ban nhân dân tỉnh Bắc Kạn tặng Bằng khen",
        "Kính gửi: - Chủ tịch Ủy ban nhân dân tỉnh Bắc Kạn; - Sở Nội vụ (Ban Thi đua - Khen thưởng tỉnh).",
        "Căn cứ Nghị định số 98/2023/NĐ-CP",
        "Ngày 03 tháng 01 năm 2024, Hội đồng Thi đua - Khen thưởng Sở họp xét với 04/04 thành viên tham gia",
        "Báo cáo thành tích được lập theo mẫu mà Kế hoạch quy định (Nghị định số 91/2017/NĐ-CP)",
        "tặng Bằng khen cho 01 tập thể đã có thành tích",
        "xem xét, quyết định./.",
        "- Như trên;",
        "GIÁM ĐỐC Đặng Tiến Dũng (mẫu)",
        "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐỀ NGHỊ TẶNG BẰNG KHEN (Kèm theo Tờ trình số 05/TTr-STTT",
        "1 Phòng Bưu chính - Viễn thông (mẫu) – Hoàn thành 100% nhiệm vụ được giao, sớm hạn 45 việc (mẫu). 4/4 100% "
        "Bằng khen",
        "Danh sách có 01 tập thể./.",
    ):
        assert words in text, words
    pages = pages_of(pdf)
    assert pages[0].mediabox.width < pages[0].mediabox.height
    assert pages[-1].mediabox.width > pages[-1].mediabox.height
    assert faults(pdf) == []


# --- what follows ----------------------------------------------------------------------------------------


def test_the_sheet_of_money_counts_words_and_three_signatures(cast, two):
    pdf = pdf_of("payment", signed(cast, two))
    text = said(pdf)
    for words in (
        "BẢNG CHI TIỀN THƯỞNG Kèm theo Giấy khen theo Quyết định số 01/QĐ-STTT ngày 03 tháng 01 năm 2024",
        "1 Phòng Chuyên môn số 1 (mẫu) – 0,6 1.800.000 1.080.000",
        "1 Ông Nông Văn Hai (mẫu) Chuyên viên, Phòng Chuyên môn số 2 (mẫu) 0,3 1.800.000 540.000",
        "Tổng cộng: 01 tập thể và 01 cá nhân 1.620.000",
        "Số tiền bằng chữ: Một triệu sáu trăm hai mươi nghìn đồng.",
        "NGƯỜI LẬP BIỂU",
        "KẾ TOÁN TRƯỞNG",
        "GIÁM ĐỐC",
        "Nguồn chi: Quỹ thi đua, khen thưởng của Sở./.",
    ):
        assert words in text, words
    assert "So sánh mức thưởng" not in text, "both regimes give the same for a Giấy khen"
    assert faults(pdf) == []


def test_both_regimes_stand_side_by_side_where_the_money_differs(cast):
    nomination = recommended(cast, award_form="bang_khen")
    signed(cast, [nomination], "proposal")
    made = signed(cast, [nomination], "province_award", by=cast.chi, number="77")
    pdf = pdf_of("payment", made)
    text = said(pdf)
    for words in (
        "Bằng khen theo Quyết định số 77/QĐ-UBND",
        "3 1.800.000 5.400.000",
        "đến hết 31/12/2023 tập thể 2 1.800.000 3.600.000 3.600.000",
        "từ 01/01/2024 tập thể 3 1.800.000 5.400.000 5.400.000",
        "Tổng số tiền theo Nghị định số 91/2017/NĐ-CP: 3.600.000 đồng (Ba triệu sáu trăm nghìn đồng); theo Nghị định "
        "số 98/2023/NĐ-CP: 5.400.000 đồng (Năm triệu bốn trăm nghìn đồng). Áp dụng Nghị định số 98/2023/NĐ-CP vì "
        "quyết định ký ngày 03 tháng 01 năm 2024.",
        "Nguồn chi: Quỹ thi đua, khen thưởng của tỉnh./.",
    ):
        assert words in text, words
    assert faults(pdf) == []


def test_a_revoked_award_is_listed_as_decided_and_not_paid(cast, two):
    made = signed(cast, two)
    actions.decisions.revoke(two[0], by=cast.dung, note="Quyết định hủy số 00 (mẫu) do khai sai.")
    assert "Phòng Chuyên môn số 1 (mẫu) – 1 1.080.000" in said(pdf_of("decision", made))
    text = said(pdf_of("payment", made))
    assert "Tổng cộng: 01 cá nhân 540.000" in text
    assert (
        "Không chi cho Phòng Chuyên môn số 1 (mẫu): đã hủy khen thưởng (Quyết định hủy số 00 (mẫu) do khai sai)."
        in text
    )


def test_the_notice_tells_what_was_given_and_what_still_waits(cast):
    rows = several(cast, 3)
    closed_session(cast)
    first, second, third = recommend_all(cast, rows)
    signed(cast, [first, third])
    signed(cast, [second], "proposal")
    content = tidy(department.notice.gather(cast.campaign))
    pdf = render.pdf.write(department.notice.compose(content))
    text = said(pdf)
    for words in (
        "/TB-STTT",
        "THÔNG BÁO Kết quả khen thưởng trong",
        "Căn cứ Quyết định số 01/QĐ-STTT ngày 03 tháng 01 năm 2024 về việc tặng Giấy khen của Giám đốc Sở Thông tin và "
        "Truyền thông.",
        "1. Đã khen thưởng 02 tập thể, gồm: Giấy khen: 02 tập thể.",
        "1 Phòng Chuyên môn số 1 (mẫu) – Giấy khen 01/QĐ-STTT 03/01/2024",
        "2 Phòng Chuyên môn số 3 (mẫu)",
        "2. Đã trình Chủ tịch Ủy ban nhân dân tỉnh Bắc Kạn tặng Bằng khen, đang chờ quyết định: Ông Nông Văn Hai",
        "TL. GIÁM ĐỐC CHÁNH VĂN PHÒNG",
        "ở trên biết./.",
    ):
        assert words in text, words
    assert faults(pdf) == []


def test_what_cannot_be_made_yet_says_why(cast, two):
    made = decision(cast, two)
    assert department.common.refusal(made) == ""
    assert "chưa có số, ngày và xác nhận ký" in department.payment.payment_refusal(made)
    assert "Chưa có quyết định khen thưởng" in department.notice.notice_refusal(cast.campaign)
    BaseSalary.objects.all().delete()
    assert "Quản trị › Mức lương cơ sở" in department.common.refusal(made)
    Campaign.objects.update(plan_number="")
    made = Decision.objects.get(pk=made.pk)
    for refuse in (department.common.refusal, department.payment.payment_refusal):
        assert "Quản trị › " in refuse(made)
    assert "Quản trị › Đợt thi đua" in department.notice.notice_refusal(
        Campaign.objects.get(pk=cast.campaign.pk)
    )


def test_nothing_is_paid_when_every_award_was_revoked(cast):
    nomination = revoked(cast)
    made = Decision.objects.get(nominations=nomination)
    assert "không còn gì để chi" in department.payment.payment_refusal(made)
    assert "Chưa có quyết định khen thưởng" in department.notice.notice_refusal(cast.campaign)


def test_reading_a_decision_asks_as_much_for_three_as_for_one(cast):
    def asked(made):
        with CaptureQueriesContext(connection) as queries:
            department.common.gather(made)
            department.notice.gather(cast.campaign)
        return len(queries)

    rows = several(cast, 3, forms=("giay_khen",) * 3)
    closed_session(cast)
    first, *others = recommend_all(cast, rows)
    one, three = signed(cast, [first]), signed(cast, others, number="02")
    assert asked(one) == asked(three)
    assert LegalRegime.objects.count() == 3


@pytest.mark.parametrize("name", list(COMPOSERS))
def test_sixty_rows_with_long_names_stay_in_form(cast, two, name):
    content = content_of(signed(cast, two))
    both = content["rows"]
    content["rows"] = [deepcopy(both[n % 2]) for n in range(60)]
    for n, row in enumerate(content["rows"]):
        row["nominee"]["name"] = f"Người Thứ {n} {'Nguyễn Hoàng Phương ' * 5}(mẫu)"
        row["achievements"] = "Đã giải quyết 128/128 hồ sơ đúng hạn. " * 8
        row["golden_book_number"] = n + 1
    pdf = render.pdf.write(COMPOSERS[name](content))
    text = said(pdf)
    assert all(f"Người Thứ {n} " in text for n in range(60))
    if name != "proposal":
        assert "48.600.000" in text
    if name == "decision":
        assert "(Bốn mươi tám triệu sáu trăm nghìn đồng)" in text
    assert faults(pdf) == []
