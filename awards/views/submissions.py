"""What was sent: its receipt, and its sealed papers where they could not be made at once."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from awards import papers, sealing
from awards.exceptions import Refused
from awards.http import paper_responses
from awards.http.dossiers import find
from awards.permissions import can_write
from campaigns.models import DossierPart


def with_papers(nomination):
    """Everything that was sent, each with its sealed papers and a line for every paper of the dossier."""
    return [_with_papers(row) for row in _sent(nomination)]


def _sent(nomination):
    return nomination.submissions.select_related("submitted_by").prefetch_related("papers")


def _with_papers(submission):
    submission.sealed = {paper.part: paper for paper in submission.papers.all()}
    submission.listed = [
        (part, title, submission.sealed.get(part)) for part, title in DossierPart.Code.choices
    ]
    return submission


@require_GET
def receipt(request, reference, number):
    nomination = find(request, reference)
    submission = _with_papers(get_object_or_404(_sent(nomination), number=number))
    events = [
        row
        for row in nomination.events.filter(verb="submit")
        if row.facts.get("receipt") == submission.receipt
    ]
    return render(
        request,
        "awards/dossier/receipt.html",
        {
            "nomination": nomination,
            "submission": submission,
            "content": submission.content,
            "listed": submission.listed,
            "formats": paper_responses.offered(),
            "event": events[0] if events else None,
            "pdf": bool(submission.sealed) or papers.available(),
            "writer": can_write(request.user, nomination),
        },
    )


@require_POST
def seal_missing(request, reference, number):
    """Make the PDFs of a submission that was sealed where Pango was missing."""
    nomination = find(request, reference)
    submission = get_object_or_404(
        nomination.submissions.select_related("nomination__campaign"), number=number
    )
    try:
        made = sealing.seal_missing(submission, by=request.user)
    except (papers.Unavailable, Refused) as unavailable:
        back = (f"Về hồ sơ {reference}", reverse("dossier", args=[reference]))
        return paper_responses.no_pdf(request, str(unavailable), back=back)
    messages.success(request, f"Đã tạo và niêm phong {made:02d} văn bản PDF.")
    return redirect("receipt", nomination.reference, submission.number)
