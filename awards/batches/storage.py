"""WHERE ARE THE FILES OF A BATCH, and for how long? In a folder of a random name under var/.

A part is written beside its place and renamed, its report last: a report that is there means a part that is whole.
"""

import json
import os
import shutil
from datetime import timedelta

from django.conf import settings

from awards.models import Batch
from campaigns import clock


def folder(batch):
    return settings.VAR_DIR / "batches" / batch.key.hex


def result_path(batch):
    return folder(batch) / "ket-qua"


def part_path(batch, n):
    return folder(batch) / f"{n:05d}"


def _report_path(batch, n):
    return part_path(batch, n).with_suffix(".json")


def make_folder(batch):
    folder(batch).mkdir(mode=0o700, parents=True, exist_ok=True)


def keep_part(batch, n, made, report):
    """`made` is the finished file beside its place. Raises OSError where the folder is gone: it was cancelled."""
    made.replace(part_path(batch, n))
    fresh = _report_path(batch, n).with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(report, ensure_ascii=False))
    fresh.replace(_report_path(batch, n))


def report(batch, n):
    """What was reported of a finished part, or None."""
    try:
        return json.loads(_report_path(batch, n).read_text())
    except FileNotFoundError:
        return None


def drop_parts(batch):
    for path in folder(batch).glob("*"):
        if path != result_path(batch):
            path.unlink(missing_ok=True)


def drop(batch):
    shutil.rmtree(folder(batch), ignore_errors=True)


def clear(*, days=None, now=None):
    """Remove the files of what ended more than `days` ago (settings.BATCH_KEEP_DAYS). Returns how many."""
    now = now or clock.now()
    before = now - timedelta(days=settings.BATCH_KEEP_DAYS if days is None else days)
    old = Batch.objects.filter(state__in=Batch.ENDED, finished_at__lt=before, removed_at__isnull=True)
    cleared = 0
    for batch in old:
        # Told first: a file that is offered must be there. Whoever just asked for it again keeps it.
        if old.filter(pk=batch.pk).update(removed_at=now):
            drop(batch)
            cleared += 1
    return cleared
