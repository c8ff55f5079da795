"""Files to keep: every point of PDF/A holds for what we write, and each has been seen to fail."""

import re
from contextlib import suppress
from functools import lru_cache
from io import BytesIO, StringIO

import pypdf
import pytest
from django.core.management import CommandError, call_command
from pypdf.generic import ContentStream, DictionaryObject, NameObject, StreamObject, TextStringObject

from awards import paper_checks, papers
from awards.papers import blocks, render
from tests.awards.papers import samples

from . import damaged

pytestmark = pytest.mark.pango


@lru_cache(maxsize=1)
def letter():
    return papers.pdf("letter", samples.individual())


@lru_cache(maxsize=1)
def certificate():
    """With both pictures that a paper may bear: the QR code, and the rulers of a trial sheet."""
    sheet = blocks.Certificate(
        authority="GIÁM ĐỐC SỞ",
        award="GIẤY KHEN",
        recipient="Ông Nguyễn Văn An (mẫu)",
        post="Chuyên viên",
        achievement="Có thành tích trong Đợt thi đua",
        decision=("Quyết định số 01/QĐ-STTT",),
        golden_book="Số sổ vàng: 01",
        place_date="Bắc Kạn, ngày 12 tháng 01 năm 2024",
        titles=("GIÁM ĐỐC",),
        signer="Hoàng Văn Mẫu",
        address="https://thidua.example.vn/kq/1",
        guided=True,
    )
    return render.pdf.write(blocks.Paper("certificate", "Giấy khen", "Sở", "BK23-007", (sheet,)))


def changed(change):
    """The letter after `change(writer)`."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(letter()))
    change(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


@lru_cache(maxsize=1)
def written_plainly():
    return changed(lambda writer: None)


def failing(pdf):
    return {point.code for point in paper_checks.judge_archive(pdf) if point.passed is False}


@pytest.mark.parametrize("part", ["letter", "minutes", "report"])
@pytest.mark.parametrize("draft", [False, True])
def test_what_we_write_is_a_file_to_keep(part, draft):
    assert failing(papers.pdf(part, samples.collective(), draft=draft)) == set()


def test_a_certificate_is_a_file_to_keep():
    assert failing(certificate()) == set()
    pictures = [part for part in structure_of(certificate()) if part["/S"] == "/Figure"]
    assert len(pictures) == 2
    assert all(picture.get("/Alt") for picture in pictures)


def test_a_table_without_rows_has_no_empty_part():
    made = papers.pdf("minutes", samples.blank())
    assert failing(made) == set()
    parts = [part for part in structure_of(made) if part["/S"] in ("/TBody", "/THead", "/TR")]
    assert len(parts) > 2
    assert all(part["/K"] for part in parts)


def structure_of(pdf):
    """All structure elements."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    things = (reader.get_object(number) for number in range(1, int(reader.trailer["/Size"])))
    return [thing for thing in things if isinstance(thing, dict) and thing.get("/Type") == "/StructElem"]


def test_a_page_number_belongs_to_the_page_and_not_to_the_text():
    pages = pypdf.PdfReader(BytesIO(letter())).pages
    assert len(pages) == 2
    before, after = (page.get_contents().get_data() for page in pages)
    assert b"/Pagination" not in before
    assert after.count(b"/Pagination") == 1
    number = after.partition(b"/Pagination")[2].partition(b"EMC")[0]
    assert number.count(b"TJ") == 1


@pytest.mark.parametrize("typed", ["\u0378", "\ufffe"])
def test_what_no_font_has_is_printed_as_a_box_and_said_as_one(typed):
    made = papers.pdf("letter", samples.individual(letter={"reasons": f"Đạt {typed} điểm."}))
    assert failing(made) == set()
    assert "Đạt □ điểm." in "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(made)).pages)
    assert made == papers.pdf("letter", samples.individual(letter={"reasons": f"Đạt {typed} điểm."}))


def test_a_letter_of_a_private_font_does_not_reach_a_paper():
    content = samples.individual(letter={"reasons": "\uf0b7\tĐạt \uf0b3 \ue123 điểm."})
    made = papers.pdf("letter", content)
    assert {point.code for point in paper_checks.judge(made, archive=True) if point.passed is False} == set()
    assert "- Đạt ≥ □ điểm." in "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(made)).pages)


def test_what_was_measured_is_told():
    told = {point.code: point.measured for point in paper_checks.judge_archive(letter())}
    assert told["pdfa"] == "PDF/A-2a"
    assert told["language"] == "“vi”"
    assert "phần tử cấu trúc, 0 nét nằm ngoài" in told["tags"]
    assert told["metadata"].endswith("“Phòng Bưu chính - Viễn thông”")


def _level_u(writer):
    metadata = writer.root_object["/Metadata"].get_object()
    metadata.set_data(metadata.get_data().replace(b'conformance="A"', b'conformance="U"'))


def _other_title(writer):
    writer.add_metadata({"/Title": "Tờ trình khác"})


def _without(name):
    return lambda writer: writer.root_object.__delitem__(name)


def _english(writer):
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")


def _unmarked_page(writer):
    content = ContentStream(writer.pages[0].get_contents(), writer)
    content.operations = [each for each in content.operations if each[1] not in (b"BDC", b"EMC")]
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)


def _forgotten(writer):
    """A paragraph stays marked on its page, but hangs no longer in the structure."""
    del writer.root_object["/StructTreeRoot"]["/K"][0]["/K"][-1]


def _glyph(code):
    """The first space of the first page becomes the glyph of this code."""

    def change(writer):
        stream = writer.pages[0]["/Contents"]
        content = stream.get_data()
        assert b"<0003>" in content
        stream.set_data(content.replace(b"<0003>", code, 1))

    return change


def _mapped_to_nothing(writer):
    """An encoding of the file's own, in which the space is no glyph."""
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        cmap = StreamObject()
        cmap.set_data(b"1 begincidchar\n<0003> 0\nendcidchar")
        font.get_object()[NameObject("/Encoding")] = writer._add_object(cmap)


def _opening(kind, **more):
    def change(writer):
        action = {"/S": NameObject(kind)} | {f"/{key}": TextStringObject(text) for key, text in more.items()}
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(
            DictionaryObject({NameObject(key): value for key, value in action.items()})
        )

    return change


def _attachment(writer):
    writer.add_attachment("x.xml", b"<x/>")


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("pdfa", _level_u),
        ("metadata", _other_title),
        ("language", _english),
        ("language", _without("/Lang")),
        ("tags", _without("/MarkInfo")),
        ("tags", _without("/StructTreeRoot")),
        ("tags", _unmarked_page),
        ("tags", _forgotten),
        ("glyphs", _glyph(b"<0000>")),
        ("glyphs", _mapped_to_nothing),
        ("colour", _without("/OutputIntents")),
        ("closed", _opening("/JavaScript", JS="app.alert(1)")),
        ("closed", _opening("/Launch", F="x.exe")),
        ("closed", _attachment),
    ],
)
def test_a_fault_is_found_and_no_other_is_invented(code, change):
    assert failing(changed(change)) == {code}


def test_a_file_without_an_identifier_is_found():
    def drop(writer):
        writer._ID = None

    assert failing(changed(drop)) == {"identity"}


def test_a_plain_file_fails_nearly_everything():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    made = BytesIO()
    writer.write(made)
    assert {"pdfa", "metadata", "language", "tags", "colour"} <= failing(made.getvalue())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"no PDF"])
def test_what_cannot_be_read_is_said_so(content):
    with pytest.raises(paper_checks.Unreadable):
        paper_checks.judge_archive(content)


@pytest.mark.parametrize("number", range(40))
def test_a_damaged_file_is_measured_or_said_to_be_damaged(number):
    """Without object streams, so that the damage hits what the file says and not what packs it."""
    with suppress(paper_checks.Unreadable):
        assert paper_checks.judge_archive(damaged.damaged(written_plainly(), number))


def test_a_file_that_claims_more_objects_than_it_has_is_soon_judged():
    size = re.compile(rb"/Size \d+")
    assert paper_checks.judge_archive(size.sub(b"/Size 999999999", written_plainly()))


def test_the_command_adds_the_points_when_asked(tmp_path):
    good, bad = tmp_path / "to-trinh.pdf", tmp_path / "xau.pdf"
    good.write_bytes(letter())
    bad.write_bytes(changed(_english))
    out = StringIO()
    call_command("check_paper", str(good), stdout=out, no_color=True)
    assert "PDF/A" not in out.getvalue()
    call_command("check_paper", str(good), archive=True, stdout=out, no_color=True)
    assert "PDF/A-2a" in out.getvalue()
    with pytest.raises(CommandError, match="1/1"):
        call_command("check_paper", str(bad), archive=True, stdout=out, no_color=True)
