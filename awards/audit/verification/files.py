"""ARE THE STORED BYTES THE SAME? Sealed papers, evidence and signed copies."""

from awards.audit.chain import SHORT, digest
from awards.models import Evidence, SealedPaper, SignedCopy
from campaigns import fingerprints

from .problems import CHUNK, Break


def papers(campaign, ledger):
    heard = dict(ledger.papers)
    rows = SealedPaper.objects.filter(submission__nomination__campaign=campaign)
    for row in rows.select_related("submission").iterator(CHUNK):
        sha = heard.pop(str(row.key), None)
        yield from _bytes(f"{row.submission.receipt} {row.get_part_display()}", row, sha)
    for key, sha in heard.items():
        yield Break(key, f"Văn bản đã niêm phong ({sha[:SHORT]}) không còn trong cơ sở dữ liệu.")


def evidence(campaign, ledger):
    heard = dict(ledger.attached)
    rows = Evidence.objects.filter(nomination__campaign=campaign).select_related("nomination")
    for row in rows.iterator(CHUNK):
        place, key = f"{row.nomination.reference} {row.original_name}", str(row.key)
        sha, name = heard.pop(key, (None, None))
        yield from _bytes(place, row, sha)
        if name is not None and row.original_name != name:
            yield Break(place, f"Tệp được tải lên với tên “{name}”.")
        if (row.removed_at is not None) != (key in ledger.detached):
            yield Break(place, "Việc gỡ tài liệu khỏi hồ sơ không khớp với nhật ký.")
    for _, name in heard.values():
        yield Break(name, "Tài liệu kiểm chứng có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")
    for key, sha in ledger.shown.items():
        if ledger.attached.get(key, (None,))[0] != sha:
            yield Break(key, "Tài liệu trong hồ sơ đã trình không phải là tài liệu đã tải lên.")


def signed_copies(campaign, ledger):
    heard = dict(ledger.signed)
    for row in SignedCopy.objects.filter(campaign=campaign).iterator(CHUNK):
        key = str(row.key)
        facts = heard.pop(key, None)
        place = f"bản ký {facts['title']} {row.original_name}" if facts else f"bản ký {row.original_name}"
        yield from _bytes(place, row, facts and facts["sha256"])
        if facts is None:
            continue
        if _signed_row(row, facts["of"]) != tuple(facts.get(name) for name in _SIGNED_FACTS):
            yield Break(place, "Số, ngày, văn bản được ký hoặc kết quả đọc chữ ký số không khớp với nhật ký.")
        if (row.removed_at is not None) != (key in ledger.unsigned):
            yield Break(place, "Việc thay hoặc gỡ bản ký không khớp với nhật ký.")
    for facts in heard.values():
        yield Break(
            f"bản ký {facts['title']}", "Bản ký có trong nhật ký nhưng không còn trong cơ sở dữ liệu."
        )
    for key, sha in ledger.sent_signed.items():
        if ledger.signed.get(key, {}).get("sha256") != sha:
            yield Break(key, "Bản ký trong hồ sơ đã trình không phải là bản đã gắn.")


_SIGNED_FACTS = ("paper", "of_id", "name", "number", "issued_on", "text", "verdict", "known_by", "handed_at")


def _signed_row(row, subject_name):
    return (
        row.paper,
        row.campaign_id if subject_name == "campaign" else getattr(row, f"{subject_name}_id"),
        row.original_name,
        row.number,
        row.issued_on.isoformat() if row.issued_on else None,
        row.content_digest,
        digest(row.verdict),
        # Of before it was asked how the signed text is known, neither is told.
        row.known_by or None,
        row.handed_at and row.handed_at.isoformat(),
    )


def _bytes(name, row, sha):
    if sha is None:
        yield Break(name, "Tệp này không có trong nhật ký.")
        return
    try:
        found = sha256(row.file)
    except OSError:
        yield Break(name, "Tệp không còn trên đĩa hoặc không đọc được.")
        return
    if found != sha or row.sha256 != sha:
        yield Break(name, "Nội dung tệp đã bị thay đổi.")


def sha256(file):
    with file.open("rb") as stream:
        return fingerprints.of_file(stream)
