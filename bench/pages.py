"""./run bench pages: the heavy pages with 2,000 dossiers of 1,000 units, against the floor.

On SQLite, and on a throw-away PostgreSQL where there is one. Each page is asked in-process (with its queries
counted) and through gunicorn; the table says which budgets are kept. The exit code is 1 when one is not.
"""

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench._measure import ROUNDS, client_of, median, seconds

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Page:
    """A page, who asks for it, and what it may cost: `floors` over HTTP, `queries` in all."""

    title: str
    who: str | None
    url: str
    floors: int | None = None
    queries: int | None = None


@dataclass
class Cost:
    """Milliseconds; `floors` by a floor asked in turn with the page, since a machine is not always equally busy."""

    queries: int
    inside: float  # of the processor, in this process
    served: float  # by the clock, through gunicorn
    floors: float


# --- one database --------------------------------------------------------------------------------------------


def measure(units):
    prepare()
    from bench import _many
    from bench._export import export
    from bench._last_post import last_post

    started = time.perf_counter()
    many = _many.build(units)
    analyse()
    print(
        f"\n{len(many.nominations)} hồ sơ của {units} đơn vị, lập trong {time.perf_counter() - started:.0f} s.\n"
    )
    listed = pages(many)
    costs = ask(many, listed)
    missed = print_table(listed, costs)
    missed += export()
    missed += last_post(many, costs[listed[0].title])
    return missed


def prepare():
    os.environ["DJANGO_SETTINGS_MODULE"] = "emulation.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from bench import _site  # noqa: F401  (adds the floor)

    call_command("migrate", interactive=False, verbosity=0)


def analyse():
    """A database in use knows its own statistics."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages(many):
    from django.urls import reverse

    def admin(name, *args):
        return reverse(f"admin:awards_{name}", args=args)

    submitted, accepted = many.one("submitted"), many.one("accepted")
    item = many.board.items.first()
    queue = admin("nomination_changelist")
    return [
        Page("Sàn: trang trống, một câu truy vấn", None, "/san/"),
        Page("Văn phòng: danh sách 50 hồ sơ", "chi", queue, 6, 12),
        Page("Văn phòng: danh sách, tìm “dang”", "chi", f"{queue}?q=dang", 6, 12),
        Page(
            "Văn phòng: danh sách, trang cuối", "chi", f"{queue}?p={-(-len(many.nominations) // 50)}", 6, 12
        ),
        Page("Văn phòng: việc cần làm", "chi", reverse("admin:index"), 6, 12),
        Page("Văn phòng: một hồ sơ", "chi", admin("nomination_change", submitted.pk), 6, 20),
        Page(
            "Hội đồng: bảng tổng hợp 250 hồ sơ", "thu", admin("councilsession_board", many.board.pk), 20, 15
        ),
        Page("Hội đồng: phiên họp 250 hồ sơ", "thu", admin("councilsession_change", many.board.pk), 20, 15),
        Page(
            "Hội đồng: chấm một hồ sơ", "giang", admin("councilsession_score", many.board.pk, item.pk), 6, 20
        ),
        Page("Hội đồng: một hồ sơ", "giang", admin("nomination_change", accepted.pk), 6, 20),
        Page("Nhật ký: 100 sự kiện", "chi", admin("event_changelist"), 6, 12),
        Page("Đơn vị: việc của đơn vị", "an", "/", 6, 12),
        Page("Đơn vị: một hồ sơ", "an", f"/ho-so/{many.pattern.reference}/", 6, 20),
        Page("Đơn vị: tự chấm điểm", "an", f"/ho-so/{many.pattern.reference}/tu-cham/", 6, 20),
    ]


def ask(many, listed):
    inside = {page.title: ask_inside(many, page) for page in listed}
    with served() as port:
        return {
            page.title: Cost(*inside[page.title], *ask_served(many, page, listed[0], port)) for page in listed
        }


def ask_inside(many, page):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(many, page.who)
    answer = client.get(page.url)
    if answer.status_code != 200:
        raise SystemExit(f"{page.url}: {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    return len(queries), median(lambda: client.get(page.url))


# --- through gunicorn ----------------------------------------------------------------------------------------


class served:
    """Our own gunicorn on a free port, with two workers."""

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "python:emulation.server",
            "bench._site:application",
        ]
        environment = os.environ | {"PORT": str(self.port), "HOST": "127.0.0.1", "WEB_WORKERS": "2"}
        self.server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait()
        return self.port

    def _wait(self):
        for _ in range(300):
            try:
                fetch(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5), "/san/")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit("gunicorn không khởi động")

    def __exit__(self, *error):
        self.server.terminate()
        self.server.wait(timeout=20)


def fetch(connection, url, cookie=""):
    connection.request("GET", url, headers={"Cookie": cookie, "Host": "localhost"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{url}: {answer.status}")
    return body


def ask_served(many, page, floor, port):
    """(milliseconds of the page, how many floors that is)."""
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client_of(many, page.who).cookies.items())
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(6):  # until both workers have compiled their templates
        fetch(connection, page.url, cookie)
        connection.close()
    pairs = [
        (seconds(lambda: fetch(connection, floor.url)), seconds(lambda: fetch(connection, page.url, cookie)))
        for _ in range(ROUNDS)
    ]
    below, above = (statistics.median(taken) for taken in zip(*pairs, strict=True))
    return above * 1000, above / below


# --- the table -----------------------------------------------------------------------------------------------


def print_table(listed, costs):
    print("| Trang | truy vấn | trong tiến trình | qua gunicorn | so với sàn | mức cho phép | |")
    print("|---|--:|--:|--:|--:|---|---|")
    missed = 0
    for page in listed:
        cost = costs[page.title]
        kept = page.floors is None or (cost.floors <= page.floors and cost.queries <= page.queries)
        missed += not kept
        allowed = "" if page.floors is None else f"≤ {page.floors} sàn, ≤ {page.queries} truy vấn"
        print(
            f"| {page.title} | {cost.queries} | {cost.inside:.1f} ms | {cost.served:.1f} ms | {cost.floors:.1f} "
            f"| {allowed} | {'đạt' if kept else '**vượt**'} |"
        )
    return missed


# --- both databases ------------------------------------------------------------------------------------------


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=1_000, help="số đơn vị, mỗi đơn vị hai hồ sơ")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        sys.exit(min(1, measure(options.units)))
    sys.exit(max(on_sqlite(options.units), on_postgresql(options.units)))


def on_sqlite(units):
    print("## SQLite", flush=True)
    return again(units, {})


def on_postgresql(units):
    from tests import postgres

    if not postgres.binaries():
        print("## PostgreSQL: bỏ qua, máy này không có (gói postgresql)")
        return 0
    print("\n## PostgreSQL", flush=True)
    with postgres.cluster() as url:
        return again(units, {"DATABASE_URL": url})


def again(units, variables):
    """In a process and a folder of their own: nothing of this touches var/."""
    with tempfile.TemporaryDirectory(prefix="emulation-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"EMULATION_MODE": "rehearsal", "EMULATION_VAR": folder, "PYTHONPATH": str(ROOT)}
        environment |= {
            "EMULATION_CLOCK_START": "2024-01-03T09:00:00+07:00",
            "LOG_LEVEL": "ERROR",
        } | variables
        command = [sys.executable, __file__, "--here", "--units", str(units)]
        return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    main()
