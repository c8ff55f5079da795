"""Bảng tổng hợp đề nghị khen thưởng: what was proposed, and what Office and Council made of it (domain 4)."""

from decimal import ROUND_HALF_UP, Decimal

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from awards.models import CouncilSession, SessionItem
from awards.models.council import base_of_item
from awards.papers import nd30
from campaigns.models import AwardForm, Unit

from .layout import CENTRED, CODE, DATE, ORDINAL, PERCENT, SCORE, Column
from .listing import List, S, Tally, addressed, order


class Proposed(List):
    name = "Đề nghị khen thưởng"
    heading = "BẢNG TỔNG HỢP ĐỀ NGHỊ KHEN THƯỞNG"
    statuses = frozenset(S.values) - {S.DRAFT, S.WITHDRAWN}
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
    fields = (
        "asked_form",
        "award_form",
        "status",
        "is_late",
        "self_total",
        "reference",
        "unit__name",
        "unit__kind",
        "unit__abbreviation",
        "person__honorific",
        "person__full_name",
        "person__position",
        "letter__number",
        "letter__issued_on",
    )

    def __init__(self, book, export):
        super().__init__(book, export)
        self.recommended = Tally()

    def attached_to(self):
        return (
            "Kèm theo Tờ trình số ……………… ngày …… tháng …… năm ……… "
            f"của {self.campaign.department.council_name}"
        )

    def annotated(self, rows):
        return with_council(rows)

    def cells(self, ordinal, row):
        form = row["asked_form"]
        self.tally.add(row["kind"], form)
        if row["status"] in CONCLUDED_FOR:
            self.recommended.add(row["kind"], row["award_form"])
        council = row["council"] or {}
        votes, percent = votes_of(council)
        return (
            ordinal,
            row["unit__name"],
            addressed(row),
            row["person__position"],
            AwardForm.Code(form).label,
            row["self_total"],
            hundredths(council.get("average")),
            votes,
            percent,
            letter_number(row, self.campaign.department.agency_code),
            row["letter__issued_on"],
            office_opinion(row["status"]),
            conclusion(row, council),
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


def proposals(nominations):
    """Every proposal that was submitted, in the list's order, as the rows of its table (for the papers)."""
    rows = nominations.filter(status__in=Proposed.statuses).order_by(*order(Proposed.form_field))
    return with_council(rows.values(*Proposed.fields, "kind"))


def with_council(rows):
    """`council`: the figures of the last closed session, or None."""
    last = (
        SessionItem.objects.filter(nomination=OuterRef("pk"), session__status=CouncilSession.Status.CLOSED)
        .order_by("-session__closed_at", "-pk")
        .values(
            figures=JSONObject(
                yes="yes",
                base=base_of_item(),
                average="average",
                passed="passed",
            )
        )[:1]
    )
    return rows.annotate(council=Subquery(last))


def votes_of(council):
    """ "6/7" and 85.7, over the denominator of that session (domain 1.5)."""
    voters = council.get("base")
    if council.get("yes") is None or not voters:
        return None, None
    share = Decimal(council["yes"] * 100) / voters
    return f"{council['yes']}/{voters}", share.quantize(Decimal("0.1"), ROUND_HALF_UP)


# The Council concluded in favour; what happened later does not change that.
CONCLUDED_FOR = {S.RECOMMENDED, S.FORWARDED, S.AWARDED, S.NOT_AWARDED, S.REVOKED}
_OFFICE = {S.SUBMITTED: "Chưa tiếp nhận", S.RECEIVED: "Đang kiểm tra", S.RETURNED: "Trả lại để bổ sung"}
_LATER = {
    S.FORWARDED: "đã trình Chủ tịch UBND tỉnh",
    S.AWARDED: "đã khen thưởng",
    S.NOT_AWARDED: "không khen thưởng",
    S.REVOKED: "đã hủy khen thưởng",
}


def office_opinion(status):
    return _OFFICE.get(status, "Hồ sơ hợp lệ")


def conclusion(row, council):
    status = row["status"]
    if status == S.NOT_RECOMMENDED:
        return "Không đề nghị khen thưởng"
    if status in CONCLUDED_FOR:
        form = AwardForm.Code(row["award_form"]).label
        lowered = row["award_form"] != row["asked_form"]
        return f"Đề nghị tặng {form}" + (" (chuyển từ Bằng khen)" if lowered else "")
    if council.get("yes") is None:
        return "Chưa xét"
    return f"{'Đạt' if council['passed'] else 'Không đạt'} tỷ lệ phiếu, chưa kết luận"


def _remarks(row):
    lines = [row["reference"], row["is_late"] and "nộp muộn", _LATER.get(row["status"])]
    return "\n".join(filter(None, lines))


def letter_number(row, agency_code):
    """ "05/TTr-PBCVT", made as on the letter itself (papers.nd30), from what the unit typed."""
    figure = (row["letter__number"] or "").partition("/")[0].strip()
    if not figure:
        return None
    if row["unit__kind"] == Unit.Kind.WHOLE:
        symbol = agency_code
    else:
        symbol = nd30.unit_symbol(row["unit__abbreviation"], row["unit__name"])
    return f"{figure.zfill(2) if figure.isdecimal() else figure}/TTr-{symbol}"


def hundredths(value):
    """Through JSON a decimal came as a float; it had two places before."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))
