"""The Council's two lists, held to the Excel list that tells the same."""

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import award_lists, workflow
from awards.models import CouncilSession, Nomination
from awards.papers import council, render
from awards.papers.wording import tidy
from campaigns.models import Campaign
from tests.awards.papers.official_cast import closed, faults, recommend_all, several
from tests.awards.papers.render.test_pdf import pages_of, said
from tests.cast import received, submitted

pytestmark = [pytest.mark.pango, pytest.mark.django_db]


def summary(campaign):
    return render.pdf.write(council.summary.compose(tidy(council.summary.gather(campaign))))


def shortlist(session):
    return render.pdf.write(council.shortlist.compose(tidy(council.shortlist.gather(session))))


def test_the_summary_says_of_every_proposal_what_came_of_it(cast):
    first, second, _ = several(cast, 3)
    closed(cast)
    recommend_all(cast, [first])
    workflow.take(
        "lower", Nomination.objects.get(pk=second.pk), by=cast.thu, note="Phạm vi ảnh hưởng trong Sở."
    )
    received(cast)
    submitted(cast, unit=cast.unit_b, by=cast.binh)
    pdf = summary(cast.campaign)
    text = said(pdf)
    for words in (
        "BẢNG TỔNG HỢP ĐỀ NGHỊ KHEN THƯỞNG",
        "I. TẬP THỂ",
        "Phòng Chuyên môn số 1 (mẫu) – Giấy khen 100 100 3/4 75%",
        "Hồ sơ hợp lệ Đề nghị tặng Giấy khen",
        "Đề nghị tặng Giấy khen (chuyển từ Bằng khen)",
        "Đạt tỷ lệ phiếu, chưa kết luận",
        "Đang kiểm tra Chưa xét",
        "Chưa tiếp nhận Chưa xét",
        "II. CÁ NHÂN",
        "Ông Nông Văn Hai (mẫu) Chuyên viên Bằng khen 100 100 3/4 75%",
        "Bằng khen: 01 cá nhân; Giấy khen: 04 tập thể.",
        "Hội đồng đề nghị: Giấy khen: 01 tập thể và 01 cá nhân.",
        "Tổng cộng: 04 tập thể và 01 cá nhân./.",
        "NGƯỜI LẬP BIỂU",
        "Bùi Minh Thư (mẫu)",
        "GIÁM ĐỐC SỞ Đặng Tiến Dũng (mẫu)",
    ):
        assert words in text, words
    assert faults(pdf) == []
    assert {page.mediabox.width > page.mediabox.height for page in pages_of(pdf)} == {True}


def test_paper_and_workbook_list_the_same_in_the_same_order(cast):
    several(cast, 3)
    closed(cast)
    rows = council.summary.gather(cast.campaign)["rows"]
    listed = award_lists.proposals(Nomination.objects.filter(campaign=cast.campaign))
    assert [row["reference"] for row in rows] == [row["reference"] for row in listed]
    assert [row["nominee"]["kind"] for row in rows] == ["collective", "collective", "individual"]


def test_the_shortlist_sums_up_each_nominee_as_the_letter_that_was_sent_did(cast):
    several(cast, 2)
    pdf = shortlist(closed(cast))
    text = said(pdf)
    for words in (
        "DANH SÁCH TRÍCH NGANG TẬP THỂ, CÁ NHÂN ĐỀ NGHỊ KHEN THƯỞNG",
        "(Phiên họp thứ 1 của Hội đồng Thi đua - Khen thưởng Sở, ngày 03 tháng 01 năm 2024)",
        "1 Phòng Chuyên môn số 1 (mẫu) – – Hoàn thành 100% nhiệm vụ được giao, sớm hạn 45 việc (mẫu). Giấy khen BK23-001",
        "1 Ông Nông Văn Hai (mẫu) 06/05/1985 Chuyên viên, Phòng Chuyên môn số 2 (mẫu) Hoàn thành 100%",
        "Bằng khen: 01 cá nhân; Giấy khen: 01 tập thể.",
        "Danh sách có 01 tập thể và 01 cá nhân./.",
    ):
        assert words in text, words
    assert faults(pdf) == []


def test_the_shortlist_does_not_see_what_is_typed_after_the_sending(cast):
    row = several(cast, 1)[0]
    session = closed(cast)
    row.letter.achievements = "Viết thêm sau khi nộp."
    row.letter.save()
    assert "Viết thêm" not in said(shortlist(session))


def test_an_empty_campaign_has_nothing_to_sum_up(cast):
    assert "chưa có gì để tổng hợp" in council.summary.summary_refusal(cast.campaign)
    submitted(cast)
    assert council.summary.summary_refusal(cast.campaign) == ""
    Campaign.objects.update(plan_number="")
    assert "Quản trị › Đợt thi đua" in council.summary.summary_refusal(
        Campaign.objects.get(pk=cast.campaign.pk)
    )


def test_reading_the_summary_asks_as_much_for_three_as_for_one(cast):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            council.summary.gather(cast.campaign)
        return len(queries)

    several(cast, 3)
    closed(cast)
    many = asked()
    Nomination.objects.filter(number__gt=1).update(status="withdrawn")
    assert asked() == many <= 8


def test_sixty_rows_repeat_the_head_of_the_table(cast):
    several(cast, 2)
    session = closed(cast)
    assert CouncilSession.objects.count() == 1
    wide = tidy(council.summary.gather(cast.campaign))
    short = tidy(council.shortlist.gather(session))
    for content in (wide, short):
        two = content["rows"]
        content["rows"] = [deepcopy(two[n % 2]) for n in range(60)]
        for n, row in enumerate(content["rows"]):
            name = f"Người Thứ {n} {'Nguyễn Hoàng Phương ' * 5}(mẫu)"
            row["name"] = row["nominee"]["name"] = name
            row["achievements"] = "Đã giải quyết 128/128 hồ sơ đúng hạn. " * 6
    for pdf in (
        render.pdf.write(council.summary.compose(wide)),
        render.pdf.write(council.shortlist.compose(short)),
    ):
        text = said(pdf)
        assert all(f"Người Thứ {n} " in text for n in range(60))
        pages = pages_of(pdf)
        assert len(pages) > 4
        assert all("STT" in page.extract_text() for page in pages[:-1])
        assert faults(pdf) == []
