"""All that ./run does between installing and serving, in one process: a warm start must take seconds."""

import hashlib
import io
import socket
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns import clock
from campaigns.models import Campaign
from emulation import address
from emulation.welcome import guide_path, read_stamp, write_private, write_stamp

PLAN = Path("campaigns/data/bac-kan-2023.toml")


class Command(BaseCommand):
    help = "Chuẩn bị trước khi phục vụ: nâng cấp dữ liệu, nạp kế hoạch và diễn tập (chỉ ở lần đầu)."
    requires_system_checks = []

    def handle(self, *args, **options) -> None:
        require_free_address(address.HOST, address.PORT)
        migrate()
        if settings.PRODUCTION:
            call_command("collectstatic", interactive=False, verbosity=0)
        else:
            self.rehearse()

    def rehearse(self) -> None:
        clock.anchor()
        first = not Campaign.objects.exists()
        stamp = {"rehearsed": False} if first else read_stamp()
        plan = hashlib.sha256((settings.BASE_DIR / PLAN).read_bytes()).hexdigest()
        if first or stamp.get("plan") != plan:
            self.stdout.write("Nạp kế hoạch…")
            call_command("load_campaign", str(settings.BASE_DIR / PLAN), verbosity=0, stdout=io.StringIO())
            stamp = write_stamp(stamp | {"plan": plan})
        # A stamp that is missing means data that is not ours: leave it alone.
        if stamp.get("rehearsed") is False:
            self.stdout.write("Diễn tập dữ liệu mẫu (chỉ lần đầu)…")
            said = io.StringIO()
            call_command("rehearse", stdout=said)
            write_private(guide_path(), said.getvalue())
            write_stamp(stamp | {"rehearsed": True})


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def require_free_address(host: str, port: int) -> None:
    """Refuse a busy port before anything is written; gunicorn would retry and then say it in English."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except socket.gaierror:
        raise CommandError(f"HOST={host} không phải địa chỉ của máy này.") from None
    except PermissionError:
        raise CommandError(
            f"Không được phép mở cổng {port}; hãy dùng cổng từ 1024, ví dụ: PORT=8001 ./run"
        ) from None
    except OSError as error:
        raise CommandError(
            f"Không mở được {host}:{port} ({error.strerror}). Có thể chương trình khác đang dùng cổng này; "
            f"hãy chọn cổng khác, ví dụ: PORT={port + 1} ./run"
        ) from None
