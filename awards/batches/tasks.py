"""HOW IS ONE PART MADE? In a process of its own, with its own database connection and its own WeasyPrint.

The process is started fresh (spawn, never fork: a connection or a font configuration shared with another process
breaks both), works at low priority, and ends with the worker that started it, however that one ended.
"""

import logging
import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait

# Pages are answered first.
NICENESS = 10


def begin():
    """Once per process, before anything of ours is imported: models need settings that are set up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(NICENESS)
    threading.Thread(target=_end_with, args=[multiprocessing.parent_process()], daemon=True).start()
    import django

    django.setup()


def _end_with(parent):
    """A worker that was killed cannot tell its processes to stop."""
    wait([parent.sentinel])
    os._exit(1)


def serve(pipe):
    """Do tasks, `make` or `join`, until the pipe is closed: in (task, arguments), out (value, sentence)."""
    begin()
    while True:
        try:
            task, args = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(task, args))


def _answer(task, args):
    from django.db import close_old_connections

    from awards.exceptions import Refused
    from awards.papers import Unavailable

    close_old_connections()
    try:
        return task(*args), None
    except (Unavailable, Refused) as refused:
        return None, refused.sentence
    except Exception:
        logging.getLogger(__name__).exception("Long work: %s%s", task.__name__, args)
        return None, ""
    finally:
        close_old_connections()


def make(pk, n):
    """Make part `n` of the batch `pk` unless it is there. Raises papers.Unavailable, Refused."""
    from . import queue, storage
    from .jobs import JOBS

    batch = fetch(pk)
    queue.check_batch(batch)
    if storage.report(batch, n) is None:
        target = storage.part_path(batch, n).with_suffix(f".{os.getpid()}.part")
        report = JOBS[batch.what].make(batch, batch.parts[n], target)
        storage.keep_part(batch, n, target, report)


def join(pk):
    """Make the result of finished parts. Returns (size in bytes, sha256 in hex, file name)."""
    from . import merging

    return merging.join(fetch(pk))


def fetch(pk):
    """A Batch with all that its rules and its jobs ask for."""
    from awards.models import Batch
    from awards.permissions import seats_with

    rows = Batch.objects.select_related(
        "campaign__department", "unit", "asked_by__unit", "asked_by__person__unit"
    )
    return rows.prefetch_related(seats_with("asked_by__person")).get(pk=pk)
