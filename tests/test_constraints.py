"""Every named constraint refuses its bad row, on both databases. The last word is the database's."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from awards.models import (
    Attendance,
    Award,
    Ballot,
    Batch,
    CopyToSign,
    CouncilMember,
    CouncilScore,
    CouncilSession,
    Decision,
    Event,
    Evidence,
    MinutesVote,
    Nomination,
    PaperCheck,
    SealedPaper,
    SelfScore,
    SessionItem,
    SignedCopy,
    Submission,
    VoteCast,
)
from campaigns import clock
from campaigns.models import (
    AwardForm,
    BonusRate,
    Campaign,
    Clause,
    ContentItem,
    Criterion,
    DossierPart,
    LegalDocument,
    LegalRegime,
    Person,
    Resolution,
    Unit,
    User,
)
from tests import cast as c


def again(row, **changes):
    """Insert a copy of a row with some columns changed."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not (field.primary_key and field.name != "key")
    }
    if "key" in values:
        values["key"] = row._meta.get_field("key").get_default()
    return type(row).objects.bulk_create([type(row)(**{**values, **changes})])


def change(row, **changes):
    type(row)._base_manager.filter(pk=row.pk).update(**changes)


class World:
    """A campaign played up to a signed decision, whose rows the bad ones are copied from."""

    def __init__(self, cast):
        self.cast = cast
        self.nomination = c.awarded(cast)
        self.person_nomination = c.start(
            cast, unit=cast.unit_b, by=cast.binh, person=cast.people["hai"], award_form="giay_khen"
        )
        self.second = c.start(cast, unit=cast.office_unit, by=cast.van)
        self.decision = Decision.objects.get()
        self.item = SessionItem.objects.get()

    def spare_number(self):
        return Nomination.objects.count() + 50


def nomination_copy(w, row, **changes):
    number = w.spare_number()
    return again(row, **{"number": number, "reference": f"X-{number}", **changes})


def _evidence(w, size):
    return Evidence.objects.create(
        nomination=w.nomination,
        description="x",
        file="x",
        original_name="x",
        content_type="x",
        size=size,
        sha256="0" * 64,
        uploaded_by=w.cast.an,
        uploaded_at=clock.now(),
    )


def _sealed(w, **more):
    submission = Submission.objects.get()
    row = {"part": "letter", "file": "x", "size": 1, "sha256": "0" * 64, **more}
    return SealedPaper.objects.create(submission=submission, **row)


def _two_sealed(w):
    SealedPaper.objects.filter(part="letter").delete()
    _sealed(w)
    _sealed(w)


def _two_open_ballots(w):
    seat = w.cast.seats["giang"]
    for _ in range(2):
        Ballot.objects.create(item=w.item, choice="yes", member=seat)


def _nominee_row(w):
    minutes = w.nomination.minutes
    MinutesVote.objects.create(minutes=minutes, candidate="x", is_nominee=True, yes=1, no=0)


def _signed(w, **more):
    row = {"paper": "letter", "file": "x", "original_name": "x", "size": 1, "sha256": "0" * 64}
    return SignedCopy.objects.create(
        **{"campaign": w.cast.campaign, "attached_by": w.cast.chi, "attached_at": clock.now(), **row, **more}
    )


def _two_signed(name):
    """Two live copies of one paper of one object; of different objects they may stand side by side."""

    def insert(w):
        subject = {
            "nomination": w.nomination,
            "submission": Submission.objects.get(),
            "session": CouncilSession.objects.get(),
            "decision": w.decision,
            "award": Award.objects.get(),
        }.get(name)
        more = {name: subject} if subject else {}
        _signed(w, **more, removed_at=clock.now(), removed_by=w.cast.chi)
        _signed(w, **more)
        _signed(w, **more)

    return insert


def _two_handed(w):
    row = {"campaign": w.cast.campaign, "paper": "letter", "of_id": w.nomination.pk, "digest": "0" * 64}
    for _ in range(2):
        CopyToSign.objects.create(**row, first_at=clock.now(), last_at=clock.now())


def _batch(w, **more):
    return Batch.objects.create(
        campaign=w.cast.campaign, what="luu_tru", wish="x", asked_by=w.cast.chi, asked_at=clock.now(), **more
    )


BAD_ROWS = {
    # awards
    "nomination_number_once": lambda w: nomination_copy(w, w.second, number=1, unit_id=w.cast.whole.pk),
    "one_live_nomination_per_unit_slot": lambda w: nomination_copy(
        w, w.person_nomination, person_id=w.cast.people["bach"].pk
    ),
    "one_live_proposal_per_nominee": lambda w: nomination_copy(
        w, w.person_nomination, unit_id=w.cast.whole.pk
    ),
    "one_live_proposal_per_collective": lambda w: nomination_copy(w, w.second, slot=2),
    "individual_has_a_person": lambda w: change(w.person_nomination, person_id=None),
    "giay_khen_is_never_raised": lambda w: change(w.second, award_form="bang_khen"),
    "one_seat_per_person": lambda w: again(w.cast.seats["giang"]),
    "one_chair_per_council": lambda w: change(w.cast.seats["giang"], role=CouncilMember.Role.CHAIR),
    "one_secretary_per_council": lambda w: change(w.cast.seats["giang"], role=CouncilMember.Role.SECRETARY),
    "session_number_once": lambda w: again(CouncilSession.objects.get()),
    "session_times_match_status": lambda w: change(CouncilSession.objects.get(), closed_at=None),
    "cancelled_session_has_reason": lambda w: change(CouncilSession.objects.get(), cancel_reason="Hoãn"),
    "one_attendance_per_member": lambda w: again(Attendance.objects.first()),
    "nomination_once_per_session": lambda w: again(w.item),
    "one_vote_per_member": lambda w: again(VoteCast.objects.first()),
    "one_open_ballot_per_member": _two_open_ballots,
    "one_nominee_row_per_minutes": _nominee_row,
    "evidence_is_not_empty": lambda w: _evidence(w, 0),
    "submission_number_once": lambda w: again(Submission.objects.get(), receipt="x"),
    "submission_counts_from_one": lambda w: change(Submission.objects.get(), number=0),
    "each_part_sealed_once": _two_sealed,
    "sealed_paper_is_not_empty": lambda w: _sealed(w, size=0, part="other"),
    "each_part_checked_once": lambda w: again(PaperCheck.objects.first()),
    "one_self_score_per_clause": lambda w: again(SelfScore.objects.first()),
    "one_score_per_member_clause": lambda w: again(CouncilScore.objects.first()),
    "council_points_not_negative": lambda w: change(CouncilScore.objects.first(), points=-1),
    "signed_decision_has_number_and_date": lambda w: change(w.decision, issued_on=None),
    "decision_number_once": lambda w: again(w.decision),
    "dropped_decision_has_reason": lambda w: change(w.decision, status="dropped"),
    "golden_book_number_once": lambda w: again(Award.objects.get(), nomination_id=w.second.pk),
    "event_sequence_once": lambda w: again(Event.objects.first()),
    "signed_copy_has_one_subject": lambda w: _signed(w, nomination=w.nomination, decision=w.decision),
    "signed_copy_is_not_empty": lambda w: _signed(w, size=0),
    "copy_to_sign_once": _two_handed,
    "removed_signed_copy_says_by_whom": lambda w: _signed(w, removed_at=clock.now()),
    **{
        f"one_live_signed_copy_per_{name}": _two_signed(name)
        for name in ("campaign", "nomination", "submission", "session", "decision", "award")
    },
    "nobody_queues_the_same_twice": lambda w: [_batch(w), _batch(w)],
    "batch_is_done_at_most_once": lambda w: _batch(w, total=1, done=2),
    "ended_batch_has_an_end": lambda w: _batch(w, state="cancelled"),
    "done_batch_has_a_file": lambda w: _batch(w, state="done", finished_at=clock.now()),
    "failed_batch_says_why": lambda w: _batch(w, state="failed", finished_at=clock.now()),
    # campaigns
    "unit_code_once_per_department": lambda w: again(w.cast.unit_a),
    "one_whole_unit_per_department": lambda w: again(w.cast.whole, code="x"),
    "one_office_per_department": lambda w: again(w.cast.office_unit, code="x"),
    "personnel_id_once_per_department": lambda w: again(w.cast.people["an"]),
    "unit_roles_have_a_unit": lambda w: change(w.cast.an, unit=None),
    "account_has_a_department": lambda w: change(w.cast.quan, department=None),
    "regime_ends_after_it_begins": lambda w: change(
        LegalRegime.objects.first(), effective_to=date(1990, 1, 1)
    ),
    "one_rate_per_regime_form_kind": lambda w: again(BonusRate.objects.first()),
    "campaign_ends_after_start": lambda w: change(w.cast.campaign, ends_on=date(2023, 9, 30)),
    "quorum_is_a_share": lambda w: change(w.cast.campaign, quorum_numerator=4),
    "document_code_once_per_campaign": lambda w: again(LegalDocument.objects.first()),
    "content_code_once_per_campaign": lambda w: again(ContentItem.objects.first()),
    "award_form_once_per_campaign": lambda w: again(AwardForm.objects.first()),
    "threshold_is_a_percentage": lambda w: change(AwardForm.objects.first(), threshold_percent=101),
    "part_once_per_campaign": lambda w: again(DossierPart.objects.first()),
    "resolution_code_once_per_campaign": lambda w: again(Resolution.objects.first()),
    "criterion_code_once_per_campaign": lambda w: again(Criterion.objects.first()),
    "criterion_has_points": lambda w: change(Criterion.objects.first(), max_points=0),
    "clause_code_once_per_criterion": lambda w: again(Clause.objects.first()),
    "clause_has_points": lambda w: change(Clause.objects.first(), max_points=0),
}


def named_constraints():
    return {
        constraint.name: model
        for app in ("campaigns", "awards")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_a_bad_row():
    assert set(BAD_ROWS) == set(named_constraints())


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_database_refuses_each_bad_row(cast):
    world = World(cast)
    accepted, misnamed = [], []
    for name, insert in BAD_ROWS.items():
        try:
            with transaction.atomic():
                insert(world)
        except IntegrityError as error:
            if name not in str(error) and connection.vendor == "postgresql":
                misnamed.append((name, str(error).splitlines()[0]))
        else:
            accepted.append(name)
    assert (accepted, misnamed) == ([], [])


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("model", [Campaign, Unit, Person, User])
def test_what_history_stands_on_is_never_deleted(cast, model):
    c.awarded(cast)
    row = {"Campaign": cast.campaign, "Unit": cast.unit_a, "Person": cast.people["giang"], "User": cast.an}[
        model.__name__
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
