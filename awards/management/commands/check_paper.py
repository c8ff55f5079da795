"""Is a PDF in the form of Decree 30/2020/NĐ-CP? Each point as measured and as wanted (docs/domain.md 2.5)."""

import json
import shutil
import textwrap
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from awards import paper_checks

_RESULTS = {True: "đạt", False: "KHÔNG ĐẠT", None: "không áp dụng"}
_HEAD = ("Điểm", "Kết quả", "Đo được", "Yêu cầu")
# Letters: the first two columns as they need, the rest of the terminal in halves.
_TITLE, _RESULT, _LEAST = 30, 13, 24
_BETWEEN = "  "


class Command(BaseCommand):
    help = "Kiểm tra thể thức văn bản PDF theo Nghị định 30/2020/NĐ-CP: từng điểm, số đo được và số phải có."
    # A file is measured without a database.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="TỆP.pdf", help="một hoặc nhiều tệp PDF")
        names = "; ".join(f"{code}: {name}" for code, name in paper_checks.KINDS.items())
        parser.add_argument(
            "--kind",
            choices=paper_checks.KINDS,
            metavar="LOẠI",
            help=f"loại văn bản ({names}); không ghi thì đoán theo tên loại",
        )
        parser.add_argument(
            "--archive", action="store_true", help="kiểm tra thêm các điểm của PDF/A để lưu trữ lâu dài"
        )
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args, files, kind=None, **options):
        results = [(path, *self.examine(path, kind, options["archive"])) for path in files]
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(*each) for each in results], ensure_ascii=False, indent=2))
        else:
            for each in results:
                self.tell(*each, guessed=kind is None)
        failed = sum(1 for _, judgement, _ in results if not (judgement and judgement.passed))
        if failed:
            raise CommandError(f"{failed}/{len(results)} tệp không đạt thể thức.")

    def examine(self, path, kind, archive):
        """(judgement, why there is none)"""
        try:
            return paper_checks.examine(path, kind, archive=archive), ""
        except paper_checks.Unreadable as sentence:
            return None, str(sentence)
        except OSError as trouble:
            return None, f"Không mở được tệp: {trouble.strerror or trouble}."

    def tell(self, path, judgement, trouble, *, guessed):
        if not judgement:
            self.stdout.write(self.style.ERROR(f"{path}: {trouble}"))
            return
        name = paper_checks.KINDS[judgement.kind]
        self.stdout.write(
            self.style.MIGRATE_HEADING(f"{path}: {name}{' (đoán theo tên loại)' if guessed else ''}")
        )
        wide = max((shutil.get_terminal_size((150, 24)).columns - _TITLE - _RESULT - 6) // 2, _LEAST)
        widths = (_TITLE, _RESULT, wide, wide)
        self.stdout.write("\n".join(_row(_HEAD, widths)))
        self.stdout.write("─" * (sum(widths) + 3 * len(_BETWEEN)))
        for point in judgement.points:
            self.stdout.write("\n".join(_lines(point, widths)), self._colour(point))
        self.stdout.write(_summary(judgement) + "\n")

    def _colour(self, point):
        return {True: None, False: self.style.ERROR, None: None}[point.passed]


def _lines(point, widths):
    measured = point.measured + (f" – {point.place}" if point.place else "")
    return _row(
        (point.title, _RESULTS[point.passed], measured if point.passed is not None else "", point.wanted),
        widths,
    )


def _row(cells, widths):
    """Lines of one row, each cell folded in its column."""
    folded = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    for at in range(max(map(len, folded))):
        shown = (lines[at] if at < len(lines) else "" for lines in folded)
        yield _BETWEEN.join(f"{line:<{width}}" for line, width in zip(shown, widths, strict=True)).rstrip()


def _summary(judgement):
    counts = {result: sum(1 for point in judgement.points if point.passed is result) for result in _RESULTS}
    return f"Đạt {counts[True]}, không đạt {counts[False]}, không áp dụng {counts[None]} điểm."


def _as_json(path, judgement, trouble):
    if not judgement:
        return {"file": str(path), "passed": False, "error": trouble, "points": []}
    return {
        "file": str(path),
        "kind": judgement.kind,
        "passed": judgement.passed,
        "points": [asdict(point) for point in judgement.points],
    }
