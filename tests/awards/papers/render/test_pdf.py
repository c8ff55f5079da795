"""Real PDFs, opened again and measured against Decree 30 (docs/domain.md 2.5)."""

import unicodedata
from io import BytesIO

import pdfplumber
import pypdf
import pytest

from awards import papers
from tests.awards.papers import extremes, samples

pytestmark = [pytest.mark.pango, pytest.mark.drawing]

MM = 72 / 25.4
# As the decree's own check allows: justified lines may hang over by a hair.
SLACK = 0.5 * MM
PARTS = ("letter", "minutes", "report")
KINDS = (samples.individual, samples.collective, samples.department, samples.blank)
EVERY = [pytest.param(part, kind(), id=f"{part}-{kind.__name__}") for part in PARTS for kind in KINDS]


def pages_of(pdf):
    return pypdf.PdfReader(BytesIO(pdf)).pages


def said(pdf):
    """All text with single spaces, as a reader copies it."""
    return " ".join(" ".join(page.extract_text() for page in pages_of(pdf)).split())


def plumbed(pdf):
    return pdfplumber.open(BytesIO(pdf))


def letters(page):
    return [char for char in page.chars if char["text"].strip()]


def page_number(page):
    """What stands in the top margin: (text, centre in points), or nothing."""
    above = [char for char in letters(page) if char["bottom"] < 20 * MM]
    if not above:
        return None
    return "".join(char["text"] for char in above), (above[0]["x0"] + above[-1]["x1"]) / 2


def long_text(sentences):
    return "\n".join(f"Đoạn {n}: {'nội dung rất dài cần nhiều dòng. ' * 12}" for n in range(sentences))


# --- the page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("part", "content"), EVERY)
def test_every_paper_is_a4_black_within_the_margins_and_in_the_allowed_sizes(part, content):
    with plumbed(papers.pdf(part, content)) as pdf:
        for page in pdf.pages:
            assert (page.width, page.height) == pytest.approx((210 * MM, 297 * MM), abs=1)
            text = [char for char in letters(page) if char["top"] > 19 * MM]
            assert min(char["x0"] for char in text) >= 30 * MM - SLACK
            assert max(char["x1"] for char in text) <= 190 * MM + SLACK
            assert max(char["bottom"] for char in text) <= 277 * MM + SLACK
            assert {round(char["size"], 2) for char in letters(page)} <= {11, 12, 13, 14}
            assert all(set(char["non_stroking_color"]) == {0} for char in letters(page))


@pytest.mark.parametrize(("part", "content"), EVERY)
def test_only_the_twin_of_times_new_roman_is_embedded(part, content):
    fonts = set()
    for page in pages_of(papers.pdf(part, content)):
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            fonts.add(descendant["/BaseFont"])
            assert (
                "/FontFile2" in descendant["/FontDescriptor"] or "/FontFile3" in descendant["/FontDescriptor"]
            )
            assert "/ToUnicode" in font.get_object()
    assert fonts
    assert all("Tinos" in font for font in fonts), fonts


def test_pages_are_numbered_from_the_second_in_the_middle_of_the_top_margin():
    content = samples.individual(report={"results": long_text(40)})
    with plumbed(papers.pdf("report", content)) as pdf:
        numbers = [page_number(page) for page in pdf.pages]
    main, annexes = numbers[:-2], numbers[-2:]
    assert len(main) > 3
    assert main[0] is None
    assert [text for text, _ in main[1:]] == [str(n) for n in range(2, len(main) + 1)]
    assert all(centre == pytest.approx(110 * MM, abs=3) for _, centre in main[1:])
    assert annexes == [None, None], "each annex counts its own pages"


def test_the_rules_have_their_length():
    """Under the motto as long as it; under the agency and the title a third to a half of the text."""
    for kind in (samples.individual, samples.collective, samples.department):
        for part in PARTS:
            with plumbed(papers.pdf(part, kind())) as pdf:
                page = pdf.pages[0]
                rules = sorted(
                    (r for r in page.rects + page.lines if r["width"] > 20 and r["height"] < 2), key=_place
                )[:3]
                assert len(rules) == 3
                for rule in rules:
                    above = _block_above(page, rule)
                    widths = [line["x1"] - line["x0"] for line in above]
                    if "Độc lập" in above[-1]["text"]:
                        assert rule["width"] == pytest.approx(widths[-1], abs=2)
                    else:
                        share = rule["width"] / max(widths)
                        assert 1 / 3 <= share <= 1 / 2, (part, kind.__name__, above)


def _place(rule):
    return rule["top"]


def _block_above(page, rule):
    """The lines centred over the rule, in its half of the page, down to where it is drawn."""
    middle = (rule["x0"] + rule["x1"]) / 2
    # The gap between the two halves of the header is narrow, so each half is read alone.
    left, right = (0, 93 * MM) if middle < 90 * MM else (93 * MM, page.width)
    if rule["top"] > 75 * MM:
        left, right = 0, page.width
    lines = page.crop((left, 0, right, rule["top"] + 2)).extract_text_lines(return_chars=False)
    close = [lines[-1]]
    for line in reversed(lines[:-1]):
        if close[0]["top"] - line["top"] > 20:
            break
        close.insert(0, line)
    return close


def test_long_papers_never_leave_the_signatures_alone_on_a_page():
    for sentences in range(3, 10):
        for part, field, last in (
            ("letter", "reasons", "kính trình"),
            ("minutes", "discussion", "Cuộc họp kết thúc"),
            ("report", "results", "Trên đây là"),
        ):
            content = samples.individual(**{part: {field: long_text(sentences)}}, evidence=[], scores=[])
            last_page = pages_of(papers.pdf(part, content))[-1].extract_text()
            assert last in last_page, f"{part} with {sentences} paragraphs"
            assert "(mẫu)" in last_page


def test_a_name_of_200_letters_stays_on_the_page():
    for name in ("Nguyễn " * 28, "A" * 200):
        content = samples.collective(nominee={"name": name.strip(), "unit": name.strip()})
        for part in PARTS:
            with plumbed(papers.pdf(part, content)) as pdf:
                assert max(char["x1"] for page in pdf.pages for char in letters(page)) <= 190 * MM + SLACK


def test_an_explanation_longer_than_a_page_is_printed_whole():
    content = samples.individual()
    content["scores"][0]["explanation"] = f"{'Giải trình dài. ' * 600}Hết giải trình."
    assert "Hết giải trình." in said(papers.pdf("report", content))


# --- the text ------------------------------------------------------------------------------------------


def test_the_letter_says_who_what_and_how_the_vote_went():
    text = said(papers.pdf("letter", samples.individual()))
    for words in (
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH BẮC KẠN",
        "PHÒNG BƯU CHÍNH - VIỄN THÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/TTr-BCVT",
        "Bắc Kạn, ngày 03 tháng 01 năm 2024",
        "TỜ TRÌNH Về việc đề nghị tặng Giấy khen cho 01 cá nhân trong Đợt thi đua “Đẩy mạnh",
        "Kính gửi: - Giám đốc Sở Thông tin và Truyền thông; - Hội đồng Thi đua - Khen thưởng Sở.",
        "Kế hoạch số 05/KH-STTT (số mẫu) ngày 06 tháng 11 năm 2023 của Sở",
        "Mẫu số 07 ban hành kèm theo Nghị định số 91/2017/NĐ-CP của Chính phủ",
        "Biên bản số 03/BB-BCVT ngày 28 tháng 12 năm 2023",
        "08/09 người được triệu tập có mặt, 01 người vắng mặt",
        "ông Nguyễn Văn An (mẫu): đồng ý 07/08 (đạt 87,5%), không đồng ý 01, không có ý kiến 00",
        "Ông Nguyễn Văn An (mẫu);",
        "Chuyên viên, Phòng Bưu chính - Viễn thông",
        "Giấy khen của Giám đốc Sở Thông tin và Truyền thông",
        "trước hạn (90,05%)",
        "01 tài liệu kiểm chứng",
        "xem xét, quyết định./.",
        "Nơi nhận: - Như trên; - Văn phòng Sở; - Lưu: VT, BCVT.",
        "TRƯỞNG PHÒNG",
        "Lý Thị Bích (mẫu)",
    ):
        assert words in text


def test_the_letter_of_a_centre_is_numbered_by_the_centre_and_signed_for_its_head():
    text = said(papers.pdf("letter", samples.collective()))
    assert "/TTr-TTCNTT" in text
    assert "01 tập thể" in text
    assert "Chủ tịch UBND tỉnh Bắc Kạn tặng Bằng khen" in text
    assert "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC" in text
    assert "Lưu: VT." in text


def test_the_letter_of_the_department_comes_from_the_department_under_the_province():
    with plumbed(papers.pdf("letter", samples.department())) as pdf:
        head = pdf.pages[0].crop((0, 0, 93 * MM, 60 * MM)).extract_text().split("\n")
    assert head[:3] == ["UBND TỈNH BẮC KẠN", "SỞ THÔNG TIN", "VÀ TRUYỀN THÔNG"]
    assert "/TTr-STTT" in "".join(head)


def test_the_minutes_count_everybody_and_are_signed_twice():
    pdf = papers.pdf("minutes", samples.individual())
    text = said(pdf)
    for words in (
        "Số: 03/BB-BCVT",
        "BIÊN BẢN Họp xét khen thưởng trong Đợt thi đua",
        "Thời gian bắt đầu: 14 giờ 00 phút, ngày 28 tháng 12 năm 2023.",
        "Tổng số người được triệu tập: 09; có mặt: 08; vắng mặt: 01.",
        "Bà Triệu Thị Lan (mẫu), nghỉ thai sản.",
        "Chủ trì: Lý Thị Bích (mẫu), Trưởng phòng.",
        "Thư ký: Hoàng Minh Đức (mẫu), Chuyên viên.",
        "Giấy khen 07 01 00 87,5",
        "Nông Thị Hiền (mẫu) – 03 03 02 37,5",
        "Cuộc họp kết thúc vào 15 giờ 30 phút, ngày 28 tháng 12 năm 2023./.",
        "Lưu: VT, Hồ sơ.",
    ):
        assert words in text
    assert "Bắc Kạn, ngày" not in text
    with plumbed(pdf) as opened:
        found = {word["text"]: word["x0"] for page in opened.pages for word in page.extract_words()}
    assert found["KÝ"] < found["TỌA"]


def test_the_report_of_a_person_follows_form_07():
    pdf = papers.pdf("report", samples.individual())
    text = said(pdf)
    for words in (
        "BÁO CÁO THÀNH TÍCH ĐỀ NGHỊ TẶNG GIẤY KHEN CỦA GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "Ông Nguyễn Văn An (mẫu), Chuyên viên, Phòng Bưu chính - Viễn thông",
        "I. SƠ LƯỢC LÝ LỊCH",
        "07/03/1990",
        "Giới tính: Nam",
        "Xã Cường Lợi, huyện Na Rì, tỉnh Bắc Kạn",
        "II. THÀNH TÍCH ĐẠT ĐƯỢC",
        "5. Sáng kiến, giải pháp",
        "18.500.000 đồng",
        "96,76%",
        "XÁC NHẬN CỦA THỦ TRƯỞNG ĐƠN VỊ",
        "NGƯỜI BÁO CÁO THÀNH TÍCH",
        "Phụ lục I: Bảng tự chấm điểm; Phụ lục II: Danh mục tài liệu kiểm chứng",
        "36,02",
        "94,31",
        "Không áp dụng",
        "29/12/2023",
        "0123456789ab",
        "bao-cao-",
    ):
        assert words in text, words
    assert "0123456789abc" not in text
    assert "III." not in text
    with plumbed(pdf) as opened:
        found = {word["text"]: word["x0"] for page in opened.pages for word in page.extract_words()}
    assert found["XÁC"] < found["NGƯỜI"]


def test_the_report_of_a_collective_is_confirmed_by_the_level_above():
    text = said(papers.pdf("report", samples.collective()))
    for words in (
        "ĐỀ NGHỊ TẶNG BẰNG KHEN CỦA CHỦ TỊCH UBND TỈNH BẮC KẠN",
        "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH",
        "0209.3870.000",
        "Chi bộ có 07 đảng viên",
        "III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG",
        "CẤP TRÊN TRỰC TIẾP NHẬN XÉT, XÁC NHẬN",
        "Hà Thị Mai (mẫu)",
    ):
        assert words in text
    assert "Fax" not in text, "what was left empty and is optional is not printed"


def test_a_paper_just_begun_has_blanks_not_none():
    for part in PARTS:
        text = said(papers.pdf(part, samples.blank()))
        assert "None" not in text
        assert "……" in text
    assert "Kế hoạch số …/KH-STTT ngày …… tháng …… năm ……" in said(papers.pdf("letter", samples.blank()))


def test_a_draft_is_marked_on_every_page_and_a_final_paper_is_not():
    draft = pages_of(papers.pdf("letter", samples.individual(), draft=True))
    assert len(draft) > 1
    assert all("BẢN NHÁP" in page.extract_text() for page in draft)
    assert "BẢN NHÁP" not in said(papers.pdf("letter", samples.individual()))


# --- what people type ----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_decomposed_letters_come_out_composed(part):
    plain = papers.pdf(part, samples.individual())
    text = said(plain)
    assert text == unicodedata.normalize("NFC", text)
    assert papers.pdf(part, extremes.decomposed(samples.individual())) == plain


HOSTILE = '<b>đậm</b> <img src="file:///etc/passwd"> <script>1</script> & {{ x }} </p><style>p{display:none}</style>'


@pytest.mark.parametrize("part", PARTS)
def test_markup_is_printed_as_text_and_nothing_is_fetched(part):
    content = samples.individual(
        nominee={"name": HOSTILE},
        letter={"reasons": HOSTILE, "signer_name": HOSTILE, "recipients": HOSTILE, "addressee": HOSTILE},
        minutes={"discussion": HOSTILE, "chair_name": HOSTILE},
        report={"results": HOSTILE, "reporter_name": HOSTILE},
    )
    pdf = papers.pdf(part, content)
    text = said(pdf)
    for words in ("<b>đậm</b>", 'src="file:///etc/passwd"', "<script>", "{{ x }}", "display:none"):
        assert words.replace(" ", "") in text.replace(" ", "")
    assert "root:" not in text
    assert not any(page.images for page in pages_of(pdf))
    assert not any("/Annots" in page for page in pages_of(pdf))


def test_the_renderer_itself_reaches_no_file(tmp_path):
    """Should mark-up ever slip through a template, the fetcher still refuses files and network."""
    from awards.papers import engine, render

    weasyprint, _, URLFetcher = engine.weasyprint()
    secret = tmp_path / "secret.css"
    secret.write_text("p::before { content: 'LEAKED' }")
    page = f'<link rel="stylesheet" href="{secret.as_uri()}"><p>x</p>'
    fetcher = URLFetcher(allowed_protocols=render.pdf.PROTOCOLS)
    assert "LEAKED" in said(weasyprint.HTML(string=page).write_pdf())
    assert "LEAKED" not in said(weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf())


# --- the file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_the_same_content_gives_the_same_bytes_and_other_content_others(part):
    first = papers.pdf(part, samples.individual())
    assert papers.pdf(part, samples.individual()) == first
    assert papers.pdf(part, samples.individual(nominee={"name": "Nguyễn Văn Ân (mẫu)"})) != first


def test_another_process_makes_the_same_bytes(tmp_path):
    import subprocess
    import sys

    program = (
        "import sys, django; django.setup()\n"
        "from awards import papers\n"
        "from tests.awards.papers import samples\n"
        "sys.stdout.buffer.write(papers.pdf('letter', samples.individual()))"
    )
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=60).stdout
    assert made == papers.pdf("letter", samples.individual())


def test_the_file_says_its_language_title_and_author():
    reader = pypdf.PdfReader(BytesIO(papers.pdf("letter", samples.individual())))
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert reader.metadata.title.startswith("Tờ trình về việc đề nghị tặng Giấy khen")
    assert reader.metadata.author == "Phòng Bưu chính - Viễn thông"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_threads_share_the_fonts_without_harm():
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: papers.pdf("minutes", samples.individual()), range(8)))
    assert len(made) == 1
