"""WHAT DO THE PAGES OF A SESSION SHOW? One row of each of their tables, asked for all at once by the page."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from awards import permissions, scoring, sessions, voting, workflow
from awards.models import CouncilScore
from campaigns.models import AwardForm
from campaigns.vietnamese import numbers

from . import bulk


def leads(user, campaign):
    seat = permissions.seat_of(user, campaign)
    return seat is not None and seat.presides


def permissions_of_lead(user, campaign):
    if not leads(user, campaign):
        raise PermissionDenied(
            "Chỉ Chủ tịch hoặc Thư ký Hội đồng nhập ý kiến bằng văn bản của thành viên vắng."
        )


def attendance_rows(attendance, items, roll, typed):
    rows = []
    for row in attendance:
        due = [item for item in items if not sessions.is_nominee(row.member, item.nomination)]
        done = sum((item.pk, row.member_id) in roll for item in due)
        rows.append(
            {
                "row": row,
                "presence": typed.get(f"presence-{row.member_id}", row.presence),
                "reason": typed.get(f"reason-{row.member_id}", row.reason),
                "due": len(due),
                "done": done,
                "missing": [item for item in due if (item.pk, row.member_id) not in roll],
            }
        )
    return rows


def agenda_row(item, session, seat, attendance, roll):
    """What the reader's own part in this item is, in one word, and who else still has to vote."""
    taking = [
        row for row in attendance if row.takes_part and not sessions.is_nominee(row.member, item.nomination)
    ]
    return {
        "item": item,
        "is_nominee": seat is not None and sessions.is_nominee(seat, item.nomination),
        "voted": seat is not None and (item.pk, seat.pk) in roll,
        "cast": sum((item.pk, row.member_id) in roll for row in attendance),
        "due": len(taking),
        "percent": voting.percent_text(item.yes, item.total_members) if item.yes is not None else "",
    }


def scored_by(session, seat):
    """Items this member has scored, voted on or not."""
    if seat is None:
        return set()
    return set(
        CouncilScore.objects.filter(item__session=session, member=seat).values_list("item_id", flat=True)
    )


def quorum(session, attendance):
    campaign = session.campaign
    total, taking = len(attendance), sum(row.takes_part for row in attendance)
    needed = voting.quorum_needed(total, campaign.quorum_numerator, campaign.quorum_denominator)
    return {"total": total, "taking": taking, "needed": needed, "met": total > 0 and taking >= needed}


def expected(attendance, items):
    return sum(
        not sessions.is_nominee(row.member, item.nomination)
        for row in attendance
        if row.takes_part
        for item in items
    )


def quota(campaign):
    """How many Bằng khen are proposed, and how many the department may forward (peers 19)."""
    used = bulk.proposed([campaign.pk]).get(campaign.pk, 0)
    return {"used": used, "most": campaign.province_quota, "over": used > campaign.province_quota}


def board_row(session, row, taking, forms_, hidden, failed, typed):
    due = sum(not sessions.is_nominee(seat.member, row.item.nomination) for seat in taking)
    form = forms_.get(row.item.award_form)
    percent, strict = (
        (row.item.threshold_percent, row.item.threshold_is_strict)
        if row.item.threshold_percent is not None
        else (form.threshold_percent, form.threshold_is_strict)
    )
    mine = failed is not None and failed[0] == row.item.pk
    return {
        "row": row,
        "members": len(row.totals),
        "due": due,
        "yes": None if hidden else row.yes,
        "no": None if hidden else row.no,
        "invalid": None if hidden else row.invalid,
        "percent": ""
        if hidden or not session.total_members
        else voting.percent_text(row.yes, session.total_members),
        "threshold": f"{'trên' if strict else 'từ'} {percent}%",
        "error": failed[1] if mine else "",
        "order": typed.get("order", "") if mine else row.item.chair_order or "",
        "note": typed.get("note", "") if mine else row.item.chair_note,
    }


def score_rows(rules, last, saved, typed, wrong):
    """One line per clause: the unit's answer beside the member's points; what was typed wins over what is saved."""
    own = {row["clause"]: row for row in last.content["scores"]} if last else {}
    rows = []
    for rule in rules:
        answer, score = own.get(rule.code, {}), saved.get(rule.pk)
        own_points = answer.get("points")
        points, note, excluded = _shown_points(rule, score, own_points, answer)
        if typed is not None:
            points = typed.get(f"points-{rule.code}", "")
            note = typed.get(f"note-{rule.code}", "")
            excluded = bool(typed.get(f"na-{rule.code}"))
        rows.append(
            {
                "rule": rule,
                "said": scoring.describe(answer.get("answer", {}), rule),
                "own": None if own_points is None else Decimal(own_points),
                "explanation": answer.get("explanation", ""),
                "evidence": evidence_of(last, rule.code),
                "points": points,
                "note": note,
                "excluded": excluded,
                "may_exclude": rule.na_allowed or rule.pending_allowed,
                "saved": score,
                "wrong": wrong.get(rule.code, ""),
            }
        )
    return rows


def _shown_points(rule, score, own_points, answer):
    """The saved points, else the unit's own as a start."""
    if score is not None:
        points = "" if score.points is None else numbers.decimal(score.points)
        return points, score.note, score.points is None
    excluded = own_points is None and (rule.na_allowed or rule.pending_allowed) and bool(answer.get("answer"))
    return "" if own_points is None else numbers.decimal(own_points), "", excluded


def saved_total(rules, saved):
    if not saved:
        return None
    return sessions.member_total(
        rules, {rule.code: saved[rule.pk].points for rule in rules if rule.pk in saved}
    )


def evidence_of(last, code):
    if last is None:
        return []
    return [
        {**item, "url": reverse("evidence_file", args=[last.nomination.reference, item["key"]])}
        for item in last.content["evidence"]
        if item["clause"] == code
    ]


def result_row(item, user, outcomes, typed, posted):
    """An item with every conclusion that may be recorded, and the sentence where one may not."""
    nomination = item.nomination
    options = []
    if nomination.status == "accepted":
        for verb in bulk.COUNCIL_VERBS:
            if verb == "lower" and nomination.award_form != AwardForm.Code.BANG_KHEN:
                continue
            options.append((verb, workflow.STEPS[verb].label, workflow.refusal(verb, nomination, user)))
    verb, sentence = outcomes.get(item.pk, ("", ""))
    proposed = _proposed(item, options)
    return {
        "item": item,
        "nomination": nomination,
        "options": options,
        "chosen": verb or posted.get(f"verb-{item.pk}", proposed),
        "note": typed.get(item.pk, _vote_note(item) if proposed == "decline" else ""),
        "error": sentence,
        "percent": voting.percent_text(item.yes, item.total_members),
        "threshold": f"{'trên' if item.threshold_is_strict else 'từ'} {item.threshold_percent}%",
    }


def _proposed(item, options):
    """What the votes alone say. Where a Giấy khen is still within reach the Council must choose (domain A14)."""
    free = {verb for verb, _, refusal in options if not refusal}
    if not options or (not item.passed and "lower" in free):
        return ""
    return "recommend" if item.passed else "decline"


def _vote_note(item):
    """The reason that follows from the votes; the secretary may write more."""
    more = "trên" if item.threshold_is_strict else "từ"
    return (
        f"Theo kết quả bỏ phiếu tại phiên họp thứ {item.session.number}: {item.yes}/{item.total_members} phiếu đồng ý, "
        f"không đạt tỷ lệ {more} {item.threshold_percent}% của Hội đồng."
    )
