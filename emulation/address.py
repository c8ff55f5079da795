"""Where the server listens: HOST and PORT of the environment."""

import os
import sys


def number(name: str, default: int, most: int) -> int:
    """A whole number of the environment; the process ends with a sentence where it is none."""
    raw = os.environ.get(name) or str(default)
    if not raw.isdecimal() or not 0 < int(raw) <= most:
        sys.exit(f"Biến môi trường {name} có giá trị không hợp lệ (“{raw}”); cần một số từ 1 đến {most}.")
    return int(raw)


HOST = (os.environ.get("HOST") or "127.0.0.1").strip("[]")
PORT = number("PORT", 8000, 65535)
BIND = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
