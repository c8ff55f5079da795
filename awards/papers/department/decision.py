"""The Director's papers: tờ trình to the Chairman of the province, quyết định tặng Giấy khen (domain 1.3, 2.4).

The legal basis and the money are those of the decision's own date, never of the plan (domain 1.1, A15).
"""

from collections import Counter

from awards import bonus
from awards.models import CouncilSession, Decision, Nomination, SessionItem, Submission
from awards.papers import facts, nd30, official_wording, wording
from awards.papers.blocks import Addressees, Column, Heading, Paper, Paragraph, Run, Signatures, Table, text
from awards.voting import percent_text
from campaigns import clock
from campaigns.models import AwardForm
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates, numbers

Kind = Decision.Kind
FORM = {
    Kind.DEPARTMENT_AWARD: AwardForm.Code.GIAY_KHEN,
    Kind.PROPOSAL: AwardForm.Code.BANG_KHEN,
    Kind.PROVINCE_AWARD: AwardForm.Code.BANG_KHEN,
    Kind.PROVINCE_REFUSAL: AwardForm.Code.BANG_KHEN,
}
_AWARDED = (
    Column("TT", 7, "centre"),
    Column("Tên tập thể; họ và tên cá nhân", 35),
    Column("Chức vụ, đơn vị công tác", 32),
    Column("Số sổ vàng", 10, "centre"),
    Column("Tiền thưởng (đồng)", 16, "right"),
)
_PROPOSED = (
    Column("TT", 5, "centre"),
    Column("Tên tập thể; họ và tên cá nhân", 22),
    Column("Chức vụ, đơn vị công tác", 22),
    Column("Tóm tắt thành tích", 30),
    Column("Kết quả bỏ phiếu của Hội đồng", 12, "centre"),
    Column("Hình thức", 9, "centre"),
)


# --- reading ---------------------------------------------------------------------------------------------


def gather(decision):
    """A decision, drafted or signed, with its nominees in the order of its list. Raises bonus.LawMissing."""
    decision = Decision.objects.select_related("campaign__department", "campaign__form_regime", "regime").get(
        pk=decision.pk
    )
    cited = decision.cited or _citations(decision)
    return {**cited, "decision": _decision(decision), **_rows(decision, cited)}


def freeze(decision):
    """What `gather` gives of a decision for good, written to Decision.cited on signing. Raises bonus.LawMissing.

    The plan's number may change afterwards, the Sở's authority, its name or its Director, a row of law, the order of
    its units: what was signed is printed again as it was. What was sent, voted and awarded does not change anyway.
    """
    return {**_citations(decision), "order": [row.reference for row in _listed(decision)]}


def _citations(decision):
    department = decision.campaign.department
    return {
        "campaign": facts.frame(decision.campaign),
        "office": facts.office(department),
        "head_name": department.signing_head,
        **_law(decision),
    }


def _decision(decision):
    return {
        "kind": decision.kind,
        "form": FORM[decision.kind],
        "number": decision.number,
        "symbol": decision.symbol,
        "issued_on": facts.iso(decision.issued_on),
        "signer_authority": decision.signer_authority,
        "signer_title": decision.signer_title,
        "signer_name": decision.signer_name,
    }


def _law(decision):
    """The regime of the decision's date, or of today while it has none; and what the plan's regime would give."""
    day = decision.issued_on or clock.now().date()
    regime = decision.regime or bonus.regime_on(day)
    plan_regime = decision.campaign.form_regime
    until = plan_regime.effective_to
    other = regime.pk != plan_regime.pk and until
    form = FORM[decision.kind]
    return {
        "regime": _regime(regime),
        "money": _money(form, day),
        "plan_regime": {**_regime(plan_regime), "until": facts.iso(until)} if other else None,
        "plan_money": _money(form, until) if other else None,
    }


def _regime(regime):
    return {
        "law": regime.law_citation,
        "decree": regime.decree_citation,
        "decree_number": regime.decree_number,
        "since": facts.iso(regime.effective_from),
    }


def _money(form, day):
    """{kind of nominee: amount, coefficient, base salary} for a form of award decided on a day."""
    given = {kind: bonus.bonus(form, kind, day) for kind in NomineeKind.values}
    return {
        kind: {
            "amount": money.amount,
            "coefficient_tenths": money.coefficient_tenths,
            "base_salary": money.base_salary,
        }
        for kind, money in given.items()
    }


def _listed(decision, order=()):
    """The nominations in the order of the list; `order` is theirs as it was signed."""
    rows = Nomination.objects.filter(decisions=decision).select_related("unit", "person__unit")
    place = {reference: at for at, reference in enumerate(order)}
    return sorted(
        rows.order_by("unit__order", "person__order", "sort_key", "pk"),
        key=lambda row: (place.get(row.reference, 0), row.kind != NomineeKind.COLLECTIVE),
    )


def _rows(decision, cited):
    campaign = cited["campaign"]
    nominations = _listed(decision, cited.get("order", ()))
    awards = {award.nomination_id: award for award in decision.awards.all()}
    votes = _votes(decision)
    achieved = dict(
        Submission.objects.filter(nomination__decisions=decision)
        .order_by("number")
        .values_list("nomination_id", "content__letter__achievements")
    )
    told = facts.sent([row.pk for row in nominations])
    rows = [
        {
            "reference": row.reference,
            "achievements": achieved.get(row.pk) or "",
            "vote": _vote(votes.get(row.pk)),
            "golden_book_number": awards[row.pk].golden_book_number if row.pk in awards else at,
            "award": _award(awards.get(row.pk)),
            "nominee": {
                **facts.nominee(row, campaign["forms"], told.get(row.reference)),
                "award_form": FORM[decision.kind],
                "award_authority": campaign["forms"].get(FORM[decision.kind], {}).get("authority", ""),
            },
        }
        for at, row in enumerate(nominations, 1)
    ]
    sessions = {item.session_id: item for item in votes.values()}
    return {
        "rows": sorted(rows, key=lambda row: row["golden_book_number"]),
        "sessions": [
            {
                "closed_at": facts.iso(item.session.closed_at),
                "total": item.total_members,
                "took_part": item.took_part,
            }
            for item in sorted(sessions.values(), key=lambda item: item.session.closed_at)
        ],
    }


def _votes(decision):
    items = SessionItem.objects.filter(
        nomination__decisions=decision, session__status=CouncilSession.Status.CLOSED
    ).select_related("session__campaign")
    return {item.nomination_id: item for item in items.order_by("session__closed_at", "pk")}


def _vote(item):
    if item is None:
        return None
    return {"yes": item.yes, "base": item.base}


def _award(award):
    if award is None:
        return None
    return {
        "amount": award.bonus_amount,
        "coefficient_tenths": award.coefficient_tenths,
        "base_salary": award.base_salary,
        "revocation": award.revocation,
    }


def paid(content, row):
    """The money of one row: as awarded, or as it will be when the draft is signed."""
    return row["award"] or content["money"][row["nominee"]["kind"]]


# --- may it be made? -------------------------------------------------------------------------------------


def refuse_dropped(decision):
    """Nothing is made of a draft that was given up, and nothing is filed with it."""
    if decision.status != Decision.Status.DROPPED:
        return ""
    return (
        f"Dự thảo {decision} đã bỏ lúc {dates.instant(decision.dropped_at)} nên không lập văn bản nữa. Lý do bỏ: "
        f"{wording.without_end(decision.drop_reason)}. Hãy soạn dự thảo mới tại Quản trị › Quyết định, tờ trình khen "
        "thưởng."
    )


def refuse(decision):
    """Number and date may still be blank (the registrar gives them after signing); the law may not."""
    if sentence := refuse_dropped(decision):
        return sentence
    if sentence := official_wording.unnumbered_plan(decision.campaign):
        return sentence
    if not decision.cited and (sentence := _lawless(decision)):
        return sentence
    if decision.nominations.exists():
        return ""
    return (
        f"Văn bản {decision} chưa có hồ sơ nào. Chọn hồ sơ tại Quản trị › Quyết định, tờ trình khen thưởng."
    )


def _lawless(decision):
    """Where the law has a hole: the sentence that says where to fill it in."""
    try:
        _law(decision)
    except bonus.LawMissing as missing:
        return str(missing)
    return ""


def refuse_signed(decision):
    """What follows from a decision can only be made once it has number and date."""
    if decision.status != Decision.Status.DRAFT:
        return refuse(decision)
    return (
        f"Văn bản {decision} chưa có số, ngày và xác nhận ký. Điền và xác nhận tại Quản trị › Quyết định, tờ "
        "trình khen thưởng."
    )


# --- quyết định tặng Giấy khen ---------------------------------------------------------------------------


def compose_decision(content):
    campaign, rows = content["campaign"], content["rows"]
    giver = rows[0]["nominee"]["award_authority"]
    about = f"Về việc tặng Giấy khen của {giver}"
    return Paper(
        part="decision",
        title=f"Quyết định {about[0].lower()}{about[1:]}",
        author=wording.department(content),
        reference=_symbol(content),
        blocks=(
            _header(content),
            nd30.title(["QUYẾT ĐỊNH"], about),
            Paragraph(text(f"{campaign['head_title']} {wording.department(content)}".upper()), "ruling"),
            *_basis(
                content,
                [official_wording.functions(content)],
                f"Theo đề nghị của {campaign['council']}{_minutes(content)}",
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
            Signatures(
                nd30.recipients(
                    ["Như Điều 3", "Ban Thi đua - Khen thưởng tỉnh (b/c)", campaign["council"]],
                    file_code=f"VT, {content['office']['code']}",
                ),
                signer(content),
            ),
        ),
        annexes=(
            nd30.annex(
                "Danh sách tập thể, cá nhân được tặng Giấy khen",
                [
                    _awarded(content),
                    Paragraph(text(f"(Bằng chữ: {numbers.money_in_words(total(content))})"), "attached"),
                    Paragraph(text(nd30.closing(f"Danh sách có {official_wording.counted(rows)}"))),
                ],
                note=_attached(content, "Quyết định", giver),
            ),
        ),
    )


def _article(at, sentence):
    return Paragraph(text(Run(f"Điều {at}.", bold=True), f" {sentence}"))


def _basis(content, authority, proposal):
    """The law of the decision's date first, then who may decide, the plans, and on whose proposal."""
    regime = content["regime"]
    cited = [regime["law"], regime["decree"], *authority, *official_wording.plans(content)]
    sentences = [*(f"Căn cứ {wording.without_end(line)}" for line in cited), proposal]
    return [Paragraph(text(line), "basis") for line in nd30.basis(sentences)]


def _minutes(content):
    """ " tại Biên bản họp ngày 16 tháng 01 năm 2024", as far as a session voted."""
    held = [wording.day(session["closed_at"][:10]) for session in content["sessions"]]
    return f" tại Biên bản họp {' và '.join(dict.fromkeys(held))}" if held else ""


def _bonus(content):
    counts = Counter(row["nominee"]["kind"] for row in content["rows"])
    each = ", ".join(
        f"mỗi {noun} {numbers.grouped(_each(content, kind))} đồng"
        for kind, _, noun in official_wording.KINDS
        if counts[kind]
    )
    spent = total(content)
    return (
        f"Tiền thưởng kèm theo Giấy khen thực hiện theo Nghị định số {content['regime']['decree_number']}: {each}. Tổng "
        f"số tiền: {numbers.grouped(spent)} đồng ({numbers.money_in_words(spent)}), chi từ Quỹ thi đua, khen "
        "thưởng của Sở."
    )


def _each(content, kind):
    return next(paid(content, row)["amount"] for row in content["rows"] if row["nominee"]["kind"] == kind)


def total(content):
    return sum(paid(content, row)["amount"] for row in content["rows"])


def _awarded(content):
    rows = official_wording.sections(
        content["rows"],
        lambda at, row: (
            f"{at}",
            official_wording.name(content, row),
            official_wording.post(content, row) or "–",
            f"{row['golden_book_number']}",
            numbers.grouped(paid(content, row)["amount"]),
        ),
    )
    told = f"Tổng cộng: {official_wording.counted(content['rows'])}"
    return Table(_AWARDED, rows, ("", told, "", "", numbers.grouped(total(content))))


# --- tờ trình to the Chairman of the province ------------------------------------------------------------


def compose_proposal(content):
    rows = content["rows"]
    giver = rows[0]["nominee"]["award_authority"]
    about = f"Về việc đề nghị {giver} tặng Bằng khen trong {wording.movement(content)}"
    issuer = wording.department(content)
    return Paper(
        part="proposal",
        title=f"Tờ trình {about[0].lower()}{about[1:]}",
        author=issuer,
        reference=_symbol(content),
        blocks=(
            _header(content),
            nd30.title(["TỜ TRÌNH"], about),
            Addressees((giver, "Sở Nội vụ (Ban Thi đua - Khen thưởng tỉnh)")),
            *_basis(
                content, [], f"Căn cứ kết quả họp xét của {content['campaign']['council']}{_minutes(content)}"
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
            Paragraph(
                text(
                    Run(
                        "(Có hồ sơ kèm theo gồm: Biên bản họp Hội đồng; Tờ trình, Biên bản họp xét của đơn vị và Báo "
                        "cáo thành tích của từng trường hợp)",
                        italic=True,
                    )
                )
            ),
            Paragraph(text(nd30.closing(f"{issuer} kính trình {giver} xem xét, quyết định"))),
            Signatures(
                nd30.recipients(
                    [f"{content['campaign']['head_title']}, các Phó {content['campaign']['head_title']} Sở"],
                    file_code=f"VT, {content['office']['code']}",
                    as_addressed=True,
                ),
                signer(content),
            ),
        ),
        annexes=(
            nd30.annex(
                "Danh sách tập thể, cá nhân đề nghị tặng Bằng khen",
                [
                    Table(
                        _PROPOSED,
                        official_wording.sections(rows, lambda at, row: _proposed(content, at, row)),
                    ),
                    Paragraph(text(nd30.closing(f"Danh sách có {official_wording.counted(rows)}"))),
                ],
                note=_attached(content, "Tờ trình", content["campaign"]["department"]),
                landscape=True,
            ),
        ),
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


# --- what the papers share -------------------------------------------------------------------------------


def _header(content):
    decision = content["decision"]
    return official_wording.department_header(
        content, decision["symbol"], given=decision["number"], issued_on=decision["issued_on"]
    )


def _symbol(content):
    """ "01/QĐ-STTT", dots for a number not yet taken."""
    return f"{nd30.figure(content['decision']['number']) or wording.DOTS}/{content['decision']['symbol']}"


def cited(content, kind):
    """ "Quyết định số 01/QĐ-STTT ngày 05 tháng 02 năm 2024"."""
    return f"{kind} số {_symbol(content)} {wording.day(content['decision']['issued_on'])}"


def _attached(content, kind, issuer):
    return f"(Kèm theo {cited(content, kind)} của {issuer})"


def signer(content):
    decision = content["decision"]
    return nd30.signer(
        decision["signer_authority"],
        decision["signer_title"],
        content["campaign"]["head_title"],
        decision["signer_name"],
    )
