"""A throw-away installation with 2,000 dossiers of 1,000 units, written straight into the tables.

Two dossiers are played through the real workflow; the others are their copies, so that every page finds what it
finds in life: three papers, an answer per clause, a sealed sending, a history, nine members who scored and voted.
The copies' history is not chained: nothing here verifies it.
"""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from awards.models import (
    Attendance,
    Award,
    Ballot,
    CouncilMember,
    CouncilScore,
    CouncilSession,
    Decision,
    Event,
    HistoryHead,
    Letter,
    Minutes,
    MinutesVote,
    Nomination,
    PaperCheck,
    Report,
    SealedPaper,
    SelfScore,
    SessionItem,
    Submission,
    VoteCast,
)
from campaigns import clock
from campaigns.models import BaseSalary, LegalRegime, Person, Unit
from campaigns.vietnamese import names
from tests import cast as c

UNITS = 1_000
BOARD = 250
S = Nomination.Status
# Of each hundred dossiers; the accepted ones of both kinds fill the board.
MIX = [
    (S.DRAFT, 14),
    (S.SUBMITTED, 20),
    (S.RECEIVED, 15),
    (S.RETURNED, 5),
    (S.ACCEPTED, 13),
    (S.RECOMMENDED, 20),
    (S.AWARDED, 13),
]


@dataclass
class Many:
    """What the measurements ask for."""

    cast: c.Cast
    pattern: Nomination = None  # unit A's
    board: CouncilSession = None
    nominations: list = field(default_factory=list)

    def one(self, status):
        return next(row for row in self.nominations if row.status == status)


def build(units=UNITS) -> Many:
    with clock.at(c.BEFORE), transaction.atomic():
        many = Many(c.assemble())
        patterns = _patterns(many.cast)
        many.pattern = patterns[0]
        _seats(many.cast)
        many.nominations = _nominations(many.cast, units, patterns)
        for pattern in patterns:
            _copies(pattern, [row for row in many.nominations if row.kind == pattern.kind])
        _events(many.cast, many.nominations, patterns)
        many.board = _session(many.cast, 1, many.nominations, {S.ACCEPTED}, BOARD)
        _session(many.cast, 2, many.nominations, {S.RECOMMENDED, S.AWARDED}, None)
        _decision(many.cast, many.nominations)
    return many


def _patterns(cast):
    """A collective of unit A and a person of unit B, accepted by the Office."""
    return [c.accepted(cast), c.accepted(cast, unit=cast.unit_b, by=cast.binh, person=cast.people["bach"])]


def _seats(cast):
    """Five more members, so that nine score."""
    department = cast.campaign.department
    for order in range(5, 10):
        person = c.make_person(department, None, f"Thành viên {order} (mẫu)", "Trưởng phòng")
        CouncilMember.objects.create(campaign=cast.campaign, person=person, role="member", order=order)


# --- units, people, dossiers -------------------------------------------------------------------------------


def _nominations(cast, count, patterns):
    """One collective and one person of each unit, in every status by MIX."""
    units = Unit.objects.bulk_create([_unit(cast, n) for n in range(count)], batch_size=500)
    people = Person.objects.bulk_create([_person(unit, n) for n, unit in enumerate(units)], batch_size=500)
    statuses = [status for status, share in MIX for _ in range(share)]
    rows = []
    for n, (unit, person) in enumerate(zip(units, people, strict=True)):
        for slot, (pattern, nominee) in enumerate(zip(patterns, (None, person), strict=True), 1):
            number = 2 * n + slot + 10
            # A step that is prime to a hundred deals the statuses over both kinds and all units.
            status = statuses[(number * 37) % len(statuses)]
            rows.append(_nomination(cast, pattern, unit, nominee, number, slot, status))
    return Nomination.objects.bulk_create(rows, batch_size=500)


def _unit(cast, n):
    name = f"Phòng Nghiệp vụ và Đổi mới số {n} (mẫu)"
    return Unit(
        department=cast.campaign.department,
        code=f"phong-{n}",
        name=name,
        abbreviation=f"P{n}",
        order=100 + n % 900,
        search_key=names.search_key(name),
    )


def _person(unit, n):
    name = f"{('Nguyễn', 'Trần', 'Lê', 'Hoàng', 'Đặng')[n % 5]} {('Thị', 'Văn')[n % 2]} Mẫu {n}"
    return Person(
        department=unit.department,
        unit=unit,
        personnel_id=f"B{n:05d}",
        honorific=("ba", "ong")[n % 2],
        full_name=name,
        position="Chuyên viên",
        staff="cong_chuc",
        sort_key=names.sort_key(name),
        search_key=names.search_key(name),
    )


def _nomination(cast, pattern, unit, person, number, slot, status):
    reference = f"{cast.campaign.reference_prefix}-{number:04d}"
    name = person.full_name if person else unit.name
    form = "bang_khen" if number % 50 == 0 else "giay_khen"
    sent = None if status == S.DRAFT else clock.now()
    return Nomination(
        campaign=cast.campaign,
        unit=unit,
        number=number,
        reference=reference,
        slot=slot,
        kind=pattern.kind,
        person=person,
        award_form=form,
        asked_form=form,
        is_direct_worker=bool(person),
        direct_work_note=pattern.direct_work_note,
        status=status,
        status_changed_at=clock.now() - timedelta(minutes=number),
        version=4,
        created_by=cast.an,
        created_at=clock.now(),
        first_submitted_at=sent,
        self_total=pattern.self_total,
        sort_key=names.sort_key(name) if person else names.title_sort_key(name),
        search_key=names.search_key(f"{reference} {name} {unit.name}"),
    )


# --- what belongs to a dossier -----------------------------------------------------------------------------


def _copy(row, **changes):
    """The same row, unsaved, with these columns changed."""
    values = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    values.pop(row._meta.pk.attname)
    return type(row)(**(values | changes))


def _copies(pattern, nominations):
    sent = [row for row in nominations if row.status != S.DRAFT]
    for model in (Letter, Report):
        _each(model, nominations, [model.objects.get(nomination=pattern)])
    minutes = Minutes.objects.get(nomination=pattern)
    copies = _each(Minutes, nominations, [minutes])
    votes = [_copy(vote, minutes_id=copy.pk) for copy in copies for vote in minutes.votes.all()]
    MinutesVote.objects.bulk_create(votes, batch_size=500)
    _each(SelfScore, nominations, list(pattern.self_scores.all()))
    _sendings(pattern.submissions.get(), sent)


def _each(model, nominations, rows):
    copies = [_copy(row, nomination_id=nomination.pk) for nomination in nominations for row in rows]
    return model.objects.bulk_create(copies, batch_size=500)


def _sendings(pattern, sent):
    sendings = Submission.objects.bulk_create(
        [
            _copy(pattern, nomination_id=row.pk, receipt=f"{row.reference}/1", content=_told(pattern, row))
            for row in sent
        ],
        batch_size=200,
    )
    papers, checks = list(pattern.papers.all()), list(pattern.checks.all())
    SealedPaper.objects.bulk_create(
        [_copy(row, submission_id=s.pk, key=uuid.uuid4()) for s in sendings for row in papers], batch_size=500
    )
    PaperCheck.objects.bulk_create(
        [_copy(row, submission_id=s.pk) for s in sendings for row in checks], batch_size=500
    )


def _told(pattern, nomination):
    """What the sending says of its nominee: what the roster says, as in most of life."""
    unit, person = nomination.unit, nomination.person
    nominee = {"name": nomination.nominee_name, "unit": unit.name, "unit_abbreviation": unit.abbreviation}
    if person:
        nominee |= {
            "honorific": person.get_honorific_display(),
            "position": person.position,
            "date_of_birth": None,
            "person_unit": person.unit.name,
        }
    return pattern.content | {"nominee": pattern.content["nominee"] | nominee}


def _events(cast, nominations, patterns):
    head = HistoryHead.objects.get(campaign=cast.campaign)
    told = {pattern.kind: list(Event.objects.filter(nomination=pattern)) for pattern in patterns}
    rows = []
    for nomination in nominations:
        kept = 1 if nomination.status == S.DRAFT else None
        for event in told[nomination.kind][:kept]:
            head.sequence += 1
            rows.append(_copy(event, nomination_id=nomination.pk, sequence=head.sequence))
    Event.objects.bulk_create(rows, batch_size=500)
    head.save()


# --- the Council and the decision --------------------------------------------------------------------------


def _session(cast, number, nominations, statuses, limit):
    """An open session on what waits (`limit` of it), or a closed one with its figures."""
    is_open = limit is not None
    now = clock.now()
    seats = list(CouncilMember.objects.filter(campaign=cast.campaign))
    session = CouncilSession.objects.create(
        campaign=cast.campaign,
        number=number,
        scheduled_at=now - timedelta(days=number),
        place="Phòng họp (mẫu)",
        status="open" if is_open else "closed",
        opened_at=now,
        closed_at=None if is_open else now,
        total_members=len(seats),
    )
    Attendance.objects.bulk_create(
        [Attendance(session=session, member=seat, presence="present") for seat in seats]
    )
    rows = [row for row in nominations if row.status in statuses][:limit]
    figures = {} if is_open else _figures(len(seats))
    items = SessionItem.objects.bulk_create(
        [
            SessionItem(session=session, nomination=row, order=n, award_form=row.award_form, **figures)
            for n, row in enumerate(rows, 1)
        ],
        batch_size=500,
    )
    if is_open:
        _assess(cast, items, seats)
    return session


def _figures(members):
    return {
        "total_members": members,
        "took_part": members,
        "issued": members,
        "returned": members,
        "invalid": 0,
        "yes": members - 1,
        "no": 1,
        "passed": True,
        "threshold_percent": 50,
        "threshold_is_strict": True,
        "average": "92.50",
        "place": 1,
    }


def _assess(cast, items, seats):
    """Every member's points for every clause, and a secret ballot."""
    clauses = {}
    for criterion in cast.campaign.criteria.prefetch_related("clauses"):
        clauses.setdefault(criterion.applies_to, []).extend(criterion.clauses.all())
    now = clock.now()
    scores = [
        CouncilScore(
            item=item,
            member=seat,
            clause=clause,
            points=max(clause.max_points - (item.order + seat.order) % 3, 0),
            scored_at=now,
        )
        for item in items
        for seat in seats
        for clause in clauses[item.nomination.kind]
    ]
    CouncilScore.objects.bulk_create(scores, batch_size=2_000)
    pairs = [(item, seat) for item in items for seat in seats]
    VoteCast.objects.bulk_create(
        [VoteCast(item=item, member=seat, cast_at=now, cast_by=cast.thu) for item, seat in pairs],
        batch_size=1_000,
    )
    Ballot.objects.bulk_create([Ballot(item=item, choice="yes") for item, _ in pairs], batch_size=1_000)


def _decision(cast, nominations):
    """One signed decision that gave every award."""
    given = [row for row in nominations if row.status == S.AWARDED]
    salary = BaseSalary.objects.order_by("effective_from").last().amount
    decision = Decision.objects.create(
        campaign=cast.campaign,
        kind="department_award",
        number="01",
        symbol="QĐ-STTTT",
        issued_on=clock.now().date(),
        signer_title="Giám đốc",
        signer_name="Đặng Tiến Dũng (mẫu)",
        status="signed",
        regime=LegalRegime.objects.order_by("effective_from").last(),
        drafted_by=cast.chi,
        signed_by=cast.dung,
        signed_at=clock.now(),
    )
    decision.nominations.set(given)
    Award.objects.bulk_create(
        [
            Award(
                nomination=row,
                decision=decision,
                form=row.award_form,
                golden_book_number=n,
                coefficient_tenths=6,
                base_salary=salary,
                bonus_amount=salary * 6 // 10,
            )
            for n, row in enumerate(given, 1)
        ],
        batch_size=500,
    )
