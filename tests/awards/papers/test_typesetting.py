"""What no page and no line tears: names with a dash, a date's figures, rows; and what happens to a row higher than a page."""

import pytest

from awards.papers import nd30, render
from awards.papers.blocks import Annex, Column, Paper, Paragraph, Recipients, Table, text
from awards.papers.typesetting import typeset

from .render.test_pdf import pages_of, plumbed
from .render.word import opened, paragraphs, through_office

UNITS = (
    "Phòng Bưu chính - Viễn thông (mẫu)",
    "Phòng Thông tin - Báo chí - Xuất bản (mẫu)",
    "Phòng Kế hoạch - Tài chính, phát triển kinh tế - xã hội",
)
LONG = " ".join(f"việc{n}" for n in range(1400))


def narrow(width):
    columns = (Column("TT", 10), Column("Đơn vị", width), Column("Ghi chú", 90 - width))
    return Table(columns, tuple((str(n), unit, "–") for n, unit in enumerate(UNITS)))


def paper(*blocks, **more):
    return Paper("x", "x", "x", "x", blocks, **more)


def texts(made):
    return [run.text for block in made.blocks for run in block.text]


@pytest.mark.pango
@pytest.mark.parametrize("width", range(12, 40, 4))
def test_no_line_of_a_cell_begins_with_the_dash_of_a_name(width):
    lines = [
        " ".join(word["text"] for word in line)
        for page in plumbed(render.pdf.write(paper(narrow(width)))).pages
        for line in _cell_lines(page, width)
    ]
    assert len(lines) > len(UNITS) + 2, "the names are broken"
    assert not [line for line in lines if line.startswith("-")]
    assert "".join(lines).count("-") == 5


def _cell_lines(page, width):
    """Words of the second column, line by line."""
    left, right = ((nd30.LEFT + share * nd30.TEXT_WIDTH / 100) / 25.4 * 72 for share in (10, 10 + width))
    found = {}
    for word in page.extract_words():
        if left <= word["x0"] < right:
            found.setdefault(round(word["top"]), []).append(word)
    return found.values()


@pytest.mark.pango
def test_an_unbreakable_space_is_read_as_a_space():
    made = render.pdf.write(
        paper(narrow(20), Paragraph(text("Bắc Kạn, ngày 05 tháng 01 năm 2024, kinh tế - xã hội")))
    )
    (page,) = pages_of(made)
    assert "\u00a0" not in page.extract_text()
    assert "ngày 05 tháng 01 năm 2024, kinh tế - xã hội" in page.extract_text()


def test_a_figure_stays_with_its_word_in_running_text_only():
    sentence = "Điều 2 có hiệu lực từ ngày 05 tháng 01 năm 2024 đối với bà Nguyễn Thị An theo Mẫu số 07"
    (kept,) = texts(typeset(paper(Paragraph(text(sentence)))))
    assert kept.split("\u00a0") == [
        "Điều", "2 có hiệu lực từ ngày", "05 tháng", "01 năm", "2024 đối với bà", "Nguyễn Thị An theo Mẫu", "số 07"
    ]  # fmt: skip
    table = Table((Column("Ngày", 100),), (("ngày 05 tháng 01",),))
    assert typeset(paper(table)).blocks[0].rows == table.rows


def test_dots_and_the_dash_of_an_item_stay_as_they_are():
    sentences = ["- Tên tập thể: Phòng A;", "ngày …… tháng …… năm ……", "88–90 điểm", "Sở\n- một"]
    made = typeset(paper(*(Paragraph(text(each)) for each in sentences), Recipients(("- Như trên;",))))
    assert texts(paper(*made.blocks[:-1])) == sentences
    assert made.blocks[-1].lines == ("- Như trên;",)


def test_it_changes_no_word_and_twice_is_as_once():
    made = typeset(
        paper(narrow(20), Paragraph(text("Ông A - B ngày 1")), annexes=(Annex("P", "T", (narrow(30),)),))
    )
    assert typeset(made) == made
    assert [" ".join(cell.split()) for row in made.annexes[0].blocks[0].rows for cell in row] == [
        cell for row in narrow(30).rows for cell in row
    ]


# --- rows ------------------------------------------------------------------------------------------------


def long_table():
    columns = (Column("STT", 8, "centre"), Column("Tên", 22), Column("Tóm tắt thành tích", 70))
    return Table(columns, (("1", "Ngắn", "một việc"), ("2", "Dài", LONG), ("3", "Ngắn", "việc cuối")))


@pytest.mark.parametrize("landscape", [False, True])
def test_only_a_row_higher_than_half_a_page_may_be_torn(landscape):
    table = long_table()
    made = typeset(paper(table, landscape=landscape)).blocks[0]
    assert made.tall == (1,)
    assert typeset(paper(Table(table.columns, (("I. TẬP THỂ",), ("1", "A", "x " * 60))))).blocks[0].tall == ()
    torn = [
        "cantSplit" not in row.xml for row in opened(render.docx.write(paper(table))).tables[0]._tbl.tr_lst
    ]
    assert torn == [False, False, True, False]


@pytest.mark.pango
@pytest.mark.parametrize("landscape", [False, True])
def test_the_head_stands_on_every_page_of_a_row_longer_than_one(landscape):
    pages = pages_of(render.pdf.write(paper(long_table(), landscape=landscape)))
    _assert_whole([page.extract_text() for page in pages])


@pytest.mark.office
def test_the_head_stands_on_every_page_in_word_too(tmp_path):
    made = through_office({"long": render.docx.write(paper(long_table()))}, tmp_path)
    (turned,) = made.values()
    _assert_whole([page.extract_text() for page in pages_of(turned)])


def _assert_whole(pages):
    assert len(pages) > 2
    assert all("Tóm tắt thành tích" in page for page in pages)
    assert "việc20 " in pages[0], "it begins below the first row, not on a page of its own"
    words = " ".join(pages).split()
    assert [word for word in words if word.startswith("việc") and word[4:].isdigit()] == LONG.split()


def test_word_says_what_the_pdf_says_around_an_unbreakable_space():
    said = paragraphs(render.docx.write(paper(Paragraph(text("Ông A, Phòng Bưu chính - Viễn thông")))))
    assert said == ["Ông\u00a0A, Phòng Bưu chính\u00a0- Viễn thông"]
