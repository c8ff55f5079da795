"""Certificates in Word: each text in a box at its place, the frame, the QR code."""

import io

import pytest
import segno
from docx.oxml.ns import qn
from PIL import Image

from awards.papers import nd98, render
from awards.papers.blocks import Certificate, Paper
from tests.awards.papers import samples

from .word import letters, opened


def certificate(**changes):
    given = {
        "authority": "Giám đốc Sở Thông tin và Truyền thông tỉnh Bắc Kạn",
        "award": "Giấy khen",
        "recipient": "Bà Hà Thị Đào (mẫu)",
        "post": "Chuyên viên, Phòng Bưu chính - Viễn thông (mẫu)",
        "achievement": f"Đã có thành tích xuất sắc tiêu biểu trong Đợt thi đua “{samples.TITLE}”",
        "decision": ("Quyết định số 01/QĐ-STTT", "ngày 03 tháng 01 năm 2024"),
        "golden_book": "Số sổ vàng: 01",
        "place_date": "Bắc Kạn, ngày 03 tháng 01 năm 2024",
        "titles": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        "signer": "Đặng Tiến Dũng (mẫu)",
        "address": "https://thidua.example.vn/ho-so/BK23-001/",
    }
    return Certificate(**given | changes)


def certificates():
    long = "Nguyễn Hoàng Phương Thảo " * 4
    stock = certificate(text_only=True, offsets=(("recipient", (3.5, -2)), ("signer", (-4, 1.5))))
    sheets = certificate(), certificate(recipient=long.strip(), post=""), stock
    return Paper("certificate", "Giấy khen", "Sở", "x", sheets, landscape=True)


def boxes_of(docx):
    """By certificate, {field: (x, y, width in mm, the box)}."""
    return [
        {
            box.find(".//{*}docPr").get("name").split()[0]: (
                *(int(offset.text) / 36000 for offset in box.iter("{*}posOffset")),
                int(box.find(".//{*}extent").get("cx")) / 36000,
                box,
            )
            for box in sheet.iter(qn("wp:anchor"))
        }
        for sheet in opened(docx).element.body.findall(qn("w:p"))
    ]


def test_a_certificate_is_one_page_across_with_each_text_at_its_place():
    made = render.docx.write(certificates())
    sections = opened(made).sections
    assert [(round(each.page_width.mm), round(each.page_height.mm)) for each in sections] == [(297, 210)] * 3
    for block, boxes in zip(certificates().blocks, boxes_of(made), strict=True):
        fields = nd98.sheet(block)
        assert list(boxes) == [field.name for field in fields]
        for field in fields:
            *place, box = boxes[field.name]
            assert place == pytest.approx([field.x, field.y, field.width], abs=0.01)
            assert letters(box) == "".join(field.lines)


def test_the_frame_and_what_is_printed_are_left_out_on_pre_printed_stock():
    full, _, stock = opened(render.docx.write(certificates())).sections
    border = full._sectPr.find(f"{qn('w:pgBorders')}/{qn('w:left')}")
    assert (border.get(qn("w:val")), border.get(qn("w:color"))) == ("double", "c00000")
    assert stock._sectPr.find(qn("w:pgBorders")) is None
    shown = boxes_of(render.docx.write(certificates()))[2]
    assert not {"country", "motto", "authority", "give", "award"} & set(shown)


def test_the_code_of_a_certificate_is_a_picture_that_leads_to_the_result():
    document = opened(render.docx.write(certificates()))
    pictures = list(document.element.body.iter("{*}blip"))
    assert len({each.get(qn("r:embed")) for each in pictures}) == 1, "the same code is kept once"
    image = Image.open(io.BytesIO(document.part.related_parts[pictures[0].get(qn("r:embed"))].blob)).convert(
        "L"
    )
    wanted = [list(row) for row in segno.make_qr(certificate().address, error="m").matrix_iter(border=4)]
    step = image.width / len(wanted)
    for down, row in enumerate(wanted):
        for right, dark in enumerate(row):
            at = int((right + 0.5) * step), int((down + 0.5) * step)
            assert (image.getpixel(at) < 128) == bool(dark)
    assert render.docx.write(certificates()) == render.docx.write(certificates())
