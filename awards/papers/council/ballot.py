"""Phiếu bầu."""

from awards.papers import official_wording, wording
from awards.papers.blocks import Column, Paragraph, Run, Table, text

from .common import listed, paper

_BALLOT = (
    Column("TT", 7, "centre"),
    Column("Tập thể, cá nhân", 45),
    Column("Hình thức đề nghị", 18, "centre"),
    Column("Đồng ý", 15, "tick"),
    Column("Không đồng ý", 15, "tick"),
)


def compose(content):
    session = content["session"]
    rows = tuple(
        (f"{at}", official_wording.name_and_post(content, row), official_wording.form(row), "□", "□")
        for at, row in enumerate(content["items"], 1)
    )
    return paper(
        content,
        "ballot",
        official_wording.council_header(content, dated=False),
        "PHIẾU BẦU",
        f"Xét khen thưởng trong {wording.movement(content)}",
        [
            Paragraph(
                text(f"(Phiên họp thứ {session['number']}, {wording.day(session['scheduled_at'][:10])})"),
                "attached",
            ),
            Table(_BALLOT, rows),
            Paragraph(
                text(Run("Cách bỏ phiếu: ", bold=True), "với mỗi hồ sơ, đánh dấu X vào một trong hai ô.")
            ),
            *listed(
                [
                    "Để trống hoặc đánh dấu cả hai ô: phiếu không hợp lệ đối với hồ sơ đó",
                    "Không ghi họ tên, không ký tên trên phiếu",
                    "Thành viên là người được đề nghị gạch bỏ dòng của mình, không bỏ phiếu cho hồ sơ đó",
                ],
                last="./.",
            ),
        ],
    )
