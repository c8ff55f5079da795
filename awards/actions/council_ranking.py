"""WHO STANDS WHERE? The Council's board: averages, ballots, places, and the chair's word among equals.

Counted while the session is open; once it is closed, read from what was frozen, so that the board says what the
signed minutes say whatever becomes of weights, thresholds, people and the tie-break chain.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, F, IntegerField, Q, Sum
from django.db.models.functions import Cast, Round

from awards import audit, permissions, policies, scoring
from awards.exceptions import Refused
from awards.models import Attendance, Ballot, CouncilMember, CouncilScore, SessionItem
from campaigns.models import Clause
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import names

from .locking import CLOSED, OPEN, record


@dataclass
class Row:
    """One line of the Council's board. `average` is on 100, None until somebody has scored; `scored` says how many."""

    item: SessionItem
    scored: int
    average: Decimal | None
    yes: int
    no: int
    invalid: int
    cast: int
    place: int | None = None
    tied: bool = False


def board(session):
    """Every item with its average, tally and place among those of its kind. A constant number of queries."""
    items = list(session.items.select_related("nomination__unit", "nomination__person__unit"))
    for item in items:
        # One campaign and one session for all, instead of a copy of each per row.
        item.session, item.nomination.campaign = session, session.campaign
    rows = _frozen(session, items) if session.status == CLOSED else _live(session, items)
    return sorted(rows, key=_in_order)


def _in_order(row):
    kind = row.item.nomination.kind
    return (kind != NomineeKind.COLLECTIVE, row.place is None, row.place or 0, row.item.order)


# --- as it was closed ------------------------------------------------------------------------------------


def _frozen(session, items):
    """Equals were given one place, so a shared place says that they were tied."""
    scored, shared = _scored(session), Counter((item.nomination.kind, item.place) for item in items)
    return [
        Row(
            item,
            scored.get(item.pk, 0),
            item.average,
            item.yes,
            item.no,
            item.invalid,
            item.returned,
            item.place,
            item.place is not None and shared[item.nomination.kind, item.place] > 1,
        )
        for item in items
    ]


def _scored(session):
    """{item pk: how many sheets have points}: counted from rows that no longer change, whatever a point is worth."""
    counted = _sheets(session).filter(points__isnull=False).order_by().values_list("item_id")
    return dict(counted.annotate(n=Count("member", distinct=True)))


def _sheets(session):
    """Without those of who scored and then left without voting: he took no part (docs/domain.md 1.5)."""
    absent = session.attendance.filter(presence=Attendance.Presence.ABSENT).values("member")
    return CouncilScore.objects.filter(item__session=session).exclude(member__in=absent)


# --- as it stands in the meeting -------------------------------------------------------------------------


def _live(session, items):
    totals = member_totals(session, items)
    counted = _counted(session)
    rows = []
    for item in items:
        given = totals.get(item.pk, [])
        tally = counted.get(item.pk, {})
        rows.append(
            Row(
                item,
                len(given),
                scoring.mean(given) if given else None,
                tally.get("yes", 0),
                tally.get("no", 0),
                tally.get("invalid", 0),
                sum(tally.values()),
            )
        )
    for kind in NomineeKind.values:
        _place(session, [row for row in rows if row.item.nomination.kind == kind])
    return rows


def member_totals(session, items):
    """{item pk: [each member's total on 100]}.

    The database adds up each sheet: 250 dossiers × 9 members × 23 clauses are too many rows to fetch for a page.
    """
    clauses = Clause.objects.filter(criterion__campaign=session.campaign).order_by()
    whole = dict(clauses.values_list("criterion__applies_to").annotate(Count("pk")))
    kinds = {item.pk: item.nomination.kind for item in items}
    sheets = (
        _sheets(session)
        .values("item_id", "member_id")
        .annotate(
            scored=Count("pk"),
            got=Sum(_hundredths("points")),
            out_of=Sum(_hundredths("clause__max_points"), filter=Q(points__isnull=False)),
        )
        .order_by("item_id", "member_id")
    )
    totals = {}
    for sheet in sheets:
        if sheet["scored"] != whole[kinds[sheet["item_id"]]]:
            raise ValueError("a half-filled sheet has no total")
        total = scoring.total_of_sums(sheet["got"], sheet["out_of"])
        if total is not None:
            totals.setdefault(sheet["item_id"], []).append(total)
    return totals


def _hundredths(column):
    # Whole numbers: SQLite keeps decimals as floats, whose sums would not be exact.
    return Cast(Round(F(column) * 100), IntegerField())


def _counted(session):
    counted = {}
    for row in (
        Ballot.objects.filter(item__session=session).values("item_id", "choice").annotate(n=Count("key"))
    ):
        counted.setdefault(row["item_id"], {})[row["choice"]] = row["n"]
    return counted


def _place(session, rows):
    """Place the rows of one kind. The chair's own order decides what the chain leaves equal (docs/domain.md 1.5)."""
    ready = [row for row in rows if row.average is not None]
    ranked = scoring.rank([_keys(row) for row in ready], session.campaign.tie_break)
    by_item = {row.item.pk: row for row in ready}
    for entry in ranked:
        row = by_item[entry["item"]]
        row.place, row.tied = entry["place"], entry["tied"]


def _keys(row):
    nomination = row.item.nomination
    person = nomination.person
    return {
        "item": row.item.pk,
        "score": row.average,
        "yes_votes": row.yes,
        # Among equals women come first (docs/domain.md 1.4); a collective's share of women is not known here.
        "women": 1 if person and person.honorific == person.Honorific.MS else 0,
        "direct_worker": 1 if person and not person.is_leader else 0,
        "chair": -row.item.chair_order if row.item.chair_order else None,
    }


def break_tie(item, order, note, *, by):
    """The chair orders what the chain left equal, with a reason that the minutes repeat."""
    session = item.session
    permissions.check_council_member(by, session.campaign)
    if permissions.seat_of(by, session.campaign).role != CouncilMember.Role.CHAIR:
        raise Refused("Chỉ Chủ tịch Hội đồng quyết định thứ tự khi các hồ sơ bằng nhau.")
    permissions.check_not_nominee(by.person_id, item.nomination)
    with transaction.atomic():
        head = audit.lock(session.campaign)
        item = (
            SessionItem.objects.select_for_update(of=("self",))
            .select_related("session__campaign")
            .get(pk=item.pk)
        )
        if item.session.status != OPEN:
            raise Refused("Chỉ phân định thứ tự khi phiên họp đang diễn ra.")
        note = names.clean(note)
        policies.notes.check_reason(session.campaign, "Phân định thứ tự", note)
        policies.notes.check_length(note, SessionItem._meta.get_field("chair_note").max_length)
        item.chair_order, item.chair_note = order, note
        item.save(update_fields=["chair_order", "chair_note"])
        record(
            head,
            item.session,
            "tie_broken",
            by=by,
            nomination=item.nomination,
            note=note,
            facts={"order": order},
        )
