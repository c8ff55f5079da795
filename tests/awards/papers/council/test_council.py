"""The Council's papers of a real session, read back from the PDF."""

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import actions, workflow
from awards.models import CouncilSession, Nomination
from awards.papers import council, render
from awards.papers.wording import tidy
from campaigns.models import Campaign
from tests.awards.papers.official_cast import closed, faults, recommend_all, several
from tests.awards.papers.render.test_pdf import pages_of, said
from tests.cast import accepted, assess, closed_session, open_session

pytestmark = [pytest.mark.pango, pytest.mark.django_db]

COMPOSERS = {
    "invitation": council.invitation.compose,
    "ballot": council.ballot.compose,
    "tally": council.tally.compose,
    "minutes": council.minutes.compose,
}


def fresh(session):
    return CouncilSession.objects.select_related("campaign").get(pk=session.pk)


def content_of(session):
    return tidy(council.common.gather(fresh(session)))


def made(name, session):
    return render.pdf.write(COMPOSERS[name](content_of(session)))


@pytest.fixture
def voted(cast):
    """Two nominees; Hải absent with a reason; Giang votes against both: 2 of 4 for, 50 %."""
    several(cast, 2)
    return closed(cast, no=("giang",))


def test_the_minutes_state_who_was_there_every_figure_and_the_conclusion(cast, voted):
    session = voted
    pdf = made("minutes", session)
    text = said(pdf)
    for words in (
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH BẮC KẠN HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG SỞ",
        "/BB-HĐTĐKT",
        "BIÊN BẢN Họp Hội đồng Thi đua - Khen thưởng Sở xét khen thưởng trong",
        "Thời gian bắt đầu: 09 giờ 00 phút, ngày 03 tháng 01 năm 2024.",
        "Địa điểm: Phòng họp Sở (mẫu).",
        "Tổng số thành viên Hội đồng: 04; có mặt: 03; gửi ý kiến bằng văn bản: 00; vắng mặt: 01.",
        "Số tham gia 03/04, đủ điều kiện họp (cần ít nhất 03 thành viên)",
        "- Ông Đặng Tiến Dũng (mẫu), Giám đốc Sở, Chủ tịch Hội đồng;",
        "- Ông Ngô Hải (mẫu), Phó Trưởng phòng, Phòng Công nghệ thông tin (mẫu), Ủy viên Hội đồng; lý do: đi công "
        "tác (mẫu).",
        "Chủ trì: Ông Đặng Tiến Dũng (mẫu), Giám đốc Sở, Chủ tịch Hội đồng.",
        "Thư ký: Ông Bùi Minh Thư (mẫu), Phó Giám đốc Sở, Ủy viên kiêm Thư ký Hội đồng.",
        "Hội đồng xét 02 hồ sơ (01 tập thể và 01 cá nhân)",
        "I. TẬP THỂ 1 Phòng Chuyên môn số 1 (mẫu) Giấy khen 100 03/03 00 02 01 50%",
        "II. CÁ NHÂN 1 Ông Nông Văn Hai (mẫu), Chuyên viên, Phòng Chuyên môn số 2 (mẫu) Bằng khen 100 03/03 00 02 01",
        "Bằng khen: từ 80%; Giấy khen: trên 50%.",
        "Hội đồng thống nhất kết quả bỏ phiếu (mẫu).",
        "- Phòng Chuyên môn số 1 (mẫu): không đạt tỷ lệ phiếu;",
        "Cuộc họp kết thúc vào 09 giờ 00 phút, ngày 03 tháng 01 năm 2024./.",
        "GIÁM ĐỐC SỞ Đặng Tiến Dũng (mẫu)",
        "CHỦ TỌA TM. HỘI ĐỒNG CHỦ TỊCH",
        "Lưu: VT, Hồ sơ.",
    ):
        assert " ".join(words.split()) in text, words
    assert "Bắc Kạn, ngày" not in text
    assert faults(pdf, "minutes") == []


def test_the_tally_counts_ballots_and_says_who_reached_the_share(cast, voted):
    session = voted
    pdf = made("tally", session)
    text = said(pdf)
    for words in (
        "BIÊN BẢN Kiểm phiếu xét khen thưởng trong",
        "1 Tổ trưởng 2 Thư ký 3 Thành viên",
        "1 Phòng Chuyên môn số 1 (mẫu) Giấy khen 03 03 03 00 02 01 50%",
        "Tỷ lệ đồng ý tính trên tổng số thành viên Hội đồng.",
        "Đạt tỷ lệ phiếu: 00 hồ sơ; không đạt: 02 hồ sơ.",
        "Thời gian kiểm phiếu: 09 giờ 00 phút, ngày 03 tháng 01 năm 2024.",
        "Biên bản được đọc lại và thông qua tại phiên họp./.",
    ):
        assert words in text, words
    assert text.count("09 giờ 00 phút") == 1, "no count begins and ends in one minute"
    assert faults(pdf, "minutes") == []


def test_the_minutes_repeat_what_the_council_then_concluded(cast):
    first, second, third = several(cast, 3)
    session = closed(cast)
    recommend_all(cast, [first])
    workflow.take(
        "lower", Nomination.objects.get(pk=second.pk), by=cast.thu, note="Phạm vi ảnh hưởng trong Sở."
    )
    workflow.take(
        "decline", Nomination.objects.get(pk=third.pk), by=cast.thu, note="Chưa có số liệu so sánh."
    )
    text = said(made("minutes", session))
    assert "(mẫu): đạt tỷ lệ phiếu; đề nghị tặng Giấy khen" in text
    assert (
        "chuyển từ đề nghị Bằng khen sang đề nghị tặng Giấy khen, lý do: Phạm vi ảnh hưởng trong Sở" in text
    )
    assert "không đề nghị khen thưởng, lý do: Chưa có số liệu so sánh" in text


def test_equals_are_told_apart_in_the_minutes(cast):
    first, _, third = several(cast, 3)
    session = open_session(cast)
    assess(cast, session)
    item = session.items.get(nomination=third)
    actions.council_ranking.break_tie(item, 1, "Làm được việc khó hơn trong Đợt thi đua.", by=cast.dung)
    session = actions.council_sessions.close_session(
        session, by=cast.thu, conclusion="Hội đồng thống nhất (mẫu)."
    )
    text = said(made("minutes", session))
    assert "Cùng đạt 100 điểm: Phòng Chuyên môn số 3 (mẫu); Phòng Chuyên môn số 1 (mẫu)." in text
    assert "ưu tiên nữ; ưu tiên người lao động trực tiếp; Chủ tịch Hội đồng quyết định." in text
    assert "quyết định xếp Phòng Chuyên môn số 3 (mẫu) thứ 1" in text
    assert "lý do: Làm được việc khó hơn trong Đợt thi đua." in text
    assert first.reference != third.reference


def test_a_member_who_is_the_nominee_is_named_and_gets_no_ballot(cast):
    accepted(cast, person=cast.people["giang"], award_form="giay_khen")
    session = closed(cast)
    text = said(made("minutes", session))
    assert "Bà Vũ Hương Giang (mẫu) là người được đề nghị nên không chấm điểm, không bỏ phiếu" in text
    assert "02/02 00 02 00 50%" in text
    assert "Bà Vũ Hương Giang (mẫu) là người được đề nghị" in said(made("tally", session))


def test_without_the_chair_the_vice_presides_and_signs_for_him(cast):
    accepted(cast)
    content = content_of(closed_session(cast))
    for seat in content["seats"]:
        if seat["role"] == "chair":
            seat.update(presence="absent", reason="họp tỉnh (mẫu)")
        elif seat["name"].startswith("Vũ Hương Giang"):
            seat.update(role="vice", label="Phó Chủ tịch Hội đồng", position="Phó Giám đốc", unit="")
    text = said(render.pdf.write(council.minutes.compose(content)))
    assert "Chủ trì: Bà Vũ Hương Giang (mẫu), Phó Giám đốc Sở, Phó Chủ tịch Hội đồng." in text
    assert "TM. HỘI ĐỒNG KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in text
    assert "PHÓ GIÁM ĐỐC SỞ Vũ Hương Giang (mẫu)" in text


def test_the_invitation_calls_every_member_to_the_agenda(cast):
    rows = several(cast, 2)
    session = actions.council_sessions.plan(
        cast.campaign, by=cast.thu, scheduled_at=cast.campaign.deadline_at, place="Phòng họp Sở (mẫu)"
    )
    pdf = made("invitation", session)
    text = said(pdf)
    for words in (
        "/GM-HĐTĐKT",
        "GIẤY MỜI Họp Hội đồng Thi đua - Khen thưởng Sở",
        *(f"{seat.person.addressed}, {seat.person.position}" for seat in cast.seats.values()),
        "Thời gian: 00 giờ 00 phút, ngày 05 tháng 01 năm 2024.",
        "3. Hội đồng thảo luận, chấm điểm 02 hồ sơ (01 tập thể và 01 cá nhân).",
        "4. Bỏ phiếu kín, kiểm phiếu; công bố kết quả.",
        "Trân trọng kính mời./.",
        "TM. HỘI ĐỒNG CHỦ TỊCH",
        "Phụ lục DANH SÁCH HỒ SƠ ĐƯA RA XÉT",
        *(row.nominee_name for row in rows),
    ):
        assert words in text, words
    assert faults(pdf) == []


def test_one_ballot_has_two_boxes_for_every_nominee_and_no_place_for_a_name(cast):
    several(cast, 2)
    session = open_session(cast)
    pdf = made("ballot", session)
    text = said(pdf)
    assert len(pages_of(pdf)) == 1
    assert text.count("□") == 4
    assert "1 Phòng Chuyên môn số 1 (mẫu) Giấy khen □ □" in text
    assert "2 Ông Nông Văn Hai (mẫu), Chuyên viên, Phòng Chuyên môn số 2 (mẫu) Bằng khen □ □" in text
    assert "Không ghi họ tên, không ký tên" in text
    for seat in cast.seats.values():
        assert seat.person.full_name not in text
    assert faults(pdf) == []


def test_what_cannot_be_made_yet_says_why(cast):
    accepted(cast)
    session = open_session(cast)
    assert "Đang họp" in council.common.closed_refusal(fresh(session))
    assert (
        council.common.ballot_refusal(fresh(session)) == council.common.planned_refusal(fresh(session)) == ""
    )
    session.items.all().delete()
    assert "chưa có hồ sơ nào" in council.common.planned_refusal(fresh(session))
    Campaign.objects.update(ballot=Campaign.Ballot.HANDS)
    CouncilSession.objects.filter(pk=session.pk).update(status="closed", closed_at=session.opened_at)
    assert "biểu quyết công khai" in council.common.tally_refusal(fresh(session))
    Campaign.objects.update(plan_number="", plan_date=None)
    for refuse in (
        council.common.planned_refusal,
        council.common.ballot_refusal,
        council.common.closed_refusal,
        council.common.tally_refusal,
    ):
        assert "Quản trị › Đợt thi đua" in refuse(fresh(session))


def test_reading_a_session_asks_as_much_for_three_nominees_as_for_one(cast):
    def asked(session):
        with CaptureQueriesContext(connection) as queries:
            council.common.gather(session)
            council.shortlist.gather(session)
        return len(queries)

    rows = several(cast, 3)
    session = closed(cast)
    recommend_all(cast, [rows[0], rows[2]])
    many = asked(session)
    session.items.exclude(nomination=rows[0]).update(session=_another(cast))
    assert session.items.count() == 1
    assert asked(session) == many <= 17


def _another(cast):
    return CouncilSession.objects.create(
        campaign=cast.campaign, number=9, scheduled_at=cast.campaign.deadline_at, place="Khác"
    )


@pytest.mark.parametrize("name", list(COMPOSERS))
def test_sixty_nominees_with_long_names_stay_in_form(cast, name):
    accepted(cast, person=cast.people["nominee"])
    content = content_of(closed_session(cast))
    row = content["items"][0]
    content["items"] = [deepcopy(row) for _ in range(60)]
    for n, item in enumerate(content["items"]):
        item["nominee"]["name"] = f"Nguyễn Thị Người Thứ {n} {'Hoàng Phương Thảo ' * 4}(mẫu)"
        item["nominee"]["kind"] = "collective" if n % 3 else "individual"
        item["person_id"] = -n
    pdf = render.pdf.write(COMPOSERS[name](content))
    text = said(pdf)
    for n in range(60):
        assert f"Người Thứ {n} " in text
    assert len(pages_of(pdf)) > 3
    assert faults(pdf) == []
