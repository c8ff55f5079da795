"""Cells are filled again for each row: nothing of a row may stay for the next."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from awards.spreadsheets import layout, streaming
from awards.spreadsheets.columns import Column
from awards.spreadsheets.styles import DATE, SCORE, TEXT

from .factory import plain

ROWS = [
    ("An", date(2024, 1, 3), Decimal("87.50")),
    ("=1+1", date(1899, 12, 31), None),
    ("  hai đầu ", None, 91),
    ("An", date(2024, 1, 4), Decimal("0.25")),
    ("", date(2024, 1, 4), 0),
    ("#N/A", date(1900, 1, 1), 1.5),
    ("#N/A", None, "chưa chấm"),
    (None, "=chưa rõ", 2),
    ("hai\ndòng", date(2024, 1, 3), None),
    ("Bình", date(2024, 1, 3), Decimal("87.50")),
]


def written(rows=ROWS):
    stream = BytesIO()
    with streaming.write_only(title="Danh sách", author="Sở") as book:
        sheet = layout.Sheet(
            book, "Bảng", (Column("Chữ", 20, TEXT), Column("Ngày", 12, DATE), Column("Điểm", 8, SCORE))
        )
        for row in rows:
            sheet.row(row)
        book.save(stream)
    return stream


def test_each_row_holds_its_own_values():
    read = [[plain(cell) for cell in row] for row in load_workbook(written())["Bảng"].iter_rows()]
    told = {"": None, date(1899, 12, 31): "31/12/1899"}
    assert read == [[told.get(value, value) for value in row] for row in ROWS]


def test_only_text_like_a_formula_bears_the_mark_of_text():
    cells = [cell for row in load_workbook(written())["Bảng"].iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.quotePrefix] == ["=1+1", "=chưa rõ"]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}


def test_a_row_keeps_its_style_whatever_it_holds():
    for row in load_workbook(written())["Bảng"].iter_rows():
        assert [cell.number_format for cell in row] == ["@", "dd/mm/yyyy", "0.00"]
        assert [cell.alignment.horizontal for cell in row] == ["left", "center", "right"]
        assert all(cell.border.top.style == "thin" and cell.alignment.wrap_text for cell in row)


def test_blanks_are_kept_where_there_are_any_and_text_is_in_one_run():
    xml = ZipFile(written()).read("xl/worksheets/sheet1.xml").decode()
    assert xml.count('xml:space="preserve"') == 1
    assert "<r>" not in xml


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        written([("An", None)])


def test_a_styles_name_tells_how_it_looks():
    book = load_workbook(written())
    assert book["Bảng"]["B1"].style == "Khung, giữa, cỡ 12, dd/mm/yyyy"
    assert book["Bảng"]["A2"].style == book["Bảng"]["A1"].style == "Khung, trái, cỡ 12, @"
