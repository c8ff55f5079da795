"""How gunicorn serves this project: `gunicorn -c python:emulation.server`.

HOST, PORT, WEB_WORKERS, WEB_THREADS and BATCH_WORKER come from the environment.
"""

import os
import sys
from threading import Timer

from emulation import beside


def number(name: str, default: int, most: int) -> int:
    raw = os.environ.get(name) or str(default)
    if not raw.isdecimal() or not 0 < int(raw) <= most:
        sys.exit(f"Biến môi trường {name} có giá trị không hợp lệ (“{raw}”); cần một số từ 1 đến {most}.")
    return int(raw)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
HOST = (os.environ.get("HOST") or "127.0.0.1").strip("[]")
PORT = number("PORT", 8000, 65535)

wsgi_app = "emulation.wsgi:application"
bind = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
workers = number("WEB_WORKERS", 2, 64)
worker_class = "gthread"
threads = number("WEB_THREADS", 4, 64)
timeout = 120  # seconds: a batch of papers on a slow machine
loglevel = "warning"
control_socket_disable = True  # gunicorn 27 would write it into somebody's home folder
# In memory, so that a busy disk kills no worker; in a container an ordinary user may not write there.
if os.access("/dev/shm", os.W_OK | os.X_OK):
    worker_tmp_dir = "/dev/shm"

if (os.environ.get("BATCH_WORKER") or "true") not in ("true", "false"):
    sys.exit("Biến môi trường BATCH_WORKER có giá trị không hợp lệ; cần true hoặc false.")
# Seconds: the first pages are answered before a worker loads what draws papers.
WARM_AFTER = 3
_serving = False
_beside = None


def on_starting(server) -> None:
    """Load the project before the workers are forked: a refusal is then one sentence, not six tracebacks."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        import emulation.wsgi  # noqa: F401
    except ImproperlyConfigured as error:
        sys.exit(f"Không khởi động: {error}")


def when_ready(server) -> None:
    """The port is ours: from here the rehearsal clock runs, and the reader may be sent to the address."""
    from campaigns import clock
    from emulation.management.commands.prepare import welcome

    global _serving, _beside
    _serving = True
    clock.resume()
    print(welcome(), flush=True)
    if os.environ.get("BATCH_WORKER") != "false":
        _beside = beside.start()


def post_worker_init(worker) -> None:
    """Each worker loads what draws papers on the side, or the first sheet that somebody opens would wait for it."""
    from awards.papers import engine

    warming = Timer(WARM_AFTER, engine.warm)
    warming.daemon = True
    warming.start()


def on_exit(server) -> None:
    from campaigns import clock

    if _beside:
        beside.stop(_beside)
    if _serving:
        clock.pause()
