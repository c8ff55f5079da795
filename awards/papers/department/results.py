"""What follows from a decision: bảng chi tiền thưởng, thông báo kết quả (domain 1.3, 1.6)."""

from awards import bonus
from awards.models import Award, Decision, Nomination
from awards.papers import facts, nd30, official_wording, wording
from awards.papers.blocks import Column, Heading, Paper, Paragraph, Signature, Signatures, Table, text
from campaigns.models import AwardForm, Campaign
from campaigns.vietnamese import numbers

from . import decision

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
_RESULTS = (
    Column("TT", 7, "centre"),
    Column("Tập thể, cá nhân", 30),
    Column("Chức vụ, đơn vị công tác", 28),
    Column("Hình thức", 12, "centre"),
    Column("Quyết định số, ngày", 23, "centre"),
)
_FUND = {
    Decision.Kind.DEPARTMENT_AWARD: "Quỹ thi đua, khen thưởng của Sở",
    Decision.Kind.PROVINCE_AWARD: "Quỹ thi đua, khen thưởng của tỉnh",
}


# --- bảng chi tiền thưởng --------------------------------------------------------------------------------


def compose_payment(content):
    """`content` is a value of department.gather for a signed decision that awards."""
    form = AwardForm.Code(content["decision"]["form"]).label
    about = f"Kèm theo {form} theo {decision.cited(content, 'Quyết định')}"
    live = [row for row in content["rows"] if not _revoked(row)]
    spent = sum(decision.paid(content, row)["amount"] for row in live)
    told = f"Tổng cộng: {official_wording.counted(live)}"
    return Paper(
        part="payment",
        title=f"Bảng chi tiền thưởng {about[:1].lower()}{about[1:]}",
        author=wording.department(content),
        reference=decision.cited(content, "Quyết định"),
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
            Signatures(
                Signature(("NGƯỜI LẬP BIỂU",), "", "(Ký, ghi rõ họ tên)"),
                _payer(content),
                below=nd30.recipients([content["office"]["name"]], file_code="VT, KT"),
                middle=Signature(("KẾ TOÁN TRƯỞNG",), "", "(Ký, ghi rõ họ tên)"),
            ),
        ),
    )


def _payer(content):
    """Who signed the decision pays from his fund; the province's money is handed out by the department's head."""
    if content["decision"]["kind"] == Decision.Kind.DEPARTMENT_AWARD:
        return decision.signer(content)
    return Signature((content["campaign"]["head_title"].upper(),), content["head_name"])


def refuse_payment(decision):
    if sentence := decision.refuse_signed(decision):
        return sentence
    if decision.awards.filter(revocation="").exists():
        return ""
    return f"Mọi khen thưởng của Quyết định {decision} đã bị hủy nên không còn gì để chi."


def _revoked(row):
    return bool(row["award"] and row["award"]["revocation"])


def _paid(content, at, row):
    money = decision.paid(content, row)
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
    """The plan's regime beside the decision's, where the money differs (domain 1.1, A15)."""
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
    return next(decision.paid(content, row) for row in rows if row["nominee"]["kind"] == kind)


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


# --- thông báo kết quả -----------------------------------------------------------------------------------

S = Nomination.Status


def gather_notice(campaign):
    """What was awarded in the campaign by decisions already signed, and what still waits for the province."""
    campaign = Campaign.objects.select_related("department").get(pk=campaign.pk)
    awards = (
        Award.objects.filter(nomination__campaign=campaign, revocation="")
        .select_related("decision", "nomination__unit", "nomination__person__unit")
        .order_by("decision__issued_on", "decision_id", "golden_book_number")
    )
    frame = _frame(campaign, awards)
    waiting = Nomination.objects.filter(campaign=campaign, status=S.FORWARDED)
    told = facts.sent(Nomination.objects.filter(campaign=campaign, status__in=(S.AWARDED, S.FORWARDED)))
    return {
        "campaign": frame,
        # Who signs it by order of the Director is the Office's head on the day it is made.
        "office": facts.office(campaign.department),
        "rows": [_given(award, frame, told) for award in awards],
        "waiting": [
            {"nominee": facts.nominee(row, frame["forms"], told.get(row.reference))}
            for row in waiting.select_related("unit", "person__unit")
        ],
    }


# What a notice tells of its decisions: the plan that they cite, by its number and its name, and who gives what.
_CITED = ("title", "plan", "plan_date", "plan_is_sample", "parent_plan", "forms")


def _frame(campaign, awards):
    """Issued under today's names, but citing no other plan than the last of its decisions does."""
    decisions = [award.decision for award in awards if award.decision.cited]
    last = max(decisions, key=lambda decision: (decision.signed_at, decision.pk), default=None)
    told = facts.frame_of(last) if last else {}
    return facts.frame(campaign) | {key: told[key] for key in _CITED if key in told}


def _given(award, frame, told):
    reference = award.nomination.reference
    nominee = facts.nominee(award.nomination, frame["forms"], told.get(reference))
    return {
        "reference": reference,
        "nominee": {
            **nominee,
            "award_form": award.form,
            "award_authority": frame["forms"].get(award.form, {}).get("authority", ""),
        },
        "decision": str(award.decision),
        "issued_on": facts.iso(award.decision.issued_on),
    }


def refuse_notice(campaign):
    if sentence := official_wording.unnumbered_plan(campaign):
        return sentence
    if Award.objects.filter(nomination__campaign=campaign, revocation="").exists():
        return ""
    return (
        "Chưa có quyết định khen thưởng nào được ký trong Đợt thi đua này nên chưa có kết quả để thông báo."
    )


def compose_notice(content):
    rows, campaign = content["rows"], content["campaign"]
    issuer = wording.department(content)
    about = f"Kết quả khen thưởng trong {wording.movement(content)}"
    return Paper(
        part="notice",
        title=f"Thông báo {about[:1].lower()}{about[1:]}",
        author=issuer,
        reference=campaign["code"],
        blocks=(
            official_wording.department_header(content, f"TB-{campaign['agency_code']}"),
            nd30.title(["THÔNG BÁO"], about),
            *(Paragraph(text(line), "basis") for line in nd30.basis(_grounds(content))),
            Paragraph(text(f"{issuer} thông báo kết quả khen thưởng như sau:")),
            Paragraph(
                text(
                    f"1. Đã khen thưởng {official_wording.counted(rows)}, gồm: {official_wording.counted_by_form(rows)}."
                )
            ),
            Table(
                _RESULTS, official_wording.sections(_ranked(rows), lambda at, row: _result(content, at, row))
            ),
            *_waiting(content),
            Paragraph(
                text(
                    f"{3 if content['waiting'] else 2}. {content['office']['name']} phối hợp với các phòng, đơn vị trao tặng, chi tiền "
                    "thưởng theo quy định và lưu hồ sơ khen thưởng."
                )
            ),
            Paragraph(
                text(
                    nd30.closing(
                        f"{issuer} thông báo để các phòng, đơn vị và tập thể, cá nhân có tên ở trên biết"
                    )
                )
            ),
            Signatures(
                nd30.recipients(
                    [
                        f"{campaign['head_title']}, các Phó {campaign['head_title']} Sở (b/c)",
                        campaign["council"],
                        "Các phòng, đơn vị thuộc, trực thuộc Sở",
                    ],
                    file_code=f"VT, {content['office']['code']}",
                ),
                nd30.signer(
                    "TL.",
                    content["office"]["head_title"],
                    campaign["head_title"],
                    content["office"]["head_name"],
                ),
            ),
        ),
    )


def _grounds(content):
    decisions = {
        row[
            "decision"
        ]: f"Căn cứ Quyết định số {row['decision']} {wording.day(row['issued_on'])} về việc tặng "
        f"{official_wording.form(row)} của {row['nominee']['award_authority']}"
        for row in content["rows"]
    }
    return [*(f"Căn cứ {cited}" for cited in official_wording.plans(content)), *decisions.values()]


def _ranked(rows):
    """By award from high to low (domain 4); otherwise as the decisions list them."""
    return sorted(rows, key=lambda row: official_wording.FORMS.index(row["nominee"]["award_form"]))


def _result(content, at, row):
    return (
        f"{at}",
        official_wording.name(content, row),
        official_wording.post(content, row) or "–",
        official_wording.form(row),
        f"{row['decision']}\n{wording.short_day(row['issued_on'])}",
    )


def _waiting(content):
    if content["waiting"]:
        named = "; ".join(official_wording.name_and_post(content, row) for row in content["waiting"])
        yield Paragraph(
            text(f"2. Đã trình {_province_head(content)} tặng Bằng khen, đang chờ quyết định: {named}.")
        )


def _province_head(content):
    return content["waiting"][0]["nominee"]["award_authority"] or f"Chủ tịch UBND {wording.province(content)}"
