"""The form of a sheet, and that no cell can harm its reader."""

import unicodedata
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from awards.spreadsheets import cell_text, layout, row_height, streaming
from awards.spreadsheets.columns import Column
from awards.spreadsheets.styles import CODE, DATE, MONEY, ORDINAL, SCORE

from .factory import plain

COLUMNS = (
    Column("STT", 5, ORDINAL),
    Column("Họ và tên", 30),
    Column("Số", 12, CODE, "Tờ trình"),
    Column("Ngày", 12, DATE, "Tờ trình"),
    Column("Điểm", 8, SCORE),
    Column("Tiền (đồng)", 14, MONEY),
)
FIRST = 6  # the first row of the table: title, head (2), numbers, section


def written(*bodies):
    stream = BytesIO()
    with streaming.write_only(title="Danh sách", author="Sở") as book:
        sheet = layout.Sheet(book, "Bảng", COLUMNS)
        sheet.title("DANH SÁCH")
        sheet.head()
        sheet.section("I. TẬP THỂ")
        for body in bodies:
            sheet.row(body)
        sheet.signatures(
            place_and_date="Bắc Kạn, ngày 20 tháng 01 năm 2024",
            left="NGƯỜI LẬP BIỂU",
            right="THỦ TRƯỞNG ĐƠN VỊ",
            right_name="Hoàng Văn Mẫu",
        )
        book.save(stream)
    return stream


def opened(*bodies):
    return load_workbook(written(*bodies))["Bảng"]


def named(text):
    return (1, text, "05/TTr-A", None, None, None)


def test_each_value_keeps_its_type():
    row = opened((1, "Hà Thị Đào", "05", date(2024, 1, 3), Decimal("87.50"), 1_800_000))[FIRST]
    assert [plain(cell) for cell in row] == [1, "Hà Thị Đào", "05", date(2024, 1, 3), 87.5, 1_800_000]
    assert [cell.data_type for cell in row] == ["n", "s", "s", "d", "n", "n"]
    assert [cell.number_format for cell in row] == ["0", "@", "@", "dd/mm/yyyy", "0.00", "#,##0"]
    assert all(cell.font.name == "Times New Roman" and cell.border.left.style == "thin" for cell in row)


@pytest.mark.parametrize(
    "hostile",
    [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "  =1+1",
        "\u00a0=1+1",
        "\u200b\ufeff=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM",
        '=HYPERLINK("http://example.test";"Bấm")',
    ],
)
def test_text_that_looks_like_a_formula_stays_marked_text(hostile):
    cell = opened(named(hostile)).cell(FIRST, 2)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.replace("\n", "\r") == hostile or cell.value == hostile


@pytest.mark.parametrize("harmless", ["Nguyễn Văn An", "05/TTr-A", "a=b", "#N/A", "TRUE", "1e5", "007"])
def test_other_text_stays_plain_text(harmless):
    cell = opened(named(harmless)).cell(FIRST, 2)
    assert (cell.data_type, cell.value, bool(cell.quotePrefix)) == ("s", harmless, False)


def test_no_formula_is_ever_written():
    xml = sheet_xml(written(named("=1+1")))
    assert not [element for element in xml.iter() if element.tag.endswith("}f")]


def sheet_xml(stream):
    return ElementTree.fromstring(ZipFile(stream).read("xl/worksheets/sheet1.xml"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x0bc\x1fd", "ab\ncd"),
        ("a\ud800b\ufffe", "ab"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        (unicodedata.normalize("NFD", "Đặng Thị Ấn"), "Đặng Thị Ấn"),
        ("_x0041_", "_x005F_x0041_"),
        ("  giữ khoảng trắng  ", "  giữ khoảng trắng  "),
    ],
)
def test_text_is_made_legal_and_composed(typed, kept):
    assert cell_text.safe_text(typed) == kept
    assert opened(named(typed)).cell(FIRST, 2).value in (kept, typed)


@pytest.mark.parametrize("letter", ["ấ", "𠀀"])
def test_a_cell_holds_at_most_what_excel_holds(letter):
    text = cell_text.safe_text(letter * 40_000)
    assert len(text.encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert text.endswith("…")
    assert cell_text.safe_text(letter * 16_000) == letter * 16_000


def test_a_birthday_before_excels_calendar_is_text():
    cell = opened((1, "Cụ", "1", date(1899, 12, 31), None, None)).cell(FIRST, 4)
    assert (cell.data_type, cell.value) == ("s", "31/12/1899")


def test_the_head_has_groups_and_column_numbers_and_is_repeated():
    sheet = opened(named("An"))
    assert [cell.value for cell in sheet[2]] == ["STT", "Họ và tên", "Tờ trình", None, "Điểm", "Tiền (đồng)"]
    assert [cell.value for cell in sheet[3]] == [None, None, "Số", "Ngày", None, None]
    assert [cell.value for cell in sheet[4]] == [f"({n})" for n in range(1, 7)]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A2:A3", "C2:D2", "F2:F3", "A1:F1", "A5:F5"} <= merged
    assert sheet.print_title_rows == "$2:$4"


def test_the_page_is_a4_landscape_one_page_wide():
    sheet = opened(named("An"))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    margins = sheet.page_margins
    assert min(margins.left, margins.top, margins.bottom) * 25.4 >= 20
    assert margins.right * 25.4 >= 15


def test_the_signatures_stand_in_one_row_that_no_page_breaks():
    sheet = opened(named("An"))
    last = sheet.max_row
    left, right = (cell.value for cell in sheet[last] if cell.value)
    assert left.split() == ["NGƯỜI", "LẬP", "BIỂU"]
    place, title, *room, name = right.split("\n")
    assert (place, title, name) == (
        "Bắc Kạn, ngày 20 tháng 01 năm 2024",
        "THỦ TRƯỞNG ĐƠN VỊ",
        "Hoàng Văn Mẫu",
    )
    assert len(room) >= 4
    assert sheet.row_dimensions[last].height >= 8 * 13


@pytest.mark.parametrize(
    ("text", "lines"),
    # The second is wider than its column by a hair, and LibreOffice did cut it.
    [
        ("An", 1),
        ("Phòng Bưu chính - Viễn thông (mẫu)", 2),
        ("Trung tâm Công nghệ thông tin và Truyền thông", 2),
        ("a\nb\nc", 3),
        ("x" * 80, 3),
    ],
)
def test_the_height_grows_with_wrapped_lines(text, lines):
    assert row_height.line_count(text, 30) == lines
    assert opened(named(text)).row_dimensions[FIRST].height >= lines * 15


def test_no_row_is_higher_than_excel_allows():
    assert opened(named("dài " * 5_000)).row_dimensions[FIRST].height == 409


def test_a_failure_leaves_no_temporary_file_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ZeroDivisionError):
        interrupted(tmp_path)
    assert not list(tmp_path.iterdir())


def interrupted(folder):
    with streaming.write_only(title="Danh sách", author="Sở") as book:
        layout.Sheet(book, "Bảng", COLUMNS).title("DANH SÁCH")
        assert list(folder.iterdir())
        raise ZeroDivisionError
