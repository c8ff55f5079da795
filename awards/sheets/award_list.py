"""The award lists, proposed and decided, as the Office hands them in (domain 4; plan III.2).

The caller passes rows that its user may see (`visible_to`); nothing here hides a row from anybody: what a list
does not take is counted under the table. Two queries a list and three for the file, whatever the number of
rows, and no paper's text is read.
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from io import BytesIO

from django.db.models import Case, Count, Min, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject

from awards.models import CouncilSession, Decision, Nomination, SessionItem
from awards.papers import nd30
from awards.permissions import Refused
from awards.records import SHORT
from campaigns import clock
from campaigns.models import AwardForm, Campaign, Person, Unit
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates, names, numbers

from . import layout
from .layout import CENTRED, CODE, DATE, MONEY, ORDINAL, PERCENT, SCORE, Column

PROPOSED, DECIDED, BOTH = "proposed", "decided", "both"
# The kinds of file that a person may ask for, as buttons and help name them.
KINDS = {
    PROPOSED: "Bảng tổng hợp đề nghị khen thưởng",
    DECIDED: "Danh sách được khen thưởng",
    BOTH: "Cả hai bảng",
}
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

S = Nomination.Status
# From high to low: the order of an award list (domain 4).
_FORMS = (AwardForm.Code.BANG_KHEN, AwardForm.Code.GIAY_KHEN)
_KINDS = ((NomineeKind.COLLECTIVE, "I. TẬP THỂ"), (NomineeKind.INDIVIDUAL, "II. CÁ NHÂN"))
_NOUNS = ((NomineeKind.COLLECTIVE, "tập thể"), (NomineeKind.INDIVIDUAL, "cá nhân"))
_CHUNK = 100
_QUOTES = "“”\"'"


# --- What others call --------------------------------------------------------------------------------------


def for_campaign(campaign):
    """Every nomination of the campaign, for the command line; pages pass what their user may see."""
    return Nomination.objects.filter(campaign=campaign)


def file_name(kind, campaign):
    """ "danh-sach-khen-thuong-bac-kan-2023.xlsx": ASCII, so that every mail program keeps it."""
    stem = {PROPOSED: "bang-tong-hop-de-nghi", DECIDED: "danh-sach-khen-thuong", BOTH: "khen-thuong"}[kind]
    return f"{stem}-{campaign.code}.xlsx"


def workbook_bytes(kind, nominations, *, campaign=None, prepared_by=""):
    stream = BytesIO()
    write(kind, nominations, stream, campaign=campaign, prepared_by=prepared_by)
    return stream.getvalue()


def write(kind, nominations, stream, *, campaign=None, prepared_by=""):
    """Write the workbook of `nominations` (one campaign) into a binary stream.

    `campaign` matters only where the selection may be empty. `prepared_by` is printed under NGƯỜI LẬP BIỂU.
    Returns {kind of list: number of rows}. Raises Refused for rows of several campaigns, or of none.
    """
    if kind not in KINDS:
        raise ValueError(f"no such list: {kind!r}")
    export = _Export(nominations, campaign, prepared_by)
    wanted = _LISTS if kind == BOTH else {kind: _LISTS[kind]}
    department = export.campaign.department
    with layout.workbook(title=KINDS[next(iter(wanted))], author=department.name) as book:
        written = {name: make(book, export).write() for name, make in wanted.items()}
        book.save(stream)
    return written


# --- What is exported --------------------------------------------------------------------------------------


class _Export:
    """The rows, and what the head and foot of every list tell about their campaign."""

    def __init__(self, nominations, campaign, prepared_by):
        # A page's rows may be sliced, joined and doubled by a search: take their keys alone.
        self.nominations = Nomination.objects.filter(pk__in=nominations.values("pk"))
        self.prepared_by = names.clean(prepared_by)
        self.now = clock.now()
        groups = list(
            self.nominations.order_by().values_list("campaign_id", "status").annotate(Count("pk")).order_by()
        )
        self.statuses = Counter({status: count for _, status, count in groups})
        self.campaign = _only_campaign({pk for pk, _, _ in groups}, campaign)
        head = getattr(self.campaign, "history_head", None)
        # Written again with each row: the hash then belongs to the same instant as the rows.
        self.history = (head.sequence, head.hash) if head else (0, "")

    @cached_property
    def forms(self):
        return {form.code: form for form in self.campaign.award_forms.all()}

    def form_name(self, code):
        return self.forms[code].name if code in self.forms else AwardForm.Code(code).label


def _only_campaign(found, campaign):
    wanted = found | ({campaign.pk} if campaign else set())
    if len(wanted) > 1:
        raise Refused(
            "Các hồ sơ được chọn thuộc nhiều Đợt thi đua. Mỗi bảng chỉ lập cho một Đợt: hãy lọc theo Đợt thi đua "
            "rồi xuất lại."
        )
    if not wanted:
        raise Refused("Chưa chọn hồ sơ nào để xuất. Hãy chọn ít nhất một hồ sơ.")
    return Campaign.objects.select_related("department", "history_head").get(pk=wanted.pop())


# --- What both lists share ---------------------------------------------------------------------------------


@dataclass
class _Tally:
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


class _List:
    """A list from its banner to its last line."""

    name = heading = ""
    columns = ()
    statuses = frozenset()
    form_field = ""

    def __init__(self, book, export):
        self.export, self.campaign = export, export.campaign
        self.sheet = layout.Sheet(book, self.name, self.columns)
        self.tally = _Tally()

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
            f"Theo Kế hoạch số {campaign.plan_reference}{sample} {_prose(campaign.plan_date)}",
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
            .order_by(*order(self.form_field))
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


def order(form):
    """Collectives first; Bằng khen before Giấy khen; then by post and unit; then by name (domain 4)."""
    person_first = Case(
        When(kind=NomineeKind.INDIVIDUAL, then=Coalesce("person__order", Value(32767))), default=Value(0)
    )
    return (
        _rank("kind", [kind for kind, _ in _KINDS]),
        _rank(form, _FORMS),
        person_first,
        "unit__order",
        "sort_key",
        "pk",
    )


def _rank(name, values):
    return Case(
        *(When(**{name: value}, then=Value(at)) for at, value in enumerate(values)), default=Value(99)
    )


def _prose(day):
    return dates.in_prose(day) if day else "ngày … tháng … năm …"


def addressed(row):
    """ "Ông Nguyễn Văn A" or the unit's name."""
    if row["kind"] == NomineeKind.COLLECTIVE:
        return row["unit__name"]
    return f"{Person.Honorific(row['person__honorific']).label} {row['person__full_name']}"


# --- Bảng tổng hợp đề nghị khen thưởng ---------------------------------------------------------------------


class _Proposed(_List):
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
        self.recommended = _Tally()

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
        votes, percent = votes_of(council, self.campaign)
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
    rows = nominations.filter(status__in=_Proposed.statuses).order_by(*order(_Proposed.form_field))
    return with_council(rows.values(*_Proposed.fields, "kind"))


def with_council(rows):
    """`council`: the figures of the last closed session, or None."""
    last = (
        SessionItem.objects.filter(nomination=OuterRef("pk"), session__status=CouncilSession.Status.CLOSED)
        .order_by("-session__closed_at", "-pk")
        .values(
            figures=JSONObject(
                yes="yes",
                total="total_members",
                took_part="took_part",
                average="average",
                passed="passed",
            )
        )[:1]
    )
    return rows.annotate(council=Subquery(last))


def votes_of(council, campaign):
    """ "6/7" and 85.7, over the campaign's own denominator (domain 1.5)."""
    by_total = campaign.vote_denominator == Campaign.Denominator.TOTAL
    voters = council.get("total") if by_total else council.get("took_part")
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


# --- Danh sách kèm theo quyết định -------------------------------------------------------------------------


class _Decided(_List):
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
        return f"Kèm theo Quyết định số {number}/{symbol} {_prose(issued_on)}{of}"

    def cells(self, ordinal, row):
        form, money = row["award__form"], row["award__bonus_amount"]
        self.tally.add(row["kind"], form, money)
        individual = row["kind"] == NomineeKind.INDIVIDUAL
        return (
            ordinal,
            addressed(row),
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


_LISTS = {PROPOSED: _Proposed, DECIDED: _Decided}
