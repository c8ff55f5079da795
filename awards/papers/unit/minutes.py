"""Biên bản họp xét khen thưởng của đơn vị (docs/domain.md 2.4, A28): no place and date in the head."""

from awards.papers import nd30, wording
from awards.papers.blocks import Column, Heading, Paper, Paragraph, Signature, Signatures, Table, text

_VOTES = (
    Column("TT", 7, "centre"),
    Column("Tập thể, cá nhân", 29),
    Column("Hình thức đề nghị", 16, "centre"),
    Column("Đồng ý", 11, "centre"),
    Column("Không đồng ý", 12, "centre"),
    Column("Không có ý kiến", 12, "centre"),
    Column("Tỷ lệ đồng ý (%)", 13, "centre"),
)


def compose(content):
    minutes = content["minutes"]
    about = f"Họp xét khen thưởng trong {wording.movement(content)}"
    return Paper(
        part="minutes",
        title=f"Biên bản {about[0].lower()}{about[1:]}",
        author=wording.unit(content),
        reference=content["reference"],
        blocks=(
            wording.header(content, symbol="BB", number=minutes["number"], dated=False),
            nd30.title(["BIÊN BẢN"], about),
            wording.labelled("Thời gian bắt đầu", f"{wording.moment(minutes['started_at'])}."),
            wording.labelled("Địa điểm", f"{wording.or_dots(wording.without_end(minutes['place']))}."),
            *_attendance(minutes),
            wording.labelled("Chủ trì", f"{_person(minutes, 'chair')}."),
            wording.labelled("Thư ký", f"{_person(minutes, 'secretary')}."),
            Heading("Nội dung (theo diễn biến cuộc họp):"),
            *wording.paragraphs(minutes["discussion"]),
            Heading("Kết quả biểu quyết:"),
            _votes(content),
            Heading("Kết luận:"),
            *wording.paragraphs(minutes["conclusion"]),
            Paragraph(text(nd30.closing(f"Cuộc họp kết thúc vào {wording.moment(minutes['ended_at'])}"))),
            _signatures(content),
        ),
    )


def _attendance(minutes):
    yield wording.labelled(
        "Thành phần tham dự",
        f"Tổng số người được triệu tập: {wording.count(minutes['total_staff'])}; "
        f"có mặt: {wording.count(minutes['present'])}; vắng mặt: {wording.count(minutes['absent'])}.",
    )
    if minutes["absent_reason"]:
        yield wording.labelled(
            "Vắng mặt (họ tên, lý do)", "; ".join(wording.items(minutes["absent_reason"])) + "."
        )


def _person(minutes, role):
    named = (minutes[f"{role}_name"], minutes[f"{role}_title"])
    return wording.or_dots(", ".join(filter(None, named)))


def _votes(content):
    rows = tuple(
        (
            f"{at}",
            wording.nominee_in_full(content) if vote["is_nominee"] else vote["candidate"],
            wording.award(content) if vote["is_nominee"] else "–",
            wording.count(vote["yes"]),
            wording.count(vote["no"]),
            wording.count(vote["blank"]),
            wording.share(vote["yes"], vote["yes"] + vote["no"] + vote["blank"]),
        )
        for at, vote in enumerate(content["votes"], 1)
    )
    return Table(_VOTES, rows)


def _signatures(content):
    minutes = content["minutes"]
    return Signatures(
        Signature(("THƯ KÝ",), minutes["secretary_name"], "(Ký, ghi rõ họ tên)"),
        Signature(("CHỦ TỌA",), minutes["chair_name"], "(Ký, ghi rõ họ tên)"),
        below=nd30.recipients([content["campaign"]["council"]], file_code="VT, Hồ sơ"),
    )
