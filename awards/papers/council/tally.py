"""Biên bản kiểm phiếu."""

from awards import voting
from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Column, Heading, Paragraph, Table, text

from . import records
from .common import counted, paper

_COUNTED = (
    Column("TT", 5, "centre"),
    Column("Tập thể, cá nhân", 25),
    Column("Hình thức", 10, "centre"),
    Column("Phát ra", 8, "centre"),
    Column("Thu về", 7, "centre"),
    Column("Hợp lệ", 7, "centre"),
    Column("Không hợp lệ", 10, "centre"),
    Column("Đồng ý", 8, "centre"),
    Column("Không đồng ý", 10, "centre"),
    Column("Tỷ lệ đồng ý", 10, "centre"),
)
_TELLERS = (
    Column("TT", 7, "centre"),
    Column("Họ và tên", 43),
    Column("Nhiệm vụ trong Tổ kiểm phiếu", 28, "centre"),
    Column("Chữ ký", 22),
)


def compose(content):
    session, items = content["session"], content["items"]
    passed = [row for row in items if row["passed"]]
    return paper(
        content,
        "tally",
        official_wording.council_header(content, "BB", dated=False),
        "BIÊN BẢN",
        f"Kiểm phiếu xét khen thưởng trong {wording.movement(content)}",
        [
            # When the session closed its ballots were counted at once: there is no span to tell.
            wording.labelled("Thời gian kiểm phiếu", f"{wording.moment(session['closed_at'])}."),
            wording.labelled("Địa điểm", f"{wording.without_end(session['place'])}."),
            Paragraph(
                text(
                    f"Phiên họp thứ {session['number']} của {content['campaign']['council']}: {records.present(content)} "
                    f"{counted(content)} được đưa ra bỏ phiếu kín."
                )
            ),
            Heading("Tổ kiểm phiếu:"),
            Table(_TELLERS, tuple((f"{at}", "", task, "") for at, task in enumerate(_TASKS, 1))),
            Heading("Kết quả kiểm phiếu:"),
            Table(_COUNTED, official_wording.sections(items, lambda at, row: _tallied(content, at, row))),
            Paragraph(text(records.base(content))),
            Paragraph(
                text(
                    f"Đạt tỷ lệ phiếu: {official_wording.counted(passed) if passed else '00 hồ sơ'}; không đạt: "
                    f"{wording.count(len(items) - len(passed))} hồ sơ."
                )
            ),
            *records.recused(content),
            Paragraph(text(nd30.closing("Biên bản được đọc lại và thông qua tại phiên họp"))),
            records.both(content),
        ],
    )


_TASKS = ("Tổ trưởng", "Thư ký", "Thành viên")


def _tallied(content, at, row):
    return (
        f"{at}",
        official_wording.name_and_post(content, row),
        official_wording.form(row),
        *map(
            wording.count,
            (
                row["issued"],
                row["returned"],
                row["returned"] - row["invalid"],
                row["invalid"],
                row["yes"],
                row["no"],
            ),
        ),
        voting.percent_text(row["yes"], row["base"]),
    )
