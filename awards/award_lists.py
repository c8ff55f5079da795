"""WHAT STANDS IN AN OFFICIAL LIST? The rows of the lists of proposals, for papers and spreadsheets alike (docs/domain.md 4.3).

Their order is `Nomination.objects.in_list_order`.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from campaigns.models import AwardForm, Person, Unit
from campaigns.models.campaign import NomineeKind

from .decree30 import unit_symbol
from .models import CouncilSession, Nomination, SessionItem
from .models.council import base_of_item

S = Nomination.Status
# What was sent at least once and not withdrawn.
PROPOSED = frozenset(S.values) - {S.DRAFT, S.WITHDRAWN}
# What a row of the list of proposals is made from.
PROPOSAL_FIELDS = (
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


def proposals(nominations):
    """Every proposal that was submitted, in the list's order, as the rows of its table."""
    rows = nominations.filter(status__in=PROPOSED).in_list_order("asked_form")
    return with_council(rows.values(*PROPOSAL_FIELDS, "kind"))


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
    """ "6/7" and 85.7, over the denominator of that session (docs/domain.md 1.5)."""
    voters = council.get("base")
    if council.get("yes") is None or not voters:
        return None, None
    share = Decimal(council["yes"] * 100) / voters
    return f"{council['yes']}/{voters}", share.quantize(Decimal("0.1"), ROUND_HALF_UP)


# The Council concluded in favour; what happened later does not change that.
CONCLUDED_FOR = {S.RECOMMENDED, S.FORWARDED, S.AWARDED, S.NOT_AWARDED, S.REVOKED}


_OFFICE = {S.SUBMITTED: "Chưa tiếp nhận", S.RECEIVED: "Đang kiểm tra", S.RETURNED: "Trả lại để bổ sung"}


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


def letter_number(row, agency_code):
    """ "05/TTr-PBCVT", made as on the letter itself (papers.nd30), from what the unit typed."""
    figure = (row["letter__number"] or "").partition("/")[0].strip()
    if not figure:
        return None
    if row["unit__kind"] == Unit.Kind.WHOLE:
        symbol = agency_code
    else:
        symbol = unit_symbol(row["unit__abbreviation"], row["unit__name"])
    return f"{figure.zfill(2) if figure.isdecimal() else figure}/TTr-{symbol}"


def hundredths(value):
    """Through JSON a decimal came as a float; it had two places before."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))


def addressed(row):
    """ "Ông Nguyễn Văn A" or the unit's name."""
    if row["kind"] == NomineeKind.COLLECTIVE:
        return row["unit__name"]
    return f"{Person.Honorific(row['person__honorific']).label} {row['person__full_name']}"
