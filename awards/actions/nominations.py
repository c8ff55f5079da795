"""A unit starts a nomination, in time or through the door that the Office opened again (plan III.2.2a)."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from awards import audit, permissions, policies
from awards.exceptions import Refused
from awards.models import Nomination
from campaigns import clock, deadlines
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates, names


def start(campaign, unit, *, by, kind, person=None, award_form, is_direct_worker=False, direct_work_note=""):
    """A unit starts a nomination: number, slot and first event, or Refused (plan III.2.2a)."""
    permissions.check_starter(by, campaign, unit)
    try:
        with transaction.atomic():
            head = audit.lock(campaign)
            _check_time(campaign, unit)
            policies.quotas.check_unit_quota(campaign, unit)
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
    audit.write_dossier(head, "start", nomination, by=by, source="", facts=_nominee_facts(nomination), at=now)
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
