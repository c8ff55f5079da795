"""How gunicorn serves this project: `gunicorn -c python:emulation.server`.

HOST, PORT, WEB_WORKERS, WEB_THREADS and BATCH_WORKER come from the environment.
"""

import os
import sys
from threading import Timer

from emulation import batch_worker
from emulation.address import BIND, number

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
wsgi_app = "emulation.wsgi:application"
bind = BIND
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
_batches = None


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
    from emulation.welcome import welcome

    global _serving, _batches
    _serving = True
    clock.resume()
    print(welcome(), flush=True)
    if os.environ.get("BATCH_WORKER") != "false":
        _batches = batch_worker.start()


def post_worker_init(worker) -> None:
    """Each worker loads what draws papers on the side, or the first sheet that somebody opens would wait for it."""
    from awards.papers import engine

    warming = Timer(WARM_AFTER, engine.warm)
    warming.daemon = True
    warming.start()


def on_exit(server) -> None:
    from campaigns import clock

    if _batches:
        batch_worker.stop(_batches)
    if _serving:
        clock.pause()
