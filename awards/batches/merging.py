"""HOW DOES ONE FILE COME OF THE PARTS? Joined in their order, hashed, renamed into place."""

import os

from campaigns import fingerprints

from . import storage
from .jobs import JOBS


def join(batch):
    """(size in bytes, sha256, file name). Every part is there and whole."""
    job = JOBS[batch.what]
    done = [
        (storage.part_path(batch, n), storage.report(batch, n), part) for n, part in enumerate(batch.parts)
    ]
    fresh = storage.result_path(batch).with_suffix(f".{os.getpid()}.part")
    with fresh.open("wb") as stream:
        job.join(batch, done, stream)
    with fresh.open("rb") as stream:
        digest = fingerprints.of_file(stream)
    size = fresh.stat().st_size
    fresh.replace(storage.result_path(batch))
    return size, digest, job.file_name(batch)


def missing(batch):
    """[{"ten", "vi_sao"}] of all parts, in their order."""
    return [
        row for n in range(len(batch.parts)) for row in (storage.report(batch, n) or {}).get("missing", [])
    ]


def is_empty(batch):
    """Did the parts hold nothing at all? A PDF without a page is no file."""
    return all(storage.part_path(batch, n).stat().st_size == 0 for n in range(len(batch.parts)))
