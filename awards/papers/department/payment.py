"""Bảng chi tiền thưởng: what a signed decision pays (docs/domain.md 1.3)."""

from awards import bonus
from awards.models import Decision
from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Column, Heading, Paper, Paragraph, Signature, Signatures, Table, text
from campaigns.models import AwardForm
from campaigns.vietnamese import numbers

from . import common

_PAID = (
    Column("TT", 6, "centre"),
    Column("Tập thể, cá nhân", 23),
    Column("Chức vụ, đơn vị", 22),
    Column("Hệ số", 8, "centre"),
    Column("Lương cơ sở (đồng)", 13, "right"),
    Column("Số tiền (đồng)", 16, "right"),
    Column("Ký nhận", 12),
)
_COMPARED = (
    Column("Theo chế độ của", 20),
    Column("Áp dụng cho quyết định ký", 21),
    Column("Đối tượng", 9, "centre"),
    Column("Hệ số", 8, "centre"),
    Column("Lương cơ sở (đồng)", 14, "right"),
    Column("Tích số (đồng)", 14, "right"),
    Column("Làm tròn lên (đồng)", 14, "right"),
)
_FUND = {
    Decision.Kind.DEPARTMENT_AWARD: "Quỹ thi đua, khen thưởng của Sở",
    Decision.Kind.PROVINCE_AWARD: "Quỹ thi đua, khen thưởng của tỉnh",
}


def compose(content):
    """`content` is a value of department.common.gather for a signed decision that awards."""
    form = AwardForm.Code(content["decision"]["form"]).label
    about = f"Kèm theo {form} theo {common.cited(content, 'Quyết định')}"
    live = [row for row in content["rows"] if not _revoked(row)]
    spent = sum(common.paid(content, row)["amount"] for row in live)
    told = f"Tổng cộng: {official_wording.counted(live)}"
    return Paper(
        part="payment",
        title=f"Bảng chi tiền thưởng {about[:1].lower()}{about[1:]}",
        author=wording.department(content),
        reference=common.cited(content, "Quyết định"),
        blocks=(
            nd30.header(
                content["campaign"]["parent"],
                content["campaign"]["department"],
                number=None,
                place_date=nd30.place_date(content["campaign"]["place"], None),
            ),
            nd30.title(["BẢNG CHI TIỀN THƯỞNG"], about),
            Table(
                _PAID,
                official_wording.sections(live, lambda at, row: _paid(content, at, row)),
                ("", told, "", "", "", numbers.grouped(spent), ""),
            ),
            Paragraph(text(f"Số tiền bằng chữ: {numbers.money_in_words(spent)}.")),
            *_not_paid(content),
            Paragraph(
                text(
                    f"Mức thưởng theo Nghị định số {content['regime']['decree_number']}: hệ số nhân với mức lương cơ sở tại "
                    "ngày ký quyết định, làm tròn lên đến 10.000 đồng."
                )
            ),
            *_compared(content, live),
            Paragraph(text(nd30.closing(f"Nguồn chi: {_FUND[content['decision']['kind']]}"))),
            _signatures(content),
        ),
    )


def _signatures(content):
    return Signatures(
        Signature(("NGƯỜI LẬP BIỂU",), "", "(Ký, ghi rõ họ tên)"),
        _payer(content),
        below=nd30.recipients([content["office"]["name"]], file_code="VT, KT"),
        middle=Signature(("KẾ TOÁN TRƯỞNG",), "", "(Ký, ghi rõ họ tên)"),
    )


def _payer(content):
    """Who signed the decision pays from his fund; the province's money is handed out by the department's head."""
    if content["decision"]["kind"] == Decision.Kind.DEPARTMENT_AWARD:
        return common.signer(content)
    return Signature((content["campaign"]["head_title"].upper(),), content["head_name"])


def payment_refusal(decision):
    if sentence := common.signed_refusal(decision):
        return sentence
    if decision.awards.filter(revocation="").exists():
        return ""
    return f"Mọi khen thưởng của Quyết định {decision} đã bị hủy nên không còn gì để chi."


def _revoked(row):
    return bool(row["award"] and row["award"]["revocation"])


def _paid(content, at, row):
    money = common.paid(content, row)
    return (
        f"{at}",
        official_wording.name(content, row),
        official_wording.post(content, row) or "–",
        bonus.coefficient_text(money["coefficient_tenths"]),
        numbers.grouped(money["base_salary"]),
        numbers.grouped(money["amount"]),
        "",
    )


def _not_paid(content):
    """An award that was revoked stays in the list of the decision and leaves the payment (Luật 2022, Điều 93)."""
    for row in content["rows"]:
        if _revoked(row):
            reason = wording.without_end(row["award"]["revocation"])
            yield Paragraph(
                text(f"Không chi cho {official_wording.name(content, row)}: đã hủy khen thưởng ({reason}).")
            )


def _compared(content, rows):
    """The plan's regime beside the decision's, where the money differs (docs/domain.md 1.1, A15)."""
    before = content["plan_money"]
    kinds = [
        kind for kind, _, _ in official_wording.KINDS if any(row["nominee"]["kind"] == kind for row in rows)
    ]
    differing = [
        kind for kind in kinds if before and before[kind]["amount"] != _now(content, rows, kind)["amount"]
    ]
    if not differing:
        return
    regime, plan = content["regime"], content["plan_regime"]
    lines = []
    for kind, _, noun in official_wording.KINDS:
        if kind in differing:
            old, new = before[kind], _now(content, rows, kind)
            lines.append(_line(plan, f"đến hết {wording.short_day(plan['until'])}", noun, old))
            lines.append(_line(regime, f"từ {wording.short_day(regime['since'])}", noun, new))
    yield Heading("So sánh mức thưởng của hai chế độ (để tham khảo):")
    yield Table(_COMPARED, tuple(lines))
    spent = [
        sum(of(row["nominee"]["kind"])["amount"] for row in rows)
        for of in (before.get, lambda kind: _now(content, rows, kind))
    ]
    told = "; ".join(
        f"theo Nghị định số {one['decree_number']}: {numbers.grouped(money)} đồng ({numbers.money_in_words(money)})"
        for one, money in zip((plan, regime), spent, strict=True)
    )
    yield Paragraph(
        text(
            f"Tổng số tiền {told}. Áp dụng Nghị định số {regime['decree_number']} vì quyết định ký "
            f"{wording.day(content['decision']['issued_on'])}."
        )
    )


def _now(content, rows, kind):
    return next(common.paid(content, row) for row in rows if row["nominee"]["kind"] == kind)


def _line(regime, when, noun, money):
    return (
        f"Nghị định số {regime['decree_number']}",
        when,
        noun,
        bonus.coefficient_text(money["coefficient_tenths"]),
        numbers.grouped(money["base_salary"]),
        bonus.exact_text(money["coefficient_tenths"], money["base_salary"]),
        numbers.grouped(money["amount"]),
    )
