"""WHAT BELONGS INTO AN ARCHIVE? For one reader: what was sent, what can be made now, the evidence, the history.

Everything comes through `visible_to(reader)` and the rules of the pages; `reader` None is the machine's own
administrator at the command line, who may read the disk anyway. Nothing is made here: an Entry knows how.
"""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from django.db.models import Q

from awards import access, permissions, signed_copies, uploads
from awards.audit import labels
from awards.models import Award, CouncilSession, Decision, Evidence, Nomination, SignedCopy, Submission
from awards.papers import compose as compose_part
from awards.papers import registry
from awards.papers.wording import tidy
from campaigns import clock
from campaigns.models import DossierPart
from campaigns.vietnamese import dates, names

from .descriptions import Described, arrived, describe, filed

SEALED, MADE, UPLOADED, LISTED = "niêm phong khi trình", "lập khi tải về", "tải lên", "kết xuất"
_EXTENSIONS = {kind: extensions[0] for kind, extensions in uploads.TYPES.items()}
# They say nothing of a single dossier, and so belong into the archive of the campaign alone.
_OF_THE_MEETING = {"invitation", "ballot"}
# An Excel that opens a CSV reads these as the start of a formula.
_FORMULA = tuple("=+-@\t\r")
# Why a paper still bears the mark of a draft, by what it is made from.
_UNFINISHED = {
    "nomination": "Bản nháp: đơn vị chưa trình.",
    "submission": "Bản nháp: hồ sơ chưa có kết luận.",
    "decision": "Bản nháp: chưa ký.",
}


@dataclass(frozen=True)
class Entry:
    """One file. `open` gives a binary stream; for a paper it raises papers.Unavailable where there is no Pango.

    `sha256` is what the row promises of stored bytes, "" for what is made now. `of` are the keys of the documents that
    it is a file of: one in several formats, and signed, is one document, told as `document` of the first says.
    """

    path: str
    title: str
    kind: str
    origin: str
    at: datetime
    open: Callable
    sha256: str = ""
    document: Described | None = None
    note: str = ""
    of: tuple = ()


@dataclass(frozen=True)
class Section:
    """A folder of an archive: a dossier, or what several dossiers share (`nomination` None).

    `missing` is [(title, sentence)] of papers that cannot be made now.
    """

    folder: str
    title: str
    entries: list[Entry]
    missing: list[tuple[str, str]]
    nomination: Nomination | None = None
    campaign: object = None
    head: dict = field(default_factory=dict)


# --- a dossier -------------------------------------------------------------------------------------------


def of_dossier(nomination, reader, *, address="", forms=None):
    """The Section of one nomination. `address` is the site's own, for the QR code of a certificate; `forms` are
    keys of registry.FORMATS, all of them where None."""
    forms = list(forms or registry.FORMATS)
    folder = names.slug(nomination.reference) or f"ho-so-{nomination.pk}"
    submissions = list(
        Submission.objects.filter(nomination=nomination).prefetch_related("papers").order_by("number")
    )
    events = _events(nomination, reader)
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
    entries += _history(folder, nomination, events, now)
    return Section(
        folder=folder,
        title=f"Hồ sơ {nomination.reference}: {nomination.nominee_name}",
        entries=entries,
        missing=missing,
        nomination=nomination,
        campaign=nomination.campaign,
        head=_as_of(events[-1]) if events else {},
    )


def filed_copies(folder, nomination, reader):
    """The signed papers of a dossier, its slips and its certificate, byte for byte, under "ban-da-ky".

    Those in force and those that a submission has shown, as the pages let the reader see them.
    """
    about = Q(nomination=nomination) | Q(submission__nomination=nomination) | Q(award__nomination=nomination)
    inside = reader is None or access.can_enter_admin(reader)
    sent = _sent_with(nomination)
    mine = _writes(nomination, reader)
    entries = []
    for copy in seen(SignedCopy.objects.filter(about), reader).order_by("pk"):
        if copy.nomination_id:
            shown = str(copy.key) in sent or (mine and copy.removed_at is None)
            of = [_sent_key(copy.paper, pk) for pk in sent.get(str(copy.key), ())]
            of.append((copy.paper, copy.nomination_id))
        else:
            kind = registry.FILED[copy.paper]
            read = can_read(reader, kind, nomination.campaign, nomination.unit_id)
            shown = inside and read and copy.removed_at is None
            of = [(copy.paper, copy.submission_id or copy.award_id)]
        if shown:
            entries.append(_signed(folder, copy, len(entries) + 1, tuple(of), nomination.reference))
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


def _signed(folder, copy, place, of, about):
    kind = registry.FILED[copy.paper]
    title = kind.title
    given = [
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
        open=_stored(copy),
        sha256=copy.sha256,
        # Of our own the paper itself is described; this is the same document, signed. It stands alone where no paper
        # can be made any more.
        document=arrived(copy) if kind.arrives else filed(copy, title, about),
        note=", ".join(filter(None, given)),
        of=of,
    )


def _writes(nomination, reader):
    if reader is None:
        return True
    return permissions.can_write(reader, nomination)


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
            open=_stored(paper) if paper else _written(blocks, "pdf", draft=False),
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
        open=lambda: io.BytesIO(_json(submission.content)),
    )


def _papers_of(nomination, submissions, reader, address):
    """[(kind, object)] of the registry's papers about this dossier that the reader may have."""
    writes = _writes(nomination, reader)
    for kind in registry.made_from("nomination"):
        # A recalled dossier was sent once and is being written again: that text is its unit's alone.
        draft = kind.is_draft(nomination)
        if writes or not draft:
            yield kind, nomination, not draft
    for submission in submissions:
        submission.nomination = nomination
        for kind in registry.made_from("submission"):
            if can_read(reader, kind, nomination.campaign, nomination.unit_id):
                yield kind, submission, False
    for award in Award.objects.filter(nomination=nomination):
        award.nomination = nomination
        kind = registry.certificates(address=address)
        if can_read(reader, kind, nomination.campaign, nomination.unit_id):
            yield kind, award, False


def can_read(reader, kind, campaign, unit_id=None):
    """Asked of every paper but the unit's own three, which go with the dossier."""
    return reader is None or access.can_read_paper(reader, kind.code, campaign, unit_id)


def _evidence(folder, nomination, submissions, reader):
    """What a submission has shown, and to the unit also what it is collecting; in the order of uploading."""
    shown = {item["key"] for row in submissions for item in row.content.get("evidence") or []}
    rows = seen(Evidence.objects.filter(nomination=nomination), reader).select_related("clause")
    mine = _writes(nomination, reader)
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
            open=_stored(item),
            sha256=item.sha256,
            document=Described(subject=item.description, issued_on=item.dated_on),
            note="" if item.removed_at is None else "Đã bỏ khỏi hồ sơ sau khi trình.",
        )


# --- what several dossiers share -------------------------------------------------------------------------


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
            entries.append(_signed(place, copy, number, ((kind.code, source.pk),), kind.about(source)))
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
    meetings = seen(CouncilSession.objects.filter(campaign=campaign), reader)
    decisions = seen(Decision.objects.filter(campaign=campaign), reader)
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
        if (whole or kind.code not in _OF_THE_MEETING) and can_read(reader, kind, campaign)
    ]


def seen(rows, reader):
    return rows if reader is None else rows.visible_to(reader)


def campaign_head(campaign):
    """The last event of the chain: up to where the archive goes."""
    last = campaign.events.order_by("-sequence").first()
    return _as_of(last) if last else {}


def _campaign_touched(campaign):
    last = campaign.events.order_by("-sequence").first()
    return last.at if last else clock.now()


def _as_of(event):
    return {
        "su_kien": event.sequence,
        "luc": event.at.astimezone(clock.ZONE).isoformat(),
        "ma_bam": event.hash,
    }


# --- how an entry is made ----------------------------------------------------------------------------------


def made(folder, kind, source, at, forms, *, is_sealed=False, to_sign_by=None):
    """(entries of one paper in every format, [(title, sentence)] why not). A PDF that was sealed is not made twice.

    `at` is the time of the data, for the file's date; `to_sign_by` whoever takes the files in order to have them
    signed (awards.signed_copies.issued), None for an archive.
    """
    if kind.arrives or not kind.applies(source):
        return [], []
    if sentence := kind.refusal(source):
        return [], [(f"{kind.title} {kind.about(source)}", sentence)]
    content, draft = kind.gather(source), kind.is_draft(source)
    blocks = kind.compose(tidy(content))
    document = describe(blocks, kind.title)
    return [
        Entry(
            path=f"{folder}/{kind.file_name(source, form)}",
            title=blocks.title or kind.title,
            kind=kind.code,
            origin=MADE,
            at=at,
            open=partial(_to_sign, kind, source, form, content, to_sign_by)
            if to_sign_by
            else _written(blocks, form, draft=draft),
            # The editable copy of a sealed paper is no second document.
            document=None if is_sealed else document,
            note=_UNFINISHED[kind.made_from] if draft else "",
            of=((kind.code, source.pk),),
        )
        for form in forms
        if not (is_sealed and form == "pdf")
    ], []


def _to_sign(kind, source, form, content, by):
    return io.BytesIO(signed_copies.issue(kind, source, form, by=by, content=content))


def _written(blocks, form, *, draft):
    return lambda: io.BytesIO(registry.FORMATS[form](blocks, draft=draft))


def _stored(row):
    return lambda: row.file.open("rb")


def _json(value):
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a file of the archive")


# --- the history -------------------------------------------------------------------------------------------


def _events(nomination, reader):
    """Without the Council's single scores and votes; to a unit only what its own page shows."""
    inside = reader is None or access.can_enter_admin(reader)
    return [
        event
        for event in nomination.events.order_by("sequence")
        if (event.verb not in ("scored", "voted") if inside else event.verb in labels.UNIT_EVENTS)
    ]


def _history(folder, nomination, events, now):
    rows = [_told(event) for event in events]
    head = {"ho_so": nomination.reference, "trang_thai": nomination.get_status_display(), "su_kien": rows}
    for form, body in (("json", _json(head)), ("csv", _csv(rows))):
        yield Entry(
            path=f"{folder}/lich-su.{form}",
            title=f"Lịch sử hồ sơ {nomination.reference}",
            kind="history",
            origin=LISTED,
            at=now,
            open=lambda body=body: io.BytesIO(body),
        )


def _told(event):
    return {
        "so": event.sequence,
        "luc": event.at,
        "viec": labels.EVENTS.get(event.verb, event.verb),
        "tu_trang_thai": _status(event.source),
        "den_trang_thai": _status(event.target),
        "nguoi_thuc_hien": event.actor_name,
        "vai_tro": event.actor_role,
        "noi_dung": event.note,
        "ma_bam": event.hash,
    }


def _status(code):
    return Nomination.Status(code).label if code in Nomination.Status.values else code


def _csv(rows):
    """With a byte order mark, or Excel reads Vietnamese as Latin."""
    stream = io.StringIO(newline="")
    titles = ["Số", "Lúc", "Việc", "Từ", "Đến", "Người thực hiện", "Vai trò", "Nội dung", "Mã băm"]
    writer = csv.writer(stream)
    writer.writerow(titles)
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return stream.getvalue().encode("utf-8-sig")


def _cell(value):
    text = _plain(value) if isinstance(value, datetime) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
