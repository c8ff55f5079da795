"""The workbook of everything, against openpyxl writing the same cells."""

import io

from bench._measure import SLOW_ROUNDS, median, peak, report


def export():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from awards.models import Nomination
    from awards.spreadsheets import workbook

    everything = Nomination.objects.all()

    def write(rows=everything):
        stream = io.BytesIO()
        workbook.write("both", rows, stream)
        return stream

    with CaptureQueriesContext(connection) as queries:
        book = write().getvalue()
    taken, bare = median(write, SLOW_ROUNDS), bare_writer(book)
    quarter = Nomination.objects.filter(
        pk__in=everything.order_by("pk").values("pk")[: everything.count() // 4]
    )
    few, many = peak(lambda: write(quarter)), peak(write)
    print("\n| Xuất Excel toàn bộ (hai bảng) | | |\n|---|--:|---|")
    missed = report("truy vấn (≤ 10)", len(queries), len(queries) <= 10)
    missed += report(
        "thời gian so với openpyxl tự ghi đúng các ô đó (≤ 1,2)",
        f"{taken:.0f} ms / {bare:.0f} ms = {taken / bare:.2f}",
        taken <= 1.2 * bare,
    )
    missed += report(
        "bộ nhớ thêm cho một dòng (≤ 1 KB)",
        f"{few / 2**20:.1f} → {many / 2**20:.1f} MB khi số dòng gấp 4",
        many - few <= everything.count() * 3 // 4 * 1024,
    )
    return missed


def bare_writer(book):
    """Milliseconds openpyxl takes to write the same cells with the same styles and nothing else."""
    from copy import copy

    from openpyxl import Workbook, load_workbook
    from openpyxl.cell import WriteOnlyCell

    read = load_workbook(io.BytesIO(book))
    # The cells that a merged one covers have no style of their own, nor anything to write.
    sheets = [[[(cell.value, style_of(cell)) for cell in row] for row in sheet] for sheet in read]
    looks = {style_of(cell): cell for sheet in read for row in sheet for cell in row if style_of(cell)}

    def write():
        fresh = Workbook(write_only=True)
        for rows in sheets:
            sheet = fresh.create_sheet()
            styles = {key: styled(sheet, cell) for key, cell in looks.items()}
            for row in rows:
                sheet.append([key and dressed(sheet, value, styles[key]) for value, key in row])
        fresh.save(io.BytesIO())

    def styled(sheet, look):
        cell = WriteOnlyCell(sheet)
        cell.number_format = look.number_format
        cell.font, cell.border, cell.alignment = copy(look.font), copy(look.border), copy(look.alignment)
        return cell._style

    def dressed(sheet, value, style):
        cell = WriteOnlyCell(sheet, value)
        cell._style = style
        return cell

    return median(write, SLOW_ROUNDS)


def style_of(cell):
    return bytes(cell._style) if getattr(cell, "_style", None) else None
