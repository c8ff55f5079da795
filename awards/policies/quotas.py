"""How many live nominations a unit may have, and how many Bằng khen the department may send on (plan III.2.2a)."""

from django.db.models import Count, Q

from awards.exceptions import Obstacle, Refused
from awards.models import Decision, Nomination
from campaigns.models import AwardForm, Unit


def unit_quota(campaign, unit):
    """How many live nominations a unit may have (plan III.2.2a; docs/domain.md A5, A6)."""
    return campaign.department_quota if unit.kind == Unit.Kind.WHOLE else campaign.unit_quota


def award_forms(campaign, unit):
    """The award forms a unit may ask for (plan III.2.2a; docs/domain.md A7)."""
    codes = campaign.department_forms if unit.kind == Unit.Kind.WHOLE else campaign.unit_forms
    return [code for code in AwardForm.Code.values if code in codes]


def free_slot(campaign, unit):
    """The lowest slot without a live nomination, or None. Call under the lock."""
    return _first_free(unit_quota(campaign, unit), _taken(campaign, unit))


def _first_free(limit, taken):
    return next((slot for slot in range(1, limit + 1) if slot not in taken), None)


def _taken(campaign, unit):
    live = Nomination.objects.live().filter(campaign=campaign, unit=unit)
    return dict(live.values_list("slot", "reference"))


def check_unit_quota(campaign, unit):
    """Raise Refused when every slot of the unit has a live nomination."""
    limit, taken = unit_quota(campaign, unit), _taken(campaign, unit)
    if _first_free(limit, taken) is not None:
        return
    references = ", ".join(sorted(taken.values()))
    raise Refused(
        f"{unit.name} đã có {limit:02d} hồ sơ đề cử ({references}); {campaign.quota_section} của Kế hoạch "
        f"cho phép không quá {limit:02d} tập thể hoặc cá nhân. "
        "Muốn đổi người được đề nghị, hãy rút hồ sơ đang có rồi lập hồ sơ mới."
    )


# --- Bằng khen: two counts on two sets, each with its name -------------------------------------------------

# The Council concluded for it, whatever the department or the province made of it since.
PROPOSED = (Nomination.Status.RECOMMENDED, Nomination.Status.FORWARDED, Nomination.Status.AWARDED)


def bang_khen_proposed(campaigns):
    """{campaign pk: Bằng khen that the Council proposes now}: shown as a warning while it concludes."""
    counted = Q(award_form=AwardForm.Code.BANG_KHEN, status__in=PROPOSED)
    rows = Nomination.objects.filter(campaign__in=campaigns).order_by().values("campaign")
    return {row["campaign"]: row["n"] for row in rows.annotate(n=Count("pk", filter=counted))}


def bang_khen_sent(campaign):
    """The nominations that the department has sent to the province, whatever the answer: what the quota limits."""
    return (
        Nomination.objects.filter(campaign=campaign, award_form=AwardForm.Code.BANG_KHEN)
        .filter(
            Q(status=Nomination.Status.FORWARDED)
            | Q(decisions__kind=Decision.Kind.PROPOSAL, decisions__status=Decision.Status.SIGNED)
        )
        .distinct()
    )


def province_quota_obstacles(nomination, now):
    """At most the department's quota of Bằng khen goes to the province (plan III.2.2a; docs/domain.md A5, A7)."""
    campaign = nomination.campaign
    forwarded = bang_khen_sent(campaign).exclude(pk=nomination.pk)
    if forwarded.count() >= campaign.province_quota:
        listed = ", ".join(sorted(forwarded.values_list("reference", flat=True)))
        return [
            Obstacle(
                "decision",
                f"Sở đã trình {forwarded.count():02d} hồ sơ Bằng khen ({listed}), đủ số lượng "
                f"{campaign.province_quota:02d} của {campaign.quota_section} Kế hoạch. "
                "Hồ sơ này chỉ có thể chuyển sang Giấy khen.",
            )
        ]
    return []
