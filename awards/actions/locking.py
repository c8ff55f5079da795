"""WHO HOLDS THE SESSION NOW? The lock that every change of a session takes first, and the event it ends with."""

from awards import audit, permissions, policies
from awards.exceptions import Refused
from awards.models import CouncilSession

PLANNED, OPEN, CLOSED, CANCELLED = CouncilSession.Status


def locked(session, by, version, *statuses):
    """The lock, the session as it now is, and the right of chair or secretary to change it."""
    head = audit.lock(session.campaign)
    session = (
        CouncilSession.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=session.pk)
    )
    permissions.check_council_lead(by, session.campaign)
    policies.freshness.check_fresh(session, version)
    if statuses and session.status not in statuses:
        raise Refused(
            f"Phiên họp {session.number} đang ở trạng thái “{session.get_status_display()}” nên không làm được "
            "việc này. Hãy tải lại trang."
        )
    return head, session


def touch(session):
    session.version += 1
    session.save(update_fields=["version"])


def record(head, session, verb, *, by, nomination=None, note="", facts=None):
    """An event of the session. On a nomination it repeats the status, so that the chain still tells it."""
    facts = {"session": session.number, **(facts or {})}
    status = ""
    if nomination is not None:
        status = nomination.status
        facts |= {"form": nomination.award_form, "late": nomination.is_late}
    return audit.write(
        head, verb, by=by, nomination=nomination, source=status, target=status, note=note, facts=facts
    )


def as_text(number):
    return None if number is None else str(number)
