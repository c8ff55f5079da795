"""WHICH SIGNED COPIES GO WITH A DOSSIER? Byte for byte, as the pages let the reader see them."""

from django.db.models import Q

from awards.models import SignedCopy
from awards.papers import registry
from campaigns.vietnamese import dates, names

from . import readers
from .descriptions import arrived, filed
from .entries import UPLOADED, Entry, sent_key, stored_file


def signed_entries(folder, nomination, reader):
    """The signed papers of a dossier, its slips and its certificate, byte for byte, under "ban-da-ky".

    Those in force and those that a submission has shown, as the pages let the reader see them.
    """
    about = Q(nomination=nomination) | Q(submission__nomination=nomination) | Q(award__nomination=nomination)
    inside = readers.can_enter_admin(reader)
    sent = _sent_with(nomination)
    writes = readers.can_write(reader, nomination)
    entries = []
    for copy in readers.visible_rows(SignedCopy.objects.filter(about), reader).order_by("pk"):
        if copy.nomination_id:
            shown = str(copy.key) in sent or (writes and copy.removed_at is None)
            of = [sent_key(copy.paper, pk) for pk in sent.get(str(copy.key), ())]
            of.append((copy.paper, copy.nomination_id))
        else:
            kind = registry.FILED[copy.paper]
            read = readers.can_read_paper(reader, kind, nomination.campaign, nomination.unit_id)
            shown = inside and read and copy.removed_at is None
            of = [(copy.paper, copy.submission_id or copy.award_id)]
        if shown:
            entries.append(signed_entry(folder, copy, len(entries) + 1, tuple(of), nomination.reference))
    return entries


def _sent_with(nomination):
    """{key of a signed copy: [pk of each submission that has shown it]}."""
    sent = {}
    for row in nomination.submissions.all():
        for item in row.content.get("signed", []):
            sent.setdefault(item["key"], []).append(row.pk)
    return sent


def signed_entry(folder, copy, place, of, about):
    """One copy as the file number `place` of its folder; `of` are the keys of what it signs, `about` names that."""
    kind = registry.FILED[copy.paper]
    title = kind.title
    notes = [
        f"số {copy.number}" if copy.number else "",
        f"ngày {dates.short(copy.issued_on)}" if copy.issued_on else "",
        "đã thay bằng bản khác" if copy.removed_at else "",
    ]
    return Entry(
        path=f"{folder}/ban-da-ky/{place:02d}-{names.slug(title)}.pdf",
        title=f"Bản ký: {title}",
        kind="signed",
        origin=UPLOADED,
        at=copy.attached_at,
        open=stored_file(copy),
        sha256=copy.sha256,
        # Of our own the paper itself is described; this is the same document, signed. It stands alone where no paper
        # can be made any more.
        document=arrived(copy) if kind.arrives else filed(copy, title, about),
        note=", ".join(filter(None, notes)),
        of=of,
    )
