"""What stands between a received dossier and what the Office does with it (plan III.2.2b)."""

from django.db.models import Q

from awards.exceptions import Obstacle
from awards.models import CouncilSession, Nomination, PaperCheck
from campaigns import working_days

from . import places

WAITING = (Nomination.Status.SUBMITTED, Nomination.Status.RECEIVED)


def overdue_days():
    """Working days within which the Office receives, accepts or returns a dossier (docs/domain.md 1.6)."""
    return working_days.limit("office")


def overdue_since(now):
    """What has waited for the Office since before this instant has waited too long."""
    return working_days.ago(now, overdue_days())


def is_overdue(nomination, now):
    return nomination.status in WAITING and nomination.status_changed_at < overdue_since(now)


def acceptance_obstacles(nomination, now):
    """All papers of the last submission checked and right (plan III.2.2b)."""
    last = nomination.submissions.order_by("-number").first()
    if last is None:
        return [Obstacle(places.SUBMIT, "Hồ sơ chưa được trình lần nào.")]
    checks = {check.part: check for check in PaperCheck.objects.filter(submission=last)}
    obstacles = []
    for part in nomination.campaign.parts.all():
        check = checks.get(part.code)
        if check is None:
            obstacles.append(
                Obstacle(
                    part.code, f"Chưa kiểm tra {part.name}. Hãy đọc và đánh dấu trước khi chấp nhận hồ sơ."
                )
            )
        elif not check.is_right:
            obstacles.append(
                Obstacle(
                    part.code,
                    f"{part.name} chưa đạt: {check.note or 'không ghi lý do'}. Hãy trả lại hồ sơ để đơn vị sửa.",
                )
            )
    return obstacles


def under_review_obstacles(nomination, now):
    """Once a session has opened on it, a dossier is neither withdrawn nor returned."""
    busy = nomination.session_items.filter(
        Q(session__status=CouncilSession.Status.OPEN) | Q(session__status=CouncilSession.Status.CLOSED)
    ).exists()
    if busy:
        return [Obstacle("session", "Hồ sơ đã được đưa ra phiên họp Hội đồng nên không thay đổi được nữa.")]
    return []
