"""WHAT DO SEVERAL DOSSIERS SHARE? The papers of the Council's sessions and of decisions, for one reader."""

from awards import signed_copies
from awards.models import CouncilSession, Decision
from awards.papers import registry

from . import history, readers
from .entries import Section
from .papers import paper_entries
from .signed_copies import signed_entry

_FOLDER = "van-ban-chung"
# They say nothing of a single dossier, and so belong into the archive of the campaign alone.
_OF_THE_MEETING = {"invitation", "ballot"}


def shared_section(campaign, nominations, reader, *, whole=False, forms=None):
    """Papers of sessions and decisions about these nominations; `whole` adds those of the campaign itself.

    Of a session called off or a draft dropped nothing is still to come: it leaves what was signed of it, or nothing.
    """
    entries, missing, copies = [], [], {}
    now = history.last_change(campaign)
    for kind, source in _papers(campaign, nominations, reader, whole=whole):
        if kind.made_from == "campaign" or not source.is_given_up:
            papers, refused = paper_entries(_FOLDER, kind, source, now, list(forms or registry.FORMATS))
            entries += papers
            missing += refused
        if source not in copies:
            copies[source] = signed_copies.live(kind.made_from, source)
        if copy := copies[source].get(kind.code):
            number = sum(entry.kind == "signed" for entry in entries) + 1
            entries.append(signed_entry(_FOLDER, copy, number, ((kind.code, source.pk),), kind.about(source)))
    return Section(
        folder=_FOLDER,
        title="Văn bản chung của Hội đồng và của Sở",
        entries=entries,
        missing=missing,
        campaign=campaign,
        head=history.campaign_head(campaign) if whole else {},
    )


def _papers(campaign, nominations, reader, *, whole=False):
    """[(kind, object)] of what is about more than one dossier and the reader may have."""
    if not readers.can_enter_admin(reader):
        return []
    meetings = readers.visible_rows(CouncilSession.objects.filter(campaign=campaign), reader)
    decisions = readers.visible_rows(Decision.objects.filter(campaign=campaign), reader)
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
        if (whole or kind.code not in _OF_THE_MEETING) and readers.can_read_paper(reader, kind, campaign)
    ]
