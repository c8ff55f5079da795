"""WHAT BELONGS INTO THE ARCHIVE OF A DOSSIER? For one reader: what was sent, what can be made now, the signed copies,
the evidence, the history."""

import io

from awards import uploads
from awards.models import Award, Evidence, Submission
from awards.papers import compose, registry
from campaigns.models import DossierPart
from campaigns.vietnamese import names

from . import history, readers
from .descriptions import Described, describe
from .entries import MADE, SEALED, UPLOADED, Entry, Section, sent_key, stored_file, written_paper
from .papers import paper_entries
from .serializers import json_bytes
from .signed_copies import signed_entries

_EXTENSIONS = {kind: extensions[0] for kind, extensions in uploads.TYPES.items()}


def dossier_section(nomination, reader, *, address="", forms=None):
    """The Section of one nomination. `address` is the site's own, for the QR code of a certificate; `forms` are
    keys of registry.FORMATS, all of them where None."""
    forms = list(forms or registry.FORMATS)
    folder = names.slug(nomination.reference) or f"ho-so-{nomination.pk}"
    submissions = list(
        Submission.objects.filter(nomination=nomination).prefetch_related("papers").order_by("number")
    )
    events = history.visible_events(nomination, reader)
    now = _last_change(nomination, events)
    entries, missing = [], []
    for submission in submissions:
        entries += _sealed(folder, submission)
    for kind, source, is_sealed in _papers(nomination, submissions, reader, address):
        papers, refused = paper_entries(f"{folder}/van-ban", kind, source, now, forms, is_sealed=is_sealed)
        entries += papers
        missing += refused
    entries += signed_entries(folder, nomination, reader)
    entries += _evidence(folder, nomination, submissions, reader)
    entries += history.history_entries(folder, nomination, events, now)
    return Section(
        folder=folder,
        title=f"Hồ sơ {nomination.reference}: {nomination.nominee_name}",
        entries=entries,
        missing=missing,
        nomination=nomination,
        campaign=nomination.campaign,
        head=history.head(events[-1]) if events else {},
    )


def _last_change(nomination, events):
    """When the data of the dossier last changed: what is made from it bears this time, not the clock's."""
    saved = [
        paper.saved_at
        for name in DossierPart.Code.values
        if (paper := getattr(nomination, name, None)) and paper.saved_at
    ]
    return max([nomination.status_changed_at, *saved, *(event.at for event in events[-1:])])


def _sealed(folder, submission):
    """The PDFs of one sending, byte for byte; where Pango was missing then, the same content made now."""
    sealed = {paper.part: paper for paper in submission.papers.all()}
    place = f"{folder}/lan-trinh-{submission.number}"
    for part in DossierPart.Code:
        yield _sent_paper(place, submission, part, sealed.get(part.value))
    yield Entry(
        path=f"{place}/noi-dung.json",
        title=f"Nội dung đã niêm phong, lần trình {submission.number}",
        kind="content",
        origin=SEALED,
        at=submission.submitted_at,
        open=lambda: io.BytesIO(json_bytes(submission.content)),
    )


def _sent_paper(place, submission, part, sealed):
    blocks = compose(part.value, submission.content)
    return Entry(
        path=f"{place}/{names.slug(part.label)}.pdf",
        title=f"{part.label}, lần trình {submission.number}",
        kind=part.value,
        origin=SEALED if sealed else MADE,
        at=submission.submitted_at,
        open=stored_file(sealed) if sealed else written_paper(blocks, "pdf", draft=False),
        sha256=sealed.sha256 if sealed else "",
        document=describe(blocks, part.label),
        of=(sent_key(part.value, submission.pk),),
        note="" if sealed else "Khi trình máy chủ chưa tạo được PDF; bản này lập từ nội dung đã niêm phong.",
    )


def _papers(nomination, submissions, reader, address):
    """[(kind, object, is it sealed?)] of the registry's papers about this dossier that the reader may have."""
    writes = readers.can_write(reader, nomination)
    for kind in registry.made_from("nomination"):
        # A recalled dossier was sent once and is being written again: that text is its unit's alone.
        draft = kind.is_draft(nomination)
        if writes or not draft:
            yield kind, nomination, not draft
    for submission in submissions:
        submission.nomination = nomination
        for kind in registry.made_from("submission"):
            if readers.can_read_paper(reader, kind, nomination.campaign, nomination.unit_id):
                yield kind, submission, False
    for award in Award.objects.filter(nomination=nomination):
        award.nomination = nomination
        kind = registry.certificates(address=address)
        if readers.can_read_paper(reader, kind, nomination.campaign, nomination.unit_id):
            yield kind, award, False


def _evidence(folder, nomination, submissions, reader):
    """What a submission has shown, and to the unit also what it is collecting; in the order of uploading."""
    shown = {item["key"] for row in submissions for item in row.content.get("evidence") or []}
    rows = readers.visible_rows(Evidence.objects.filter(nomination=nomination), reader)
    writes = readers.can_write(reader, nomination)
    place = 0
    for item in rows.select_related("clause"):
        if str(item.key) not in shown and not (writes and item.removed_at is None):
            continue
        place += 1
        name = names.slug(item.original_name.rpartition(".")[0] or item.original_name, 60) or "tep"
        yield Entry(
            path=f"{folder}/minh-chung/{place:02d}-{name}{_EXTENSIONS.get(item.content_type, '.bin')}",
            title=item.description,
            kind="evidence",
            origin=UPLOADED,
            at=item.uploaded_at,
            open=stored_file(item),
            sha256=item.sha256,
            document=Described(subject=item.description, issued_on=item.dated_on),
            note="" if item.removed_at is None else "Đã bỏ khỏi hồ sơ sau khi trình.",
        )
