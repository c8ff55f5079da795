"""What belongs into the archive of one dossier: what was sent, what can be made now, the evidence, the history."""

import io

from django.db.models import Q

from awards import access, uploads
from awards.models import Award, Evidence, SignedCopy, Submission
from awards.papers import compose as compose_part
from awards.papers import registry
from campaigns.models import DossierPart
from campaigns.vietnamese import names

from . import history, readers
from .descriptions import Described, describe
from .entries import MADE, SEALED, UPLOADED, Entry, Section, as_of, json_bytes, made, signed, stored, written

_EXTENSIONS = {kind: extensions[0] for kind, extensions in uploads.TYPES.items()}


def of_dossier(nomination, reader, *, address="", forms=None):
    """The Section of one nomination. `address` is the site's own, for the QR code of a certificate; `forms` are
    keys of registry.FORMATS, all of them where None."""
    forms = list(forms or registry.FORMATS)
    folder = names.slug(nomination.reference) or f"ho-so-{nomination.pk}"
    submissions = list(
        Submission.objects.filter(nomination=nomination).prefetch_related("papers").order_by("number")
    )
    events = history.events_of(nomination, reader)
    now = _last_touched(nomination, events)
    entries, missing = [], []
    for submission in submissions:
        entries += _sealed(folder, submission)
    for kind, source, is_sealed in _papers_of(nomination, submissions, reader, address):
        papers, refused = made(f"{folder}/van-ban", kind, source, now, forms, is_sealed=is_sealed)
        entries += papers
        missing += refused
    entries += filed_copies(folder, nomination, reader)
    entries += _evidence(folder, nomination, submissions, reader)
    entries += history.history(folder, nomination, events, now)
    return Section(
        folder=folder,
        title=f"Hồ sơ {nomination.reference}: {nomination.nominee_name}",
        entries=entries,
        missing=missing,
        nomination=nomination,
        campaign=nomination.campaign,
        head=as_of(events[-1]) if events else {},
    )


def filed_copies(folder, nomination, reader):
    """The signed papers of a dossier, its slips and its certificate, byte for byte, under "ban-da-ky".

    Those in force and those that a submission has shown, as the pages let the reader see them.
    """
    about = Q(nomination=nomination) | Q(submission__nomination=nomination) | Q(award__nomination=nomination)
    inside = reader is None or access.can_enter_admin(reader)
    sent = _sent_with(nomination)
    mine = readers.can_write(nomination, reader)
    entries = []
    for copy in readers.seen(SignedCopy.objects.filter(about), reader).order_by("pk"):
        if copy.nomination_id:
            shown = str(copy.key) in sent or (mine and copy.removed_at is None)
            of = [_sent_key(copy.paper, pk) for pk in sent.get(str(copy.key), ())]
            of.append((copy.paper, copy.nomination_id))
        else:
            kind = registry.FILED[copy.paper]
            read = readers.can_read(reader, kind, nomination.campaign, nomination.unit_id)
            shown = inside and read and copy.removed_at is None
            of = [(copy.paper, copy.submission_id or copy.award_id)]
        if shown:
            entries.append(signed(folder, copy, len(entries) + 1, tuple(of), nomination.reference))
    return entries


def _sent_with(nomination):
    """{key of a signed copy: [pk of each submission that has shown it]}."""
    sent = {}
    for row in nomination.submissions.all():
        for item in row.content.get("signed", []):
            sent.setdefault(item["key"], []).append(row.pk)
    return sent


def _sent_key(part, submission_id):
    return (part, "sent", submission_id)


def _last_touched(nomination, events):
    """When the data of the dossier last changed: what is made from it bears this time, not the clock's."""
    saved = [
        paper.saved_at
        for name in DossierPart.Code.values
        if (paper := getattr(nomination, name, None)) and paper.saved_at
    ]
    return max([nomination.status_changed_at, *saved, *(event.at for event in events[-1:])])


def _sealed(folder, submission):
    """The PDFs of one sending, byte for byte; where Pango was missing then, the same content made now."""
    kept = {paper.part: paper for paper in submission.papers.all()}
    place = f"{folder}/lan-trinh-{submission.number}"
    for part in DossierPart.Code:
        title = f"{part.label}, lần trình {submission.number}"
        paper = kept.get(part.value)
        blocks = compose_part(part.value, submission.content)
        yield Entry(
            path=f"{place}/{names.slug(part.label)}.pdf",
            title=title,
            kind=part.value,
            origin=SEALED if paper else MADE,
            at=submission.submitted_at,
            open=stored(paper) if paper else written(blocks, "pdf", draft=False),
            sha256=paper.sha256 if paper else "",
            document=describe(blocks, part.label),
            of=(_sent_key(part.value, submission.pk),),
            note=""
            if paper
            else "Khi trình máy chủ chưa tạo được PDF; bản này lập từ nội dung đã niêm phong.",
        )
    yield Entry(
        path=f"{place}/noi-dung.json",
        title=f"Nội dung đã niêm phong, lần trình {submission.number}",
        kind="content",
        origin=SEALED,
        at=submission.submitted_at,
        open=lambda: io.BytesIO(json_bytes(submission.content)),
    )


def _papers_of(nomination, submissions, reader, address):
    """[(kind, object)] of the registry's papers about this dossier that the reader may have."""
    writes = readers.can_write(nomination, reader)
    for kind in registry.made_from("nomination"):
        # A recalled dossier was sent once and is being written again: that text is its unit's alone.
        draft = kind.is_draft(nomination)
        if writes or not draft:
            yield kind, nomination, not draft
    for submission in submissions:
        submission.nomination = nomination
        for kind in registry.made_from("submission"):
            if readers.can_read(reader, kind, nomination.campaign, nomination.unit_id):
                yield kind, submission, False
    for award in Award.objects.filter(nomination=nomination):
        award.nomination = nomination
        kind = registry.certificates(address=address)
        if readers.can_read(reader, kind, nomination.campaign, nomination.unit_id):
            yield kind, award, False


def _evidence(folder, nomination, submissions, reader):
    """What a submission has shown, and to the unit also what it is collecting; in the order of uploading."""
    shown = {item["key"] for row in submissions for item in row.content.get("evidence") or []}
    rows = readers.seen(Evidence.objects.filter(nomination=nomination), reader).select_related("clause")
    mine = readers.can_write(nomination, reader)
    place = 0
    for item in rows:
        if str(item.key) not in shown and not (mine and item.removed_at is None):
            continue
        place += 1
        name = names.slug(item.original_name.rpartition(".")[0] or item.original_name, 60) or "tep"
        yield Entry(
            path=f"{folder}/minh-chung/{place:02d}-{name}{_EXTENSIONS.get(item.content_type, '.bin')}",
            title=item.description,
            kind="evidence",
            origin=UPLOADED,
            at=item.uploaded_at,
            open=stored(item),
            sha256=item.sha256,
            document=Described(subject=item.description, issued_on=item.dated_on),
            note="" if item.removed_at is None else "Đã bỏ khỏi hồ sơ sau khi trình.",
        )
