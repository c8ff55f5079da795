"""Phiếu tiếp nhận hồ sơ."""

from awards.papers import nd30, wording
from awards.papers.blocks import Column, Heading, Paragraph, Signature, Signatures, Table, text
from campaigns.models import DossierPart

from . import common

_RECEIVED = (
    Column("TT", 7, "centre"),
    Column("Thành phần hồ sơ", 33),
    Column("Số, ngày", 22, "centre"),
    Column("Ghi chú", 38),
)


def receipt_refusal(submission):
    return common.step_refusal(submission, "receive", "chưa được Văn phòng tiếp nhận")


def compose(content):
    step = content["receive"]
    content = common.as_of(content, step)
    return common.paper(
        content,
        "receipt",
        "PTN",
        ["PHIẾU TIẾP NHẬN HỒ SƠ"],
        f"Đề nghị khen thưởng trong {wording.movement(content)}",
        [
            *common.about(content),
            wording.labelled(
                "Tiếp nhận", f"{wording.moment(step['at'])}; người tiếp nhận: {common.named(step['by'])}."
            ),
            Heading("Hồ sơ đã nộp gồm:"),
            _received(content),
            Paragraph(
                text(
                    nd30.closing(
                        f"{common.issuer(content)} kiểm tra và báo lại đơn vị nếu hồ sơ phải bổ sung"
                    )
                )
            ),
            Signatures(
                Signature(("NGƯỜI NỘP HỒ SƠ",), content["submitted_by"], "(Ký, ghi rõ họ tên)"),
                Signature(("NGƯỜI TIẾP NHẬN",), step["by"]["name"], "(Ký, ghi rõ họ tên)"),
                below=common.recipients(content),
            ),
        ],
    )


def _received(content):
    rows = [
        (
            f"{at}",
            str(DossierPart.Code(part).label),
            _number_and_day(*content["issued"][part]),
            f"SHA-256: {content['sealed'][part]}…" if part in content["sealed"] else "",
        )
        for at, part in enumerate(common.PARTS, 1)
    ]
    rows.append((f"{len(rows) + 1}", "Bảng tự chấm điểm", "–", f"{_total(content)} điểm"))
    rows.append(
        (f"{len(rows) + 1}", "Tài liệu kiểm chứng", "–", f"{wording.count(content['evidence'])} tài liệu")
    )
    return Table(_RECEIVED, tuple(rows))


def _number_and_day(number, issued_on):
    return ", ".join(filter(None, [nd30.figure(number), wording.short_day(issued_on)])) or "–"


def _total(content):
    return wording.points(content["self_total"]) or "–"
