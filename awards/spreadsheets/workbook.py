"""The award lists, proposed and decided, as the Office hands them in (docs/domain.md 4.3, 4.8; plan III.2).

The caller passes rows that its user may see (`visible_to`); nothing here hides a row from anybody: what a list
does not take is counted under the table. Two queries a list and three for the file, whatever the number of
rows, and no paper's text is read.
"""

from collections import Counter
from functools import cached_property
from io import BytesIO

from django.db.models import Count

from awards.exceptions import Refused
from awards.models import Nomination
from campaigns import clock
from campaigns.models import AwardForm, Campaign
from campaigns.vietnamese import names

from . import streaming
from .decided import Decided
from .proposed import Proposed

PROPOSED, DECIDED, BOTH = "proposed", "decided", "both"
# The kinds of file that a person may ask for, as buttons and help name them.
KINDS = {
    PROPOSED: "Bảng tổng hợp đề nghị khen thưởng",
    DECIDED: "Danh sách được khen thưởng",
    BOTH: "Cả hai bảng",
}
_LISTS = {PROPOSED: Proposed, DECIDED: Decided}
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    with streaming.write_only(title=KINDS[next(iter(wanted))], author=department.name) as book:
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
