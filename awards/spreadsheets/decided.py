"""Danh sách kèm theo quyết định: who was awarded, by which decision, with how much money (docs/domain.md 4.7)."""

from django.db.models import Min

from awards import award_lists
from awards.models import Decision
from campaigns.models import AwardForm
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import numbers

from .base import List, S, prose
from .columns import Column
from .styles import CENTRED, CODE, DATE, MONEY, ORDINAL


class Decided(List):
    name = "Được khen thưởng"
    heading = "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG"
    statuses = frozenset({S.AWARDED})
    form_field = "award__form"
    columns = (
        Column("STT", 5, ORDINAL),
        Column("Tập thể; họ và tên cá nhân (Ông/Bà)", 30),
        Column("Ngày sinh", 12, DATE),
        Column("Chức vụ, đơn vị", 34),
        Column("Hình thức", 11, CENTRED),
        Column("Số", 15, CODE, "Quyết định"),
        Column("Ngày", 12, DATE, "Quyết định"),
        Column("Số sổ vàng", 7, ORDINAL),
        Column("Tiền thưởng (đồng)", 14, MONEY),
        Column("Ghi chú (mã hồ sơ)", 14, CENTRED),
    )
    _MONEY = 8
    fields = (
        "reference",
        "is_late",
        "status",
        "unit__name",
        "person__honorific",
        "person__full_name",
        "person__position",
        "person__date_of_birth",
        "award__form",
        "award__golden_book_number",
        "award__bonus_amount",
        "award__decision__number",
        "award__decision__symbol",
        "award__decision__issued_on",
    )

    def attached_to(self):
        decisions = list(
            Decision.objects.filter(
                awards__nomination__in=self.export.nominations.filter(status__in=self.statuses)
            )
            .order_by()
            .annotate(form=Min("awards__form"))
            .values_list("number", "symbol", "issued_on", "form")[:2]
        )
        if not decisions:
            return "Chưa có quyết định khen thưởng"
        if len(decisions) > 1:
            return "Kèm theo các quyết định có số, ngày ghi tại cột 6 và cột 7"
        number, symbol, issued_on, form = decisions[0]
        of = f" của {self.export.forms[form].authority}" if form in self.export.forms else ""
        return f"Kèm theo Quyết định số {number}/{symbol} {prose(issued_on)}{of}"

    def cells(self, ordinal, row):
        form, money = row["award__form"], row["award__bonus_amount"]
        self.tally.add(row["kind"], form, money)
        individual = row["kind"] == NomineeKind.INDIVIDUAL
        return (
            ordinal,
            award_lists.addressed(row),
            row["person__date_of_birth"],
            f"{row['person__position']}, {row['unit__name']}" if individual else None,
            AwardForm.Code(form).label,
            f"{row['award__decision__number']}/{row['award__decision__symbol']}",
            row["award__decision__issued_on"],
            row["award__golden_book_number"],
            money,
            "\n".join(filter(None, [row["reference"], row["is_late"] and "nộp muộn"])),
        )

    def totals(self):
        for form in self.tally.forms():
            label = f"{self.export.form_name(form)}: {self.tally.words(form)}"
            self.sheet.total(label, {self._MONEY: self.tally.money[form]}, bold=False)
        money = self.tally.money.total()
        self.sheet.total(f"Tổng cộng: {self.tally.words()}", {self._MONEY: money})
        self.sheet.line(f"(Bằng chữ: {numbers.money_in_words(money)})", italic=True)

    def tells(self, status):
        """Who was never awarded is no gap in a list of awards; who lost the award leaves one in the numbers."""
        return status == S.REVOKED
