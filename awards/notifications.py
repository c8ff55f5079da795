"""One function per message, called after commit. A message that fails is logged and loses nothing else.

Every message is also visible in the application itself (the dossier's history, the home page), so an
installation without e-mail loses no information.
"""

import logging

from django.conf import settings
from django.core.mail import send_mail

from campaigns.models import User
from campaigns.vietnamese import dates

log = logging.getLogger(__name__)


def _send(users, subject, lines):
    addresses = sorted({user.email for user in users if user.email})
    if not addresses:
        return
    body = "\n".join([*lines, "", "Thư này do phần mềm thi đua, khen thưởng gửi tự động."])
    for address in addresses:
        # One letter each: nobody reads the others' addresses.
        try:
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
        except OSError:
            log.exception("Could not send mail: %s", subject)


def _unit(nomination):
    return User.objects.filter(unit_id=nomination.unit_id, is_active=True, role__in=User.UNIT_WRITERS)


def _office(campaign):
    return User.objects.filter(department_id=campaign.department_id, is_active=True, role=User.Role.OFFICE)


def _subject(nomination, what):
    return f"[{nomination.reference}] {what}: {nomination.nominee_name}"


def submitted(nomination, event):
    late = " (nộp muộn)" if nomination.is_late else ""
    _send(
        _office(nomination.campaign),
        _subject(nomination, f"Hồ sơ mới trình{late}"),
        [
            f"{nomination.unit.name} đã trình hồ sơ lúc {dates.instant(event.at)}.",
            f"Số biên nhận: {event.facts['receipt']}.",
        ],
    )


def received(nomination, event):
    _send(
        _unit(nomination),
        _subject(nomination, "Văn phòng đã tiếp nhận"),
        [f"Văn phòng Sở đã tiếp nhận hồ sơ lúc {dates.instant(event.at)}."],
    )


def returned(nomination, event):
    _send(
        _unit(nomination),
        _subject(nomination, "Hồ sơ bị trả lại"),
        [
            f"Hồ sơ được trả lại lúc {dates.instant(event.at)} để bổ sung, sửa đổi.",
            f"Lý do: {event.note}",
            "Hãy đăng nhập, sửa theo lý do trên rồi trình lại.",
        ],
    )


def accepted(nomination, event):
    _send(
        _unit(nomination),
        _subject(nomination, "Hồ sơ hợp lệ"),
        [f"Hồ sơ đã được kiểm tra, chuyển Hội đồng lúc {dates.instant(event.at)}."],
    )


def withdrawn(nomination, event):
    if event.source == "draft":
        return
    _send(
        _office(nomination.campaign),
        _subject(nomination, "Đơn vị rút hồ sơ"),
        [f"Hồ sơ được rút lúc {dates.instant(event.at)}.", f"Lý do: {event.note}"],
    )


def decided(nomination, event):
    _send(
        _unit(nomination),
        _subject(nomination, nomination.get_status_display()),
        [f"Ghi nhận lúc {dates.instant(event.at)}.", *([f"Nội dung: {event.note}"] if event.note else [])],
    )


def session_cancelled(session):
    """Everybody who was invited, whatever their account may do besides."""
    invited = session.attendance.values("member__person")
    users = User.objects.filter(person__in=invited, is_active=True)
    _send(
        users,
        f"Hủy phiên họp Hội đồng thứ {session.number}",
        [
            f"Phiên họp dự kiến {dates.instant(session.scheduled_at)} tại {session.place} đã được hủy.",
            f"Lý do: {session.cancel_reason}",
            "Các hồ sơ trong chương trình sẽ được đưa vào phiên họp khác.",
        ],
    )


def late_window_opened(window):
    users = User.objects.filter(unit_id=window.unit_id, is_active=True, role__in=User.UNIT_WRITERS)
    _send(
        users,
        f"Gia hạn nộp hồ sơ cho {window.unit.name}",
        [f"Đơn vị được nộp hồ sơ trước {dates.instant(window.open_until)}.", f"Lý do: {window.reason}"],
    )
