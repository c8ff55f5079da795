"""The Office's mark on each paper of a submission (plan III.2.2b)."""

from django.db import transaction

from awards import audit, permissions, policies
from awards.exceptions import Refused
from awards.models import Nomination, PaperCheck
from campaigns import clock
from campaigns.vietnamese import names


def record_paper_check(nomination, part, *, by, is_right, note="", version=None):
    """The Office's mark on one paper of the last submission, which is the one that `version` showed."""
    note = names.clean_multiline(note)
    policies.notes.check_length(note)
    with transaction.atomic():
        head = audit.lock(nomination.campaign)
        locked = Nomination.objects.select_for_update(of=("self",)).with_names().get(pk=nomination.pk)
        permissions.check_office(by, locked)
        policies.freshness.check_fresh(locked, version)
        if locked.status != Nomination.Status.RECEIVED:
            raise Refused(
                f"Hồ sơ đang ở trạng thái “{locked.get_status_display()}”. Chỉ kiểm tra văn bản sau khi tiếp nhận "
                "và trước khi chấp nhận hoặc trả lại."
            )
        if not is_right and not note:
            raise Refused("Văn bản chưa đạt thì phải ghi rõ chưa đạt ở chỗ nào để đơn vị sửa.")
        last = locked.submissions.order_by("-number").first()
        PaperCheck.objects.update_or_create(
            submission=last,
            part=part,
            defaults={"is_right": is_right, "note": note, "checked_by": by, "checked_at": clock.now()},
        )
        facts = {"receipt": last.receipt, "part": part, "is_right": is_right}
        audit.write_dossier(head, "check_paper", locked, by=by, note=note, facts=facts)
