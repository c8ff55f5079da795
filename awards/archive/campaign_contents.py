"""What belongs into the archive of several dossiers beside them: papers of sessions, of decisions, of the campaign."""

from awards import access, signed_copies
from awards.models import CouncilSession, Decision
from awards.papers import registry
from campaigns import clock

from . import readers
from .entries import Section, as_of, made, signed

# They say nothing of a single dossier, and so belong into the archive of the campaign alone.
_OF_THE_MEETING = {"invitation", "ballot"}


def shared(campaign, nominations, reader, *, whole=False, forms=None):
    """Papers of sessions and decisions about these nominations; `whole` adds those of the campaign itself.

    Of a session called off or a draft dropped nothing is still to come: it leaves what was signed of it, or nothing.
    """
    place, entries, missing, copies = "van-ban-chung", [], [], {}
    now = _campaign_touched(campaign)
    for kind, source in shared_papers(campaign, nominations, reader, whole=whole):
        if kind.made_from == "campaign" or not source.is_given_up:
            papers, refused = made(place, kind, source, now, list(forms or registry.FORMATS))
            entries += papers
            missing += refused
        if source not in copies:
            copies[source] = signed_copies.live(kind.made_from, source)
        if copy := copies[source].get(kind.code):
            number = sum(entry.kind == "signed" for entry in entries) + 1
            entries.append(signed(place, copy, number, ((kind.code, source.pk),), kind.about(source)))
    return Section(
        folder=place,
        title="Văn bản chung của Hội đồng và của Sở",
        entries=entries,
        missing=missing,
        campaign=campaign,
        head=campaign_head(campaign) if whole else {},
    )


def shared_papers(campaign, nominations, reader, *, whole=False):
    """[(kind, object)] of what is about more than one dossier and the reader may have."""
    if reader is not None and not access.can_enter_admin(reader):
        return []
    meetings = readers.seen(CouncilSession.objects.filter(campaign=campaign), reader)
    decisions = readers.seen(Decision.objects.filter(campaign=campaign), reader)
    if not whole:
        meetings = meetings.filter(items__nomination__in=nominations).distinct()
        decisions = decisions.filter(nominations__in=nominations).distinct()
    sources = {
        "session": meetings.select_related("campaign__department").order_by("number"),
        "decision": decisions.select_related("campaign__department").order_by("pk"),
        "campaign": [campaign] if whole else [],
    }
    return [
        (kind, source)
        for name, rows in sources.items()
        for source in rows
        for kind in registry.filed_from(name)
        if (whole or kind.code not in _OF_THE_MEETING) and readers.can_read(reader, kind, campaign)
    ]


def campaign_head(campaign):
    """The last event of the chain: up to where the archive goes."""
    last = campaign.events.order_by("-sequence").first()
    return as_of(last) if last else {}


def _campaign_touched(campaign):
    last = campaign.events.order_by("-sequence").first()
    return last.at if last else clock.now()
