"""What the votes of a closed session allow the Council to conclude (docs/domain.md 1.5)."""

from django.db.models import Prefetch, prefetch_related_objects

from awards import voting
from awards.exceptions import Obstacle
from awards.models import CouncilSession, SessionItem
from campaigns.models import AwardForm


def closed_item(nomination):
    """The nomination's last result, or None."""
    read = getattr(nomination, "closed_items", None)
    if read is None:
        return _closed_items().filter(nomination=nomination).first()
    return read[0] if read else None


def prefetch_results(nominations):
    """One query for the results of many rows that are shown together; a step under the lock asks afresh."""
    prefetch_related_objects(
        nominations, Prefetch("session_items", queryset=_closed_items(), to_attr="closed_items")
    )


def _closed_items():
    items = SessionItem.objects.filter(session__status=CouncilSession.Status.CLOSED)
    return items.select_related("session__campaign").order_by("-session__closed_at")


def recommendation_obstacles(nomination, now):
    """A closed session voted for it, and its form of award reached the threshold (docs/domain.md 1.5)."""
    item = closed_item(nomination)
    if item is None:
        return [_unvoted()]
    return (
        [] if can_reach_form(item, nomination.award_form) else [_short_of_votes(item, nomination.award_form)]
    )


def unvoted_obstacles(nomination, now):
    """A closed session voted on it."""
    return [] if closed_item(nomination) else [_unvoted()]


def _unvoted():
    return Obstacle("session", "Hội đồng chưa họp và biểu quyết hồ sơ này. Hãy đưa vào phiên họp trước.")


def can_reach_form(item, award_form):
    """Do the votes reach the form they were given for, or those for a Bằng khen another one? (docs/domain.md A14)

    By the thresholds that the session had: what the Council is set to later judges no vote of before.
    """
    if award_form == item.award_form:
        return item.passed
    needed = item.session.thresholds.get(award_form)
    return needed is not None and voting.threshold_met(item.yes, item.base, **needed)


def _short_of_votes(item, award_form):
    session, form = item.session, AwardForm.Code(award_form).label
    needed = session.thresholds.get(award_form)
    if needed is None:
        return Obstacle(
            "session",
            f"Phiên họp thứ {session.number} không có tỷ lệ phiếu cho {form} nên không đề nghị được hình thức này. "
            "Hãy ghi nhận kết luận khác.",
        )
    return Obstacle(
        "session",
        f"Hồ sơ được {item.yes}/{item.base} phiếu đồng ý tại phiên họp thứ {session.number}, không đạt tỷ lệ "
        f"{voting.needed_text(**needed)} {session.base_words} nên không được đề nghị {form}. Hãy ghi nhận kết luận khác.",
    )


def lowering_obstacles(nomination, now):
    """Bằng khen → Giấy khen, never the reverse, and only with the votes a Giấy khen needs (docs/domain.md A14)."""
    if nomination.award_form != AwardForm.Code.BANG_KHEN:
        return [
            Obstacle(
                "session", "Chỉ chuyển từ Bằng khen sang Giấy khen, không chuyển ngược lại (ghi chú A14)."
            )
        ]
    item = closed_item(nomination)
    if item is None:
        return [Obstacle("session", "Hội đồng chưa biểu quyết hồ sơ này.")]
    if can_reach_form(item, AwardForm.Code.GIAY_KHEN):
        return []
    return [_short_of_votes(item, AwardForm.Code.GIAY_KHEN)]
