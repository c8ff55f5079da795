"""The one source of time: `now()`.

A rehearsal may start at a given instant and run on from there (EMULATION_CLOCK_START). All processes of one
installation must agree, and stopping must not let the deadline pass, so the rehearsal keeps an anchor file in
var/: which real second belongs to which rehearsed second. The server resumes the clock when it starts and
pauses it when it stops; a server that was killed leaves it running. Either way it never runs backwards.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)


@dataclass(frozen=True)
class Anchor:
    """`shown` is the rehearsed second at the real second `real`; `paused` is the real second of the stop."""

    start: str
    real: float
    shown: float
    paused: float | None = None

    def at(self, real: float) -> float:
        return self.shown + (self.paused or real) - self.real


def now() -> datetime:
    """The present instant, aware, in Vietnam's time. Everything that asks the time asks here."""
    pinned = _pinned.get()
    if pinned is not None:
        return pinned.astimezone(ZONE)
    return datetime.fromtimestamp(_seconds(), ZONE)


def is_rehearsed() -> bool:
    """Whether `now()` differs from the wall clock on purpose; pages then carry a banner."""
    return settings.CLOCK_START is not None


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Hold the clock at an aware instant: how a rehearsal or a test plays what happened earlier."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Không được chỉnh đồng hồ ở bản chính thức.")
    if instant.tzinfo is None:
        raise ValueError("the instant must be aware")
    token = _pinned.set(instant)
    try:
        yield
    finally:
        _pinned.reset(token)


def resume() -> None:
    """Let a paused rehearsal clock run on; anchor it anew at the first start or when the start changed."""
    if not is_rehearsed():
        return
    real = time.time()
    kept = _kept_anchor()
    _keep(Anchor(_start(), real, kept.at(real) if kept else settings.CLOCK_START.timestamp()))


def anchor() -> None:
    """Make a first anchor, paused: a rehearsal is played before the server runs."""
    if is_rehearsed() and not _kept_anchor():
        pause()


def pause() -> None:
    """Stop a rehearsal clock where it is: what a stopped server leaves behind."""
    if not is_rehearsed():
        return
    real = time.time()
    kept = _kept_anchor()
    shown = kept.at(real) if kept else settings.CLOCK_START.timestamp()
    _keep(Anchor(_start(), real, shown, paused=real))


_process_began = time.time()


def _seconds() -> float:
    real = time.time()
    if not is_rehearsed():
        return real
    kept = _kept_anchor()
    return kept.at(real) if kept else settings.CLOCK_START.timestamp() + real - _process_began


def _start() -> str:
    return settings.CLOCK_START.astimezone(UTC).isoformat()


def _path() -> Path:
    return settings.VAR_DIR / "clock.json"


def _kept_anchor() -> Anchor | None:
    path = _path()
    try:
        anchor = _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None
    return anchor if anchor.start == _start() else None


@lru_cache(maxsize=4)
def _read(path: Path, modified: int) -> Anchor:
    return Anchor(**json.loads(path.read_text()))


def _keep(anchor: Anchor) -> None:
    path = _path()
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(asdict(anchor)))
    fresh.replace(path)
