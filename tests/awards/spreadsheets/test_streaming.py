"""The workbook's own font, and that a failure leaves no file with names in it behind."""

from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from awards.spreadsheets import layout, streaming
from awards.spreadsheets.columns import Column

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def fill(book, name, rows=50):
    sheet = layout.Sheet(book, name, (Column("Họ và tên", 30), Column("Chức vụ", 20)))
    for n in range(rows):
        sheet.row((f"Nguyễn Văn Mẫu {n}", "Chuyên viên"))
    return sheet


def test_the_font_of_the_style_normal_is_the_one_that_widths_are_counted_in():
    stream = BytesIO()
    with streaming.write_only(title="Danh sách", author="Sở") as book:
        fill(book, "Bảng")
        book.save(stream)
    styles = ElementTree.fromstring(ZipFile(stream).read("xl/styles.xml"))
    (normal,) = [style for style in styles.iter(f"{MAIN}cellStyle") if style.get("builtinId") == "0"]
    form = styles.find(f"{MAIN}cellStyleXfs")[int(normal.get("xfId"))]
    font = styles.find(f"{MAIN}fonts")[int(form.get("fontId"))]
    told = {part.tag.removeprefix(MAIN): part.get("val") for part in font}
    # A scheme would make Excel take the theme's font instead.
    assert told == {"name": "Times New Roman", "family": "1", "sz": "12"}
    assert form.get("fontId") == "0"  # a cell without a style, and the width of a column, take the first


class Full:
    """A disk that is full after so many writes."""

    def __init__(self, writes):
        self.left = writes

    def write(self, data):
        self.left -= 1
        if self.left < 0:
            raise OSError(28, "No space left on device")
        return len(data)

    def flush(self):
        pass


def fails_in_a_row(book):
    fill(book, "Một")
    fill(book, "Hai").row((object(), ""))


def fails_inside_openpyxl(book):
    def broken():
        yield 1
        raise OSError

    fill(book, "Một")
    book.create_sheet("Hai").append(broken())


def fails_before_any_row(book):
    layout.Sheet(book, "Một", (Column("A", 5),))
    raise OSError


def fails_at_once(book):
    raise OSError


def fails_while_saving(writes):
    def failing(book):
        fill(book, "Một")
        fill(book, "Hai")
        book.save(Full(writes))

    return failing


@pytest.mark.parametrize(
    "work",
    [
        fails_in_a_row,
        fails_inside_openpyxl,
        fails_before_any_row,
        fails_at_once,
        # Before, between and after the two sheets have gone into the archive.
        *(fails_while_saving(writes) for writes in (0, 8, 15, 18, 21, 40)),
    ],
)
# The archive, when it is thrown away, tries the full disk once more.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_failure_leaves_no_temporary_file(work, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises((OSError, ValueError)), streaming.write_only(title="Danh sách", author="Sở") as book:
        work(book)
    assert not list(tmp_path.iterdir())


def test_a_success_leaves_none_either(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with streaming.write_only(title="Danh sách", author="Sở") as book:
        fill(book, "Bảng")
        assert list(tmp_path.iterdir())
        book.save(BytesIO())
    assert not list(tmp_path.iterdir())
