"""The history of a dossier as JSON and CSV."""

import csv
import io
from datetime import datetime

from awards import access
from awards.audit import labels
from awards.models import Nomination

from . import entries

# An Excel that opens a CSV reads these as the start of a formula.
_FORMULA = tuple("=+-@\t\r")


def events_of(nomination, reader):
    """Without the Council's single scores and votes; to a unit only what its own page shows."""
    inside = reader is None or access.can_enter_admin(reader)
    return [
        event
        for event in nomination.events.order_by("sequence")
        if (event.verb not in ("scored", "voted") if inside else event.verb in labels.UNIT_EVENTS)
    ]


def history(folder, nomination, events, now):
    rows = [_told(event) for event in events]
    head = {"ho_so": nomination.reference, "trang_thai": nomination.get_status_display(), "su_kien": rows}
    for form, body in (("json", entries.json_bytes(head)), ("csv", _csv(rows))):
        yield entries.Entry(
            path=f"{folder}/lich-su.{form}",
            title=f"Lịch sử hồ sơ {nomination.reference}",
            kind="history",
            origin=entries.LISTED,
            at=now,
            open=lambda body=body: io.BytesIO(body),
        )


def _told(event):
    return {
        "so": event.sequence,
        "luc": event.at,
        "viec": labels.EVENTS.get(event.verb, event.verb),
        "tu_trang_thai": _status(event.source),
        "den_trang_thai": _status(event.target),
        "nguoi_thuc_hien": event.actor_name,
        "vai_tro": event.actor_role,
        "noi_dung": event.note,
        "ma_bam": event.hash,
    }


def _status(code):
    return Nomination.Status(code).label if code in Nomination.Status.values else code


def _csv(rows):
    """With a byte order mark, or Excel reads Vietnamese as Latin."""
    stream = io.StringIO(newline="")
    titles = ["Số", "Lúc", "Việc", "Từ", "Đến", "Người thực hiện", "Vai trò", "Nội dung", "Mã băm"]
    writer = csv.writer(stream)
    writer.writerow(titles)
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return stream.getvalue().encode("utf-8-sig")


def _cell(value):
    text = entries.plain(value) if isinstance(value, datetime) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
