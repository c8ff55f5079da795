"""The papers of the Office, the Council and the department on any page: which there are, and may this account read them."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse

from awards import access
from awards.http import paper_responses
from awards.models import Award, CouncilSession, Decision, Nomination, Submission
from awards.papers import office, registry
from campaigns.models import Campaign


@dataclass(frozen=True)
class Line:
    """One paper on a page: where to see it, what to download, or the sentence why it cannot be made yet."""

    title: str
    refusal: str
    address: str
    files: list
    note: str = ""


def lines(user, made_from, source, note="", found=None):
    """The papers made from one object that this account may read, ready or not. `source` comes from ROWS.

    `found` are its disagreements, where the page has compared already.
    """
    return [
        Line(kind.title, kind.refusal(source, found), page(kind, source), files(kind, source), note)
        for kind in registry.made_from(made_from)
        if can_read(user, kind, source) and kind.applies(source)
    ]


def slips(user, nomination, sent):
    """The Office's slips on every sending of one dossier, in two queries at most. `sent` are its submissions."""
    office.common.prefetch_history([nomination])
    for submission in sent:
        submission.nomination = nomination
    if sent and can_read(user, registry.BY_CODE["appraisal"], sent[0]):
        prefetch_related_objects(sent, "checks")
    found = []
    for submission in sent:
        note = f"lần trình thứ {submission.number}" if len(sent) > 1 else ""
        found += lines(user, "submission", submission, note)
    return found


def page(kind, source):
    return reverse("official_paper", args=[kind.code, source.pk])


def files(kind, source):
    return [
        (label, reverse("official_file", args=[kind.code, source.pk, form]))
        for form, label in paper_responses.offered()
    ]


ROWS = {
    "submission": lambda user: Submission.objects.filter(
        nomination__in=Nomination.objects.visible_to(user)
    ).select_related("nomination__campaign", "nomination__unit", "submitted_by"),
    "session": lambda user: CouncilSession.objects.visible_to(user).select_related("campaign"),
    "decision": lambda user: Decision.objects.visible_to(user).select_related("campaign"),
    "award": lambda user: Award.objects.filter(
        nomination__in=Nomination.objects.visible_to(user)
    ).select_related("nomination__campaign", "decision"),
    "campaign": lambda user: Campaign.objects.visible_to(user),
}


def _about(source):
    """(campaign, key of the unit whose dossier it is or None)."""
    if isinstance(source, Campaign):
        return source, None
    if isinstance(source, (Submission, Award)):
        return source.nomination.campaign, source.nomination.unit_id
    return source.campaign, None


def can_read(user, kind, source):
    """Whether this account reads the paper of this object, and so its signed copy too."""
    return access.can_read_paper(user, kind.code, *_about(source))
