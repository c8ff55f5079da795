"""/healthz: is this installation fit to work? For a monitor, so it is open and says no more than that."""

import shutil
import subprocess
from collections.abc import Callable
from ctypes.util import find_library
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from emulation import __version__

MIN_FREE_MB = 500

Answer = tuple[bool, str]


def database() -> Answer:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False, "Không kết nối được cơ sở dữ liệu."
    return True, "Cơ sở dữ liệu hoạt động."


def migrations() -> Answer:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False, "Không đọc được phiên bản cơ sở dữ liệu."
    if pending:
        return False, f"Cơ sở dữ liệu còn {len(pending)} bước nâng cấp chưa chạy (manage.py migrate)."
    return True, "Cơ sở dữ liệu đúng phiên bản."


@lru_cache(maxsize=1)
def fonts() -> Answer:
    """Tinos (package fonts-croscore) is Times New Roman's twin with every Vietnamese letter."""
    try:
        found = subprocess.run(
            ["fc-list", ":family=Tinos"], capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return False, "Không hỏi được danh sách phông chữ (thiếu fontconfig)."
    if "Tinos" not in found:
        return False, "Thiếu phông chữ Tinos (gói fonts-croscore); văn bản PDF sẽ sai phông."
    return True, "Có phông chữ Tinos cho văn bản PDF."


@lru_cache(maxsize=1)
def pango() -> Answer:
    if find_library("pango-1.0") and find_library("pangoft2-1.0"):
        return True, "Có thư viện Pango để tạo PDF."
    return False, "Thiếu thư viện Pango (gói libpango-1.0-0, libpangoft2-1.0-0); chưa tạo được PDF."


def disk() -> Answer:
    try:
        free = (
            min(shutil.disk_usage(folder).free for folder in (settings.VAR_DIR, settings.UPLOAD_DIR)) // 2**20
        )
    except OSError:
        return False, "Không đọc được dung lượng đĩa."
    if free < MIN_FREE_MB:
        return False, f"Đĩa sắp đầy: còn dưới {MIN_FREE_MB} MB."
    return True, "Đĩa còn đủ chỗ."


def batches() -> Answer:
    """Whether the worker of long jobs is at work can be asked only while there is some."""
    from awards.batches.worker import waits_for_nobody

    try:
        if waits_for_nobody():
            return False, (
                "Có việc lập hàng loạt đang chờ mà không tiến trình nào làm (manage.py run_batches chưa chạy)."
            )
    except DatabaseError:
        return False, "Không đọc được danh sách việc lập hàng loạt."
    return True, "Không có việc lập hàng loạt nào bị bỏ quên."


CHECKS: dict[str, Callable[[], Answer]] = {
    "database": database,
    "migrations": migrations,
    "fonts": fonts,
    "pango": pango,
    "disk": disk,
    "batches": batches,
}


@never_cache
@require_safe
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503; each part with a sentence. Of versions only our own; no names, no paths, no rows."""
    answers = {name: check() for name, check in CHECKS.items()}
    healthy = all(ok for ok, _ in answers.values())
    body = {
        "ok": healthy,
        "version": __version__,
        "checks": {name: {"ok": ok, "message": says} for name, (ok, says) in answers.items()},
    }
    return JsonResponse(body, status=200 if healthy else 503, json_dumps_params={"ensure_ascii": False})
