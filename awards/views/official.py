"""The papers of the Office, the Council and the department: which there are, on screen and as files.

One address per action for every paper of awards.papers.registry: its code and the key of what it is made from.
The unit's own three papers are not among them: they stand beside their forms and with what was sent.
"""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from awards import permissions, signed_copies
from awards.exceptions import Refused
from awards.models import Award, CouncilSession, Decision, Nomination, Submission
from awards.papers import office, registry
from campaigns.models import Campaign

from . import handing
from .shared import address_of, refused_page

NOT_YET = 409


@dataclass(frozen=True)
class Line:
    """One paper on a page: where to see it, what to download, or the sentence why it cannot be made yet."""

    title: str
    refusal: str
    address: str
    files: list
    note: str = ""


# --- which papers -------------------------------------------------------------------------------------------


def lines(user, made_from, source, note=""):
    """The papers made from one object that this account may read, ready or not. `source` comes from `_rows`."""
    return [
        Line(kind.title, kind.refusal(source), _page(kind, source), _files(kind, source), note)
        for kind in registry.made_from(made_from)
        if may_read(user, kind, source) and kind.applies(source)
    ]


def slips(user, nomination, sent, events=None):
    """The Office's slips on every sending of one dossier, in two queries at most.

    `sent` are its submissions, `events` its whole history with its actors, where the page has read it already.
    """
    known = office.common.told().filter(nomination=nomination) if events is None else events
    nomination.__dict__[office.common.TOLD] = [event for event in known if event.verb in office.common.VERBS]
    for submission in sent:
        submission.nomination = nomination
    if sent and may_read(user, registry.BY_CODE["appraisal"], sent[0]):
        prefetch_related_objects(sent, "checks")
    found = []
    for submission in sent:
        note = f"lần trình thứ {submission.number}" if len(sent) > 1 else ""
        found += lines(user, "submission", submission, note)
    return found


def _page(kind, source):
    return reverse("official_paper", args=[kind.code, source.pk])


def _files(kind, source):
    return [
        (label, reverse("official_file", args=[kind.code, source.pk, form]))
        for form, label in handing.offered()
    ]


# --- one paper ----------------------------------------------------------------------------------------------


@require_GET
@handing.shown_as_sheets
@refused_page
def paper(request, code, pk):
    """The paper in the browser, for reading and for the browser's own print."""
    kind, source = _find(request, code, pk)
    if sentence := kind.refusal(source):
        return render(request, "403.html", {"sentence": sentence}, status=NOT_YET)
    paper, draft = signed_copies.issue_sheets(kind, source, by=request.user)
    return handing.sheets(request, paper, draft=draft, files=_files(kind, source))


@require_GET
@refused_page
def download(request, code, pk, form):
    kind, source = _find(request, code, pk)
    if sentence := kind.refusal(source):
        return render(request, "403.html", {"sentence": sentence}, status=NOT_YET)
    return handing.file(
        request,
        form,
        lambda: signed_copies.issue(kind, source, form, by=request.user),
        kind.file_name(source, form),
        instead=[("Xem bản in", _page(kind, source)), *handing.without_pango(request.path)],
    )


def _find(request, code, pk):
    """(kind, what it is made from) as this account sees it; 404 for what does not exist for it, else Refused."""
    kind = registry.BY_CODE.get(code)
    if kind is None or kind.made_from not in _ROWS:
        raise Http404
    source = get_object_or_404(_ROWS[kind.made_from](request.user), pk=pk)
    campaign, unit_id = _about(source)
    permissions.check_paper_reader(request.user, code, campaign, unit_id)
    if not kind.applies(source):
        raise Http404
    if code == "certificate":
        kind = registry.certificates(address=address_of(request))
    return kind, source


_ROWS = {
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


def may_read(user, kind, source):
    """Whether this account reads the paper of this object, and so its signed copy too."""
    try:
        permissions.check_paper_reader(user, kind.code, *_about(source))
    except Refused:
        return False
    return True
