"""The worker of long jobs beside the web server: started with it, started again when it dies, stopped with it.

A few lines of shell watch over the worker, not a thread of gunicorn's master, which forks and reaps by itself. The
worker ends when the master is gone, even if the master was killed and could tell nobody.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

# A second's grace: the first page is answered before a second interpreter wants the processor.
WATCH = """
trap 'kill "$worker" 2>/dev/null; wait "$worker"; exit' TERM
while sleep 1 && kill -0 "$1" 2>/dev/null; do
    "$2" manage.py run_batches --while "$1" & worker=$!
    wait "$worker"
done
"""
PATIENCE = 10  # seconds between asking the worker to stop and making it


def start() -> subprocess.Popen:
    # A session of its own: Ctrl+C is for gunicorn, which then stops the worker in order.
    return subprocess.Popen(
        ["/bin/sh", "-c", WATCH, "sh", str(os.getpid()), sys.executable],
        cwd=Path(__file__).resolve().parent.parent,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def stop(watch: subprocess.Popen) -> None:
    """Ask the worker to stop, which puts its work back into the queue; then make it."""
    watch.terminate()
    try:
        watch.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(watch.pid, signal.SIGKILL)
