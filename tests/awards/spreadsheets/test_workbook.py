"""What stands in the two lists, in which order, and what it costs."""

import re
import shutil
import subprocess
import tracemalloc
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from awards.exceptions import Refused
from awards.models import Nomination
from awards.spreadsheets import workbook
from campaigns import clock

from .factory import HASH, NOW, Rows, S, plain


def sheet_of(kind, nominations=None, **more):
    nominations = Nomination.objects.all() if nominations is None else nominations
    data = workbook.workbook_bytes(kind, nominations, **more)
    return load_workbook(BytesIO(data)).worksheets[0]


def table(sheet):
    """The rows from the first section to the last total, as values."""
    grid = [[plain(cell) for cell in row] for row in sheet.iter_rows()]
    start = next(at for at, row in enumerate(grid) if row[0] == "I. TẬP THỂ")
    end = next(at for at, row in enumerate(grid) if str(row[0]).startswith("Tổng cộng"))
    return grid[start : end + 1]


def body(sheet):
    return [row for row in table(sheet) if isinstance(row[0], int)]


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


# --- the proposed list ---


@pytest.mark.postgres
def test_a_proposed_row_tells_everything_in_its_column(rows):
    unit = rows.unit("Phòng Bưu chính - Viễn thông (mẫu)", abbreviation="BCVT")
    rows.nomination("Hà Thị Đào", unit=unit, honorific="ba", votes=(6, "91.25"), status=S.RECOMMENDED)
    (row,) = body(sheet_of("proposed"))
    assert row == [
        1,
        "Phòng Bưu chính - Viễn thông (mẫu)",
        "Bà Hà Thị Đào",
        "Chuyên viên",
        "Giấy khen",
        87.5,
        91.25,
        "6/7",
        85.7,
        "05/TTr-BCVT",
        date(2024, 1, 3),
        "Hồ sơ hợp lệ",
        "Đề nghị tặng Giấy khen",
        Nomination.objects.get().reference,
    ]


@pytest.mark.postgres
def test_collectives_first_then_form_then_post_then_name(rows):
    rows.nomination("Trần Văn Ân", order=100)
    rows.nomination("Trần Văn An", order=100)
    rows.nomination("Lê Trưởng Phòng", order=10)
    rows.nomination("Vũ Bằng Khen", form="bang_khen", order=200)
    rows.nomination(unit=rows.unit("Phòng sau", order=20))
    rows.nomination(unit=rows.unit("Phòng trước", order=10))
    sheet = sheet_of("proposed")
    assert [row[2] for row in body(sheet)] == [
        "Phòng trước",
        "Phòng sau",
        "Ông Vũ Bằng Khen",
        "Ông Lê Trưởng Phòng",
        "Ông Trần Văn An",
        "Ông Trần Văn Ân",
    ]
    firsts = [row[0] for row in table(sheet)]
    assert firsts == [
        "I. TẬP THỂ",
        1,
        2,
        "II. CÁ NHÂN",
        1,
        2,
        3,
        4,
        "Bằng khen của Chủ tịch UBND tỉnh: 01 cá nhân",
        "Giấy khen của Giám đốc Sở: 02 tập thể, 03 cá nhân",
        "Tổng cộng: 02 tập thể, 04 cá nhân",
    ]


@pytest.mark.parametrize(
    ("status", "votes", "office", "council"),
    [
        (S.SUBMITTED, None, "Chưa tiếp nhận", "Chưa xét"),
        (S.RECEIVED, None, "Đang kiểm tra", "Chưa xét"),
        (S.RETURNED, None, "Trả lại để bổ sung", "Chưa xét"),
        (S.ACCEPTED, None, "Hồ sơ hợp lệ", "Chưa xét"),
        (S.ACCEPTED, (6, "90"), "Hồ sơ hợp lệ", "Đạt tỷ lệ phiếu, chưa kết luận"),
        (S.NOT_RECOMMENDED, (2, "50"), "Hồ sơ hợp lệ", "Không đề nghị khen thưởng"),
        (S.NOT_AWARDED, (6, "90"), "Hồ sơ hợp lệ", "Đề nghị tặng Giấy khen"),
    ],
)
def test_the_opinion_of_the_office_and_the_conclusion_of_the_council(rows, status, votes, office, council):
    rows.nomination("An", status=status, votes=votes)
    (row,) = body(sheet_of("proposed"))
    assert row[11:13] == [office, council]


def test_a_lowered_nomination_shows_what_was_asked_and_what_it_became(rows):
    rows.nomination("An", asked="bang_khen", form="giay_khen", status=S.RECOMMENDED, votes=(6, "90"))
    sheet = sheet_of("proposed")
    (row,) = body(sheet)
    assert (row[4], row[12]) == ("Bằng khen", "Đề nghị tặng Giấy khen (chuyển từ Bằng khen)")
    assert "Hội đồng đề nghị: Giấy khen của Giám đốc Sở: 01 cá nhân" in texts(sheet)


@pytest.mark.postgres
def test_only_the_last_closed_session_counts(rows):
    nomination = rows.nomination("An", votes=(2, "40"))
    rows.vote(nomination, 5, "70", session=rows.later_session())
    rows.vote(nomination, 7, "99", session=rows.later_session(status="open"))
    (row,) = body(sheet_of("proposed"))
    assert row[6:9] == [70, "5/7", 71.4]


def test_the_percentage_follows_the_campaigns_denominator(rows):
    rows.campaign.vote_denominator = "present"
    rows.campaign.save()
    item = rows.vote(rows.nomination("An"), 5, "70")
    item.took_part, item.no = 6, 1
    item.save()
    (row,) = body(sheet_of("proposed"))
    assert row[7:9] == ["5/6", 83.3]


def test_a_late_dossier_says_so(rows):
    nomination = rows.nomination("An", is_late=True)
    (row,) = body(sheet_of("proposed"))
    assert row[13] == f"{nomination.reference}\nnộp muộn"


def test_what_is_not_in_the_list_is_counted_under_it(rows):
    rows.nomination("An", status=S.DRAFT)
    rows.nomination("Bình", status=S.WITHDRAWN)
    rows.nomination("Chi", status=S.SUBMITTED)
    sheet = sheet_of("proposed")
    assert [row[2] for row in body(sheet)] == ["Ông Chi"]
    assert "Không đưa vào bảng: 1 hồ sơ “Đang soạn”; 1 hồ sơ “Đã rút”." in texts(sheet)


# --- the decided list ---


@pytest.mark.postgres
def test_a_decided_row_and_the_totals(rows):
    decision = rows.decision()
    room = rows.unit("Phòng A", order=1)
    rows.nomination(unit=room, status=S.AWARDED, decision=decision, money=1_080_000)
    person = rows.nomination("Hà Thị Đào", unit=room, honorific="ba", status=S.AWARDED, decision=decision)
    sheet = sheet_of("decided")
    assert body(sheet)[1] == [
        1,
        "Bà Hà Thị Đào",
        date(1985, 5, 6),
        "Chuyên viên, Phòng A",
        "Giấy khen",
        "12/QĐ-STTT",
        date(2024, 1, 15),
        2,
        540_000,
        person.reference,
    ]
    total = table(sheet)[-1]
    assert (total[0], total[8]) == ("Tổng cộng: 01 tập thể, 01 cá nhân", 1_620_000)
    assert "(Bằng chữ: Một triệu sáu trăm hai mươi nghìn đồng)" in texts(sheet)
    attached = (
        "(Kèm theo Quyết định số 12/QĐ-STTT ngày 15 tháng 01 năm 2024 "
        "của Giám đốc Sở Thông tin và Truyền thông)"
    )
    assert attached in texts(sheet)


def test_bang_khen_stands_before_giay_khen_and_each_has_its_sum(rows):
    department, province = rows.decision(), rows.decision("99", "province_award", "QĐ-UBND")
    rows.nomination("An", status=S.AWARDED, decision=department, order=1)
    rows.nomination("Bình", status=S.AWARDED, form="bang_khen", decision=province, money=2_700_000)
    sheet = sheet_of("decided")
    assert [row[1] for row in body(sheet)] == ["Ông Bình", "Ông An"]
    assert [(row[0], row[8]) for row in table(sheet)[-3:]] == [
        ("Bằng khen của Chủ tịch UBND tỉnh: 01 cá nhân", 2_700_000),
        ("Giấy khen của Giám đốc Sở: 01 cá nhân", 540_000),
        ("Tổng cộng: 00 tập thể, 02 cá nhân", 3_240_000),
    ]
    assert "(Kèm theo các quyết định có số, ngày ghi tại cột 6 và cột 7)" in texts(sheet)


def test_only_awards_that_stand_are_decided_and_a_revoked_one_is_told(rows):
    decision = rows.decision()
    rows.nomination("An", status=S.AWARDED, decision=decision)
    rows.nomination("Bình", status=S.REVOKED, decision=decision)
    rows.nomination("Chi", status=S.RECOMMENDED)
    sheet = sheet_of("decided")
    assert [row[1] for row in body(sheet)] == ["Ông An"]
    assert "Không đưa vào bảng: 1 hồ sơ “Đã hủy khen thưởng”." in texts(sheet)


def test_an_empty_campaign_gives_an_empty_form(rows):
    data = workbook.workbook_bytes("both", Nomination.objects.none(), campaign=rows.campaign)
    proposed, decided = load_workbook(BytesIO(data)).worksheets
    for sheet in (proposed, decided):
        assert [row[0] for row in table(sheet)] == [
            "I. TẬP THỂ",
            "(không có)",
            "II. CÁ NHÂN",
            "(không có)",
            "Tổng cộng: 00 tập thể, 00 cá nhân",
        ]
    assert "(Chưa có quyết định khen thưởng)" in texts(decided)


def test_individuals_alone_leave_the_collectives_empty(rows):
    rows.nomination("An")
    assert [row[0] for row in table(sheet_of("proposed"))][:4] == [
        "I. TẬP THỂ",
        "(không có)",
        "II. CÁ NHÂN",
        1,
    ]


# --- head and foot ---


def test_the_official_head_and_the_trace_to_the_history(rows):
    rows.nomination("An")
    sheet = sheet_of("proposed", prepared_by="Đỗ Thị Chi")
    shown = texts(sheet)
    assert shown[:4] == [
        "UBND TỈNH BẮC KẠN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    right = next(area for area in merged if re.fullmatch(r"[B-N]1:N1", area))
    assert f"A1:{chr(ord(right[0]) - 1)}1" in merged
    assert "Theo Kế hoạch số 25/KH-STTT ngày 14 tháng 11 năm 2023" in shown
    assert (
        "Lập lúc 08:15 ngày 20/01/2024 (giờ Việt Nam). Đợt thi đua: dot-mau. "
        f"Nhật ký: số 42, mã {HASH[:12]}." in shown
    )
    assert any(text.startswith("NGƯỜI LẬP BIỂU") or "Đỗ Thị Chi" in text for text in shown)
    assert "Bắc Kạn, ngày 20 tháng 01 năm 2024" in shown[-1]


def test_a_sample_plan_number_never_passes_for_a_real_one(rows):
    rows.nomination("An")
    assert not [text for text in texts(sheet_of("proposed")) if "số mẫu" in text.lower()]
    rows.campaign.plan_number_is_sample = True
    rows.campaign.save()
    for kind in ("proposed", "decided"):
        shown = texts(sheet_of(kind))
        assert "Theo Kế hoạch số 25/KH-STTT (số mẫu) ngày 14 tháng 11 năm 2023" in shown
        assert any(text.startswith("BẢN DIỄN TẬP") for text in shown)


def test_hostile_names_reach_the_file_as_text(rows):
    unit = rows.unit("=cmd|' /C calc'!A0")
    rows.nomination(unit=unit)
    rows.nomination("An", unit=rows.unit("@SUM(1)"), position="+1")
    sheet = sheet_of("proposed")
    suspects = [cell for row in sheet.iter_rows() for cell in row if str(cell.value)[:1] in "=+-@"]
    assert {cell.value for cell in suspects} == {"=cmd|' /C calc'!A0", "@SUM(1)", "+1"}
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in suspects)


# --- which rows ---


def test_rows_of_two_campaigns_are_refused(rows):
    rows.nomination("An")
    Rows("dot-hai").nomination("Bình")
    with pytest.raises(Refused) as refused:
        workbook.workbook_bytes("proposed", Nomination.objects.all())
    assert "nhiều Đợt thi đua" in refused.value.sentence


def test_no_rows_and_no_campaign_is_refused(rows):
    with pytest.raises(Refused):
        workbook.workbook_bytes("proposed", Nomination.objects.none())


def test_a_selection_may_be_sliced_or_doubled_by_a_join(rows):
    for name in ("An", "Bình", "Chi"):
        rows.nomination(name, votes=(6, "90"))
    sliced = Nomination.objects.order_by("pk")[:2]
    assert len(body(sheet_of("proposed", sliced))) == 2
    doubled = Nomination.objects.filter(campaign__nominations__isnull=False)
    assert doubled.count() == 9
    assert len(body(sheet_of("proposed", doubled))) == 3


# --- what it costs ---


def queries(kind):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        workbook.workbook_bytes(kind, Nomination.objects.all())
    return len(seen), " ".join(query["sql"] for query in seen)


@pytest.mark.parametrize(("kind", "most"), [("proposed", 5), ("decided", 6), ("both", 7)])
def test_the_number_of_queries_does_not_grow(rows, kind, most):
    rows.many(1)
    queries(kind)  # SQLite is asked once per process whether it knows JSON
    one, sql = queries(kind)
    rows.many(30)
    many, _ = queries(kind)
    assert one == many <= most
    assert "content" not in sql
    assert "reasons" not in sql


def peak(size):
    tracemalloc.start()
    with open("/dev/null", "wb") as nowhere:
        workbook.write("both", Nomination.objects.all()[:size], nowhere)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_rows(rows):
    rows.many(900)
    peak(900)  # imports and caches
    few, many = peak(300), peak(900)
    # The writer's own ordinary mode would keep some 17,000 cells, about 10 MB.
    assert many - few < 150_000, (few, many)


# --- on paper ---


def as_pdf(data, folder):
    (folder / "list.xlsx").write_bytes(data)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "list.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return PdfReader(folder / "list.pdf")


@pytest.mark.office
def test_libreoffice_prints_it_on_a4_one_page_wide_with_its_head_repeated(rows, tmp_path):
    rows.many(60)
    rows.nomination("=cmd|' /C calc'!A0", status=S.SUBMITTED)
    pages = as_pdf(workbook.workbook_bytes("proposed", Nomination.objects.all()), tmp_path).pages
    shown = [re.sub(r"\s+", " ", page.extract_text()) for page in pages]
    for page in pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    # Were it wider than a page, the last column would stand on pages of its own.
    with_table = [text for text in shown if "(1)" in text]
    assert len(with_table) == len(pages) >= 3
    assert all("(14)" in text and "Kết luận" in text for text in with_table)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in shown[0]
    assert "CỘNG HÒA" not in shown[1]
    assert "=cmd|'" in " ".join(shown)
    assert "THỦ TRƯỞNG ĐƠN VỊ" in shown[-1]
    assert "Hoàng Văn Mẫu" in shown[-1]
    assert "03/01/2024" in shown[0]


def test_the_clock_of_a_rehearsal_is_named(rows, settings):
    rows.nomination("An")
    settings.CLOCK_START = NOW
    with clock.at(NOW):
        assert any("theo đồng hồ diễn tập" in text for text in texts(sheet_of("proposed")))


def test_the_day_of_the_decision_is_a_date_not_text(rows):
    rows.nomination("An", status=S.AWARDED, decision=rows.decision(on=date(2024, 2, 1)))
    sheet = sheet_of("decided")
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if plain(cell) == date(2024, 2, 1)]
    assert (cell.is_date, cell.number_format) == (True, "dd/mm/yyyy")
