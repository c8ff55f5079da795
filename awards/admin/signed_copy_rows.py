"""What can be signed here: of which objects, which copies an account reads, and where each copy is looked at."""

from django.db.models import Q
from django.urls import reverse

from awards import actions, signed_copies
from awards.archive import readers
from awards.exceptions import is_allowed
from awards.http import official_papers
from awards.models import Award, CouncilSession, Decision, Nomination, Submission
from awards.papers import registry
from campaigns.models import Campaign


def _submissions(user):
    rows = Submission.objects.filter(nomination__in=Nomination.objects.visible_to(user))
    return rows.select_related("nomination__campaign__department", "nomination__unit", "nomination__person")


def _awards(user):
    rows = Award.objects.filter(nomination__in=Nomination.objects.visible_to(user))
    return rows.select_related(
        "nomination__campaign__department", "nomination__unit", "nomination__person", "decision"
    )


# What can be signed here: its rows for an account, what the page is called, and the page to go back to.
SUBJECTS = {
    "submission": (
        _submissions,
        lambda row: f"Phiếu của lần trình {row.receipt}",
        lambda row: ("awards_nomination_change", row.nomination_id),
    ),
    "session": (
        lambda user: CouncilSession.objects.visible_to(user).select_related("campaign__department"),
        lambda row: f"Phiên họp thứ {row.number}",
        lambda row: ("awards_councilsession_change", row.pk),
    ),
    "decision": (
        lambda user: Decision.objects.visible_to(user).select_related("campaign__department", "regime"),
        lambda row: f"{row.get_kind_display()}: {row}",
        lambda row: ("awards_decision_change", row.pk),
    ),
    "award": (
        _awards,
        lambda row: f"{row.get_form_display()} của {row.nomination.nominee_name}",
        lambda row: ("awards_nomination_change", row.nomination_id),
    ),
    "campaign": (
        lambda user: Campaign.objects.visible_to(user).select_related("department"),
        lambda row: "Văn bản chung của Đợt thi đua",
        lambda row: ("campaigns_campaign_change", row.pk),
    ),
}


def rows(subject_name, subject, user, found=None):
    """What `signing/admin_rows.html` lists: each paper's state with the address of its copy, for who may read it.

    `found` are the disagreements of the object, where the page has compared already.
    """
    return [
        row(state, subject, address(state, subject, user), user)
        for state in signed_copies.states(subject_name, subject, found=found)
    ]


def row(state, subject, url, user):
    """(state, address of the copy, address that judges its signatures again); "" for who may not."""
    return state, url, _judgingaddress(state, subject, user) if url else ""


def _judgingaddress(state, subject, user):
    if not state.is_checkable or state.copy.removed_at:
        return ""
    if not is_allowed(actions.signed_copies.check_judge_again, state.kind, subject, user):
        return ""
    return reverse("admin:awards_signedcopy_check", args=[state.copy.key])


def address(state, subject, user):
    if state.copy is None or not official_papers.can_read(user, state.kind, subject):
        return ""
    return copy_url(state.copy)


def readable(user):
    """A signed copy has no more readers than the paper it signs; those of a dossier's own papers go with it."""
    chosen = Q(nomination__isnull=False)
    for campaign in Campaign.objects.visible_to(user):
        codes = [
            kind.code for kind in registry.FILED.values() if readers.can_read_paper(user, kind, campaign)
        ]
        chosen |= Q(campaign=campaign, paper__in=codes)
    return chosen


def copy_url(copy):
    if copy.nomination_id:
        return reverse("signed_file", args=[copy.nomination.reference, copy.key])
    return reverse("admin:awards_signedcopy_file", args=[copy.key])
