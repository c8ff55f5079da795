"""WHAT CAN BE ASKED FOR? One table: how each job is cut into parts, how a part is made, how the parts are joined.

`plan(batch)` fixes the parts: [{"label": for people, "items": how much of the bar, "keys": what to make}].
`make(batch, part, target)` writes one part to a Path and returns its report: {"missing": [...], …}.
`join(batch, done, stream)` writes the result from [(Path, report, part)] and returns what else is missing.
Every object is fetched through `visible_to(batch.asked_by)` again in each part.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from awards import archive, signed_copies
from awards.archive import campaign_contents, dossier_contents, history, papers, readers
from awards.archive.zip_writer import ALTERED, GONE
from awards.models import Award, Batch, CouncilSession, Decision, Nomination, Submission
from awards.papers import compose, department, registry
from campaigns.models import AwardForm, DossierPart
from campaigns.vietnamese import names

What = Batch.What
# Enough that WeasyPrint's start is spread over many pages, few enough that a cancel is soon seen.
CERTIFICATES_PER_PART, PAPERS_PER_PART = 25, 12


@dataclass(frozen=True)
class Job:
    plan: Callable
    make: Callable
    join: Callable
    ending: str
    title: Callable
    empty: str
    only_pdf: bool = False
    by_unit: bool = False
    certificates: bool = False

    def file_name(self, batch):
        """ASCII, with what it is and whose: "giay-khen-bac-kan-2023.pdf"."""
        words = f"{self.title(batch)} {batch.unit.code if batch.unit else ''} {batch.campaign.code}"
        return f"{names.slug(words)}.{self.ending}"


def _cut(rows, size, noun):
    """[{"label": "Giấy khen 1–25", …}] of keys in their order."""
    parts = []
    for start in range(0, len(rows), size):
        keys = rows[start : start + size]
        parts.append({"label": f"{noun} {start + 1}–{start + len(keys)}", "items": len(keys), "keys": keys})
    return parts


def _stamp(batch):
    return archive.Stamp(str(batch.asked_by), batch.asked_at)


# --- certificates --------------------------------------------------------------------------------------------


def _awards(batch):
    seen = Nomination.objects.visible_to(batch.asked_by)
    return Award.objects.filter(
        decision__campaign=batch.campaign, nomination__in=seen, form=AwardForm.Code.GIAY_KHEN
    ).select_related("nomination__campaign")


def _plan_certificates(batch):
    keys = list(_awards(batch).order_by("decision", "golden_book_number").values_list("pk", flat=True))
    return _cut(keys, CERTIFICATES_PER_PART, "Giấy khen")


def _chosen(batch, part):
    """([award], [{"ten", "vi_sao"}]) in the order of the plan: one may have been revoked since."""
    found = _awards(batch).in_bulk(part["keys"])
    awards, missing = [], []
    for key in part["keys"]:
        award = found.get(key)
        sentence = (
            department.certificate.certificate_refusal(award)
            if award
            else "Khen thưởng này không còn hoặc bạn không còn được xem."
        )
        if sentence:
            missing.append(
                {
                    "ten": f"Giấy khen {award.nomination.reference if award else ''}".strip(),
                    "vi_sao": sentence,
                }
            )
        else:
            awards.append(award)
    return awards, missing


def _layout(batch):
    offsets = {name: tuple(moved) for name, moved in batch.options.get("offsets", {}).items()}
    return {"text_only": batch.options.get("text_only", False), "offsets": offsets}


def _make_certificates(batch, part, target):
    """One PDF of all pages of the part: a page costs less in company."""
    awards, missing = _chosen(batch, part)
    if awards:
        address = batch.options.get("address", "")
        told = department.certificate.gather_all(awards, address)
        paper = department.certificate.compose_all(told, **_layout(batch))
        target.write_bytes(registry.FORMATS["pdf"](paper))
        given = list(zip(awards, told, strict=True))
        signed_copies.record_issued(registry.BY_CODE["certificate"], given, by=batch.asked_by)
    else:
        target.write_bytes(b"")
    return {"missing": missing, "pages": len(awards)}


def _make_certificate_files(batch, part, target):
    awards, missing = _chosen(batch, part)
    kind = registry.certificates(address=batch.options.get("address", ""), **_layout(batch))
    sources = [(kind, award) for award in awards]
    return _pack(batch, target, "giay-khen", sources, missing)


# --- papers, each a file -------------------------------------------------------------------------------------


def _sources(batch):
    """Every object of the registry's papers that the asker may see: {made_from: queryset}."""
    nominations = Nomination.objects.visible_to(batch.asked_by).filter(campaign=batch.campaign)
    return {
        "nomination": nominations.with_names().order_by("number"),
        "submission": Submission.objects.filter(nomination__in=nominations)
        .select_related("nomination__campaign", "nomination__unit")
        .order_by("nomination__number", "number"),
        "session": CouncilSession.objects.visible_to(batch.asked_by)
        .standing()
        .filter(campaign=batch.campaign)
        .select_related("campaign")
        .order_by("number"),
        "decision": Decision.objects.visible_to(batch.asked_by)
        .standing()
        .filter(campaign=batch.campaign)
        .select_related("campaign")
        .order_by("pk"),
        "award": _awards(batch).order_by("decision", "golden_book_number"),
        "campaign": type(batch.campaign).objects.filter(pk=batch.campaign_id),
    }


def _plan_papers(batch):
    keys = [
        [kind.code, pk]
        for name, rows in _sources(batch).items()
        for pk in rows.values_list("pk", flat=True)
        for kind in registry.made_from(name)
    ]
    return _cut(keys, PAPERS_PER_PART, "Văn bản")


def _make_papers(batch, part, target):
    rows, chosen = _sources(batch), []
    for code, pk in part["keys"]:
        kind = registry.BY_CODE[code]
        source = rows[kind.made_from].filter(pk=pk).first()
        # A draft is its unit's alone, whoever else may see that it exists.
        unsent = kind.made_from == "nomination" and source and kind.is_draft(source)
        if source and not unsent and _can_read(batch, kind, source):
            chosen.append((kind, source))
    return _pack(batch, target, "van-ban", chosen, [])


def _can_read(batch, kind, source):
    about = getattr(source, "nomination", None)
    unit = about.unit_id if about else None
    return kind.made_from == "nomination" or readers.can_read_paper(
        batch.asked_by, kind, batch.campaign, unit
    )


def _pack(batch, target, folder, sources, missing):
    with target.open("wb") as stream, archive.Packer(stream, title=folder, stamp=_stamp(batch)) as packer:
        packer.missing += missing
        for kind, source in sources:
            added, refused = papers.paper_entries(
                folder, kind, source, batch.asked_at, [batch.form], to_sign_by=batch.asked_by
            )
            packer.refuse(refused)
            packer.put(added)
        return packer.parts


# --- dossiers ------------------------------------------------------------------------------------------------


def _scope(batch):
    if batch.unit:
        return archive.unit(batch.campaign, batch.unit, batch.asked_by)
    return archive.campaign(batch.campaign, batch.asked_by)


def _plan_dossiers(batch):
    """Only what was sent: a draft is no paper to print."""
    rows = _scope(batch).nominations.filter(submissions__isnull=False).distinct()
    return [{"label": f"Hồ sơ {row.reference}", "items": 1, "keys": [row.pk]} for row in rows]


def _make_dossier(batch, part, target):
    """The three papers of the last sending, as they were sealed."""
    nomination = _scope(batch).nominations.filter(pk__in=part["keys"]).first()
    sent = nomination and nomination.submissions.order_by("-number").first()
    if not sent:
        target.write_bytes(b"")
        return {"missing": [{"ten": part["label"], "vi_sao": "Hồ sơ không còn hoặc bạn không còn được xem."}]}
    writer, missing = PdfWriter(), []
    sealed = {paper.part: paper for paper in sent.papers.all()}
    for code, label in DossierPart.Code.choices:
        body, sentence = _body(sealed.get(code), code, sent)
        if sentence:
            missing.append({"ten": f"{part['label']} – {label}", "vi_sao": sentence})
        else:
            writer.append(PdfReader(BytesIO(body)), import_outline=False)
    with target.open("wb") as stream:
        if writer.pages:
            writer.write(stream)
    return {"missing": missing, "title": f"{nomination.reference} – {nomination.nominee_name}"}


def _body(paper, code, submission):
    """(bytes of one paper as it was sent, "" or why it cannot be printed). What was altered is not what was sent."""
    if paper is None:
        return registry.FORMATS["pdf"](compose(code, submission.content)), ""
    try:
        with paper.file.open("rb") as stream:
            body = stream.read()
    except OSError:
        return b"", GONE
    intact = hashlib.sha256(body).hexdigest() == paper.sha256
    return (body, "") if intact else (b"", ALTERED)


# --- the archive ---------------------------------------------------------------------------------------------


def _plan_archive(batch):
    rows = _scope(batch).nominations
    parts = [{"label": f"Hồ sơ {row.reference}", "items": 1, "keys": [row.pk]} for row in rows]
    return [*parts, {"label": "Văn bản chung", "items": 1, "keys": []}] if parts else []


def _make_archive(batch, part, target):
    scope, address = _scope(batch), batch.options.get("address", "")
    with target.open("wb") as stream, archive.Packer(stream, title="", stamp=_stamp(batch)) as packer:
        if part["keys"]:
            for nomination in scope.nominations.filter(pk__in=part["keys"]):
                packer.add(dossier_contents.dossier_section(nomination, batch.asked_by, address=address))
        else:
            packer.add(
                campaign_contents.shared_section(
                    batch.campaign, scope.nominations, batch.asked_by, whole=scope.whole
                )
            )
        return packer.parts


# --- joining ---------------------------------------------------------------------------------------------------


def _join_pdf(batch, done, stream):
    writer = PdfWriter()
    for path, report, _ in done:
        if path.stat().st_size:
            writer.append(Path(path), outline_item=report.get("title"), import_outline=False)
    writer.add_metadata(
        {
            "/Title": names.clean(f"{batch} – {batch.campaign.title}"),
            "/Author": names.clean(batch.campaign.department.name),
        }
    )
    writer.write(stream)


def _join_zip(batch, done, stream, *, title):
    with archive.Packer(stream, title=title(batch), stamp=_stamp(batch)) as packer:
        for path, report, _ in done:
            with path.open("rb") as part:
                packer.take(part, report)
        packer.close(history.campaign_head(batch.campaign))


def _named(words):
    return lambda batch: f"{words}: {batch.campaign.title}"


def _zipped(words):
    return partial(_join_zip, title=_named(words))


_NO_AWARD = "Đợt thi đua chưa có Giấy khen nào. Giấy khen lập được sau khi quyết định được ký."

JOBS = {
    What.CERTIFICATES: Job(
        _plan_certificates,
        _make_certificates,
        _join_pdf,
        "pdf",
        lambda batch: "giay-khen",
        _NO_AWARD,
        only_pdf=True,
        certificates=True,
    ),
    What.CERTIFICATE_FILES: Job(
        _plan_certificates,
        _make_certificate_files,
        _zipped("Giấy khen"),
        "zip",
        lambda batch: f"giay-khen-{batch.form}",
        _NO_AWARD,
        certificates=True,
    ),
    What.DOSSIERS: Job(
        _plan_dossiers,
        _make_dossier,
        _join_pdf,
        "pdf",
        lambda batch: "ho-so-de-in",
        "Chưa có hồ sơ nào đã trình. Hồ sơ in được sau khi đơn vị trình.",
        only_pdf=True,
        by_unit=True,
    ),
    What.PAPERS: Job(
        _plan_papers,
        _make_papers,
        _zipped("Văn bản"),
        "zip",
        lambda batch: f"van-ban-{batch.form}",
        "Đợt thi đua chưa có văn bản nào.",
    ),
    What.ARCHIVE: Job(
        _plan_archive,
        _make_archive,
        _zipped("Lưu trữ"),
        "zip",
        lambda batch: "ho-so",
        "Chưa có hồ sơ nào để lưu trữ.",
        by_unit=True,
    ),
}
