"""./run bench certificates: what a warm paper and 500 certificates cost, against bare WeasyPrint.

The floor is WeasyPrint drawing the very same HTML with the same fonts, style sheet and options, and nothing of ours
around it. One process, then a process per core, started fresh as the worker starts them.
"""

import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
MANY, PART, ROUNDS = 500, 25, 15


def content(n):
    """A certificate's content as certificate.gather gives it, without a database."""
    return {
        "campaign": {
            "title": "Đẩy mạnh cải cách hành chính, thu hút đầu tư, góp phần thực hiện thắng lợi các chỉ tiêu phát "
            "triển kinh tế - xã hội của tỉnh 3 tháng cuối năm 2023",
            "department": "Sở Thông tin và Truyền thông",
            "province": "Bắc Kạn",
            "parent": "UBND TỈNH BẮC KẠN",
            "place": "Bắc Kạn",
            "head_title": "Giám đốc",
            "starts_on": "2023-10-01",
            "ends_on": "2023-12-31",
        },
        "reference": f"BK23-{n:03d}",
        "nominee": {
            "kind": "individual",
            "name": f"Nguyễn Thị Mẫu Số {n}",
            "honorific": "Bà",
            "position": "Chuyên viên",
            "date_of_birth": None,
            "person_unit": "Phòng Công nghệ thông tin (mẫu)",
            "unit": "Phòng Công nghệ thông tin (mẫu)",
            "unit_kind": "division",
            "unit_abbreviation": "CNTT",
            "award_form": "giay_khen",
            "asked_form": "giay_khen",
            "award_authority": "Giám đốc Sở",
        },
        "golden_book_number": n,
        "decision": "05/QĐ-STTT",
        "issued_on": "2024-01-12",
        "signer_authority": "",
        "signer_title": "Giám đốc",
        "signer_name": "Hoàng Văn Mẫu",
        "address": f"https://thidua.example.vn/kq/{n:022d}",
    }


def part(numbers):
    """One part as the worker makes it: PDF bytes of so many pages."""
    from awards.papers import department, registry

    return len(registry.FORMATS["pdf"](department.certificate.compose_all([content(n) for n in numbers])))


def html_of(numbers):
    from awards.papers import department, render

    return render.html.page(department.certificate.compose_all([content(n) for n in numbers]), style=False)


def bare(source):
    """WeasyPrint alone on HTML that is made already."""
    import weasyprint

    from awards.papers import render

    fonts, style = render.pdf._kept()
    page = weasyprint.HTML(string=source)
    return len(
        page.write_pdf(stylesheets=[style], font_config=fonts, presentational_hints=True, pdf_tags=True)
    )


def warm_up():
    import django

    django.setup()
    part([1])


def parts_of(count):
    return [range(start + 1, start + 1 + PART) for start in range(0, count, PART)]


def timed(work, *args):
    started = time.perf_counter()
    work(*args)
    return time.perf_counter() - started


def main():
    os.environ.setdefault("EMULATION_VAR", tempfile.mkdtemp(prefix="emulation-bench-"))
    warm_up()
    one_page, pages = html_of([1]), [html_of(numbers) for numbers in parts_of(MANY)]
    bare(one_page)
    # In turn, since a machine is not always equally busy.
    pairs = [(timed(part, [1]), timed(bare, one_page)) for _ in range(ROUNDS)]
    warm, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"Một Giấy khen (đã nóng máy): {warm * 1000:.0f} ms; sàn {floor * 1000:.0f} ms; {warm / floor:.2f} lần sàn."
    )
    single = timed(lambda: [part(numbers) for numbers in parts_of(MANY)])
    alone = timed(lambda: [bare(source) for source in pages])
    print(
        f"{MANY} Giấy khen, một tiến trình: {single:.1f} s; sàn {alone:.1f} s; {single / alone:.2f} lần sàn."
    )
    cores = len(os.sched_getaffinity(0))
    with multiprocessing.get_context("spawn").Pool(cores, warm_up) as pool:
        pool.map(part, [[1]] * cores)  # the processes are there and warm
        together = timed(lambda: pool.map(part, parts_of(MANY), chunksize=1))
    print(
        f"{MANY} Giấy khen, {cores} tiến trình: {together:.1f} s; {together / alone:.2f} lần sàn một tiến trình."
    )


if __name__ == "__main__":
    main()
