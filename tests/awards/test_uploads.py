"""Files that are not what they say, and names that are not what they seem."""

import io
import random
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from awards import uploads
from awards.exceptions import Refused

PDF = b"%PDF-1.4\n1 0 obj\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
MACRO = "application/vnd.ms-office.vbaProject"


def judge(name, body):
    return uploads.judge(SimpleUploadedFile(name, body))


def docx(*parts, types="<Types/>"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, content in (("word/document.xml", "<w:document/>"), *parts):
            archive.writestr(name, content)
    return stream.getvalue()


def crowded():
    """A zip that only lists: 18 MB of table of contents, nothing else."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, *[0] * 8, 1, *[0] * 6) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, 400_000 * len(entry), 30, 0)
    return b"PK\3\4" + b"\0" * 26 + entry * 400_000 + end


REFUSED = {
    "a program named as a paper": ("bao-cao.pdf", b"MZ" + b"\0" * 500),
    "a bomb": ("a.docx", docx(("word/x", b"0" * 50_000_000))),
    "a program inside": ("a.docx", docx(("word/setup.EXE", b"MZ"))),
    "a program with a dot behind it": ("a.docx", docx(("word/setup.exe. ", b"MZ"))),
    "a script inside": ("a.docx", docx(("word/x.wsf", b"<job/>"))),
    "macros": ("a.docx", docx(("word/vbaProject.bin", b"x"))),
    "macros under another name": (
        "a.docx",
        docx(("word/x.bin", b"x"), types=f"<Types><T C='{MACRO}'/></Types>"),
    ),
    "a document with macros inside": ("a.docx", docx(("word/embeddings/a.docm", b"PK"))),
    "a way out of the folder": ("a.docx", docx(("word\\..\\..\\x", b"x"))),
    "a crowd": ("a.docx", crowded()),
    "a picture that is a page": ("a.jpg", b"<html><script>"),
    "a drawing with scripts": ("a.svg", b"<svg/>"),
    "a picture cut off in its head": ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "an endless picture": ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\xff" * 8),
    "an old document with macros": ("a.doc", OLE + "WordDocument_VBA_PROJECT".encode("utf-16le")),
    "an old something": ("a.doc", OLE),
    "nothing": ("a.pdf", b""),
    "a name that reads backwards": ("bao\u202efdp.exe", PDF),
    "an endless ending": ("a." + "p" * 5000, PDF),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_what_it_says_is_refused(name):
    with pytest.raises(Refused) as refused:
        judge(*REFUSED[name])
    assert len(refused.value.sentence) < 500


def test_one_byte_too_many_is_refused(settings):
    settings.MAX_UPLOAD_BYTES = len(PDF)
    assert judge("a.pdf", PDF).size == len(PDF)
    with pytest.raises(Refused):
        judge("a.pdf", PDF + b"\n")


def test_a_broken_zip_is_refused_and_never_a_fault():
    """Six hundred documents with bytes changed, and one cut off at every place."""
    whole, chance = docx(), random.Random(1)
    broken = [whole[:length] for length in range(4, len(whole), 3)]
    for _ in range(600):
        body = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            body[chance.randrange(4, len(body))] = chance.randrange(256)
        broken.append(bytes(body))
    refused = 0
    for body in broken:
        try:
            judge("a.docx", body)
        except Refused:
            refused += 1
    assert refused > 100


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/bao-cao.pdf", "bao-cao.pdf"),
        ("C:\\hồ sơ\\báo cáo.pdf", "báo cáo.pdf"),
        ("ba\u0301o ca\u0301o.pdf", "báo cáo.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("..hidden.pdf", "hidden.pdf"),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
        ("", "tep"),
    ],
)
def test_a_name_keeps_what_a_person_reads(typed, kept):
    assert uploads.clean_name(typed) == kept
