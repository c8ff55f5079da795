"""WHAT HAPPENED, AND UP TO WHERE DOES THE ARCHIVE GO? The events of a dossier as files, the chain's last event."""

import io

from awards.audit import labels
from awards.models import Nomination
from campaigns import clock

from . import readers
from .entries import LISTED, Entry
from .serializers import csv_bytes, json_bytes

_TITLES = ["Số", "Lúc", "Việc", "Từ", "Đến", "Người thực hiện", "Vai trò", "Nội dung", "Mã băm"]


def visible_events(nomination, reader):
    """Without the Council's single scores and votes; to a unit only what its own page shows."""
    inside = readers.can_enter_admin(reader)
    return [
        event
        for event in nomination.events.order_by("sequence")
        if (event.verb not in ("scored", "voted") if inside else event.verb in labels.UNIT_EVENTS)
    ]


def history_entries(folder, nomination, events, at):
    """The events as JSON and as CSV; `at` is the time of the data."""
    rows = [_row(event) for event in events]
    content = {"ho_so": nomination.reference, "trang_thai": nomination.get_status_display(), "su_kien": rows}
    table = csv_bytes(_TITLES, (row.values() for row in rows))
    for form, body in (("json", json_bytes(content)), ("csv", table)):
        yield Entry(
            path=f"{folder}/lich-su.{form}",
            title=f"Lịch sử hồ sơ {nomination.reference}",
            kind="history",
            origin=LISTED,
            at=at,
            open=lambda body=body: io.BytesIO(body),
        )


def _row(event):
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


# --- the end of the chain ----------------------------------------------------------------------------------


def head(event):
    """An event as the place in the chain up to which an archive goes."""
    return {
        "su_kien": event.sequence,
        "luc": event.at.astimezone(clock.ZONE).isoformat(),
        "ma_bam": event.hash,
    }


def campaign_head(campaign):
    """The last event of the chain: up to where the archive goes."""
    last = _last_event(campaign)
    return head(last) if last else {}


def last_change(campaign):
    """When the data of the campaign last changed: what is made from them bears this time."""
    last = _last_event(campaign)
    return last.at if last else clock.now()


def _last_event(campaign):
    return campaign.events.order_by("-sequence").first()
