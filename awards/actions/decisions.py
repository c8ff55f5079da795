"""WHAT IS SIGNED? A decision is drafted by the Office or the secretary, then signed: all of it or nothing.

Signing moves every nomination it names, in one transaction, with the bonus of the regime in force on the
decision's date (docs/domain.md 1.1: standard and money follow the day of the decision).
"""

from django.db import IntegrityError, transaction
from django.db.models import Max

from awards import audit, bonus, consistency, decree30, permissions, policies, signed_copies, workflow
from awards.exceptions import Refused
from awards.models import Award, Decision, Nomination, SessionItem
from awards.snapshots import decision_citations
from campaigns import clock
from campaigns.vietnamese import dates, names

Kind = Decision.Kind
# Which verb a decision takes on its nominations, and who confirms it as signed.
VERBS = {
    Kind.DEPARTMENT_AWARD: ("award", permissions.check_director_of),
    Kind.PROPOSAL: ("forward", permissions.check_director_of),
    Kind.PROVINCE_AWARD: ("award_by_province", permissions.check_outcome_recorder),
    Kind.PROVINCE_REFUSAL: ("refuse_by_province", permissions.check_outcome_recorder),
}
AWARDS = (Kind.DEPARTMENT_AWARD, Kind.PROVINCE_AWARD)
# What the Director signs; the others are the province's.
OURS = (Kind.DEPARTMENT_AWARD, Kind.PROPOSAL)


def candidates(campaign, kind):
    """The nominations such a decision may name now."""
    verb, _ = VERBS[kind]
    return Nomination.objects.filter(
        campaign=campaign, status__in=workflow.STEPS[verb].sources, award_form=Kind(kind).form
    ).with_names()


def symbol(campaign, kind):
    """The usual symbol (docs/domain.md 1.3, 2.2); the Office may change it on the draft."""
    agency = campaign.department.agency_code
    return {
        Kind.DEPARTMENT_AWARD: f"QĐ-{agency}",
        Kind.PROPOSAL: f"TTr-{agency}",
        Kind.PROVINCE_AWARD: "QĐ-UBND",
        Kind.PROVINCE_REFUSAL: "UBND-NC",
    }[kind]


def draft(campaign, kind, nominations, *, by, **fields):
    """A draft that names these nominations. Number and date may still be blank."""
    permissions.check_decision_drafter(by, campaign)
    nominations = list(nominations)
    if not nominations:
        raise Refused("Chưa có hồ sơ nào trong dự thảo. Hãy chọn ít nhất một hồ sơ.")
    with transaction.atomic():
        head = audit.lock(campaign)
        _check_candidates(campaign, kind, nominations)
        usual = {"symbol": symbol(campaign, kind), **_default_signer(campaign, kind)}
        decision = Decision(campaign=campaign, kind=kind, drafted_by=by, **{**usual, **fields})
        _save(decision)
        decision.nominations.set(nominations)
        _record(head, "decision_drafted", decision, nominations, by=by)
    return decision


def _default_signer(campaign, kind):
    department = campaign.department
    if kind in OURS:
        return {"signer_title": department.head_title, "signer_name": department.signing_head}
    return {"signer_title": "Chủ tịch", "signer_name": ""}


def _check_candidates(campaign, kind, nominations):
    allowed = set(candidates(campaign, kind).values_list("pk", flat=True))
    wrong = [row.reference for row in nominations if row.pk not in allowed]
    if wrong:
        raise Refused(
            f"Hồ sơ {', '.join(wrong)} không ở trạng thái hoặc hình thức phù hợp với “{Kind(kind).label}”. "
            "Hãy bỏ các hồ sơ này khỏi dự thảo."
        )


def check_revise(decision, user):
    """Raise Refused when this account may not change this draft now."""
    permissions.check_decision_drafter(user, decision.campaign)
    _check_draft(decision)


def revise(decision, *, by, nominations=None, version=None, **fields):
    """Change a draft: its number, date, signer, nominations."""
    with transaction.atomic():
        head, decision = _locked(decision, version)
        permissions.check_decision_drafter(by, decision.campaign)
        for name, value in fields.items():
            setattr(decision, name, names.clean(value) if isinstance(value, str) else value)
        if nominations is not None:
            nominations = list(nominations)
            if not nominations:
                raise Refused("Chưa có hồ sơ nào trong dự thảo. Hãy chọn ít nhất một hồ sơ.")
            _check_candidates(decision.campaign, decision.kind, nominations)
            decision.nominations.set(nominations)
        decision.version += 1
        _save(decision)
        _record(head, "decision_revised", decision, decision.nominations.all(), by=by)
    return decision


def check_drop(decision, user):
    """Raise Refused when this account may not give up this draft now."""
    permissions.check_decision_drafter(user, decision.campaign)
    _check_draft(decision)
    if signed_copies.live("decision", decision):
        raise Refused(
            f"Dự thảo {decision} đã gắn bản ký, tức là văn bản đã được ký và số đã dùng. Nếu bản ký gắn nhầm, hãy gỡ bản "
            "ký (nêu lý do) rồi bỏ dự thảo; nếu văn bản đã ký thật, hãy xác nhận đã ký."
        )


def drop(decision, *, by, note, version=None):
    """Give up a draft: its nominations may be drafted anew, its number is free, the row and its history stay."""
    with transaction.atomic():
        head, decision = _locked(decision, version)
        check_drop(decision, by)
        note = names.clean_multiline(note)
        policies.notes.check_reason(decision.campaign, "Bỏ dự thảo", note)
        decision.status, decision.drop_reason = Decision.Status.DROPPED, note
        decision.dropped_by, decision.dropped_at = by, clock.now()
        decision.version += 1
        decision.save()
        _record(head, "decision_dropped", decision, decision.nominations.all(), by=by, note=note)
    return decision


def check_sign(decision, user):
    """Raise Refused when this account may not confirm this decision as signed now."""
    _, who = VERBS[decision.kind]
    who(user, decision.campaign)
    _check_draft(decision)
    if not decision.number or not decision.issued_on or not decision.signer_name:
        raise Refused(
            "Văn bản chưa đủ số, ngày ký và người ký (Nghị định 30/2020/NĐ-CP). Hãy điền đủ rồi xác nhận."
        )
    if decision.issued_on > clock.now().date():
        raise Refused(
            f"Ngày ký {dates.short(decision.issued_on)} ở sau hôm nay. Hãy kiểm tra lại ngày ký của văn bản."
        )
    day, why = _earliest(decision)
    if decision.issued_on < day:
        raise Refused(
            f"Ngày ký {dates.short(decision.issued_on)} ở trước {why} ({dates.short(day)}). Hãy kiểm tra lại ngày ký "
            "của văn bản."
        )
    _check_signer(decision)
    if sentence := consistency.refusal(consistency.of_decision(decision)):
        raise Refused(sentence)
    _check_same_text(decision)


def _check_same_text(decision):
    """What is confirmed as signed is what the PDF attached to it says, where there is one."""
    if decision.kind not in OURS:
        return
    for state in signed_copies.states("decision", decision):
        if state.changed:
            raise Refused(
                f"{state.kind.title} đã sửa sau khi ký: bản ký gắn lúc {dates.instant(state.copy.attached_at)} không còn "
                "khớp với nội dung hiện nay, mà chỉ bản người có thẩm quyền đã ký mới là bản gốc (Nghị định "
                "30/2020/NĐ-CP, Điều 3). Văn phòng Sở hoặc Thư ký Hội đồng hãy tải bản để ký mới, ký lại rồi gắn thay; "
                "nếu bản ký gắn nhầm, hãy gỡ (nêu lý do) rồi xác nhận."
            )


def _check_signer(decision):
    """Ours are the head's power, or his deputy's in his place (docs/domain.md 1.3); the province's are not ours to judge."""
    if decision.kind not in OURS:
        return
    authority, title = decision.signer_authority, decision.signer_title
    head = decision.campaign.department.head_title
    if sentence := decree30.signer_refusal(authority, title):
        raise Refused(sentence)
    if authority in ("TL.", "TUQ.") or (authority != "KT." and not names.same(title, head)):
        raise Refused(
            f"{decision.get_kind_display()} thuộc thẩm quyền của {head} ({decision.campaign.awards_section} của Kế hoạch) "
            f"nên do {head} ký, hoặc cấp phó ký thay (KT.). Hãy sửa thể thức ký và chức vụ người ký."
        )


def _earliest(decision):
    """(the first day on which such a paper can have been signed, what happened on it)."""
    found = [(decision.campaign.starts_on, "ngày bắt đầu Đợt thi đua")]
    items = SessionItem.objects.filter(nomination__decisions=decision)
    if closed := items.aggregate(last=Max("session__closed_at"))["last"]:
        found.append((closed.astimezone(clock.ZONE).date(), "ngày họp Hội đồng"))
    if decision.kind in (Kind.PROVINCE_AWARD, Kind.PROVINCE_REFUSAL):
        proposals = Decision.objects.filter(
            kind=Kind.PROPOSAL, status=Decision.Status.SIGNED, nominations__decisions=decision
        )
        if sent := proposals.aggregate(last=Max("issued_on"))["last"]:
            found.append((sent, "ngày ký tờ trình"))
    return max(found)


def sign(decision, *, by, version=None):
    """Confirm the signature: every nomination named moves on, with its bonus, in one transaction."""
    with transaction.atomic():
        head, decision = _locked(decision, version)
        check_sign(decision, by)
        verb, _ = VERBS[decision.kind]
        decision.regime = _regime(decision)
        decision.cited = _cited(decision)
        decision.status, decision.signed_by, decision.signed_at = Decision.Status.SIGNED, by, clock.now()
        decision.version += 1
        _save(decision)
        named = Nomination.objects.select_for_update(of=("self",)).with_names()
        rows = list(named.filter(decisions=decision).in_list_order())
        if not rows:
            raise Refused("Dự thảo không còn hồ sơ nào. Hãy thêm hồ sơ rồi xác nhận.")
        for place, row in enumerate(rows, 1):
            facts = {"decision": str(decision), "issued_on": decision.issued_on.isoformat()}
            if decision.kind in AWARDS:
                facts |= _award(decision, row, place)
            workflow.move(head, verb, row, by=by, note=decision.note, facts=facts)
        _record(head, "decision_signed", decision, rows, by=by, cited=decision.cited)
    return decision


def _regime(decision):
    """The regime of the decision's date, or Refused with the place to mend it."""
    try:
        return bonus.regime_on(decision.issued_on)
    except LookupError as missing:
        raise Refused(str(missing)) from missing


def _cited(decision):
    """What its papers cite from now on; of a refusal by the province we print nothing."""
    if decision.kind == Kind.PROVINCE_REFUSAL:
        return None
    try:
        return decision_citations.cite(decision)
    except LookupError as missing:
        raise Refused(str(missing)) from missing


def _award(decision, nomination, place):
    try:
        money = bonus.bonus(nomination.award_form, nomination.kind, decision.issued_on)
    except LookupError as missing:
        raise Refused(str(missing)) from missing
    Award.objects.create(
        nomination=nomination,
        decision=decision,
        form=nomination.award_form,
        golden_book_number=place,
        coefficient_tenths=money.coefficient_tenths,
        base_salary=money.base_salary,
        bonus_amount=money.amount,
    )
    return {
        "bonus": money.amount,
        "coefficient_tenths": money.coefficient_tenths,
        "base_salary": money.base_salary,
        "golden_book_number": place,
    }


def revoke(nomination, *, by, note, version=None):
    """Undo an award (Luật Thi đua, khen thưởng 2022, Điều 93). The award stays, marked."""
    with transaction.atomic():
        head = audit.lock(nomination.campaign)
        locked = Nomination.objects.select_for_update(of=("self",)).with_names().get(pk=nomination.pk)
        policies.freshness.check_fresh(locked, version)
        workflow.move(head, "revoke", locked, by=by, note=names.clean_multiline(note))
        Award.objects.filter(nomination=locked).update(revocation=names.clean_multiline(note))
    return locked


# --- shared -----------------------------------------------------------------------------------------


def _locked(decision, version):
    head = audit.lock(decision.campaign)
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("campaign__department")
        .get(pk=decision.pk)
    )
    # What became of it says more than that something did.
    _check_draft(decision)
    policies.freshness.check_fresh(decision, version)
    return head, decision


def _check_draft(decision):
    if decision.status == Decision.Status.SIGNED:
        raise Refused(
            f"Văn bản {decision} đã được xác nhận ký ({decision.signed_by.full_name}, {dates.instant(decision.signed_at)}) "
            "nên không sửa, không bỏ được nữa. Hãy tải lại trang để xem văn bản đã ký."
        )
    if decision.status == Decision.Status.DROPPED:
        raise Refused(
            f"Dự thảo {decision} đã bỏ ({decision.dropped_by.full_name}, {dates.instant(decision.dropped_at)}) nên không "
            "làm tiếp được. Hãy soạn dự thảo mới."
        )


def _save(decision):
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError as error:
        raise Refused(
            f"Số {decision.number}/{decision.symbol} đã dùng cho văn bản khác của Đợt thi đua. Hãy kiểm tra số."
        ) from error


def _record(head, verb, decision, nominations, *, by, note=None, **more):
    return audit.write(
        head,
        verb,
        by=by,
        note=decision.note if note is None else note,
        facts={
            "id": decision.pk,
            "decision": str(decision),
            "kind": decision.kind,
            "issued_on": decision.issued_on.isoformat() if decision.issued_on else None,
            "signer": f"{decision.signer_authority} {decision.signer_title} {decision.signer_name}".strip(),
            "nominations": [row.reference for row in nominations],
            **more,
        },
    )
