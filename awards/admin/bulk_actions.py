"""Many dossiers at once: shown name by name first, then taken one by one through the same steps.

No rule lives here: every line asks workflow.check, and every line is taken by workflow.take with the version
that the page showed.
"""

from dataclasses import dataclass

from django.contrib import admin

from awards import policies, workflow
from awards.exceptions import Refused
from awards.models import CouncilMember, Nomination
from awards.permissions import seats_of
from awards.spreadsheets import workbook
from campaigns.models import AwardForm, User
from campaigns.vietnamese import numbers

from . import refusals

# As many lines as a person can read before pressing the button.
MOST = 100
OFFICE_VERBS = ("receive", "return", "accept")
COUNCIL_VERBS = ("recommend", "lower", "decline")
VERBS = (*OFFICE_VERBS, *COUNCIL_VERBS)


@dataclass
class Line:
    """One dossier of a bulk step: what would become of it, or why not."""

    nomination: Nomination
    version: int
    refusal: refusals.RefusalView | None
    target: str = ""


@dataclass
class Preview:
    verb: str
    step: object
    rows: list
    quotas: list

    @property
    def willing(self):
        return [row for row in self.rows if not row.refusal]

    @property
    def unwilling(self):
        return [row for row in self.rows if row.refusal]


def preview(verb, nominations, user, versions=None):
    """`versions` {pk: version}: what the person's page showed, where this is not the first showing."""
    step, rows = workflow.STEPS[verb], []
    if verb in COUNCIL_VERBS:
        policies.council.prefetch_results(nominations)
    for nomination in nominations:
        version = (versions or {}).get(nomination.pk, nomination.version)
        refused = workflow.refused(verb, nomination, user) or _stale(nomination, version)
        refusal = refusals.for_page(refused, nomination)
        rows.append(Line(nomination, version, refusal, Nomination.Status(step.target).label))
    return Preview(verb, step, rows, quotas(verb, [row.nomination for row in rows if not row.refusal]))


def _stale(nomination, version):
    try:
        policies.freshness.check_fresh(nomination, version)
    except Refused as refused:
        return refused
    return None


def quotas(verb, nominations):
    """What the step would do to the number of Bằng khen that may go to the province (docs/domain.md A5, A7)."""
    if verb not in COUNCIL_VERBS:
        return []
    campaigns = {nomination.campaign_id: nomination.campaign for nomination in nominations}
    before = policies.quotas.bang_khen_proposed(campaigns)
    found = []
    for pk, campaign in campaigns.items():
        rising = sum(
            nomination.campaign_id == pk
            and nomination.award_form == AwardForm.Code.BANG_KHEN
            and nomination.status not in policies.quotas.PROPOSED
            for nomination in nominations
        )
        falling = sum(
            nomination.campaign_id == pk and nomination.status in policies.quotas.PROPOSED
            for nomination in nominations
        )
        count = before.get(pk, 0)
        after = {"recommend": count + rising, "lower": count - falling}.get(verb, count)
        found.append(
            {"campaign": campaign, "before": count, "after": after, "over": after > campaign.province_quota}
        )
    return found


def posted(pairs):
    """{pk: version} of the hidden "pk:version" pairs, in their order; what is no pair of numbers is dropped."""
    found = {}
    for pair in pairs:
        pk, version = (numbers.posted(part) for part in pair.partition(":")[::2])
        if pk is not None and version is not None:
            found[pk] = version
    return found


def reason_problem(verb, nominations, note):
    """The sentence about a missing reason, before anything is taken; the text stays on the page."""
    if not workflow.STEPS[verb].needs_reason:
        return ""
    try:
        for campaign in {nomination.campaign for nomination in nominations}:
            policies.notes.check_reason(campaign, workflow.STEPS[verb].label, note)
    except Refused as refused:
        return refused.sentence
    return ""


def take_each(verb, nominations, versions, *, by, note):
    """Each in its own transaction: one refusal does not undo the others, and is told."""
    report = []
    for nomination in nominations:
        version = versions[nomination.pk]
        try:
            moved = workflow.take(verb, nomination, by=by, note=note, version=version)
        except Refused as refused:
            report.append(Line(nomination, version, refusals.for_page(refused, nomination)))
        else:
            report.append(Line(moved, moved.version, None, moved.get_status_display()))
    return report


# --- the menu of the list -----------------------------------------------------------------------------------


def _action(verb):
    @admin.action(description=f"{workflow.STEPS[verb].label} các hồ sơ đã chọn")
    def ask(modeladmin, request, queryset):
        return modeladmin.ask_bulk(request, verb, queryset)

    ask.__name__ = f"bulk_{verb}"
    return ask


def _export(kind):
    @admin.action(description=f"Xuất Excel: {workbook.KINDS[kind]} (các hồ sơ đã chọn)")
    def write(modeladmin, request, queryset):
        return modeladmin.sheet(request, kind, queryset)

    write.__name__ = f"export_{kind}"
    return write


ACTIONS = [*(_action(verb) for verb in VERBS), *(_export(kind) for kind in workbook.KINDS)]


def allowed(user, site):
    """The names of the actions this account finds in the menu; the rules themselves are asked per row."""
    names = {f"export_{kind}" for kind in workbook.KINDS}
    roles = {seat.role for seat in seats_of(user).values()}
    if user.role == User.Role.OFFICE or roles.intersection(CouncilMember.LEADS):
        names |= {f"bulk_{verb}" for verb in OFFICE_VERBS}
    if roles.intersection(CouncilMember.PRESIDING):
        names |= {f"bulk_{verb}" for verb in COUNCIL_VERBS}
    return names if site.allows(user, Nomination, "view") else set()
