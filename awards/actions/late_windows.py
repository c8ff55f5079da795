"""The Office lets one unit submit after the deadline (docs/domain.md A3)."""

from django.db import transaction

from awards import audit, notifications, permissions, policies
from awards.exceptions import Refused
from awards.models import LateWindow
from campaigns import clock
from campaigns.vietnamese import dates, names


def open_late_window(campaign, unit, *, by, until, reason):
    """The Office opens the door for one unit (docs/domain.md A3). The dossier will be marked late for ever."""
    permissions.check_late_window_opener(by, campaign)
    now, reason = clock.now(), names.clean_multiline(reason)
    policies.notes.check_reason(campaign, "Mở gia hạn nộp muộn", reason)
    if unit.department_id != campaign.department_id:
        raise Refused("Đơn vị này không thuộc cơ quan của Đợt thi đua. Hãy chọn lại đơn vị.")
    if until <= now or until <= campaign.deadline_at:
        raise Refused(
            f"Thời điểm gia hạn phải sau hiện tại và sau hạn nộp ({dates.instant(campaign.deadline_at)}). "
            "Hãy chọn lại."
        )
    with transaction.atomic():
        head = audit.lock(campaign)
        window = LateWindow.objects.create(
            campaign=campaign, unit=unit, open_until=until, reason=reason, opened_by=by, opened_at=now
        )
        audit.write(
            head,
            "open_late_window",
            by=by,
            note=reason,
            facts={
                "id": window.pk,
                "unit_id": unit.pk,
                "unit": unit.name,
                "until": until.isoformat(),
            },
            at=now,
        )
    transaction.on_commit(lambda: notifications.late_window_opened(window), robust=True)
    return window
