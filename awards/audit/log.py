"""The one writer of events."""

from contextlib import contextmanager

from django.db import transaction

from awards.models import CouncilMember, Event, HistoryHead
from campaigns import clock

from .chain import as_stored, linked


def lock(campaign):
    """Take the campaign's lock. Every change of state takes it first, so no two wait for each other.

    Must run inside a transaction. On SQLite the IMMEDIATE transaction is the lock.
    """
    HistoryHead.objects.get_or_create(campaign=campaign)
    return HistoryHead.objects.select_for_update().get(campaign=campaign)


@contextmanager
def standing_still(campaign):
    """Nobody takes a step of this campaign meanwhile: what is compared must be of one moment.

    Unlike `lock` it writes nothing: a head that is missing must be found missing.
    """
    with transaction.atomic():
        list(HistoryHead.objects.select_for_update().filter(campaign=campaign))
        yield


def role_of(user, campaign):
    """ "Văn phòng Sở", "Cán bộ đơn vị (Phòng X)", with the Council seat if there is one."""
    words = user.get_role_display()
    if user.unit_id and user.unit.name != words:
        words = f"{words} ({user.unit.name})"
    if user.person_id:
        seat = CouncilMember.objects.filter(
            campaign=campaign, person_id=user.person_id, is_active=True
        ).first()
        if seat:
            words = f"{words}; {seat.get_role_display()}"
    return words[:200]


def write(head, verb, *, by, nomination=None, source="", target="", note="", facts=None, at=None):
    """Append one event. `head` is what `lock` returned; the caller's transaction makes it whole."""
    event = Event(
        campaign_id=head.campaign_id,
        sequence=head.sequence + 1,
        nomination=nomination,
        verb=verb,
        source=source,
        target=target,
        actor=by,
        actor_name=(by.full_name or by.username)[:200],
        actor_role=role_of(by, head.campaign),
        at=at or clock.now(),
        note=note,
        facts=as_stored(facts or {}),
        previous_hash=head.hash,
    )
    event.hash = linked(event)
    event.save()
    head.sequence = event.sequence
    head.hash = event.hash
    head.save(update_fields=["sequence", "hash"])
    return event


def write_dossier(head, verb, nomination, *, by, source=None, note="", facts=None, at=None):
    """Append the event of a dossier, with its form of award and lateness as they now are.

    `source` is the status that it left, "" where it began, None where it stands as it stood.
    """
    return write(
        head,
        verb,
        by=by,
        nomination=nomination,
        source=nomination.status if source is None else source,
        target=nomination.status,
        note=note,
        facts={**(facts or {}), "form": nomination.award_form, "late": nomination.is_late},
        at=at,
    )
