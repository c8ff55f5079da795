"""Tờ trình to the Chairman of the province, who awards the Bằng khen (docs/domain.md 1.3, 2.4)."""

from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Addressees, Column, Heading, Paper, Paragraph, Run, Signatures, Table, text
from awards.voting import percent_text

from . import common

_PROPOSED = (
    Column("TT", 5, "centre"),
    Column("Tên tập thể; họ và tên cá nhân", 22),
    Column("Chức vụ, đơn vị công tác", 22),
    Column("Tóm tắt thành tích", 30),
    Column("Kết quả bỏ phiếu của Hội đồng", 12, "centre"),
    Column("Hình thức", 9, "centre"),
)


_ENCLOSED = (
    "(Có hồ sơ kèm theo gồm: Biên bản họp Hội đồng; Tờ trình, Biên bản họp xét của đơn vị và Báo cáo thành tích của "
    "từng trường hợp)"
)


def compose(content):
    rows = content["rows"]
    giver = rows[0]["nominee"]["award_authority"]
    about = f"Về việc đề nghị {giver} tặng Bằng khen trong {wording.movement(content)}"
    issuer = wording.department(content)
    return Paper(
        part="proposal",
        title=f"Tờ trình {about[0].lower()}{about[1:]}",
        author=issuer,
        reference=common.symbol(content),
        blocks=(
            common.header(content),
            nd30.title(["TỜ TRÌNH"], about),
            Addressees((giver, "Sở Nội vụ (Ban Thi đua - Khen thưởng tỉnh)")),
            *common.basis(
                content,
                [],
                f"Căn cứ kết quả họp xét của {content['campaign']['council']}{common.minutes(content)}",
            ),
            Paragraph(text(f"{issuer} kính trình {giver} xem xét việc tặng Bằng khen, cụ thể như sau:")),
            Heading("1. Quá trình và kết quả xét"),
            *map(Paragraph, map(text, _process(content))),
            Heading("2. Nội dung đề nghị"),
            Paragraph(
                text(
                    f"{issuer} đề nghị {giver} tặng Bằng khen cho {official_wording.counted(rows)} đã có thành tích xuất sắc "
                    "tiêu biểu trong Đợt thi đua (có Danh sách tại Phụ lục kèm theo)."
                )
            ),
            Paragraph(text(Run(_ENCLOSED, italic=True))),
            Paragraph(text(nd30.closing(f"{issuer} kính trình {giver} xem xét, quyết định"))),
            _signatures(content),
        ),
        annexes=(_annex(content),),
    )


def _signatures(content):
    return Signatures(
        nd30.recipients(
            [f"{content['campaign']['head_title']}, các Phó {content['campaign']['head_title']} Sở"],
            file_code=f"VT, {content['office']['code']}",
            as_addressed=True,
        ),
        common.signer(content),
    )


def _annex(content):
    return nd30.annex(
        "Danh sách tập thể, cá nhân đề nghị tặng Bằng khen",
        [
            Table(
                _PROPOSED,
                official_wording.sections(content["rows"], lambda at, row: _proposed(content, at, row)),
            ),
            Paragraph(text(nd30.closing(f"Danh sách có {official_wording.counted(content['rows'])}"))),
        ],
        note=common.attached(content, "Tờ trình", content["campaign"]["department"]),
        landscape=True,
    )


def _process(content):
    campaign = content["campaign"]
    yield (
        f"Thực hiện Kế hoạch số {campaign['plan']}, các phòng, đơn vị thuộc, trực thuộc Sở đã họp xét, lựa chọn và gửi "
        f"hồ sơ; {content['office']['name']} tiếp nhận, thẩm định hồ sơ."
    )
    for session in content["sessions"]:
        voted = "bỏ phiếu kín" if campaign["is_secret"] else "biểu quyết"
        yield (
            f"{_capital(wording.day(session['closed_at'][:10]))}, {campaign['council']} họp xét với "
            f"{nd30.of_total(session['took_part'], session['total'])} thành viên tham gia và {voted}; kết quả ghi tại "
            "Danh sách kèm theo."
        )
    if content["plan_regime"]:
        yield (
            f"Báo cáo thành tích được lập theo mẫu mà Kế hoạch quy định (Nghị định số "
            f"{content['plan_regime']['decree_number']}); tiêu chuẩn và hình thức khen thưởng được xét theo Nghị định số "
            f"{content['regime']['decree_number']}, có hiệu lực từ {wording.day(content['regime']['since'])}."
        )


def _capital(sentence):
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _proposed(content, at, row):
    vote = row["vote"]
    return (
        f"{at}",
        official_wording.name(content, row),
        official_wording.post(content, row) or "–",
        row["achievements"] or "–",
        f"{vote['yes']}/{vote['base']}\n{percent_text(vote['yes'], vote['base'])}" if vote else "–",
        official_wording.form(row),
    )
