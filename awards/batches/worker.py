"""WHO DOES IT? A worker takes one batch at a time by a lease, makes its parts on all cores, and joins them.

The row is the only queue and the only lock: a batch belongs to the worker whose name and heartbeat stand in it.
Each write of a worker asks for its own name, so whoever lost the lease (cancelled, or thought dead) changes
nothing any more. A stopped worker's batch goes back into the queue, a killed one's is taken over when its
heartbeat is old; either goes on with the parts that are missing.
"""

import logging
import os
import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from awards.exceptions import Refused
from awards.models import Batch
from campaigns import clock

from . import merging, queue, storage, tasks
from .jobs import JOBS
from .process_pool import Pool

log = logging.getLogger(__name__)
State = Batch.State

BEAT = 2  # seconds between heartbeats
STALE = timedelta(seconds=15)
# After this long /healthz asks where the worker is.
PATIENCE = timedelta(seconds=60)
IDLE = 1.0  # seconds between two looks into the queue
TRIES = 2  # of a part whose process was killed (memory ran out, say)
JOINING = (
    "Các phần đã lập xong nhưng chưa ghép được thành một tệp (ổ đĩa có thể đã đầy); quản trị hệ thống xem nhật ký rồi "
    "bấm Làm lại."
)
CLEARING = 3600  # seconds between two looks for old files


class Lost(Exception):
    """The batch is no longer ours: cancelled, or another worker has it."""


class Stopped(Exception):
    """The worker was asked to stop."""


class Failed(Exception):
    """The batch cannot be finished; str() is the sentence."""


def abandoned(now):
    """Running, but whose worker has not been heard of. A heartbeat of the future is that of another clock."""
    return Q(state=State.RUNNING) & (
        Q(heartbeat__isnull=True) | Q(heartbeat__lt=now - STALE) | Q(heartbeat__gt=now + STALE)
    )


def waits_for_nobody():
    """Is something queued, or left behind, that no living worker has taken up for a minute?"""
    now = clock.now()
    busy = Batch.objects.filter(state=State.RUNNING, heartbeat__gte=now - STALE, heartbeat__lte=now + STALE)
    if busy.exists():
        return False
    waiting = Q(state=State.QUEUED, asked_at__lt=now - PATIENCE) | Q(
        state=State.RUNNING, heartbeat__lt=now - PATIENCE
    )
    return Batch.objects.filter(waiting).exists()


class Worker:
    """`run` until `stop` is called or `alive()` is no longer true."""

    def __init__(self, *, processes=None, alive=lambda: True):
        self.name = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
        self.processes = processes or settings.BATCH_PROCESSES
        self.alive = alive
        self.stopping = False
        self._cleared = None
        self._beaten = 0.0

    def stop(self):
        self.stopping = True

    @property
    def ends(self):
        return self.stopping or not self.alive()

    def run(self, *, once=False):
        """Take batches until told to stop; `once`: until the queue is empty."""
        while not self.ends:
            close_old_connections()
            try:
                took = self.take()
                self._clear()
            except DatabaseError:
                log.exception("The database did not answer; trying again")
                took = False
                time.sleep(5)
            if not took:
                if once:
                    return
                time.sleep(IDLE)

    def _clear(self):
        if self._cleared is None or time.monotonic() - self._cleared > CLEARING:
            self._cleared = time.monotonic()
            storage.clear()

    # --- one batch -------------------------------------------------------------------------------------------

    def take(self):
        """Do one batch, if one waits. Returns whether there was one."""
        batch = self.claim()
        if batch is None:
            return False
        try:
            self._do(batch)
        except Lost:
            log.info("Batch %s is no longer ours", batch.pk)
            if not Batch.objects.live().filter(pk=batch.pk).exists():
                storage.drop(batch)
        except Stopped:
            self._write(batch, state=State.QUEUED, worker="", heartbeat=None)
        except (Failed, Refused) as failed:
            self._end(batch, State.FAILED, sentence=str(failed))
        except Exception:
            log.exception("Batch %s failed", batch.pk)
            self._end(
                batch,
                State.FAILED,
                sentence="Máy chủ gặp lỗi khi lập; quản trị hệ thống xem nhật ký. Phần đã lập được giữ: bấm Làm lại.",
            )
        return True

    def claim(self):
        """The oldest batch that waits or was left behind, now ours; None where there is none."""
        now = clock.now()
        waiting = Batch.objects.filter(Q(state=State.QUEUED) | abandoned(now)).order_by("asked_at", "pk")
        for batch in waiting[:10]:
            # Between reading and writing another worker may have been faster: then nothing is written.
            ours = Batch.objects.filter(
                pk=batch.pk, state=batch.state, worker=batch.worker, heartbeat=batch.heartbeat
            ).update(
                state=State.RUNNING,
                worker=self.name,
                heartbeat=now,
                started_at=Coalesce("started_at", Value(now)),
            )
            if ours:
                return tasks.fetch(batch.pk)
        return None

    def _write(self, batch, **values):
        """Write to a batch that is still ours. Raises Lost."""
        if not Batch.objects.filter(pk=batch.pk, state=State.RUNNING, worker=self.name).update(**values):
            raise Lost
        for name, value in values.items():
            setattr(batch, name, value)

    def _end(self, batch, state, **values):
        try:
            self._write(batch, state=state, finished_at=clock.now(), worker="", heartbeat=None, **values)
        except Lost:
            log.info("Batch %s ended without us", batch.pk)

    def _do(self, batch):
        queue.check_batch(batch)
        storage.make_folder(batch)
        if not batch.parts:
            plan = JOBS[batch.what].plan(batch)
            if not plan:
                raise Failed(JOBS[batch.what].empty)
            self._write(batch, parts=plan, total=sum(part["items"] for part in plan), done=0)
        with Pool(min(self.processes, len(batch.parts))) as pool:
            self._make_parts(batch, pool)
            self._finish(batch, pool)

    def _make_parts(self, batch, pool):
        made = {n for n in range(len(batch.parts)) if storage.report(batch, n) is not None}
        self._progress(batch, made)
        todo = [n for n in range(len(batch.parts)) if n not in made][::-1]
        tries = dict.fromkeys(todo, 0)
        while todo or pool.is_busy:
            while todo and pool.has_room:
                n = todo.pop()
                pool.give(n, tasks.make, batch.pk, n)
            finished = self._wait(batch, pool)
            for n, answer in finished:
                if answer.died:
                    tries[n] += 1
                    todo.append(n)
                if answer.sentence is not None or tries[n] >= TRIES:
                    raise Failed(answer.sentence or _broken(batch, n))
            if finished:
                made |= {n for n, answer in finished if not answer.died}
                self._progress(batch, made)

    def _wait(self, batch, pool):
        """Answers that came within a heartbeat. Raises Lost, Stopped."""
        finished = pool.wait(BEAT / 2)
        if self.ends:
            raise Stopped
        if time.monotonic() - self._beaten >= BEAT:
            self._beat(batch)
        return finished

    def _beat(self, batch, **values):
        self._beaten = time.monotonic()
        self._write(batch, heartbeat=clock.now(), **values)

    def _progress(self, batch, made):
        self._beat(batch, done=sum(batch.parts[n]["items"] for n in made))

    def _finish(self, batch, pool):
        missing = merging.missing(batch)
        if merging.is_empty(batch):
            self._write(batch, missing=missing)
            raise Failed("Không văn bản nào lập được; xem lý do của từng văn bản bên dưới.")
        pool.give("join", tasks.join, batch.pk)
        while not (finished := self._wait(batch, pool)):
            pass
        answer = finished[0][1]
        if answer.value is None:
            raise Failed(answer.sentence or JOINING)
        size, digest, name = answer.value
        self._write(
            batch,
            state=State.DONE,
            finished_at=clock.now(),
            worker="",
            heartbeat=None,
            missing=missing,
            file_name=name,
            file_size=size,
            sha256=digest,
        )
        storage.drop_parts(batch)


def _broken(batch, n):
    return (
        f"Phần “{batch.parts[n]['label']}” chưa lập được vì máy chủ gặp lỗi; quản trị hệ thống xem nhật ký. "
        "Các phần khác đã lập được giữ: bấm Làm lại để lập tiếp."
    )
