"""What the PDF says, the Word file says; and LibreOffice makes of it a paper that passes the check."""

import pytest

from awards import paper_checks, papers
from awards.papers import engine, nd30, render
from awards.papers.blocks import Column, Paper, Paragraph, Signature, Signatures, Table, text
from campaigns.vietnamese import symbol_fonts
from tests.awards.papers import extremes, samples

from .test_docx_certificate import certificates
from .word import assert_same_words, faults, said, through_office

PARTS = ("letter", "minutes", "report")
EVERY = {f"{part}, {name}": (part, make) for name, make in extremes.EVERY.items() for part in PARTS}
# The same file, byte for byte, as the individual's.
SAME = {extremes.EVERY["decomposed letters"]}


def sixty_rows():
    """A list across the page: sections, rows of several lines, a total, three signatures."""
    columns = (
        Column("TT", 6, "centre"),
        Column("Tên", 34),
        Column("Thành tích", 40),
        Column("Tiền", 20, "right"),
    )
    row = "Nông Thị Hiền (mẫu)", "Hoàn thành 100% nhiệm vụ.\nĐược khen đột xuất. " * 2, "1.080.000"
    rows = tuple(
        line
        for section in ("I. TẬP THỂ", "II. CÁ NHÂN")
        for line in ((section,), *((f"{n}", *row) for n in range(1, 31)))
    )
    hint = "(Ký, ghi rõ họ tên)"
    return Paper(
        "list", "Danh sách", "Sở", "x", landscape=True,
        blocks=(
            nd30.header("UBND tỉnh Bắc Kạn", "Sở Thông tin và Truyền thông", number=None, place_date=text("Bắc Kạn, ngày 03 tháng 01 năm 2024")),
            nd30.title(["DANH SÁCH"], f"Tập thể, cá nhân trong {'Đợt thi đua mẫu ' * 9}", wide=True),
            Paragraph(text("(Kèm theo Tờ trình số 05/TTr-STTT)"), "attached"),
            Table(columns, rows, ("", "Tổng cộng", "", "64.800.000")),
            Paragraph(text(nd30.closing("Danh sách có 60 người"))),
            Signatures(
                Signature(("NGƯỜI LẬP BIỂU",), "A (mẫu)", hint), Signature(("GIÁM ĐỐC",), "C (mẫu)"),
                nd30.recipients(["Văn phòng Sở"], file_code="VT, KT"), middle=Signature(("KẾ TOÁN TRƯỞNG",), "B (mẫu)", hint),
            ),
        ),
    )  # fmt: skip


OTHERS = {"list": sixty_rows, "certificates": certificates}


# --- what the PDF says -----------------------------------------------------------------------------------


@pytest.mark.pango
@pytest.mark.parametrize("name", EVERY)
def test_it_says_what_the_pdf_says_word_for_word(name):
    part, make = EVERY[name]
    assert_same_words(papers.docx(part, make()), papers.pdf(part, make()))


@pytest.mark.pango
@pytest.mark.parametrize("letter", ["\ue123", "\ufffe", "\U00016800"])
def test_a_letter_that_no_font_has_is_the_same_box_in_both(letter):
    content = samples.individual(letter={"reasons": f"Đạt {letter} điểm.", "signer_name": f"A{letter} (mẫu)"})
    made = papers.docx("letter", content)
    assert "Đạt □ điểm." in said(made)
    assert "A□ (mẫu)" in said(made)
    assert_same_words(made, papers.pdf("letter", content))


@pytest.mark.pango
def test_every_sign_of_words_fonts_has_a_glyph_on_the_server():
    assert engine.lacking({*symbol_fonts.TABLE.values(), symbol_fonts.UNKNOWN}) == set()


@pytest.mark.pango
@pytest.mark.parametrize(
    ("kept", "other"),
    [
        ("Trưởng phòng.", "Phó Trưởng phòng."),
        ("đồng ý", "không đồng ý"),
        ("hoàn thiện hồ sơ", "hoàn thiệnhồ sơ"),
        ("hoàn thiện hồ sơ", "hồ sơ hoàn thiện"),
    ],
)
def test_the_comparison_finds_a_word_that_differs(kept, other):
    content = samples.individual(minutes={"conclusion": f"Chủ tọa: {kept}"})
    changed = samples.individual(minutes={"conclusion": f"Chủ tọa: {other}"})
    with pytest.raises(AssertionError):
        assert_same_words(papers.docx("minutes", content), papers.pdf("minutes", changed))


@pytest.mark.pango
@pytest.mark.parametrize("name", ["list", "certificates"])
def test_lists_and_certificates_say_the_same_too(name):
    paper = OTHERS[name]()
    assert_same_words(render.docx.write(paper), render.pdf.write(paper))


# --- what LibreOffice makes of it ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def turned(tmp_path_factory):
    """{name: PDF as LibreOffice makes it}, all at once, since it takes seconds to start."""
    files = {name: papers.docx(part, make()) for name, (part, make) in EVERY.items() if make not in SAME}
    files |= {name: render.docx.write(make()) for name, make in OTHERS.items()}
    numbered = {str(n): docx for n, docx in enumerate(files.values())}
    return dict(zip(files, through_office(numbered, tmp_path_factory.mktemp("office")).values(), strict=True))


@pytest.mark.office
def test_libreoffice_turns_every_one_into_a_paper_that_passes_the_check(turned):
    kinds = {
        **{name: part for name, (part, _) in EVERY.items()},
        "list": "list",
        "certificates": "certificate",
    }
    found = {name: faults(pdf, kinds[name], archive=False) for name, pdf in turned.items()}
    assert found == {name: {} for name in turned}


@pytest.mark.office
def test_a_long_table_goes_on_under_its_head(turned):
    measured = {point.code: point.measured for point in paper_checks.judge(turned["list"], "list")}
    turns = int(measured["table-head"].split()[0])
    assert turns > 2
    assert measured["table-head"] == f"{turns} lần sang trang, {turns} lần lặp lại"


@pytest.mark.office
@pytest.mark.pango
def test_each_text_of_a_certificate_stands_where_the_pdf_has_it(turned):
    ours = paper_checks.read(render.pdf.write(OTHERS["certificates"]()))
    theirs = paper_checks.read(turned["certificates"])
    assert len(ours) == len(theirs) == 3
    for own, other in zip(ours, theirs, strict=True):
        assert (other.width, other.height) == pytest.approx((own.width, own.height), abs=1)
        pairs = zip(_sorted(own), _sorted(other), strict=True)
        for line, found in pairs:
            assert found.text == line.text
            assert found.centre == pytest.approx(line.centre, abs=2), line.text
            assert found.baseline == pytest.approx(line.baseline, abs=4), line.text


def _sorted(page):
    return sorted(page.stretches, key=lambda line: (line.text, line.baseline))
