"""WHAT HAPPENS? One table of steps; check() asks, take() does. Nothing else writes a nomination's status.

take = lock, check again, write the status, write the event, tell after commit. Buttons on pages, buttons in the
admin, bulk actions and commands all ask the same check(), so a disabled button carries the refusal's sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from campaigns import clock
from campaigns.models import AwardForm
from campaigns.vietnamese import dates, names

from . import audit, notifications, permissions, policies, sealing
from .audit import labels
from .exceptions import Refused
from .models import Nomination
from .snapshots import slip_citations

S = Nomination.Status


@dataclass(frozen=True)
class Step:
    """A verb: where it may start, where it ends, who may, what must hold, what it writes besides."""

    label: str
    sources: frozenset
    target: str
    who: Callable
    guards: tuple = ()
    # A reason must be given, at least campaign.return_reason_length characters long.
    needs_reason: bool = False
    # Work too slow for the lock (PDF): runs before the transaction, its result is checked again inside.
    prepare: Callable | None = None
    # Writes inside the transaction; returns facts for the event.
    effect: Callable | None = None
    tell: Callable | None = None
    # Only as part of a decision, never as a button of its own.
    internal: bool = False


@dataclass
class Act:
    """One taking of a step, handed to its effect."""

    nomination: Nomination
    by: object
    note: str
    now: object
    prepared: object = None


def _submit(act):
    submission, facts = sealing.seal(act.nomination, act.prepared, by=act.by, now=act.now)
    nomination = act.nomination
    nomination.is_late = nomination.is_late or submission.is_late
    nomination.first_submitted_at = nomination.first_submitted_at or act.now
    nomination.self_total = submission.content["self_total"]
    return facts


def _lower(act):
    act.nomination.award_form = AwardForm.Code.GIAY_KHEN
    return {"from_form": AwardForm.Code.BANG_KHEN}


def _cite(act):
    return {"cited": slip_citations.cite(act.nomination, act.by)}


STEPS = {
    "submit": Step(
        labels.STEPS["submit"],
        frozenset({S.DRAFT, S.RETURNED}),
        S.SUBMITTED,
        permissions.check_unit_submitter,
        guards=(policies.checklist.submission_obstacles,),
        prepare=sealing.prepare,
        effect=_submit,
        tell=notifications.submitted,
    ),
    "recall": Step(
        labels.STEPS["recall"], frozenset({S.SUBMITTED}), S.DRAFT, permissions.check_unit_submitter
    ),
    "withdraw": Step(
        labels.STEPS["withdraw"],
        frozenset({S.DRAFT, S.SUBMITTED, S.RECEIVED, S.RETURNED, S.ACCEPTED}),
        S.WITHDRAWN,
        permissions.check_unit_submitter,
        guards=(policies.review.under_review_obstacles,),
        needs_reason=True,
        tell=notifications.withdrawn,
    ),
    "receive": Step(
        labels.STEPS["receive"],
        frozenset({S.SUBMITTED}),
        S.RECEIVED,
        permissions.check_office,
        effect=_cite,
        tell=notifications.received,
    ),
    "return": Step(
        labels.STEPS["return"],
        frozenset({S.RECEIVED, S.ACCEPTED}),
        S.RETURNED,
        permissions.check_office,
        guards=(policies.review.under_review_obstacles,),
        needs_reason=True,
        effect=_cite,
        tell=notifications.returned,
    ),
    "accept": Step(
        labels.STEPS["accept"],
        frozenset({S.RECEIVED}),
        S.ACCEPTED,
        permissions.check_office,
        guards=(policies.review.acceptance_obstacles,),
        effect=_cite,
        tell=notifications.accepted,
    ),
    "recommend": Step(
        labels.STEPS["recommend"],
        frozenset({S.ACCEPTED}),
        S.RECOMMENDED,
        permissions.check_council_lead_of,
        guards=(policies.council.recommendation_obstacles,),
    ),
    "lower": Step(
        labels.STEPS["lower"],
        frozenset({S.ACCEPTED, S.RECOMMENDED}),
        S.RECOMMENDED,
        permissions.check_council_lead_of,
        guards=(policies.council.lowering_obstacles,),
        needs_reason=True,
        effect=_lower,
    ),
    "decline": Step(
        labels.STEPS["decline"],
        frozenset({S.ACCEPTED}),
        S.NOT_RECOMMENDED,
        permissions.check_council_lead_of,
        guards=(policies.council.unvoted_obstacles,),
        needs_reason=True,
    ),
    "forward": Step(
        labels.STEPS["forward"],
        frozenset({S.RECOMMENDED}),
        S.FORWARDED,
        permissions.check_director,
        guards=(
            policies.decisions.bang_khen_obstacles,
            policies.quotas.province_quota_obstacles,
            policies.decisions.unnumbered_plan_obstacles,
        ),
        tell=notifications.decided,
        internal=True,
    ),
    "award": Step(
        labels.STEPS["award"],
        frozenset({S.RECOMMENDED}),
        S.AWARDED,
        permissions.check_director,
        guards=(policies.decisions.giay_khen_obstacles, policies.decisions.unnumbered_plan_obstacles),
        tell=notifications.decided,
        internal=True,
    ),
    "award_by_province": Step(
        labels.STEPS["award_by_province"],
        frozenset({S.FORWARDED}),
        S.AWARDED,
        permissions.check_office_of,
        tell=notifications.decided,
        internal=True,
    ),
    "refuse_by_province": Step(
        labels.STEPS["refuse_by_province"],
        frozenset({S.FORWARDED}),
        S.NOT_AWARDED,
        permissions.check_office_of,
        tell=notifications.decided,
        internal=True,
    ),
    "refuse": Step(
        labels.STEPS["refuse"],
        frozenset({S.RECOMMENDED}),
        S.NOT_AWARDED,
        permissions.check_director,
        needs_reason=True,
        tell=notifications.decided,
    ),
    "revoke": Step(
        labels.STEPS["revoke"],
        frozenset({S.AWARDED}),
        S.REVOKED,
        permissions.check_director,
        needs_reason=True,
        tell=notifications.decided,
    ),
}


# --- asking -----------------------------------------------------------------------------------------


def check(verb, nomination, user, *, now=None, known=None):
    """Raise Refused if this account may not take this step on this nomination at this moment.

    `known` is {guard: obstacles} of guards that a page has asked already, so that showing asks only once.
    """
    step, now = STEPS[verb], now or clock.now()
    step.who(user, nomination)
    _check_source(step, nomination)
    known = known or {}
    obstacles = [
        line for guard in step.guards for line in (known[guard] if guard in known else guard(nomination, now))
    ]
    if obstacles:
        raise _several(step, obstacles)


def _check_source(step, nomination):
    if nomination.status in step.sources:
        return
    # Whoever brought it there; who has scored or voted since is the Council's own affair.
    moves = nomination.events.filter(target=nomination.status).exclude(source=F("target"))
    event = moves.order_by("-sequence").first()
    done = f" ({event.actor_name}, {dates.instant(event.at)})" if event else ""
    wanted = ", ".join(f"“{S(source).label}”" for source in S.values if source in step.sources)
    raise Refused(
        f"Hồ sơ {nomination.reference} đang ở trạng thái “{nomination.get_status_display()}”{done}. "
        f"Việc “{step.label}” chỉ làm được khi hồ sơ ở trạng thái {wanted}. Hãy tải lại trang để xem tình hình "
        "mới nhất."
    )


def _several(step, obstacles):
    if len(obstacles) == 1:
        return Refused(obstacles[0].sentence, obstacles=obstacles)
    heading = f"Chưa thực hiện được “{step.label}” vì còn {len(obstacles)} điểm:"
    lines = (f"({number}) {line.sentence}" for number, line in enumerate(obstacles, 1))
    return Refused("\n".join([heading, *lines]), obstacles=obstacles, heading=heading)


def refused(verb, nomination, user, *, known=None):
    """What stands between this account and this step, as the Refused itself; None when the way is free."""
    try:
        check(verb, nomination, user, known=known)
    except Refused as no:
        return no
    return None


def refusal(verb, nomination, user, *, known=None):
    """The same as a sentence, or ""."""
    no = refused(verb, nomination, user, known=known)
    return no.sentence if no else ""


def buttons(nomination, user):
    """[(verb, Step, Refused or None)] for the steps this account's role and the status allow at all."""
    shown = []
    for verb, step in STEPS.items():
        if step.internal or nomination.status not in step.sources:
            continue
        try:
            step.who(user, nomination)
        except Refused:
            continue
        shown.append((verb, step, refused(verb, nomination, user)))
    return shown


# --- doing ------------------------------------------------------------------------------------------


def take(verb, nomination, *, by, note="", version=None):
    """Take a step. `version` is what the person's page showed; a newer row refuses a stale page.

    Returns the nomination as it now stands. Raises Refused; then nothing was written.
    """
    step, note = STEPS[verb], names.clean_multiline(note)
    if step.internal:
        raise ValueError(f"{verb} is taken only through a decision")
    prepared = None
    if step.prepare is not None:
        # The caller's row may be old; a refusal must speak of what stands now.
        fresh = Nomination.objects.with_names().get(pk=nomination.pk)
        check(verb, fresh, by)
        prepared = step.prepare(fresh)
    with transaction.atomic():
        head = audit.lock(nomination.campaign)
        locked = _locked(nomination)
        policies.freshness.check_fresh(locked, version)
        move(head, verb, locked, by=by, note=note, prepared=prepared)
    return locked


def _locked(nomination):
    return Nomination.objects.select_for_update(of=("self",)).with_names().get(pk=nomination.pk)


def move(head, verb, nomination, *, by, note="", prepared=None, facts=None):
    """The inside of take(), for callers that already hold the lock (decisions, take itself)."""
    step, now = STEPS[verb], clock.now()
    check(verb, nomination, by, now=now)
    policies.notes.check_length(note)
    if step.needs_reason:
        policies.notes.check_reason(nomination.campaign, step.label, note)
    act = Act(nomination, by, note, now, prepared)
    source = nomination.status
    facts = {**(facts or {}), **(step.effect(act) if step.effect else {})}
    nomination.status = step.target
    nomination.status_changed_at = now
    nomination.version += 1
    nomination.save()
    event = audit.write_dossier(head, verb, nomination, by=by, source=source, note=note, facts=facts, at=now)
    if step.tell:
        transaction.on_commit(lambda: step.tell(nomination, event), robust=True)
    return event
