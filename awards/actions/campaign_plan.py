"""WHAT DOES THE PLAN'S FILE NOT KNOW? Its number and day, and what gives the Sở its functions (docs/domain.md A2, 6.3)."""

from django.db import transaction
from django.utils.text import capfirst

from awards import audit, permissions
from awards.exceptions import Refused
from campaigns.fingerprints import fingerprint
from campaigns.models import Campaign
from campaigns.vietnamese import dates


def number_plan(campaign, number, day, *, by, is_sample=False):
    """Write the plan's number and date; a sample number stops being one. Returns the campaign."""
    permissions.check_plan_editor(by, campaign)
    with transaction.atomic():
        head, campaign = _held(campaign)
        before = {"number": campaign.plan_number, "date": _plain(campaign.plan_date)}
        after = {"number": number, "date": _plain(day)}
        if before == after and campaign.plan_number_is_sample == is_sample:
            raise Refused("Số và ngày này đã được ghi. Không có gì thay đổi.")
        campaign.plan_number, campaign.plan_date, campaign.plan_number_is_sample = number, day, is_sample
        campaign.full_clean()
        campaign.save(update_fields=["plan_number", "plan_date", "plan_number_is_sample"])
        note = (
            "Số và ngày mẫu của Kế hoạch, chỉ dùng để diễn tập."
            if is_sample
            else f"Kế hoạch số {campaign.plan_reference} ngày {dates.short(day)}"
        )
        facts = {"before": before, "after": after, **({"sample": True} if is_sample else {})}
        audit.write(head, "plan_numbered", by=by, note=note, facts=facts)
    return campaign


def cite_authority(campaign, cited, *, by, seen=None):
    """Write what gives the Sở its functions; the same words again are refused. Returns the campaign.

    `seen` is `campaigns.fingerprints.fingerprint` of what the page showed, None for who overwrites with open eyes. A signed decision keeps
    what it cited (Decision.cited).
    """
    permissions.check_plan_editor(by, campaign)
    name = capfirst(Campaign._meta.get_field("functions_citation").verbose_name)
    with transaction.atomic():
        head, campaign = _held(campaign)
        before = campaign.functions_citation
        if seen is not None:
            _check_seen(before, seen)
        if before == cited:
            raise Refused("Căn cứ này đã được ghi. Không có gì thay đổi.")
        campaign.functions_citation = cited
        campaign.save(update_fields=["functions_citation"])
        facts = {"before": {name: before}, "after": {name: cited}}
        audit.write(head, "plan_changed", by=by, note=name, facts=facts)
    return campaign


def _check_seen(cited, seen):
    """A page that does not say what it showed showed nothing."""
    if (seen or fingerprint("")) != fingerprint(cited):
        standing = f"nay là “{cited}”" if cited else "nay để trống"
        raise Refused(
            f"Người khác đã ghi căn cứ của Sở sau khi bạn mở trang này ({standing}), nên chưa lưu gì để không ghi đè. Hãy "
            "tải lại trang, đọc căn cứ đang ghi rồi mới sửa."
        )


def _held(campaign):
    head = audit.lock(campaign)
    return head, Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)


def _plain(day):
    return day.isoformat() if day else None
