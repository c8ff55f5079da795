"""Judges a PDF, whoever made it, against the form of Decree 30/2020/NĐ-CP as far as a machine can measure it.

`judge` is used by `manage.py check_paper` and by the tests of every paper we make.
"""

from dataclasses import dataclass

from . import check_pdfa, checklist, kinds
from .kinds import NAMES as KINDS
from .layout import Paper
from .pdf_reader import Unreadable, guarded, read
from .pdf_shapes import MM

__all__ = ["KINDS", "Judgement", "Paper", "Point", "Unreadable", "examine", "judge", "judge_archive", "read"]


@dataclass(frozen=True)
class Point:
    """`passed` is None where the point does not apply to this kind of paper. All texts are Vietnamese."""

    code: str
    title: str
    passed: bool | None
    measured: str
    wanted: str
    place: str = ""


@dataclass(frozen=True)
class Judgement:
    kind: str
    points: tuple[Point, ...]

    @property
    def passed(self):
        return all(point.passed is not False for point in self.points)


def judge(pdf, kind=None, *, archive=False):
    """Every point of docs/domain.md 2.5 for a PDF given as bytes, path or Paper already read, in the order of the list.

    `archive` adds what makes it a file to keep (PDF/A level A), and needs the file itself.

    `kind` is one of KINDS; guessed from the title when not given. Raises Unreadable, OSError, and KeyError for an
    unknown kind.
    """
    return list(examine(pdf, kind, archive=archive).points)


def examine(pdf, kind=None, *, archive=False):
    """The same, together with the kind that the paper was taken for."""
    if kind and kind not in KINDS:
        raise KeyError(kind)
    paper = pdf if isinstance(pdf, Paper) else Paper(read(pdf))
    if not paper.text:
        raise Unreadable(
            "Tệp không có chữ nào đọc được: đây là bản quét (ảnh) hoặc trang trắng nên không đo được thể thức. Hãy kiểm "
            "tra tệp PDF xuất thẳng từ phần mềm soạn thảo, trước khi in và quét."
        )
    with guarded():
        kind = kind or kinds.guess(paper.title_text)
        judged = [_judged(rule, paper, kind) for rule in checklist.RULES]
    return Judgement(kind, tuple(judged + (judge_archive(pdf) if archive else [])))


def judge_archive(pdf):
    """The points of PDF/A alone. Raises Unreadable, OSError."""
    reader = check_pdfa.read(pdf)
    # The reader takes a file apart only as it is asked.
    with guarded():
        return [_measured(rule, rule.measure(reader)) for rule in check_pdfa.RULES]


def _judged(rule, paper, kind):
    need = kinds.need(kind, rule.code)
    if need == kinds.NEVER or (need == kinds.IF_THERE and not rule.there(paper)):
        return Point(rule.code, rule.title, None, "không áp dụng", rule.wanted)
    return _measured(rule, rule.measure(paper, kind))


def _measured(rule, found):
    wrong = list(found.wrong) if not isinstance(found.wrong, bool) else found.wrong
    return Point(rule.code, rule.title, not wrong, found.measured, rule.wanted, _place(wrong))


def _place(wrong):
    """Where the first thing that breaks the rule stands, and how many more there are."""
    if not isinstance(wrong, list) or not wrong:
        return ""
    first, others = wrong[0], len(wrong) - 1
    more = f" (và {others} chỗ nữa)" if others else ""
    if not hasattr(first, "text"):
        return f"trang {first.number}{more}"
    words = first.text if len(first.text) <= 40 else f"{first.text[:39]}…"
    at = f"cách mép trên {_mm(first.top)}, mép trái {_mm(first.x0)}"
    return f"trang {first.page}, {at}: “{words}”{more}"


def _mm(length):
    return f"{length / MM:.0f} mm"
