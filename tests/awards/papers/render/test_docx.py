"""The Word files: the form of Decree 30 in their own terms, and nothing that a clerk's Word would warn of."""

import io
import os
import subprocess
import sys
import zipfile

import pytest
from docx.oxml.ns import qn

from awards import paper_checks, papers
from awards.papers import nd30, render, text_width
from awards.papers.blocks import (
    Annex,
    Column,
    Header,
    Paper,
    Paragraph,
    Recipients,
    Run,
    Signature,
    Signatures,
    Table,
    Title,
    text,
)
from awards.papers.render.docx import styles
from tests.awards.papers import extremes, samples

from .test_pdf import HOSTILE
from .word import is_composed, letters, opened, paragraphs, said

PARTS = ("letter", "minutes", "report")


def twips(mm):
    return round(mm * 1440 / 25.4)


def attribute(element, path, name="val"):
    found = element.find("/".join(qn(f"w:{tag}") for tag in path.split("/")))
    return None if found is None else found.get(qn(f"w:{name}"))


def members(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return {name: file.read(name).decode("utf-8", "replace") for name in file.namelist()}


# --- form ------------------------------------------------------------------------------------------------


def test_every_style_is_times_new_roman_in_vietnamese_and_no_theme_can_change_it():
    files = members(papers.docx("letter", samples.individual()))
    assert not any("theme" in name for name in files)
    assert not any("Theme=" in content for content in files.values())
    styles = opened(papers.docx("letter", samples.individual())).styles.element
    default = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert {attribute(default, "rFonts", name) for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert {attribute(default, "lang", name) for name in ("val", "eastAsia")} == {"vi-VN"}
    assert styles.findall(f".//{qn('w:rFonts')}") == [default.find(qn("w:rFonts"))]
    assert "w:rFonts" not in files["word/document.xml"]


def test_sizes_and_indents_are_those_of_the_decree():
    styles = {style.style_id: style for style in opened(papers.docx("letter", samples.individual())).styles}
    for code, key in (
        ("Country", "country"), ("Motto", "motto"), ("Issuer", "agency"), ("Number", "number"), ("PlaceDate", "date"),
        ("Title", "title"), ("BodyText", "body"), ("RecipientsHead", "recipients_head"), ("Recipient", "recipients"),
        ("Cell", "table"), ("Header", "page_number"),
    ):  # fmt: skip
        assert styles[code].font.size.pt == nd30.SIZES[key], code
    body = styles["BodyText"].paragraph_format
    assert body.first_line_indent.mm == pytest.approx(nd30.INDENT, abs=0.02)
    assert body.space_after.pt == nd30.PARAGRAPH_GAP
    assert styles["Basis"].font.italic
    assert styles["Heading1"].paragraph_format.keep_with_next


def test_the_page_its_margins_and_its_numbers():
    document = opened(papers.docx("report", samples.individual()))
    assert len(document.sections) == 3, "the report and two annexes"
    for section in document.sections:
        assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.05)
        margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        assert [side.mm for side in margins] == pytest.approx([20, 20, 20, 30], abs=0.05)
        assert section.different_first_page_header_footer
        assert attribute(section._sectPr, "pgNumType", "start") == "1", "each annex counts its own pages"
        assert section.header.paragraphs[0].alignment is None
        field = section.header._element.find(f".//{qn('w:fldSimple')}")
        assert field.get(qn("w:instr")).strip() == "PAGE"
        assert section.first_page_header._element.find(f".//{qn('w:fldSimple')}") is None


def wide_annex():
    table = Table(
        (Column("TT", 10, "centre"), Column("Tên", 60), Column("Tiền", 30, "right")), (("1", "A", "2"),)
    )
    note = "(Kèm theo Tờ trình)"
    return Paper(
        "x", "x", "x", "x", (Paragraph(text("Nội dung./.")),),
        annexes=(Annex("Phụ lục", "Danh sách", (table,), note=note, landscape=True),),
    )  # fmt: skip


def test_a_wide_annex_lies_across():
    document = opened(render.docx.write(wide_annex()))
    upright, across = document.sections
    assert upright.page_width < upright.page_height
    assert (across.page_width.mm, across.page_height.mm) == pytest.approx((297, 210), abs=0.05)
    assert [
        side.mm for side in (across.top_margin, across.right_margin, across.left_margin)
    ] == pytest.approx([20, 20, 30], abs=0.05)
    assert attribute(document.tables[0]._tbl, "tblPr/tblW", "w") == str(sum(map(twips, (24.7, 148.2, 74.1))))


def test_a_table_repeats_its_head_and_no_row_is_torn():
    rows = (("TẬP THỂ",), ("1", "Phòng A\n(nộp muộn)"), ("2", "□"))
    table = Table((Column("TT", 20, "centre"), Column("Tên", 80, "tick")), rows, ("", "Tổng cộng"))
    made = opened(render.docx.write(Paper("x", "x", "x", "x", (table,)))).tables[0]
    head, section, first, *_, total = made._tbl.tr_lst
    assert head.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in made._tbl.tr_lst)
    assert attribute(section, "tc/tcPr/gridSpan") == "2"
    assert section.find(f".//{qn('w:keepNext')}") is not None, "a section's head stays with its first row"
    assert letters(first) == "1Phòng A(nộp muộn)"
    assert first.find(f".//{qn('w:br')}") is not None
    assert attribute(first, "tc/p/pPr/jc") == "center"
    assert total.find(f".//{qn('w:b')}") is not None


def test_the_signatures_hang_on_the_last_paragraph_and_together():
    below = Recipients(("- Lưu: VT.",))
    signatures = Signatures(Signature(("THƯ KÝ",), "A"), Signature(("CHỦ TỌA",), "B"), below)
    body = opened(
        render.docx.write(Paper("x", "x", "x", "x", (Paragraph(text("Hết./.")), signatures)))
    ).element.body
    *kept, last = (each for each in body.iter(qn("w:p")))
    assert last.text == "- Lưu: VT."
    assert all(each.pPr.keepNext is not None for each in kept), [each.text for each in kept]
    room = body.tbl_lst[0].tr_lst[1].trPr.find(qn("w:trHeight"))
    assert room.get(qn("w:val")) == str(twips(nd30.SIGNING_ROOM))


def test_symbols_stay_whole_in_running_text():
    made = render.docx.write(
        Paper("x", "x", "x", "x", (Paragraph(text("theo Nghị định 98/2023/NĐ-CP - số 1/QĐ-UBND.")),))
    )
    assert said(made) == "theo Nghị định 98/2023/NĐ-CP - số 1/QĐ-UBND."
    assert members(made)["word/document.xml"].count("w:noBreakHyphen") == 2


def test_rules_are_as_long_as_the_decree_says():
    header = Header(("UBND TỈNH",), ("SỞ THÔNG TIN",), None, None)
    made = opened(
        render.docx.write(Paper("x", "x", "x", "x", (header, Title(("TỜ TRÌNH",), ("Về việc mẫu",)))))
    )
    lengths = [
        _length(rule)
        for rule in made.element.body.iter(qn("w:p"))
        if rule.find(f".//{qn('w:pBdr')}") is not None
    ]
    agency = text_width.millimetres("SỞ THÔNG TIN", 13, bold=True)
    about = text_width.millimetres("Về việc mẫu", 14, bold=True)
    assert lengths == pytest.approx([0.4 * agency, 60.4, 0.4 * about], abs=0.1)


def _length(rule):
    cell = next(rule.iterancestors(qn("w:tc")), None)
    room = nd30.TEXT_WIDTH if cell is None else int(attribute(cell, "tcPr/tcW", "w")) * 25.4 / 1440
    indents = [int(attribute(rule, "pPr/ind", side)) for side in ("left", "right")]
    return room - sum(indents) * 25.4 / 1440


# --- blanks and drafts -----------------------------------------------------------------------------------


def test_a_blank_is_marked_until_it_is_filled():
    made = opened(papers.docx("letter", samples.individual(letter={"number": "", "issued_on": None})))
    blanks = list(made.element.body.iter(qn("w:sdt")))
    assert len(blanks) == 4, "number, day, month, year"
    for each in blanks:
        assert attribute(each, "sdtContent/r/rPr/highlight") == "yellow"
        assert each.find(f"{qn('w:sdtPr')}/{qn('w:temporary')}") is not None
        assert set(letters(each)) == {"\u00a0"}
    given = opened(papers.docx("letter", samples.individual()))
    assert not list(given.element.body.iter(qn("w:sdt"), qn("w:highlight")))


def test_a_draft_is_marked_on_every_page_and_in_its_title():
    draft = papers.docx("report", samples.individual(), draft=True)
    final = papers.docx("report", samples.individual())
    marked = [name for name, content in members(draft).items() if "BẢN NHÁP" in content]
    assert sorted(marked) == ["docProps/core.xml", "word/header1.xml", "word/header2.xml"]
    assert not any("BẢN NHÁP" in content for content in members(final).values())
    assert paragraphs(draft) == paragraphs(final)


# --- what people type ------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_decomposed_letters_come_out_composed(part):
    made = papers.docx(part, extremes.decomposed(samples.individual()))
    assert is_composed(made)
    assert made == papers.docx(part, samples.individual())


def test_text_that_comes_past_the_tidying_is_composed_too():
    made = render.docx.write(Paper("x", "Ti\u0302", "x", "x", (Paragraph(text("To\u0302i \x00\x0b\ufffe")),)))
    assert paragraphs(made) == ["T\u00f4i □"]
    assert opened(made).core_properties.title == "T\u00ee"


@pytest.mark.parametrize("part", PARTS)
def test_markup_is_text(part):
    content = samples.individual(
        nominee={"name": HOSTILE},
        letter={"reasons": HOSTILE, "signer_name": HOSTILE, "recipients": HOSTILE, "addressee": HOSTILE},
        minutes={"discussion": HOSTILE, "chair_name": HOSTILE},
        report={"results": HOSTILE, "reporter_name": HOSTILE},
    )
    assert HOSTILE in said(papers.docx(part, content))


# --- the file --------------------------------------------------------------------------------------------


def test_the_file_says_its_language_title_and_author_and_no_time():
    core = opened(papers.docx("letter", samples.individual())).core_properties
    assert core.title.startswith("Tờ trình về việc đề nghị tặng Giấy khen")
    assert (core.author, core.keywords, core.language) == (
        "Phòng Bưu chính - Viễn thông",
        "BK23-007",
        "vi-VN",
    )
    assert core.created is core.modified is None


def test_a_title_longer_than_word_shows_is_cut():
    core = opened(render.docx.write(Paper("x", "A" * 300, "x", "x", ()))).core_properties
    assert len(core.title) == 255
    assert core.title.endswith("…")


def test_it_holds_no_macro_no_link_and_nothing_of_the_template():
    for part in PARTS:
        files = members(papers.docx(part, samples.individual(), draft=True))
        assert set(files) == {
            "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml", "word/styles.xml",
            "word/settings.xml", "word/header1.xml", "word/header2.xml", "word/_rels/document.xml.rels",
        }  # fmt: skip
        assert not any("TargetMode" in content or "vbaProject" in content for content in files.values())
        assert not any(
            "hyperlink" in content.lower() for name, content in files.items() if "styles" not in name
        )


@pytest.mark.parametrize("part", PARTS)
def test_the_same_content_gives_the_same_bytes_and_other_content_others(part):
    first = papers.docx(part, samples.individual())
    assert papers.docx(part, samples.individual()) == first
    assert papers.docx(part, samples.individual(nominee={"name": "Nguyễn Văn Ân (mẫu)"})) != first


def test_another_process_without_pango_makes_the_same_bytes():
    program = (
        "import sys, django\n"
        "sys.modules['weasyprint'] = None\n"
        "django.setup()\n"
        "from awards import papers\n"
        "from tests.awards.papers import samples\n"
        "assert not papers.available()\n"
        "sys.stdout.buffer.write(papers.docx('letter', samples.individual(), draft=True))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima"}
    made = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=60, env=environment
    ).stdout
    assert made == papers.docx("letter", samples.individual(), draft=True)


def test_threads_share_the_empty_file_without_harm():
    from concurrent.futures import ThreadPoolExecutor

    styles.empty_file.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: papers.docx("minutes", samples.individual()), range(8)))
    assert len(made) == 1


# --- how long a text is ----------------------------------------------------------------------------------


@pytest.mark.pango
@pytest.mark.parametrize("bold", [True, False])
def test_a_text_is_as_long_as_the_pdf_draws_it(bold):
    lines = [
        "Đường lối ưu tiên, 98/2023/NĐ-CP",
        "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",
        "“Kế hoạch số 05…”",
        nd30.MOTTO,
    ]
    blocks = tuple(Paragraph((Run(each, bold=bold),)) for each in lines)
    drawn = [
        line
        for page in paper_checks.read(render.pdf.write(Paper("x", "x", "x", "x", blocks)))
        for line in page.stretches
    ]
    for text_, line in zip(lines, drawn, strict=True):
        assert line.text == text_
        assert text_width.millimetres(text_, nd30.BODY, bold=bold) == pytest.approx(
            line.width * 25.4 / 72, rel=0.02
        )
