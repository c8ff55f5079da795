"""HOW IS A LIST LAID OUT? What the proposed and the decided list share: head, sections, order, totals, foot."""

from collections import Counter
from dataclasses import dataclass, field

from awards.audit import SHORT
from awards.models import Nomination
from campaigns import clock
from campaigns.models import AwardForm
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates, numbers

from .layout import Sheet

S = Nomination.Status
# From high to low: the order of an award list (docs/domain.md 4.3).
_FORMS = (AwardForm.Code.BANG_KHEN, AwardForm.Code.GIAY_KHEN)
_KINDS = ((NomineeKind.COLLECTIVE, "I. TẬP THỂ"), (NomineeKind.INDIVIDUAL, "II. CÁ NHÂN"))
_NOUNS = ((NomineeKind.COLLECTIVE, "tập thể"), (NomineeKind.INDIVIDUAL, "cá nhân"))
_CHUNK = 100
_QUOTES = "“”\"'"


@dataclass
class Tally:
    """How many of each kind and form, and how much money."""

    count: Counter = field(default_factory=Counter)
    money: Counter = field(default_factory=Counter)

    def add(self, kind, form, money=0):
        self.count[kind, form] += 1
        self.money[form] += money

    def forms(self):
        return [form for form in _FORMS if any(self.count[kind, form] for kind, _ in _KINDS)]

    def words(self, form=None):
        """ "01 tập thể, 02 cá nhân" of all; of one form, only the kinds that received it."""
        forms = [form] if form else _FORMS
        counts = [(sum(self.count[kind, form] for form in forms), label) for kind, label in _NOUNS]
        return ", ".join(f"{numbers.two_digits(n)} {label}" for n, label in counts if n or not form)


class List:
    """A list from its banner to its last line."""

    name = heading = ""
    columns = ()
    statuses = frozenset()
    form_field = ""

    def __init__(self, book, export):
        self.export, self.campaign = export, export.campaign
        self.sheet = Sheet(book, self.name, self.columns)
        self.tally = Tally()

    def write(self):
        self._top()
        rows = self._table()
        self.totals()
        self._bottom()
        return rows

    def _top(self):
        sheet, campaign = self.sheet, self.campaign
        sheet.banner(parent=campaign.department.parent_name, agency=campaign.department.name)
        sheet.blank(6)
        sheet.title(self.heading)
        sheet.title(f"Đợt thi đua “{campaign.title.strip(_QUOTES)}”", size=13)
        sample = " (số mẫu)" if campaign.plan_number_is_sample else ""
        sheet.title(
            f"Theo Kế hoạch số {campaign.plan_reference}{sample} {prose(campaign.plan_date)}",
            size=13,
            bold=False,
        )
        if campaign.plan_number_is_sample:
            sheet.title(
                "BẢN DIỄN TẬP: số, ngày của Kế hoạch là SỐ MẪU; bảng này không có giá trị chính thức.",
                size=13,
            )
        sheet.title(f"({self.attached_to()})", size=13, bold=False, italic=True)
        sheet.blank(6)
        sheet.head()

    def _table(self):
        waiting, ordinals = dict(_KINDS), Counter()
        for row in self._rows():
            self._open_sections(waiting, row["kind"])
            ordinals[row["kind"]] += 1
            self.sheet.row(self.cells(ordinals[row["kind"]], row))
        self._open_sections(waiting)
        return ordinals.total()

    def _open_sections(self, waiting, kind=None):
        """Head the section of `kind`, or all that are left; one that was passed over says that it is empty."""
        while waiting and (kind is None or kind in waiting):
            current = next(iter(waiting))
            self.sheet.section(waiting.pop(current))
            if current == kind:
                return
            self.sheet.remark("(không có)")

    def _rows(self):
        rows = (
            self.export.nominations.filter(status__in=self.statuses)
            .in_list_order(self.form_field)
            .values(*self.fields, "kind", "campaign__history_head__sequence", "campaign__history_head__hash")
        )
        for row in self.annotated(rows).iterator(chunk_size=_CHUNK):
            self.export.history = (
                row["campaign__history_head__sequence"] or 0,
                row["campaign__history_head__hash"] or "",
            )
            yield row

    def annotated(self, rows):
        return rows

    def _bottom(self):
        sheet, export, department = self.sheet, self.export, self.campaign.department
        for sentence in self.notes():
            sheet.line(sentence, italic=True)
        sheet.line(self._origin(), size=10, italic=True)
        sheet.blank(9)
        sheet.signatures(
            place_and_date=f"{department.place}, {dates.in_prose(export.now)}",
            left="NGƯỜI LẬP BIỂU",
            left_name=export.prepared_by,
            right="THỦ TRƯỞNG ĐƠN VỊ",
            right_name=department.signing_head,
        )

    def notes(self):
        """What was asked for but is not in this list, so that nothing is missing in silence."""
        left_out = {s: n for s, n in self.export.statuses.items() if s not in self.statuses and self.tells(s)}
        if left_out:
            told = "; ".join(f"{n} hồ sơ “{S(s).label}”" for s, n in sorted(left_out.items()))
            yield f"Không đưa vào bảng: {told}."

    def tells(self, status):
        return True

    def _origin(self):
        sequence, digest = self.export.history
        history = f"số {sequence}, mã {digest[:SHORT]}" if sequence else "chưa có sự kiện nào"
        rehearsed = " theo đồng hồ diễn tập" if clock.is_rehearsed() else ""
        return (
            f"Lập lúc {dates.instant(self.export.now)}{rehearsed}. Đợt thi đua: {self.campaign.code}. "
            f"Nhật ký: {history}."
        )


def prose(day):
    return dates.in_prose(day) if day else "ngày … tháng … năm …"
