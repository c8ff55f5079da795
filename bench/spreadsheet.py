"""./run bench spreadsheet: what a list of 10,000 rows of 15 columns costs, against openpyxl alone.

Three floors, all in write-only mode with the same values, none with widths, heights, a head, wrapped lines measured
or text made safe:

- plain: `append(values)`. No cell has a style: no frame, no format, days as openpyxl's own format of dates.
- styled: the cells of our table, framed and formatted; a WriteOnlyCell with a named style per column, filled again
  for each row. That is the cheapest way to styled cells that openpyxl's documentation allows.
- as documented: the same cells, each a WriteOnlyCell of its own, as the documentation's example has it.

The budget holds against `styled`. To openpyxl a styled cell is two thirds dearer than a plain one: append() tries it as
a value, catches its own refusal, looks its style up and makes a new cell for the next value.
No database: the rows are made before the clock runs.
"""

import io
import statistics
import sys
import time
import tracemalloc
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side

from awards.spreadsheets import streaming
from awards.spreadsheets.columns import Column
from awards.spreadsheets.layout import Sheet
from awards.spreadsheets.styles import CENTRED, CODE, DATE, FONT, MONEY, ORDINAL, PERCENT, SCORE, SIZE

ROWS, ROUNDS = 10_000, 7
MOST = 1.1
MOST_MEMORY = 1.0  # KB a row

# The proposed list's columns, and the money of the decided one.
COLUMNS = (
    Column("STT", 6, ORDINAL),
    Column("Đơn vị đề nghị", 17),
    Column("Tập thể/cá nhân", 19),
    Column("Chức vụ", 14),
    Column("Hình thức đề nghị", 10.5, CENTRED),
    Column("Điểm tự chấm", 7.5, SCORE),
    Column("Điểm thẩm định", 8, SCORE),
    Column("Số phiếu", 8, CODE, "Kết quả họp xét"),
    Column("Tỷ lệ (%)", 7, PERCENT, "Kết quả họp xét"),
    Column("Số", 12, CODE, "Tờ trình"),
    Column("Ngày", 12, DATE, "Tờ trình"),
    Column("Ý kiến Văn phòng", 12),
    Column("Kết luận Hội đồng", 14),
    Column("Tiền thưởng (đồng)", 14, MONEY),
    Column("Ghi chú (mã hồ sơ)", 14, CENTRED),
)
FAMILIES, MIDDLES = ("Nguyễn", "Trần", "Lê", "Hoàng", "Đặng"), ("Thị Thanh", "Văn", "Đức")


def values(n):
    """Row `n` as a list gives it to the sheet: no column empty, since the floor writes nothing of an empty cell."""
    return [
        n,
        f"Phòng Nghiệp vụ và Đổi mới số {n // 10} (mẫu)",
        f"{('Ông', 'Bà')[n % 2]} {FAMILIES[n % 5]} {MIDDLES[n % 3]} Mẫu {n}",
        ("Chuyên viên", "Trưởng phòng", "Phó Trưởng phòng")[n % 3],
        ("Giấy khen", "Bằng khen")[n % 20 == 0],
        Decimal(8000 + n * 7 % 2000) / 100,
        Decimal(8000 + n * 13 % 2000) / 100,
        f"{5 + n % 5}/9",
        Decimal(556 + n * 11 % 444) / 10,
        f"{n % 60 + 1:02d}/TTr-P{n // 10}",
        date(2024, 1, 3) + timedelta(days=n % 30),
        "Hồ sơ hợp lệ",
        ("Đề nghị tặng Giấy khen", "Đề nghị tặng Giấy khen (chuyển từ Bằng khen)")[n % 20 == 0],
        540_000,
        f"BK23-{n:04d}",
    ]


# --- four writers --------------------------------------------------------------------------------------------


def ours(rows):
    with streaming.write_only(title="Danh sách", author="Sở (mẫu)") as book:
        sheet = Sheet(book, "Danh sách", COLUMNS)
        sheet.head()
        for row in rows:
            sheet.row(row)
        book.save(io.BytesIO())


def plain(rows):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    for row in rows:
        sheet.append(row)
    book.save(io.BytesIO())


def styled(rows):
    book, sheet, styles = with_styles()
    cells = [styled_cell(sheet, style) for style in styles]
    for row in rows:
        for cell, value in zip(cells, row, strict=True):
            cell.value = value
        sheet.append(cells)
    book.save(io.BytesIO())


def as_documented(rows):
    book, sheet, styles = with_styles()
    for row in rows:
        sheet.append([styled_cell(sheet, style, value) for style, value in zip(styles, row, strict=True)])
    book.save(io.BytesIO())


def styled_cell(sheet, style, value=None):
    cell = WriteOnlyCell(sheet, value)
    cell.style = style
    return cell


def with_styles():
    """(workbook, sheet, the name of each column's style)."""
    book = Workbook(write_only=True)
    names = [column.title + column.group for column in COLUMNS]
    for name, column in zip(names, COLUMNS, strict=True):
        book.add_named_style(framed(name, column.format))
    return book, book.create_sheet("Danh sách"), names


def framed(name, form):
    line = Side(style="thin")
    return NamedStyle(
        name,
        font=Font(name=FONT, size=SIZE),
        border=Border(line, line, line, line),
        alignment=Alignment(horizontal=form.horizontal, vertical="center", wrap_text=True),
        number_format=form.number_format,
    )


# --- the measurement -----------------------------------------------------------------------------------------


def spent(write, rows):
    """Seconds of the processor: what a quiet machine takes, also on a busy one."""
    started = time.process_time()
    write(rows)
    return time.process_time() - started


def peak(count):
    """Bytes of Python's own memory at the worst moment, over rows that are made one by one."""
    tracemalloc.start()
    try:
        ours(values(n) for n in range(count))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def main():
    rows = [values(n) for n in range(1, ROWS + 1)]
    writers = (ours, plain, styled, as_documented)
    for write in writers:
        write(rows[:500])
    # In turn, since a machine is not always equally busy.
    rounds = [[spent(write, rows) for write in writers] for _ in range(ROUNDS)]
    seconds = [statistics.median(column) for column in zip(*rounds, strict=True)]
    ratios = [statistics.median(taken[0] / taken[at] for taken in rounds) for at in range(len(writers))]
    print(f"{ROWS} dòng × {len(COLUMNS)} cột: {seconds[0]:.2f} s.")
    print(f"So với openpyxl ghi trơn, không kiểu: {seconds[1]:.2f} s; {ratios[1]:.2f} lần.")
    print(f"So với openpyxl ghi ô có kiểu: {seconds[2]:.2f} s; {ratios[2]:.2f} lần (mức cho phép {MOST}).")
    print(f"So với openpyxl ghi ô có kiểu như tài liệu: {seconds[3]:.2f} s; {ratios[3]:.2f} lần.")
    few, many = peak(ROWS // 4), peak(ROWS)
    grown = (many - few) / (ROWS * 3 // 4) / 1024
    print(f"Bộ nhớ thêm cho một dòng: {grown:.2f} KB (mức cho phép {MOST_MEMORY}).")
    sys.exit(ratios[2] > MOST or grown > MOST_MEMORY)


if __name__ == "__main__":
    main()
