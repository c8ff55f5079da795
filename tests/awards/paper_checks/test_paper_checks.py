"""`check_paper` passes our papers and finds each fault put into them: real PDFs, measured again."""

import json
from contextlib import suppress
from functools import lru_cache
from io import BytesIO, StringIO

import pypdf
import pytest
from django.core.management import CommandError, call_command

from awards import paper_checks, papers
from awards.paper_checks import checklist, kinds
from tests.awards.papers import extremes, samples

from . import damaged, faults

pytestmark = pytest.mark.pango

PARTS = ("letter", "minutes", "report")
CODES = [rule.code for rule in checklist.RULES]


def failed(judged):
    return {point.code: (point.measured, point.place) for point in judged if point.passed is False}


# --- our papers are right ------------------------------------------------------------------------------


@pytest.mark.parametrize("content", extremes.EVERY.values(), ids=extremes.EVERY)
@pytest.mark.parametrize("part", PARTS)
def test_every_paper_passes_with_whatever_is_typed(part, content):
    judgement = paper_checks.examine(papers.pdf(part, content()))
    assert judgement.kind == part
    assert failed(judgement.points) == {}


@pytest.mark.parametrize("paragraphs", range(1, 9))
def test_a_paper_passes_wherever_its_end_comes_to_stand(paragraphs):
    for part in PARTS:
        assert failed(paper_checks.judge(papers.pdf(part, extremes.of_length(paragraphs)))) == {}, part


def test_a_draft_is_judged_without_its_mark():
    for part in PARTS:
        assert failed(paper_checks.judge(papers.pdf(part, samples.individual(), draft=True))) == {}, part


def test_what_does_not_apply_is_said_and_nothing_else():
    """Else a point could be left out of a kind by mistake, and never be missed."""
    none = {
        part: {
            point.code
            for point in paper_checks.judge(papers.pdf(part, samples.individual()))
            if point.passed is None
        }
        for part in PARTS
    }
    assert none == {
        "letter": {"minutes-date", "minutes-signers", "table-head"},
        "minutes": {"date", "basis", "table-head"},
        "report": {
            "number", "basis", "recipients", "last-recipient", "minutes-date", "minutes-signers", "table-head",
        },
    }  # fmt: skip


def test_a_long_table_is_followed_over_its_pages():
    measured = {
        part: {point.code: point.measured for point in paper_checks.judge(papers.pdf(part, extremes.rows()))}
        for part in ("minutes", "report")
    }
    assert measured["minutes"]["table-head"] == "2 lần sang trang, 2 lần lặp lại"
    assert measured["report"]["table-head"] == "6 lần sang trang, 6 lần lặp lại"


def test_points_come_with_what_was_measured():
    measured = {
        point.code: point.measured for point in paper_checks.judge(papers.pdf("letter", samples.individual()))
    }
    assert measured["a4"] == "2 trang: 210 × 297 mm"
    assert measured["margins"] == "trên 20,6 mm, dưới 26,6 mm, trái 30 mm, phải 19,6 mm"
    assert measured["motto-rule"] == "kẻ 60,4 mm, chữ 60,4 mm"
    assert measured["agency-rule"] == "kẻ 18,9 mm = 40% dòng chữ 47,3 mm, lệch 0 pt"
    assert measured["number"] == "“Số: 05/TTr-BCVT”, 13 pt, không đậm, đứng"
    assert measured["page-number"] == (
        "trang 1: không ghi; trang 2: “2” 13 pt, không đậm, đứng, cách mép trên 11,5 mm, lệch 0,5 pt"
    )


# --- and wrong ones are found --------------------------------------------------------------------------


@pytest.mark.parametrize("fault", faults.EVERY, ids=str)
def test_a_fault_is_found_and_no_other_is_invented(fault):
    found = failed(paper_checks.judge(faults.drawn(fault), fault.part))
    assert fault.code in found
    if fault.also is not None:
        assert set(found) == {fault.code} | fault.also, found


def test_every_point_has_been_seen_failing():
    assert {fault.code for fault in faults.EVERY} == set(CODES)
    assert len(CODES) == len(set(CODES))


def test_the_place_of_a_fault_is_told():
    fault = faults.Fault("", "colour", swaps={"Qua theo dõi": '<b style="color: red">Qua theo dõi</b>'})
    found = failed(paper_checks.judge(faults.drawn(fault)))["colour"]
    assert found == (
        "1 dòng có chữ màu khác",
        "trang 1, cách mép trên 232 mm, mép trái 40 mm: “Qua theo dõi, tập thể, cá nhân được đề …”",
    )


# --- which kind, which file ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("TỜ TRÌNH", "letter"),
        ("BIÊN BẢN", "minutes"),
        ("BÁO CÁO THÀNH TÍCH ĐỀ NGHỊ TẶNG GIẤY KHEN", "report"),
        ("QUYẾT ĐỊNH", "decision"),
        ("DANH SÁCH TRÍCH NGANG", "list"),
        ("BẢNG CHI TIỀN THƯỞNG", "list"),
        ("THÔNG BÁO", "notice"),
        ("GIẤY MỜI", "invitation"),
        ("PHIẾU BẦU", "slip"),
        ("TẶNG GIẤY KHEN", "certificate"),
        ("", "other"),
    ],
)
def test_the_kind_is_guessed_from_the_title(title, kind):
    assert kinds.guess(title) == kind
    assert kind in paper_checks.KINDS


def test_another_kind_asks_other_points():
    letter = papers.pdf("letter", samples.individual())
    assert set(failed(paper_checks.judge(letter, "minutes"))) == {"minutes-date", "minutes-signers"}
    assert set(failed(paper_checks.judge(papers.pdf("minutes", samples.individual()), "letter"))) == {
        "date",
        "basis",
    }
    with pytest.raises(KeyError):
        paper_checks.judge(letter, "poem")


@pytest.mark.parametrize(
    "content",
    [b"", b"no PDF at all", b"%PDF-1.7\n%%EOF", pytest.param(None, id="locked")],
)
def test_what_cannot_be_read_is_said_so(content):
    if content is None:
        content = faults.locked(papers.pdf("letter", samples.individual()))
    with pytest.raises(paper_checks.Unreadable, match="không"):
        paper_checks.judge(content)


@lru_cache(maxsize=1)
def letter():
    return papers.pdf("letter", samples.individual())


def blank(pages=1):
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595.3, 841.9)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize("archive", [False, True])
@pytest.mark.parametrize("pages", [1, 3])
def test_a_page_without_words_is_said_to_be_a_scan(pages, archive):
    with pytest.raises(paper_checks.Unreadable, match="không có chữ nào đọc được: đây là bản quét"):
        paper_checks.judge(blank(pages), archive=archive)


def test_a_blank_page_behind_the_words_is_measured():
    writer = pypdf.PdfWriter(clone_from=BytesIO(papers.pdf("letter", samples.individual())))
    writer.add_blank_page(595.3, 841.9)
    made = BytesIO()
    writer.write(made)
    assert {point.code for point in paper_checks.judge(made.getvalue())} == set(CODES)


@pytest.mark.parametrize("number", range(40))
def test_a_damaged_file_is_measured_or_said_to_be_damaged(number):
    for measure in (paper_checks.judge, paper_checks.judge_archive):
        with suppress(paper_checks.Unreadable):
            assert measure(damaged.damaged(letter(), number))


# --- the command ---------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path):
    good, bad = tmp_path / "to-trinh.pdf", tmp_path / "bien-ban.pdf"
    good.write_bytes(papers.pdf("letter", samples.individual()))
    bad.write_bytes(faults.drawn(faults.Fault("", "ending", "minutes", swaps={"./.": "."})))
    return good, bad


def told(*args, **options):
    out = StringIO()
    try:
        call_command("check_paper", *map(str, args), stdout=out, no_color=True, **options)
    except CommandError as refused:
        return out.getvalue(), str(refused)
    return out.getvalue(), ""


def test_the_command_prints_each_point_with_measure_and_wish(files):
    out, refused = told(files[0])
    assert refused == ""
    assert "to-trinh.pdf: Tờ trình (đoán theo tên loại)" in out
    for words in ("Điểm", "Kết quả", "Đo được", "Yêu cầu", "Lề trang", "trái 30 mm", "“Số: 05/TTr-BCVT”"):
        assert words in out
    assert "KHÔNG ĐẠT" not in out
    assert "Đạt 27, không đạt 0, không áp dụng 3 điểm." in out


def test_the_command_refuses_when_one_file_of_several_fails(files):
    out, refused = told(*files)
    assert refused == "1/2 tệp không đạt thể thức."
    failing = [line for line in out.split("\n") if "KHÔNG ĐẠT" in line]
    assert len(failing) == 1
    assert failing[0].startswith("Kết thúc nội dung")
    assert "“…" in failing[0]


def test_the_command_exits_with_1(files):
    import subprocess
    import sys

    from django.conf import settings

    ran = subprocess.run(
        [sys.executable, "manage.py", "check_paper", str(files[1])],
        cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "KHÔNG ĐẠT" in ran.stdout
    assert ran.stderr.strip() == "CommandError: 1/1 tệp không đạt thể thức."


def test_the_command_speaks_json(files):
    out, refused = told(*files, json=True)
    assert refused
    good, bad = json.loads(out)
    assert (good["kind"], good["passed"], bad["passed"]) == ("letter", True, False)
    assert [point["code"] for point in good["points"]] == CODES
    assert {point["code"] for point in bad["points"] if point["passed"] is False} == {"ending"}
    assert set(bad["points"][0]) == {"code", "title", "passed", "measured", "wanted", "place"}


def test_the_command_takes_a_kind(files):
    out, refused = told(files[0], kind="minutes")
    assert refused
    assert "to-trinh.pdf: Biên bản\n" in out


@pytest.mark.parametrize("archive", [False, True])
def test_a_file_that_cannot_be_read_fails_and_the_others_are_still_judged(files, tmp_path, archive):
    text = tmp_path / "thu.txt"
    text.write_text("không phải PDF")
    scan, broken = tmp_path / "ban-quet.pdf", tmp_path / "hong.pdf"
    scan.write_bytes(blank())
    broken.write_bytes(files[0].read_bytes()[:9000])
    out, refused = told(tmp_path / "khong-co.pdf", text, scan, broken, files[0], archive=archive)
    assert refused == "4/5 tệp không đạt thể thức."
    assert "ban-quet.pdf: Tệp không có chữ nào đọc được" in out
    assert "hong.pdf: Tệp không đọc được" in out
    assert "khong-co.pdf: Không mở được tệp" in out
    assert "thu.txt: Tệp không đọc được" in out
    assert "to-trinh.pdf: Tờ trình" in out
