"""WHO SIGNED THIS PDF? Digital signatures recognised, verified where pyHanko is installed, told in Vietnamese.

`read` gives plain JSON that is kept with the file: what was seen, when, against how many trusted authorities.
Revocation is never asked for (an office's network is closed), and every verdict says so.
"""

import contextlib
import importlib.util
import json
import logging
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from campaigns import clock
from campaigns.vietnamese import dates, names

log = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("subprocess_reader.py")
SECONDS = 30
# A signature's own dictionary never lies compressed: its place in the file is part of what it signs.
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[")
_LONGEST = 200

INSTALL = "pip install -r requirements-signatures.txt"
NOT_REVOKED = "Chưa kiểm tra danh sách thu hồi chứng thư vì máy chủ không ra mạng ngoài."
_PROBLEMS = {
    "missing": "Tệp có chữ ký số nhưng máy chủ chưa kiểm tra được: quản trị viên cài thêm bằng lệnh “"
    + INSTALL
    + "” rồi khởi động lại.",
    "encrypted": "Tệp có mật khẩu hoặc bị mã hóa nên chưa kiểm tra được chữ ký số. Hãy gắn bản không đặt mật khẩu.",
    "too_many": "Tệp có quá nhiều chữ ký số nên chưa kiểm tra. Hãy gắn đúng bản do văn thư phát hành.",
    "too_large": "Tệp quá nặng để kiểm tra chữ ký số. Hãy gắn đúng bản do văn thư phát hành.",
    "timeout": "Kiểm tra chữ ký số quá lâu nên đã dừng. Hãy gắn đúng bản do văn thư phát hành.",
    "unreadable": "Cấu trúc tệp PDF bị hỏng nên chưa kiểm tra được chữ ký số. Hãy mở thử tệp rồi gắn lại bản khác.",
}


def available():
    return importlib.util.find_spec("pyhanko") is not None


def read(data: bytes) -> dict:
    """What the signatures of these PDF bytes say, as JSON for SignedCopy.verdict. Never raises.

    {"checked_at", "problem": "" or a key of _PROBLEMS, "roots": how many authorities are trusted here,
    "signatures": [{signer, organisation, issuer, serial, signed_at, time, time_trusted, intact, added,
    allowed, covers, trusted, in_force} or {error, field}]}
    """
    told = {"checked_at": clock.now().isoformat(), "problem": "", "roots": 0, "signatures": []}
    if not _BYTE_RANGE.search(data):
        return told
    if not available():
        return told | {"problem": "missing"}
    return told | _clean(_ask(data))


def same(before, after):
    """Whether two verdicts say the same; when each was reached, and beside how many roots, is no part of it."""
    return all(before.get(name) == after.get(name) for name in ("problem", "signatures"))


def moments(verdict):
    """When each signature inside says it was made, in Vietnam's time; without those that say nothing, or nonsense."""
    found = []
    for signature in verdict.get("signatures", []):
        with contextlib.suppress(OverflowError):
            if signature.get("signed_at"):
                found.append(datetime.fromisoformat(signature["signed_at"]).astimezone(clock.ZONE))
    return found


def _ask(data):
    command = [sys.executable, "-I", str(CHILD), str(settings.SIGNATURE_ROOTS), clock.now().isoformat()]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
        told = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"problem": "timeout", "signatures": []}
    except (OSError, ValueError):
        # Killed for its appetite, or not started at all.
        log.exception("The reader of signatures gave no answer")
        return {"problem": "unreadable", "signatures": []}
    if told.get("error"):
        log.warning("Signatures could not be read: %s", told["error"])
    return told


def _clean(told):
    """Names in a certificate are whatever somebody wrote there."""
    told.pop("error", None)
    for signature in told["signatures"]:
        for name, value in signature.items():
            if isinstance(value, str):
                signature[name] = names.clean(value.replace("\0", ""))[:_LONGEST]
    return told


# --- in words ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One signature for a reader. `tone`: good, warn or stop."""

    who: str
    when: str
    sentence: str
    tone: str


@dataclass(frozen=True)
class VerdictSummary:
    """A verdict for a reader: one line that sums up, then a line per signature."""

    sentence: str
    tone: str
    lines: tuple = ()
    note: str = ""


def in_words(verdict: dict) -> VerdictSummary:
    signatures = verdict.get("signatures", [])
    if verdict.get("problem"):
        return VerdictSummary(_PROBLEMS.get(verdict["problem"], _PROBLEMS["unreadable"]), "warn")
    if not signatures:
        return VerdictSummary("Bản quét, không có chữ ký số.", "plain")
    lines = tuple(_line(signature) for signature in signatures)
    tones = {line.tone for line in lines}
    count = f"{len(lines):02d} chữ ký số"
    if "stop" in tones:
        return VerdictSummary(
            f"{count}: tệp đã bị sửa sau khi ký hoặc chữ ký không hợp lệ.", "stop", lines, NOT_REVOKED
        )
    if "warn" in tones:
        return VerdictSummary(f"{count}: nguyên vẹn, chưa rõ tổ chức chứng thực.", "warn", lines, NOT_REVOKED)
    return VerdictSummary(f"{count}: nguyên vẹn, tổ chức chứng thực tin cậy.", "good", lines, NOT_REVOKED)


def _line(signature):
    if "error" in signature:
        return Line("Không rõ người ký", "", "Không đọc được chữ ký này nên không xác minh được.", "stop")
    who = ", ".join(part for part in (signature["signer"], signature["organisation"]) if part)
    # Of a signature that does not hold nobody can say who issued it.
    sentences = [_integrity(signature), _authority(signature) if signature["intact"] else ""]
    return Line(
        who or "Chứng thư không ghi tên", _when(signature), " ".join(sentences).strip(), _tone(signature)
    )


def is_altered(signature):
    """Bytes changed, or more added afterwards than signing and filling a form adds."""
    return (
        not signature["intact"] or signature["added"] in ("OTHER", "ANNOTATIONS") or not signature["allowed"]
    )


def _tone(signature):
    if is_altered(signature):
        return "stop"
    return "good" if signature["trusted"] else "warn"


def _integrity(signature):
    if not signature["intact"]:
        return "Chữ ký không khớp với nội dung tệp: tệp đã bị sửa hoặc chữ ký giả."
    if is_altered(signature):
        return "Phần được ký còn nguyên nhưng tệp đã bị thêm, sửa nội dung sau khi ký."
    if signature["covers"] == "ENTIRE_FILE":
        return "Nguyên vẹn, ký trên toàn bộ tệp."
    return "Nguyên vẹn; sau chữ ký này chỉ có thêm chữ ký hoặc dấu thời gian."


def _authority(signature):
    issuer = f" ({signature['issuer']})" if signature["issuer"] else ""
    if signature["trusted"]:
        return f"Tổ chức chứng thực tin cậy{issuer}."
    if not signature["in_force"]:
        return f"Chứng thư không có hiệu lực lúc ký{issuer}."
    return f"Chưa rõ tổ chức chứng thực{issuer}: không có trong danh sách tin cậy của cơ quan."


def _when(signature):
    if not signature["signed_at"]:
        return "không ghi giờ ký"
    try:
        moment = dates.instant(datetime.fromisoformat(signature["signed_at"]))
    except OverflowError:
        # The signer's machine may claim the last hour of the year 9999, which Vietnam's calendar no longer has.
        return "giờ ký không hợp lý"
    if signature["time"] != "stamped":
        return f"{moment}, giờ máy người ký"
    return f"{moment}, dấu thời gian{'' if signature['time_trusted'] else ' của đơn vị chưa rõ'}"
