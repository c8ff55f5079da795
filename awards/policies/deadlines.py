"""Obstacles of time: the deadline, the late window, what counts as late (plan III.2.2a)."""

from awards.exceptions import Obstacle
from awards.models import LateWindow, Nomination
from campaigns import deadlines
from campaigns.vietnamese import dates

from . import places


def late_window(nomination_or_unit, campaign, now):
    """The unit's open late window at this instant, or None."""
    unit_id = getattr(nomination_or_unit, "unit_id", None) or nomination_or_unit.pk
    return (
        LateWindow.objects.filter(campaign=campaign, unit_id=unit_id, opened_at__lte=now, open_until__gt=now)
        .order_by("-open_until")
        .first()
    )


def is_late(nomination, now):
    """Would a submission at this instant be late for ever?

    A dossier returned by the Office had arrived in time once: correcting it is not lateness. A dossier the
    unit itself recalled is judged afresh (docs/decisions).
    """
    if nomination.status == Nomination.Status.RETURNED:
        return nomination.is_late
    return not deadlines.is_open(nomination.campaign.deadline_at, now)


def deadline_obstacles(nomination, now):
    """Obstacles of time (plan III.2.2a; docs/domain.md A3)."""
    campaign = nomination.campaign
    if nomination.status == Nomination.Status.RETURNED or deadlines.is_open(campaign.deadline_at, now):
        return []
    if late_window(nomination, campaign, now):
        return []
    return [
        Obstacle(
            places.SUBMIT,
            f"Đã hết hạn nộp hồ sơ từ {dates.instant(campaign.deadline_at)} ({campaign.deadline_section} của "
            "Kế hoạch: nộp trước thời điểm này). Nếu có lý do chính đáng, đề nghị Văn phòng Sở mở gia hạn "
            "cho đơn vị; hồ sơ sẽ được ghi là nộp muộn.",
        )
    ]
