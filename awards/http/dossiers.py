"""The dossier of an address, as this account may see it."""

from django.http import Http404

from awards import actions, permissions
from awards.exceptions import Refused, sentence_of
from awards.models import Nomination


def find(request, reference):
    """The dossier, for whoever may see it at all; for everybody else it does not exist."""
    rows = Nomination.objects.visible_to(request.user).with_names().select_related("person__unit")
    nomination = rows.filter(reference=reference).first()
    if nomination is None:
        raise Http404
    return nomination


def find_content(request, reference):
    """The dossier for a page that shows its content: being written, or never sent, that is the unit's alone."""
    nomination = find(request, reference)
    if nomination.is_editable and not permissions.can_write(request.user, nomination):
        raise Refused(
            f"Hồ sơ {nomination.reference} đang được {nomination.unit.name} soạn. Nội dung xem được sau khi "
            "đơn vị trình; các lần đã trình xem ở trang tổng quan của hồ sơ."
        )
    if nomination.first_submitted_at is None and not permissions.can_write(request.user, nomination):
        raise Refused(
            f"Hồ sơ {nomination.reference} được {nomination.unit.name} rút khi chưa trình nên nội dung chỉ đơn vị xem "
            "được. Cần xem thì hỏi đơn vị."
        )
    return nomination


def edit_refusal(nomination, user):
    """Why this account cannot type here now, or ""."""
    return sentence_of(actions.dossiers.check_edit, nomination, user)
