"""Giấy mời họp Hội đồng."""

from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Column, Heading, Paragraph, Signatures, Table, text

from .common import counted, listed, named, paper, titled

_AGENDA = (
    Column("TT", 7, "centre"),
    Column("Tập thể, cá nhân", 36),
    Column("Đơn vị đề nghị", 35),
    Column("Hình thức đề nghị", 22, "centre"),
)


def compose(content):
    chair = official_wording.chair(content["seats"])
    return paper(
        content,
        "invitation",
        official_wording.council_header(content, "GM"),
        "GIẤY MỜI",
        f"Họp {content['campaign']['council']} xét khen thưởng trong {wording.movement(content)}",
        [
            *_call(content, chair),
            Heading("Chương trình:"),
            *(Paragraph(text(f"{at}. {line}")) for at, line in enumerate(_programme(content), 1)),
            Paragraph(
                text(
                    "Thành viên vắng mặt báo lý do và gửi ý kiến bằng văn bản cho Thư ký Hội đồng trước phiên họp "
                    "để được tính vào kết quả. Danh sách hồ sơ đưa ra xét có tại Phụ lục kèm theo Giấy mời này."
                )
            ),
            Paragraph(text(nd30.closing("Trân trọng kính mời"))),
            Signatures(
                nd30.recipients(["Như thành phần mời"], file_code="VT, HĐTĐKT"),
                official_wording.council_signature(chair),
            ),
        ],
        annexes=(_agenda(content),),
    )


def _call(content, chair):
    """Who is asked, to what, when and where."""
    session = content["session"]
    return [
        Paragraph(text(f"{content['campaign']['council']} trân trọng kính mời:")),
        *listed(titled(seat) for seat in content["seats"]),
        Paragraph(
            text(
                f"Tới dự phiên họp thứ {session['number']} của Hội đồng, xét khen thưởng theo {wording.plan(content)}."
            )
        ),
        wording.labelled("Chủ trì", f"{named(chair)}."),
        wording.labelled("Thời gian", f"{wording.moment(session['scheduled_at'])}."),
        wording.labelled("Địa điểm", f"{wording.without_end(session['place']) or wording.DOTS}."),
    ]


def _programme(content):
    voted = "Bỏ phiếu kín, kiểm phiếu" if content["campaign"]["is_secret"] else "Biểu quyết từng hồ sơ"
    yield "Khai mạc; điểm danh thành viên Hội đồng."
    yield "Văn phòng Sở báo cáo kết quả tiếp nhận, thẩm định hồ sơ."
    yield f"Hội đồng thảo luận, chấm điểm {counted(content)}."
    yield f"{voted}; công bố kết quả."
    yield "Kết luận của Chủ tịch Hội đồng; thông qua biên bản."


def _agenda(content):
    rows = tuple(
        (
            f"{at}",
            official_wording.name_and_post(content, row),
            row["nominee"]["unit"],
            official_wording.form(row),
        )
        for at, row in enumerate(content["items"], 1)
    )
    return nd30.annex(
        "Danh sách hồ sơ đưa ra xét",
        [Table(_AGENDA, rows)],
        note=f"(Kèm theo Giấy mời số ……/GM-{official_wording.COUNCIL_SYMBOL} {wording.day('')})",
    )
