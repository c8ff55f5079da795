"""Quyết định tặng Giấy khen (docs/domain.md 1.3, 2.4)."""

from collections import Counter

from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Column, Paper, Paragraph, Run, Signatures, Table, text
from campaigns.vietnamese import numbers

from . import common

_AWARDED = (
    Column("TT", 7, "centre"),
    Column("Tên tập thể; họ và tên cá nhân", 35),
    Column("Chức vụ, đơn vị công tác", 32),
    Column("Số sổ vàng", 10, "centre"),
    Column("Tiền thưởng (đồng)", 16, "right"),
)


def compose(content):
    campaign, rows = content["campaign"], content["rows"]
    giver = rows[0]["nominee"]["award_authority"]
    about = f"Về việc tặng Giấy khen của {giver}"
    return Paper(
        part="decision",
        title=f"Quyết định {about[0].lower()}{about[1:]}",
        author=wording.department(content),
        reference=common.symbol(content),
        blocks=(
            common.header(content),
            nd30.title(["QUYẾT ĐỊNH"], about),
            Paragraph(text(f"{campaign['head_title']} {wording.department(content)}".upper()), "ruling"),
            *common.basis(
                content,
                [official_wording.functions(content)],
                f"Theo đề nghị của {campaign['council']}{common.minutes(content)}",
            ),
            Paragraph(text("QUYẾT ĐỊNH:"), "ruling"),
            _article(
                1,
                f"Tặng Giấy khen của {giver} cho {official_wording.counted(rows)} đã có thành tích xuất sắc tiêu biểu trong "
                f"{wording.movement(content)} (có Danh sách tại Phụ lục kèm theo).",
            ),
            _article(2, _bonus(content)),
            _article(
                3,
                f"{content['office']['head_title']} Sở, người đứng đầu các phòng, đơn vị thuộc, trực thuộc Sở và "
                "tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
            ),
            Paragraph(text(nd30.closing("Quyết định này có hiệu lực kể từ ngày ký"))),
            _signatures(content),
        ),
        annexes=(_annex(content, giver),),
    )


def _signatures(content):
    campaign = content["campaign"]
    return Signatures(
        nd30.recipients(
            ["Như Điều 3", "Ban Thi đua - Khen thưởng tỉnh (b/c)", campaign["council"]],
            file_code=f"VT, {content['office']['code']}",
        ),
        common.signer(content),
    )


def _annex(content, giver):
    return nd30.annex(
        "Danh sách tập thể, cá nhân được tặng Giấy khen",
        [
            _awarded(content),
            Paragraph(text(f"(Bằng chữ: {numbers.money_in_words(common.total(content))})"), "attached"),
            Paragraph(text(nd30.closing(f"Danh sách có {official_wording.counted(content['rows'])}"))),
        ],
        note=common.attached(content, "Quyết định", giver),
    )


def _article(at, sentence):
    return Paragraph(text(Run(f"Điều {at}.", bold=True), f" {sentence}"))


def _bonus(content):
    counts = Counter(row["nominee"]["kind"] for row in content["rows"])
    each = ", ".join(
        f"mỗi {noun} {numbers.grouped(_each(content, kind))} đồng"
        for kind, _, noun in official_wording.KINDS
        if counts[kind]
    )
    spent = common.total(content)
    return (
        f"Tiền thưởng kèm theo Giấy khen thực hiện theo Nghị định số {content['regime']['decree_number']}: {each}. Tổng "
        f"số tiền: {numbers.grouped(spent)} đồng ({numbers.money_in_words(spent)}), chi từ Quỹ thi đua, khen "
        "thưởng của Sở."
    )


def _each(content, kind):
    return next(
        common.paid(content, row)["amount"] for row in content["rows"] if row["nominee"]["kind"] == kind
    )


def _awarded(content):
    rows = official_wording.sections(
        content["rows"],
        lambda at, row: (
            f"{at}",
            official_wording.name(content, row),
            official_wording.post(content, row) or "–",
            f"{row['golden_book_number']}",
            numbers.grouped(common.paid(content, row)["amount"]),
        ),
    )
    told = f"Tổng cộng: {official_wording.counted(content['rows'])}"
    return Table(_AWARDED, rows, ("", told, "", "", numbers.grouped(common.total(content))))
