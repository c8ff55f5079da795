"""Reading the environment: a wrong value stops the start with a sentence that names it and never repeats a secret."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")


def read(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def fail(name: str, why: str) -> NoReturn:
    # The cause would repeat the value, which may hold a password.
    raise ImproperlyConfigured(f"Biến môi trường {name} {why}") from None


def read_typed(name: str, default: T, parse: Callable[[str], T], expected: str) -> T:
    raw = read(name)
    if not raw:
        return default
    try:
        return parse(raw)
    except (ValueError, KeyError, TypeError, ImproperlyConfigured):
        fail(name, f"có giá trị không hợp lệ (“{raw}”); cần {expected}.")


def read_bool(name: str, default: bool = False) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    return read_typed(name, default, lambda raw: words[raw.lower()], "true hoặc false")


def read_positive(name: str, default: int) -> int:
    def parse(raw: str) -> int:
        number = int(raw)
        if number < 1:
            raise ValueError(raw)
        return number

    return read_typed(name, default, parse, "một số nguyên dương")


def read_choice(name: str, default: str, *allowed: str) -> str:
    return read_typed(
        name, default, {word: word for word in allowed}.__getitem__, "một trong: " + ", ".join(allowed)
    )


def read_list(name: str) -> list[str]:
    return [item.strip() for item in read(name).split(",") if item.strip()]


def read_instant(name: str) -> datetime | None:
    def parse(raw: str) -> datetime:
        instant = datetime.fromisoformat(raw)
        if instant.tzinfo is None:
            raise ValueError(raw)
        return instant

    return read_typed(name, None, parse, "thời điểm có múi giờ, ví dụ 2024-01-03T09:00:00+07:00")


def read_origins(name: str) -> list[str]:
    origins = read_list(name)
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
            fail(
                name,
                f"có giá trị không hợp lệ (“{origin}”); cần dạng https://ten-may, cách nhau bằng dấu phẩy.",
            )
    return origins


def read_folder(name: str, default: Path) -> Path:
    folder = Path(read(name, str(default))).expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        fail(name, f"trỏ tới thư mục không tạo được ({folder}): {error.strerror}.")
    if not os.access(folder, os.W_OK | os.X_OK):
        fail(name, f"trỏ tới thư mục không ghi được ({folder}).")
    return folder
