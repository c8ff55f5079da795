"""ARE THE DECISIONS AND AWARDS AS THEY WERE SIGNED?"""

from awards.models import Award, Decision

from .problems import CHUNK, Break


def decisions(campaign, ledger):
    heard = dict(ledger.decisions)
    for row in campaign.decisions.prefetch_related("nominations"):
        event, facts = heard.pop(row.pk, (None, None))
        if facts is None:
            yield Break(str(row), "Văn bản không có trong nhật ký.")
        elif _decision_row(row) != (*_standing(event), *_decision_facts(facts)):
            yield Break(
                str(row), "Số, ngày, người ký, danh sách hoặc trạng thái của văn bản không khớp với nhật ký."
            )
        # What was signed before citations were kept has them from the day of the upgrade, untold.
        elif facts.get("cited", row.cited) != row.cited:
            yield Break(str(row), "Căn cứ in trên văn bản không khớp với lúc ký.")
    for _, facts in heard.values():
        yield Break(facts["decision"], "Văn bản có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")


_STATUS = {
    "decision_signed": Decision.Status.SIGNED,
    "decision_dropped": Decision.Status.DROPPED,
}


def _standing(event):
    """(status, reason for which it was dropped) after the last event of a paper."""
    status = _STATUS.get(event.verb, Decision.Status.DRAFT)
    return status, event.note if status == Decision.Status.DROPPED else ""


def _decision_row(row):
    return (
        row.status,
        row.drop_reason,
        str(row),
        row.kind,
        row.issued_on.isoformat() if row.issued_on else None,
        f"{row.signer_authority} {row.signer_title} {row.signer_name}".strip(),
        sorted(nomination.reference for nomination in row.nominations.all()),
    )


def _decision_facts(facts):
    return (
        *(facts[name] for name in ("decision", "kind", "issued_on", "signer")),
        sorted(facts["nominations"]),
    )


def awards(campaign, ledger):
    heard = dict(ledger.awards)
    rows = Award.objects.filter(nomination__campaign=campaign).select_related("nomination", "decision")
    for row in rows.iterator(CHUNK):
        facts = heard.pop(row.nomination_id, None)
        if facts is None:
            yield Break(row.nomination.reference, "Khen thưởng này không có trong nhật ký.")
            continue
        if _award_row(row) != tuple(facts.get(name) for name in _AWARD_FACTS):
            yield Break(
                row.nomination.reference,
                "Hình thức, quyết định, số sổ vàng hoặc tiền thưởng không khớp với nhật ký.",
            )
        if row.revocation != ledger.revocations.get(row.nomination_id, ""):
            yield Break(row.nomination.reference, "Lý do hủy khen thưởng không khớp với nhật ký.")
    for nomination in heard:
        name = ledger.starts.get(nomination, {}).get("reference", "")
        yield Break(name, "Khen thưởng có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")


_AWARD_FACTS = ("form", "decision", "golden_book_number", "bonus", "coefficient_tenths", "base_salary")


def _award_row(row):
    return (
        row.form,
        str(row.decision),
        row.golden_book_number,
        row.bonus_amount,
        row.coefficient_tenths,
        row.base_salary,
    )
