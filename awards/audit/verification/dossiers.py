"""ARE THE DOSSIERS AS THEY WERE SENT, AND WHAT THE OFFICE WROTE ABOUT THEM?"""

from awards.audit.chain import digest
from awards.models import LateWindow, PaperCheck, Submission

from .ledger import exact
from .problems import CHUNK, Break, differing, instant


def submissions(campaign, ledger):
    rows = Submission.objects.filter(nomination__campaign=campaign).order_by("nomination_id", "number")
    heard = dict(ledger.submissions)
    for row in rows.iterator(CHUNK):
        facts, at = heard.pop(row.receipt, (None, None))
        if facts is None:
            yield Break(row.receipt, "Lần trình này không có trong nhật ký.")
            continue
        if digest(row.content) != facts["content"] or row.sha256 != facts["content"]:
            yield Break(row.receipt, "Nội dung hồ sơ đã trình bị sửa sau khi niêm phong.")
        if (row.submitted_at, row.is_late) != (at, facts.get("is_late")):
            yield Break(
                row.receipt, "Thời điểm trình hoặc dấu nộp muộn của lần trình không khớp với nhật ký."
            )
        ledger.totals[row.nomination_id] = row.content.get("self_total")
        ledger.shown.update({item["key"]: item["sha256"] for item in row.content.get("evidence", [])})
        ledger.sent_signed.update({item["key"]: item["sha256"] for item in row.content.get("signed", [])})
    for receipt in heard:
        yield Break(receipt, "Lần trình có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")


def nominations(campaign, ledger):
    number, last = 0, dict(ledger.last)
    for row in campaign.nominations.order_by("number").iterator(CHUNK):
        number += 1
        if row.number != number:
            yield Break(row.reference, f"Thiếu hồ sơ số {number}: có hồ sơ đã bị xóa.")
            number = row.number
        event = last.pop(row.pk, None)
        if event is None:
            yield Break(row.reference, "Hồ sơ không có sự kiện nào trong nhật ký.")
        else:
            yield from _standing(row, event)
            yield from _nominee(row, ledger)
    for pk in last:
        name = ledger.starts.get(pk, {}).get("reference", f"hồ sơ {pk}")
        yield Break(name, "Hồ sơ có trong nhật ký nhưng không còn trong cơ sở dữ liệu.")


def _standing(row, event):
    target, form, late = event
    if row.status != target:
        yield Break(row.reference, f"Trạng thái “{row.get_status_display()}” không khớp với nhật ký.")
    if (row.award_form, row.is_late) != (form, late):
        yield Break(row.reference, "Hình thức khen hoặc dấu nộp muộn không khớp với nhật ký.")


def _nominee(row, ledger):
    start = ledger.starts.get(row.pk, {})
    told_start = tuple(start.get(name) for name in ("reference", "kind", "unit_id", "person_id", "form"))
    if (row.reference, row.kind, row.unit_id, row.person_id, row.asked_form) != told_start:
        yield Break(
            row.reference, "Đơn vị, đối tượng hoặc hình thức đề nghị ban đầu không khớp với lúc lập hồ sơ."
        )
    if row.first_submitted_at != ledger.first_submitted.get(row.pk):
        yield Break(row.reference, "Thời điểm trình lần đầu không khớp với nhật ký.")
    if exact(row.self_total) != exact(ledger.totals.get(row.pk)):
        yield Break(row.reference, "Tổng điểm tự chấm không khớp với hồ sơ đã trình.")


def checks(campaign, ledger):
    rows = PaperCheck.objects.filter(submission__nomination__campaign=campaign)
    found = {
        (receipt, part): (is_right, note)
        for receipt, part, is_right, note in rows.values_list(
            "submission__receipt", "part", "is_right", "note"
        )
    }
    for key in differing(found, ledger.checks):
        yield Break(" ".join(key), "Kết quả kiểm tra văn bản của Văn phòng không khớp với nhật ký.")


def windows(campaign, ledger):
    rows = LateWindow.objects.filter(campaign=campaign)
    found = {row.pk: (row.unit_id, row.open_until, row.reason) for row in rows}
    heard = {pk: (unit, instant(until), reason) for pk, (unit, until, reason) in ledger.windows.items()}
    for pk in differing(found, heard):
        yield Break(f"gia hạn nộp muộn số {pk}", "Đơn vị, thời hạn hoặc lý do không khớp với nhật ký.")
