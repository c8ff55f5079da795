"""What a start remembers of the starts before it, and what it says to the person who started it."""

import json
from pathlib import Path

from django.conf import settings
from django.db import connection

from emulation import address
from emulation.checks import active_rehearsal_accounts


def welcome() -> str:
    """The address, and while rehearsal accounts are active also the accounts and what to try first."""
    place = f"127.0.0.1:{address.PORT}" if address.HOST in {"0.0.0.0", "::"} else address.BIND
    lines = [f"\nMở trình duyệt: http://{place}/   (Ctrl+C để dừng)"]
    if not settings.PRODUCTION and guide_path().is_file() and active_rehearsal_accounts():
        lines.append(guide_path().read_text())
    connection.close()  # the caller may be about to fork
    return "\n".join(lines)


def guide_path() -> Path:
    return settings.VAR_DIR / "rehearsal-guide.txt"


def stamp_path() -> Path:
    return settings.VAR_DIR / "prepared.json"


def read_stamp() -> dict:
    try:
        return json.loads(stamp_path().read_text())
    except FileNotFoundError:
        return {}


def write_stamp(stamp: dict) -> dict:
    write_private(stamp_path(), json.dumps(stamp))
    return stamp


def write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)
