"""WHAT DO A DECISION'S PAGES TELL? The list with its money, what the law says of the day, what stands in the way."""

from collections import Counter

from awards import actions, bonus
from awards.exceptions import Refused
from awards.models import Decision
from campaigns import clock
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates

Kind = Decision.Kind


def preview(kind, nominations, day):
    """The list in its order with the bonus that the date's law gives; a hole in the law is a sentence."""
    known, total, problem = {}, 0, ""
    nominations = sorted(
        nominations,
        key=lambda row: (
            row.kind != NomineeKind.COLLECTIVE,
            row.unit.order,
            row.person.order if row.person else 0,
            row.sort_key,
        ),
    )
    lines = []
    for place, row in enumerate(nominations, 1):
        money = None
        if kind in actions.decisions.AWARDS and day:
            key = (row.award_form, row.kind)
            if key not in known:
                try:
                    known[key] = bonus.bonus(row.award_form, row.kind, day)
                except bonus.LawMissing as missing:
                    known[key], problem = None, str(missing)
            money = known[key]
        total += money.amount if money else 0
        lines.append({"place": place, "nomination": row, "money": money})
    paid = kind in actions.decisions.AWARDS
    return {"lines": lines, "total": total, "problem": problem, "paid": paid, "undated": paid and not day}


def signed_rows(decision):
    """What was given, as it was reckoned on the day; a letter to the province gives nothing yet."""
    awards = list(
        decision.awards.select_related("nomination__unit", "nomination__person").order_by(
            "golden_book_number"
        )
    )
    if awards:
        lines = [
            {"place": row.golden_book_number, "nomination": row.nomination, "award": row} for row in awards
        ]
        return {
            "lines": lines,
            "total": sum(row.bonus_amount for row in awards if not row.revocation),
            "paid": True,
            "problem": "",
        }
    chosen = decision.nominations.with_names().in_list_order()
    lines = [{"place": place, "nomination": row} for place, row in enumerate(chosen, 1)]
    return {"lines": lines, "total": 0, "paid": False, "problem": ""}


def offers(decision, chosen):
    """What the list costs under the law of the decision's day and under others to compare (docs/domain.md 1.1, 1.3).

    None where nothing is paid or only one law comes into question.
    """
    if decision.kind not in actions.decisions.AWARDS or not chosen:
        return None
    day = decision.issued_on or clock.now().date()
    counts = Counter(row.kind for row in chosen)
    counts = {kind: counts[kind] for kind in NomineeKind.values if counts[kind]}
    found = bonus.offers(decision.form, counts, day, decision.campaign.form_regime)
    applied = next((row for row in found if row.applies), None)
    if applied is None or len(found) < 2:
        return None
    return {
        "rows": found,
        "applied": applied,
        "day": day,
        "is_dated": decision.issued_on is not None,
        "same": len({row.total for row in found}) == 1,
    }


def notices(campaign, kind, day):
    """The report keeps the plan's form, the award follows the law of the decision's day (docs/domain.md 1.1)."""
    found = []
    today = day or clock.now().date()
    try:
        regime = bonus.regime_on(today)
    except bonus.LawMissing as missing:
        return [str(missing)]
    if regime.pk != campaign.form_regime_id:
        when = f"ngày {dates.short(day)}" if day else f"hôm nay ({dates.short(today)}), vì chưa ghi ngày ký,"
        found.append(
            f"Kế hoạch dẫn chiếu mẫu báo cáo của Nghị định {campaign.form_regime.decree_number}; văn bản ký {when} "
            f"áp dụng Nghị định {regime.decree_number} về tiêu chuẩn, thể thức và tiền thưởng. Báo cáo thành tích "
            "đã lập theo mẫu cũ vẫn được dùng."
        )
    if not campaign.plan_is_numbered:
        found.append("Kế hoạch chưa có số và ngày ký nên chưa ra được văn bản chính thức.")
    elif campaign.plan_number_is_sample:
        found.append("Số Kế hoạch đang là SỐ MẪU của bản diễn tập. Hãy ghi số thật trước khi ký.")
    if kind == Kind.DEPARTMENT_AWARD and not campaign.functions_citation:
        found.append(
            "Chưa ghi văn bản quy định chức năng, nhiệm vụ của Sở nên căn cứ này của Quyết định còn chỗ trống phải điền "
            "tay. Ghi một lần tại Quản trị › Đợt thi đua › Ghi căn cứ của Sở."
        )
    return found


def sign_state(decision, user):
    """(may this account be shown the button, the sentence that stands in the way or "")."""
    _, who = actions.decisions.VERBS[decision.kind]
    label = "Xác nhận đã ký" if decision.kind in actions.decisions.OURS else "Ghi nhận văn bản của tỉnh"
    try:
        who(user, decision.campaign)
    except Refused as refused:
        return {"shown": False, "refusal": refused.sentence, "label": label}
    try:
        actions.decisions.check_sign(decision, user)
    except Refused as refused:
        return {"shown": True, "refusal": refused.sentence, "label": label}
    return {"shown": True, "refusal": "", "label": label}


def drop_state(decision, request, error=""):
    """Why this draft cannot be given up, or ""; and what was typed when it was refused."""
    try:
        actions.decisions.check_drop(decision, request.user)
    except Refused as refused:
        return {"refusal": refused.sentence, "error": "", "note": ""}
    return {"refusal": "", "error": error, "note": request.POST.get("note", "") if error else ""}
