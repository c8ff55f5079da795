"""HOW DO DATA BECOME A FILE? JSON and CSV of an archive, as people open them."""

import csv
import io
import json
from datetime import date, datetime

from awards.spreadsheets.cell_text import looks_like_formula
from campaigns import clock


def json_bytes(value):
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain).encode()


def csv_bytes(titles, rows):
    """With a byte order mark, or Excel reads Vietnamese as Latin."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(titles)
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
    return stream.getvalue().encode("utf-8-sig")


def csv_cell(value):
    """An Excel that opens the CSV must take no text for a formula: a quotation mark in front says that it is text."""
    text = _plain(value) if isinstance(value, datetime) else str(value)
    return f"'{text}" if looks_like_formula(text) else text


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a file of the archive")
