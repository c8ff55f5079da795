"""The certificate: where each text stands, what pre-printed stock leaves out, and where the QR code leads."""

import io
import unicodedata
from copy import deepcopy
from itertools import pairwise

import pdfplumber
import pytest
import segno
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.batches.jobs import JOBS
from awards.models import Award, Batch, Decision
from awards.papers import department, nd98, registry, render
from awards.papers.wording import tidy
from campaigns import clock
from campaigns.models import Campaign, Department
from tests.awards.papers.official_cast import faults, signed
from tests.awards.papers.render.test_pdf import MM, pages_of, said
from tests.cast import awarded, recommended, revoked

pytestmark = [pytest.mark.pango, pytest.mark.django_db]

ADDRESS = "https://thidua.example.vn/"
RED = (192 / 255, 0, 0)


@pytest.fixture
def award(cast):
    return awarded(cast, person=cast.people["nominee"]).award


def content_of(award, **options):
    return tidy(department.certificate.gather(award, **options))


def made(content, **options):
    return render.pdf.write(department.certificate.compose(content, **options))


def lines(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return opened.pages[0].extract_text_lines()


def place(pdf, words):
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return opened.pages[0].search(words, regex=False)[0]


def test_the_certificate_says_who_gives_what_to_whom_and_for_what(award):
    pdf = made(content_of(award))
    text = said(pdf)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH BẮC KẠN",
        "TẶNG",
        "GIẤY KHEN",
        "Bà Hà Thị Đào (mẫu)",
        "Chuyên viên, Phòng Bưu chính - Viễn thông (mẫu), Sở Thông tin và Truyền thông tỉnh Bắc Kạn",
        "Đã có thành tích xuất sắc tiêu biểu trong Đợt thi đua “Đẩy mạnh cải cách hành chính",
        "Quyết định số 01/QĐ-STTT ngày 03 tháng 01 năm 2024",
        "Số sổ vàng: 01",
        "Bắc Kạn, ngày 03 tháng 01 năm 2024",
        "Đặng Tiến Dũng (mẫu)",
    ):
        assert words in text, words
    page = pages_of(pdf)
    assert len(page) == 1
    assert (page[0].mediabox.width, page[0].mediabox.height) == pytest.approx((297 * MM, 210 * MM), abs=1)
    assert faults(pdf) == []


def test_the_authority_and_the_award_are_red_and_the_rest_is_black(award):
    with pdfplumber.open(io.BytesIO(made(content_of(award)))) as opened:
        chars = [char for char in opened.pages[0].chars if char["text"].strip()]
    red = "".join(
        char["text"] for char in chars if tuple(char["non_stroking_color"]) == pytest.approx(RED, abs=0.01)
    )
    assert red == "GIÁMĐỐCSỞTHÔNGTINVÀTRUYỀNTHÔNGTỈNHBẮCKẠNGIẤYKHEN"
    assert {tuple(char["non_stroking_color"]) for char in chars} == {
        tuple(chars[0]["non_stroking_color"]),
        next(tuple(char["non_stroking_color"]) for char in chars if char["text"] == "Ấ"),
    }


def test_the_place_of_the_emblem_is_left_free(award):
    pdf = made(content_of(award))
    assert min(row["top"] for row in lines(pdf)) > (nd98.FRAME + nd98.EMBLEM) * MM
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        assert not opened.pages[0].images


def test_on_pre_printed_stock_only_what_it_lacks_is_printed(award):
    content = content_of(award)
    whole, text = made(content), made(content, text_only=True)
    for words in ("CỘNG HÒA", "Độc lập", "GIÁM ĐỐC SỞ", "TẶNG", "GIẤY KHEN"):
        assert words in said(whole)
        assert words not in said(text)
    assert place(text, "Hà Thị Đào")["top"] == pytest.approx(place(whole, "Hà Thị Đào")["top"], abs=0.1)
    with pdfplumber.open(io.BytesIO(text)) as opened:
        assert not opened.pages[0].rects
        assert not opened.pages[0].lines


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("recipient", "Hà Thị Đào"),
        ("post", "Chuyên viên, Phòng"),
        ("achievement", "Đã có thành tích"),
        ("decision", "Quyết định số"),
        ("place_date", "Bắc Kạn, ngày"),
        ("titles", "GIÁM ĐỐC"),
        ("signer", "Đặng Tiến Dũng"),
    ],
)
def test_each_field_moves_by_the_millimetre(award, field, words):
    content = content_of(award)
    at = place(made(content, text_only=True), words)
    moved = place(made(content, text_only=True, offsets={field: (3.5, -2)}), words)
    assert moved["x0"] - at["x0"] == pytest.approx(3.5 * MM, abs=0.3)
    assert moved["top"] - at["top"] == pytest.approx(-2 * MM, abs=0.3)


def test_the_code_leads_to_the_result(award):
    """Every module of the code as printed is compared with the code of the result's address."""
    content = content_of(award, address=ADDRESS)
    assert content["address"] == f"https://thidua.example.vn/ket-qua/{award.key}/"
    with pdfplumber.open(io.BytesIO(made(content))) as opened:
        picture = opened.pages[0].to_image(resolution=600).original.convert("L")
    wanted = [list(row) for row in segno.make_qr(content["address"], error="m").matrix_iter(border=4)]
    field = next(
        field for field in nd98.sheet(department.certificate.compose(content).blocks[0]) if field.name == "qr"
    )
    dot, step = 600 / 25.4, nd98.QR / len(wanted)
    for down, row in enumerate(wanted):
        for right, dark in enumerate(row):
            x, y = field.x + (right + 0.5) * step, field.y + (down + 0.5) * step
            assert (picture.getpixel((int(x * dot), int(y * dot))) < 128) == bool(dark), (right, down)


def test_without_an_address_there_is_no_code(award):
    assert content_of(award)["address"] == ""
    assert "qr" not in {
        field.name for field in nd98.sheet(department.certificate.compose(content_of(award)).blocks[0])
    }


@pytest.mark.parametrize("name", ["Bà Á", "Nguyễn Hoàng Phương Thảo " * 8, "A" * 200])
def test_names_short_and_long_stay_inside_the_frame_and_off_the_other_fields(award, name):
    content = content_of(award, address=ADDRESS)
    content["nominee"] |= {
        "name": name.strip(),
        "person_unit": "Trung tâm Giám sát, điều hành thông minh " * 4,
    }
    pdf = made(tidy(content))
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        chars = opened.pages[0].chars
    inner = (nd98.FRAME + 2) * MM
    assert min(char["x0"] for char in chars) > inner
    assert max(char["x1"] for char in chars) < nd98.WIDTH * MM - inner
    assert max(char["bottom"] for char in chars) < nd98.HEIGHT * MM - inner
    rows = sorted(lines(pdf), key=lambda row: row["top"])
    middle = [row for row in rows if 90 * MM < row["top"] < 150 * MM]
    assert all(after["top"] >= before["bottom"] - 2 for before, after in pairwise(middle))
    assert said(pdf).replace(" ", "").count(name.replace(" ", "")) == 1


def test_a_collective_is_given_to_under_the_departments_name(cast):
    text = said(made(content_of(awarded(cast).award)))
    assert "Phòng Bưu chính - Viễn thông (mẫu) Sở Thông tin và Truyền thông tỉnh Bắc Kạn Đã có" in text


def test_all_certificates_of_a_decision_are_one_paper_of_as_many_pages(award):
    contents = [deepcopy(content_of(award, address=ADDRESS)) for _ in range(3)]
    for n, content in enumerate(contents, 1):
        content["nominee"]["name"] = f"Người Thứ {n}"
        content["golden_book_number"] = n
    pages = pages_of(render.pdf.write(department.certificate.compose_all(contents)))
    assert len(pages) == 3
    for n, page in enumerate(pages, 1):
        assert f"Người Thứ {n}" in page.extract_text()
        assert f"Số sổ vàng: 0{n}" in page.extract_text()


def test_the_deputy_signs_for_the_director(award):
    content = content_of(award) | {"signer_authority": "KT.", "signer_title": "Phó Giám đốc"}
    assert "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC" in said(made(content))


def test_the_same_award_gives_the_same_bytes(award):
    assert made(content_of(award, address=ADDRESS)) == made(content_of(award, address=ADDRESS))


def test_the_browser_prints_it_under_the_content_security_policy(award):
    page = render.html.page(department.certificate.compose(content_of(award, address=ADDRESS)), nonce="abc")
    assert "style=" not in page.partition("<body")[2].replace("%20style", "")
    assert page.count('<style nonce="abc">') == page.count("<style") == 2
    assert 'src="data:image/svg+xml' in page


def test_a_strange_field_is_an_error_and_an_offset_is_read_as_typed(award):
    with pytest.raises(ValueError, match="emblem"):
        department.certificate.compose(content_of(award), offsets={"emblem": (1, 1)})
    assert department.certificate.read_offset("signer=2.5,-3") == ("signer", (2.5, -3.0))
    for wrong in ("signer", "signer=1", "emblem=1,2", "signer=a,b"):
        with pytest.raises(ValueError, match=r".+"):
            department.certificate.read_offset(wrong)


def test_it_is_made_only_for_a_living_giay_khen(cast):
    award = revoked(cast).award
    assert "đã bị hủy" in department.certificate.certificate_refusal(award)
    assert department.certificate.applies(award)
    assert not department.certificate.applies(Award(form="bang_khen"))
    Campaign.objects.update(plan_number="")
    award.nomination.campaign.refresh_from_db()
    assert "Quản trị › Đợt thi đua" in department.certificate.certificate_refusal(award)


def test_reading_an_award_asks_little(award):
    with CaptureQueriesContext(connection) as queries:
        department.certificate.gather(award)
    assert len(queries) <= 5


def test_a_batch_prints_what_one_certificate_prints_whatever_was_typed(cast, tmp_path):
    """Names that came decomposed, with invisible spaces, from before names were stored clean."""
    nomination = recommended(cast)
    untidy = unicodedata.normalize("NFD", "Sở Thông tin và\u200b Truyền  thông")
    Department.objects.filter(pk=cast.campaign.department_id).update(name=untidy)
    Campaign.objects.update(title=unicodedata.normalize("NFD", "Tăng tốc,\u200b về đích"))
    campaign = Campaign.objects.select_related("department").get()
    signed(cast, [nomination])
    assert Decision.objects.get().cited["campaign"]["department"] == untidy
    award = Award.objects.select_related("nomination__campaign").get()
    target = tmp_path / "giay-khen.pdf"
    batch = Batch(campaign=campaign, what=Batch.What.CERTIFICATES, asked_by=cast.chi, asked_at=clock.now())
    JOBS[Batch.What.CERTIFICATES].make(batch, {"keys": [award.pk]}, target)
    one, many = (said(pdf) for pdf in (registry.BY_CODE["certificate"].write(award), target.read_bytes()))
    assert many == one
    assert "GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG" in many.upper()
    assert unicodedata.is_normalized("NFC", many)
    assert "\u200b" not in many
