"""Bảng tổng hợp đề nghị khen thưởng: what was proposed, and what Office and Council made of it (docs/domain.md 4.7)."""

from awards import award_lists
from campaigns.models import AwardForm

from .base import List, S, Tally
from .columns import Column
from .styles import CENTRED, CODE, DATE, ORDINAL, PERCENT, SCORE


class Proposed(List):
    name = "Đề nghị khen thưởng"
    heading = "BẢNG TỔNG HỢP ĐỀ NGHỊ KHEN THƯỞNG"
    statuses = award_lists.PROPOSED
    # What the unit asked for; what the Council made of it stands in the last column but one.
    form_field = "asked_form"
    columns = (
        Column("STT", 5, ORDINAL),
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
        Column("Ghi chú (mã hồ sơ)", 14, CENTRED),
    )
    fields = award_lists.PROPOSAL_FIELDS

    def __init__(self, book, export):
        super().__init__(book, export)
        self.recommended = Tally()

    def attached_to(self):
        return (
            "Kèm theo Tờ trình số ……………… ngày …… tháng …… năm ……… "
            f"của {self.campaign.department.council_name}"
        )

    def annotated(self, rows):
        return award_lists.with_council(rows)

    def cells(self, ordinal, row):
        form = row["asked_form"]
        self.tally.add(row["kind"], form)
        if row["status"] in award_lists.CONCLUDED_FOR:
            self.recommended.add(row["kind"], row["award_form"])
        council = row["council"] or {}
        votes, percent = award_lists.votes_of(council)
        return (
            ordinal,
            row["unit__name"],
            award_lists.addressed(row),
            row["person__position"],
            AwardForm.Code(form).label,
            row["self_total"],
            award_lists.hundredths(council.get("average")),
            votes,
            percent,
            award_lists.letter_number(row, self.campaign.department.agency_code),
            row["letter__issued_on"],
            award_lists.office_opinion(row["status"]),
            award_lists.conclusion(row, council),
            _remarks(row),
        )

    def totals(self):
        for form in self.tally.forms():
            self.sheet.total(f"{self.export.form_name(form)}: {self.tally.words(form)}", bold=False)
        self.sheet.total(f"Tổng cộng: {self.tally.words()}")
        if forms := self.recommended.forms():
            told = "; ".join(
                f"{self.export.form_name(form)}: {self.recommended.words(form)}" for form in forms
            )
            self.sheet.total(f"Hội đồng đề nghị: {told}")


_LATER = {
    S.FORWARDED: "đã trình Chủ tịch UBND tỉnh",
    S.AWARDED: "đã khen thưởng",
    S.NOT_AWARDED: "không khen thưởng",
    S.REVOKED: "đã hủy khen thưởng",
}


def _remarks(row):
    lines = [row["reference"], row["is_late"] and "nộp muộn", _LATER.get(row["status"])]
    return "\n".join(filter(None, lines))
