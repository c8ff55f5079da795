"""Digital signatures inside a PDF: real ones, made here, intact and not, and files that only look like it."""

import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject, NumberObject

from awards import pdf_signatures
from tests.awards import signature_factory as m


@pytest.fixture(autouse=True)
def _roots(settings, tmp_path):
    settings.SIGNATURE_ROOTS = m.trust(tmp_path / "roots")


@pytest.fixture(scope="module")
def one():
    return m.signed()


def told(data):
    return pdf_signatures.in_words(pdf_signatures.read(data))


def test_an_intact_signature_of_a_trusted_authority(one):
    verdict = pdf_signatures.read(one)
    (signature,) = verdict["signatures"]
    assert signature["signer"] == "Lê Thị Ánh (mẫu)"
    assert signature["organisation"] == "Phòng Bưu chính - Viễn thông (mẫu)"
    assert signature["issuer"] == "CA Chuyên dùng mẫu"
    assert (signature["intact"], signature["trusted"], signature["covers"]) == (True, True, "ENTIRE_FILE")
    assert signature["added"] == "NONE"
    assert (verdict["problem"], verdict["roots"]) == ("", 1)
    words = pdf_signatures.in_words(verdict)
    assert (words.tone, words.note) == ("good", pdf_signatures.NOT_REVOKED)
    assert words.lines[0].when == "08:30 ngày 03/01/2024 (giờ Việt Nam), giờ máy người ký"


def test_a_time_that_no_calendar_holds_stops_no_page():
    """Whoever signs writes the time; in the last hour of the last year it is already later in Vietnam."""
    pdf = m.signed(by=m.signer("Người lạ", "Công ty lạ", "CA lạ"), pades=True)
    written = rb"20240103083000\05307\04700\047)"
    assert written in pdf
    (line,) = told(pdf.replace(written, b"99991231235959Z)".ljust(len(written)))).lines
    assert line.when == "giờ ký không hợp lý"


def test_an_authority_that_nobody_here_trusts(one, settings, tmp_path):
    settings.SIGNATURE_ROOTS = tmp_path / "nothing"
    words = told(one)
    assert words.tone == "warn"
    assert "Nguyên vẹn" in words.lines[0].sentence
    assert "Chưa rõ tổ chức chứng thực (CA Chuyên dùng mẫu)" in words.lines[0].sentence


def test_another_authority_is_not_trusted_because_one_is():
    words = told(m.signed(by=m.signer("Người lạ", "Công ty lạ", "CA lạ")))
    assert words.tone == "warn"
    assert "Chưa rõ tổ chức chứng thực (CA lạ)" in words.lines[0].sentence


def test_a_page_slipped_in_afterwards(one):
    verdict = pdf_signatures.read(m.added_to(one))
    (signature,) = verdict["signatures"]
    assert (signature["intact"], signature["added"]) == (True, "OTHER")
    words = pdf_signatures.in_words(verdict)
    assert words.tone == "stop"
    assert "thêm, sửa nội dung sau khi ký" in words.lines[0].sentence


def test_a_byte_that_is_another(one):
    verdict = pdf_signatures.read(m.flipped(one))
    assert not verdict["signatures"][0]["intact"]
    words = pdf_signatures.in_words(verdict)
    assert words.tone == "stop"
    assert "không khớp với nội dung tệp" in words.lines[0].sentence
    assert "tin cậy" not in words.lines[0].sentence


def test_two_signers_and_the_first_still_holds(one):
    verdict = pdf_signatures.read(m.signed(one, m.signer("Văn thư (mẫu)", "Văn phòng Sở"), "ChuKy2"))
    first, second = verdict["signatures"]
    assert (first["covers"], first["added"], first["intact"]) == ("ENTIRE_REVISION", "FORM_FILLING", True)
    assert (second["signer"], second["covers"]) == ("Văn thư (mẫu)", "ENTIRE_FILE")
    words = pdf_signatures.in_words(verdict)
    assert (words.tone, words.sentence[:14]) == ("good", "02 chữ ký số: ")


def test_the_first_of_two_altered_between_them(one):
    verdict = pdf_signatures.read(
        m.signed(m.added_to(one), m.signer("Văn thư (mẫu)", "Văn phòng Sở"), "ChuKy2")
    )
    lines = pdf_signatures.in_words(verdict).lines
    assert [line.tone for line in lines] == ["stop", "good"]


def test_a_certificate_out_of_force_when_it_signed():
    late = m.SIGNED_AT.replace(year=2029)
    words = told(m.signed(by=m.signer("Hết hạn (mẫu)", "Sở"), at=late))
    assert words.tone == "warn"
    assert "không có hiệu lực lúc ký" in words.lines[0].sentence


def test_a_scan_has_none():
    verdict = pdf_signatures.read(m.scan())
    assert (verdict["signatures"], verdict["problem"]) == ([], "")
    assert told(m.scan()).sentence == "Bản quét, không có chữ ký số."


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n/ByteRange [0 1 2 3]\n%%EOF",
        b"",
        b"%PDF-1.7 /ByteRange [" + b"[" * 100_000,
        b"/ByteRange [0 9]" + b"<<" * 50_000,
    ],
)
def test_what_only_looks_like_it_is_a_sentence(data):
    words = told(data)
    assert words.sentence.endswith(".")
    assert words.tone in ("warn", "plain")


def test_a_signed_file_cut_in_two(one):
    assert told(one[: len(one) * 9 // 10]).tone in ("warn", "stop", "plain")


def test_a_locked_file():
    writer, out = PdfWriter(PdfReader(BytesIO(m.scan()))), BytesIO()
    # Names and numbers stay in the open in a locked file.
    writer.pages[0][NameObject("/ByteRange")] = ArrayObject([NumberObject(0), NumberObject(9)])
    writer.encrypt("mat khau", algorithm="AES-256")
    writer.write(out)
    assert "mã hóa" in told(out.getvalue()).sentence


def test_without_the_extra_it_says_so(one, monkeypatch):
    monkeypatch.setattr(pdf_signatures, "available", lambda: False)
    words = told(one)
    assert "chưa kiểm tra được" in words.sentence
    assert "requirements-signatures.txt" in words.sentence
    # Without any signature nothing is lacking.
    assert told(m.scan()).tone == "plain"


def test_a_reader_that_never_answers_is_stopped(one, monkeypatch, tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass\n")
    monkeypatch.setattr(pdf_signatures, "CHILD", endless)
    monkeypatch.setattr(pdf_signatures, "SECONDS", 0.5)
    assert pdf_signatures.read(one)["problem"] == "timeout"


def test_a_reader_that_dies_is_a_sentence(one, monkeypatch, tmp_path):
    greedy = tmp_path / "greedy.py"
    greedy.write_text("import os; os.abort()\n")
    monkeypatch.setattr(pdf_signatures, "CHILD", greedy)
    assert pdf_signatures.read(one)["problem"] == "unreadable"


def test_the_reader_limits_itself():
    source = f"import sys; sys.path.insert(0, {str(pdf_signatures.CHILD.parent)!r}); import subprocess_reader; subprocess_reader.limit(); b'0' * 2**31"
    done = subprocess.run(
        [pdf_signatures.sys.executable, "-I", "-c", source], capture_output=True, check=False
    )
    assert b"MemoryError" in done.stderr


def test_rubbish_in_the_folder_of_roots_is_passed_over(one, settings):
    (settings.SIGNATURE_ROOTS / "rac.pem").write_text("không phải chứng thư")
    (settings.SIGNATURE_ROOTS / "README.txt").write_text("đọc trước")
    assert told(one).tone == "good"


def test_names_in_a_certificate_are_cleaned():
    words = told(m.signed(by=m.signer("Tên\u202e lạ\u200b" + "x" * 30, "<script>")))
    assert "\u202e" not in words.lines[0].who
    assert "\u200b" not in words.lines[0].who
