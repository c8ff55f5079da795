"""manage.py run_batches: the worker that does what was asked for under "Lập hàng loạt"."""

import os
import signal

from django.core.management.base import BaseCommand

from awards.batches.worker import Worker


class Command(BaseCommand):
    help = "Lập các việc hàng loạt đang chờ (Giấy khen, hồ sơ, lưu trữ) bằng mọi nhân của máy; chạy cho đến khi được dừng."
    # The server that starts it has just checked.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="lập hết việc đang chờ rồi dừng")
        parser.add_argument(
            "--processes", type=int, metavar="N", help="số tiến trình; mặc định BATCH_PROCESSES"
        )
        parser.add_argument(
            "--while", dest="watched", type=int, metavar="PID", help="dừng khi tiến trình này không còn"
        )

    def handle(self, *, once, processes, watched, **options):
        worker = Worker(processes=processes, alive=lambda: watched is None or is_running(watched))
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.stop())
        worker.run(once=once)


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
