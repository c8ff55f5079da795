"""HOW DOES A DOSSIER BEGIN, AND UNTIL WHEN? A unit starts one in time, or through the door the Office opens again."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from campaigns import clock, deadlines
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates, names

from . import audit, notifications, permissions, policies, workflow
from .exceptions import Refused
from .models import LateWindow, Nomination


def start(campaign, unit, *, by, kind, person=None, award_form, is_direct_worker=False, direct_work_note=""):
    """A unit starts a nomination: number, slot and first event, or Refused (plan III.2.2a)."""
    permissions.check_starter(by, campaign, unit)
    try:
        with transaction.atomic():
            head = audit.lock(campaign)
            _check_time(campaign, unit)
            slot = policies.quotas.free_slot(campaign, unit)
            policies.nominees.check_nominee(campaign, unit, kind, person, award_form)
            nomination = Nomination(
                unit=unit,
                slot=slot,
                kind=kind,
                person=person,
                award_form=award_form,
                asked_form=award_form,
                is_direct_worker=is_direct_worker and kind == NomineeKind.INDIVIDUAL,
                direct_work_note=names.clean(direct_work_note),
                created_by=by,
                **_numbered(campaign),
            )
            return _begun(head, nomination, by=by, now=clock.now())
    except IntegrityError as error:
        # The constraints are the last word; the lock above makes this unreachable short of a bug or bare SQL.
        raise Refused(
            "Đơn vị hoặc người được đề nghị đã có hồ sơ khác trong Đợt thi đua này. Hãy tải lại trang."
        ) from error


def _numbered(campaign):
    number = (campaign.nominations.aggregate(last=Max("number"))["last"] or 0) + 1
    return {
        "campaign": campaign,
        "number": number,
        "reference": f"{campaign.reference_prefix}-{number:03d}",
    }


def _begun(head, nomination, *, by, now):
    nomination.created_at = nomination.status_changed_at = now
    _write_keys(nomination)
    nomination.save()
    workflow.record(head, "start", nomination, by=by, facts=_nominee_facts(nomination), now=now)
    return nomination


def _check_time(campaign, unit):
    now = clock.now()
    if not deadlines.is_open(campaign.deadline_at, now) and not policies.deadlines.late_window(
        unit, campaign, now
    ):
        raise Refused(
            f"Đã hết hạn nộp hồ sơ từ {dates.instant(campaign.deadline_at)} ({campaign.deadline_section} của Kế "
            "hoạch). Nếu có lý do chính đáng, đề nghị Văn phòng Sở mở gia hạn cho đơn vị."
        )


def _nominee_facts(nomination):
    return {
        "kind": nomination.kind,
        "nominee": nomination.nominee_name,
        "unit": nomination.unit.name,
        "personnel_id": nomination.person.personnel_id if nomination.person else "",
        # Names may be corrected later; that another is rewarded than was proposed must show.
        "reference": nomination.reference,
        "unit_id": nomination.unit_id,
        "person_id": nomination.person_id,
    }


def _write_keys(nomination):
    """What the lists sort and search by: the nominee as the papers name it."""
    name = nomination.nominee_name
    individual = nomination.kind == NomineeKind.INDIVIDUAL
    nomination.sort_key = names.sort_key(name) if individual else names.title_sort_key(name)
    nomination.search_key = names.search_key(f"{nomination.reference} {name} {nomination.unit.name}")[:600]


# --- the door opened again ----------------------------------------------------------------------------------


def open_late_window(campaign, unit, *, by, until, reason):
    """The Office opens the door for one unit (domain A3). The dossier will be marked late for ever."""
    permissions.check_late_window_opener(by, campaign)
    now, reason = clock.now(), names.clean_multiline(reason)
    workflow.check_reason(campaign, "Mở gia hạn nộp muộn", reason)
    if unit.department_id != campaign.department_id:
        raise Refused("Đơn vị này không thuộc cơ quan của Đợt thi đua. Hãy chọn lại đơn vị.")
    if until <= now or until <= campaign.deadline_at:
        raise Refused(
            f"Thời điểm gia hạn phải sau hiện tại và sau hạn nộp ({dates.instant(campaign.deadline_at)}). "
            "Hãy chọn lại."
        )
    with transaction.atomic():
        head = audit.lock(campaign)
        window = LateWindow.objects.create(
            campaign=campaign, unit=unit, open_until=until, reason=reason, opened_by=by, opened_at=now
        )
        audit.write(
            head,
            "open_late_window",
            by=by,
            note=reason,
            facts={
                "id": window.pk,
                "unit_id": unit.pk,
                "unit": unit.name,
                "until": until.isoformat(),
            },
            at=now,
        )
    transaction.on_commit(lambda: notifications.late_window_opened(window), robust=True)
    return window
