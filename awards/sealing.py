"""The moment of submission: content frozen, papers made, both hashed.

PDFs are made before the lock (they take most of a second) and thrown away if the dossier changed meanwhile.
Without Pango a dossier can still be submitted: its content is sealed, and its papers are made from that same
content, and sealed, as soon as the library is there.
"""

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from campaigns.models import Campaign

from . import audit, papers, policies, snapshots, uploads
from .exceptions import Refused
from .models import SealedPaper, Submission


@dataclass(frozen=True)
class Prepared:
    """The dossier at one moment and its papers: {part code: PDF bytes}, empty without Pango."""

    content: dict
    sha256: str
    pdfs: dict


def prepare(nomination):
    content = snapshots.dossier.build(nomination)
    return Prepared(content, audit.digest(content), _render(nomination.campaign, content))


def _render(campaign, content):
    try:
        return {part.code: papers.pdf(part.code, content) for part in campaign.parts.all()}
    except papers.Unavailable:
        return {}


def seal(nomination, prepared, *, by, now):
    """Write the submission and its papers. Inside the lock; returns (Submission, facts for the event)."""
    if audit.digest(snapshots.dossier.build(nomination)) != prepared.sha256:
        raise Refused(
            "Hồ sơ vừa được người khác sửa trong lúc bạn bấm Trình. Hãy xem lại nội dung mới rồi trình lại."
        )
    last = nomination.submissions.aggregate(last=Max("number"))["last"] or 0
    submission = Submission.objects.create(
        nomination=nomination,
        number=last + 1,
        receipt=f"{nomination.reference}/{last + 1}",
        submitted_at=now,
        submitted_by=by,
        is_late=policies.deadlines.is_late(nomination, now),
        content=prepared.content,
        sha256=prepared.sha256,
    )
    return submission, {
        "receipt": submission.receipt,
        "content": prepared.sha256,
        "is_late": submission.is_late,
        "papers": _store(submission, prepared.pdfs),
    }


def _store(submission, pdfs):
    stored = {}
    for part, pdf in pdfs.items():
        paper = SealedPaper(
            submission=submission, part=part, size=len(pdf), sha256=hashlib.sha256(pdf).hexdigest()
        )
        uploads.keep(paper.file, "paper.pdf", ContentFile(pdf))
        # A file without its row is waste, a row without its file is a loss: the row goes second.
        paper.save()
        stored[str(paper.key)] = paper.sha256
    return stored


def seal_missing(submission, *, by):
    """Make the papers of a submission that was sealed without Pango. Returns how many were made."""
    campaign: Campaign = submission.nomination.campaign
    made = set(submission.papers.values_list("part", flat=True))
    codes = [part.code for part in campaign.parts.all() if part.code not in made]
    pdfs = {code: papers.pdf(code, submission.content) for code in codes}
    with transaction.atomic():
        head = audit.lock(campaign)
        # Again under the lock: somebody else may have made them meanwhile.
        have = set(submission.papers.values_list("part", flat=True))
        stored = _store(submission, {part: pdf for part, pdf in pdfs.items() if part not in have})
        if stored:
            nomination = submission.nomination
            nomination.refresh_from_db()
            facts = {"receipt": submission.receipt, "papers": stored}
            audit.write_dossier(head, "seal", nomination, by=by, facts=facts)
    return len(stored)
