"""What the papers of a decision are made from, and what they share (docs/domain.md 1.3, 2.4)."""

from awards import bonus
from awards.models import CouncilSession, Decision, SessionItem, Submission
from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Paragraph, text
from awards.snapshots import citations, decision_citations
from campaigns.vietnamese import dates

Kind = Decision.Kind


def gather(decision):
    """A decision, drafted or signed, with its nominees in the order of its list. Raises bonus.LawMissing."""
    decision = Decision.objects.select_related("campaign__department", "campaign__form_regime", "regime").get(
        pk=decision.pk
    )
    cited = decision.cited or decision_citations.current(decision)
    return {**cited, "decision": _decision(decision), **_rows(decision, cited)}


def _decision(decision):
    return {
        "kind": decision.kind,
        "form": decision.form,
        "number": decision.number,
        "symbol": decision.symbol,
        "issued_on": citations.iso(decision.issued_on),
        "signer_authority": decision.signer_authority,
        "signer_title": decision.signer_title,
        "signer_name": decision.signer_name,
    }


def _rows(decision, cited):
    campaign = cited["campaign"]
    nominations = decision_citations.listed(decision, cited.get("order", ()))
    awards = {award.nomination_id: award for award in decision.awards.all()}
    votes = _votes(decision)
    achieved = dict(
        Submission.objects.filter(nomination__decisions=decision)
        .order_by("number")
        .values_list("nomination_id", "content__letter__achievements")
    )
    as_sent = citations.sent([row.pk for row in nominations])
    rows = [
        {
            "reference": row.reference,
            "achievements": achieved.get(row.pk) or "",
            "vote": _vote(votes.get(row.pk)),
            "golden_book_number": awards[row.pk].golden_book_number if row.pk in awards else at,
            "award": _award(awards.get(row.pk)),
            "nominee": {
                **citations.nominee(row, campaign["forms"], as_sent.get(row.reference)),
                "award_form": decision.form,
                "award_authority": campaign["forms"].get(decision.form, {}).get("authority", ""),
            },
        }
        for at, row in enumerate(nominations, 1)
    ]
    sessions = {item.session_id: item for item in votes.values()}
    return {
        "rows": sorted(rows, key=lambda row: row["golden_book_number"]),
        "sessions": [
            {
                "closed_at": citations.iso(item.session.closed_at),
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


def dropped_refusal(decision):
    """Nothing is made of a draft that was given up, and nothing is filed with it."""
    if decision.status != Decision.Status.DROPPED:
        return ""
    return (
        f"Dự thảo {decision} đã bỏ lúc {dates.instant(decision.dropped_at)} nên không lập văn bản nữa. Lý do bỏ: "
        f"{wording.without_end(decision.drop_reason)}. Hãy soạn dự thảo mới tại Quản trị › Quyết định, tờ trình khen "
        "thưởng."
    )


def refusal(decision):
    """Number and date may still be blank (the registrar gives them after signing); the law may not."""
    if sentence := dropped_refusal(decision):
        return sentence
    if sentence := official_wording.unnumbered_plan(decision.campaign):
        return sentence
    if not decision.cited and (sentence := _law_refusal(decision)):
        return sentence
    if decision.nominations.exists():
        return ""
    return (
        f"Văn bản {decision} chưa có hồ sơ nào. Chọn hồ sơ tại Quản trị › Quyết định, tờ trình khen thưởng."
    )


def _law_refusal(decision):
    """Where the law has a hole: the sentence that says where to fill it in."""
    try:
        decision_citations.law(decision)
    except bonus.LawMissing as missing:
        return str(missing)
    return ""


def signed_refusal(decision):
    """What follows from a decision can only be made once it has number and date."""
    if decision.status != Decision.Status.DRAFT:
        return refusal(decision)
    return (
        f"Văn bản {decision} chưa có số, ngày và xác nhận ký. Điền và xác nhận tại Quản trị › Quyết định, tờ "
        "trình khen thưởng."
    )


def basis(content, authority, proposal):
    """The law of the decision's date first, then who may decide, the plans, and on whose proposal."""
    regime = content["regime"]
    cited = [regime["law"], regime["decree"], *authority, *official_wording.plans(content)]
    sentences = [*(f"Căn cứ {wording.without_end(line)}" for line in cited), proposal]
    return [Paragraph(text(line), "basis") for line in nd30.basis(sentences)]


def minutes(content):
    """ " tại Biên bản họp ngày 16 tháng 01 năm 2024", as far as a session voted."""
    held = [wording.day(session["closed_at"][:10]) for session in content["sessions"]]
    return f" tại Biên bản họp {' và '.join(dict.fromkeys(held))}" if held else ""


def total(content):
    return sum(paid(content, row)["amount"] for row in content["rows"])


def header(content):
    decision = content["decision"]
    return official_wording.department_header(
        content, decision["symbol"], given=decision["number"], issued_on=decision["issued_on"]
    )


def symbol(content):
    """ "01/QĐ-STTT", dots for a number not yet taken."""
    return f"{nd30.figure(content['decision']['number']) or wording.DOTS}/{content['decision']['symbol']}"


def cited(content, kind):
    """ "Quyết định số 01/QĐ-STTT ngày 05 tháng 02 năm 2024"."""
    return f"{kind} số {symbol(content)} {wording.day(content['decision']['issued_on'])}"


def attached(content, kind, issuer):
    return f"(Kèm theo {cited(content, kind)} của {issuer})"


def signer(content):
    decision = content["decision"]
    return nd30.signer(
        decision["signer_authority"],
        decision["signer_title"],
        content["campaign"]["head_title"],
        decision["signer_name"],
    )
