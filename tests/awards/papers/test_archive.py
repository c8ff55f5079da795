"""Files to keep: every point of PDF/A holds for what we write, and each has been seen to fail."""

from functools import lru_cache
from io import BytesIO, StringIO

import pypdf
import pytest
from django.core.management import CommandError, call_command
from pypdf.generic import ContentStream, DictionaryObject, NameObject, TextStringObject

from awards import papers
from awards.papers import checking

from . import samples

pytestmark = pytest.mark.pango


@lru_cache(maxsize=1)
def letter():
    return papers.render("letter", samples.individual())


def changed(change):
    """The letter after `change(writer)`."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(letter()))
    change(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def failing(pdf):
    return {point.code for point in checking.judge_archive(pdf) if point.passed is False}


@pytest.mark.parametrize("part", ["letter", "minutes", "report"])
@pytest.mark.parametrize("draft", [False, True])
def test_what_we_write_is_a_file_to_keep(part, draft):
    assert failing(papers.render(part, samples.collective(), draft=draft)) == set()


def test_what_was_measured_is_told():
    told = {point.code: point.measured for point in checking.judge_archive(letter())}
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
    with pytest.raises(checking.Unreadable):
        checking.judge_archive(content)


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
