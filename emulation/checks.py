"""Misconfiguration found before it hurts: at `manage.py check`, `migrate` and when the server starts."""

import logging

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

logger = logging.getLogger(__name__)


@register(Tags.security, deploy=True)
def rehearsal_accounts(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Accounts whose passwords a rehearsal printed must not be active in production."""
    if not settings.PRODUCTION:
        return []
    try:
        active = active_rehearsal_accounts()
    except DatabaseError as error:  # not migrated yet, or unreachable: /healthz tells that
        logger.warning("Không kiểm tra được tài khoản diễn tập: %s", error)
        return []
    if not active:
        return []
    return [
        Error(
            f"Còn {active} tài khoản diễn tập đang hoạt động.",
            hint="Chạy “manage.py rehearse --clear” hoặc khóa các tài khoản đó trước khi dùng chính thức.",
            id="emulation.E001",
        )
    ]


@register(Tags.security, deploy=True)
def mail_is_sent(app_configs=None, **kwargs) -> list[CheckMessage]:
    if settings.EMAIL_BACKEND != "django.core.mail.backends.filebased.EmailBackend":
        return []
    return [
        Warning(
            "Thư điện tử chỉ được ghi ra tệp, không gửi đi.",
            hint="Đặt biến môi trường EMAIL_URL, ví dụ smtp+tls://ten:mat-khau@may:587.",
            id="emulation.W001",
        )
    ]


@register(Tags.staticfiles, deploy=True)
def static_files_are_collected(app_configs=None, **kwargs) -> list[CheckMessage]:
    if not settings.PRODUCTION or (settings.STATIC_ROOT / "staticfiles.json").is_file():
        return []
    return [
        Error(
            "Chưa có tệp giao diện trong thư mục phục vụ.",
            hint="Chạy “manage.py collectstatic --noinput”.",
            id="emulation.E002",
        )
    ]


def active_rehearsal_accounts() -> int:
    return apps.get_model(settings.AUTH_USER_MODEL).objects.filter(is_rehearsal=True, is_active=True).count()


def require_safe_start() -> None:
    """Raise ImproperlyConfigured where serving would be unsafe or sure to fail: the last line of wsgi.py."""
    problems = [*rehearsal_accounts(), *static_files_are_collected()]
    connections.close_all()  # gunicorn may fork after this, and a connection must not be shared
    if problems:
        raise ImproperlyConfigured(" ".join(f"{problem.msg} {problem.hint}" for problem in problems))
