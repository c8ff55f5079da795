"""Everything a person needs to decide about one nomination, read once: the content of the dossier's page."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from awards import papers, permissions, policies, scoring, signed_copies, snapshots, workflow
from awards.exceptions import Refused, is_allowed
from awards.http import official_papers, paper_responses
from awards.models import Award, CouncilSession, Nomination
from campaigns import clock
from campaigns.models import User

from . import event_labels, refusals, signed_copy_rows

S = Nomination.Status
# Their buttons are on the unit's own pages.
UNIT_VERBS = {"submit", "recall", "withdraw"}
OFFICE_VERBS = ("receive", "return", "accept")
# A step that cannot be undone by another button looks like it.
GRAVE = {"decline", "refuse", "revoke"}
MINOR = {"return", "lower"}


@dataclass
class Button:
    verb: str
    label: str
    needs_reason: bool
    refusal: refusals.RefusalView | None
    tone: str
    # What the last try left behind: what the rule said and the reason as typed.
    error: refusals.RefusalView | None = None
    note: str = ""


def page(nomination, user, failed=None):
    """The context of the page. `failed` is (verb or part, Refused, note) of a step that was just refused."""
    if failed:
        failed = (failed[0], refusals.for_page(failed[1], nomination), failed[2])
    submissions = list(
        nomination.submissions.order_by("-number").select_related("submitted_by").prefetch_related("papers")
    )
    last = submissions[0] if submissions else None
    content = last.content if last else snapshots.dossier.build(nomination)
    rules = {rule.code: rule for rule in snapshots.dossier.clauses_of(nomination)}
    lines = _papers(nomination, last, failed)
    return {
        "nomination": nomination,
        "content": content,
        "born": _born(nomination, content),
        "submissions": submissions,
        "last": last,
        "papers": lines,
        "may_check": _can_check_papers(nomination, user),
        "missing_papers": _missing_papers(lines, last, user),
        "official": official_papers.slips(user, nomination, submissions) if last else [],
        "scores": _scores(content, rules),
        "evidence": _evidence(nomination, content) if last else [],
        "signed_rows": _signed(nomination, last, user) if last else [],
        "slips": signed_copy_rows.rows("submission", last, user) if last else [],
        "certificate": _certificate(nomination, user),
        "changes": _changes(submissions),
        "earlier": submissions[1] if len(submissions) > 1 else None,
        "warnings": policies.warnings.warnings(nomination, content),
        "gaps": [] if last else policies.checklist.submission_obstacles(nomination, clock.now(), content),
        "elsewhere": _elsewhere(nomination, user),
        "results": _results(nomination),
        "history": _history(nomination),
        "buttons": _buttons(nomination, user, failed),
        "own_dossier": _own_dossier(nomination, user),
        "failed": failed,
        "age": event_labels.age(clock.now() - nomination.status_changed_at),
    }


def _born(nomination, content):
    """As the report says; the roster often does not know."""
    in_report = content["report"].get("date_of_birth")
    return (
        date.fromisoformat(in_report) if in_report else nomination.person and nomination.person.date_of_birth
    )


def _papers(nomination, last, failed):
    """One line per paper of the dossier: where it is, how it was checked, what was just typed about it."""
    sealed = {paper.part: paper for paper in last.papers.all()} if last else {}
    checks = {check.part: check for check in last.checks.select_related("checked_by")} if last else {}
    lines = []
    for part in nomination.campaign.parts.all():
        paper = sealed.get(part.code)
        mine = failed if failed and failed[0] == part.code else None
        check = checks.get(part.code)
        lines.append(
            {
                "part": part,
                "url": reverse("sealed_paper", args=[nomination.reference, paper.key]) if paper else "",
                "also": _also(nomination, last, part.code) if last else [],
                "paper": paper,
                "check": check,
                "error": mine[1] if mine else "",
                "note": mine[2] if mine else check.note if check else "",
            }
        )
    return lines


def _also(nomination, last, code):
    """The same paper of this sending on screen and in the formats beside the sealed PDF."""
    sent = [nomination.reference, last.number, code]
    files = [(label, form) for form, label in paper_responses.offered() if form != "pdf"]
    return [
        ("xem bản in", reverse("sent_paper", args=sent)),
        *((label, reverse("sent_file", args=[*sent, form])) for label, form in files),
    ]


def _can_check_papers(nomination, user):
    if nomination.status != S.RECEIVED:
        return False
    return is_allowed(permissions.check_office, user, nomination)


def _missing_papers(lines, last, user):
    """A submission that was sealed on a machine without Pango: its papers may be made now."""
    missing = last is not None and any(line["paper"] is None for line in lines)
    return missing and user.role == User.Role.OFFICE and papers.available()


def _scores(content, rules):
    rows = []
    for row in content["scores"]:
        rule = rules.get(row["clause"])
        rows.append({**row, "rule": rule, "said": scoring.describe(row["answer"], rule)})
    return rows


def _evidence(nomination, content):
    return [
        {**item, "url": reverse("evidence_file", args=[nomination.reference, item["key"]])}
        for item in content["evidence"]
    ]


def _signed(nomination, last, user):
    """The unit's three papers as they were sent, each a row of signed_copy_rows."""
    copies = signed_copies.as_sent(last)
    rows = []
    for kind in signed_copies.kinds("nomination", nomination):
        copy = copies.get(kind.code)
        url = reverse("signed_file", args=[nomination.reference, copy.key]) if copy else ""
        rows.append(signed_copy_rows.row(signed_copies.SignedCopyStatus(kind, copy), nomination, url, user))
    return rows


def _certificate(nomination, user):
    """(award, its rows) where something was given that is signed."""
    if nomination.status not in (S.AWARDED, S.REVOKED):
        return None
    award = (
        Award.objects.select_related("decision", "nomination__campaign").filter(nomination=nomination).first()
    )
    rows = signed_copy_rows.rows("award", award, user) if award else []
    return (award, rows) if rows else None


def _changes(submissions):
    if len(submissions) < 2:
        return []
    return snapshots.diff.difference(submissions[1].content, submissions[0].content)


def _elsewhere(nomination, user):
    """The same nominee in other campaigns, and what a withdrawn dossier of this one left (docs/domain.md 3.9)."""
    same = (
        {"person_id": nomination.person_id}
        if nomination.person_id
        else {
            "unit_id": nomination.unit_id,
            "kind": nomination.kind,
        }
    )
    return list(
        Nomination.objects.visible_to(user)
        .filter(**same)
        .exclude(pk=nomination.pk)
        .with_names()
        .order_by("-created_at")[:10]
    )


def _results(nomination):
    return list(
        nomination.session_items.filter(session__status=CouncilSession.Status.CLOSED)
        .select_related("session__campaign")
        .order_by("-session__closed_at")
    )


def _history(nomination):
    """Every event in words. Scores and votes of single members belong to the session, not to this page."""
    events = nomination.events.exclude(verb__in=("scored", "voted")).order_by("-sequence")
    return [
        {
            "event": event,
            "verb": event_labels.verb(event.verb),
            "target": event_labels.status(event.target) if event.source != event.target else "",
        }
        for event in events
    ]


def _buttons(nomination, user, failed):
    shown = []
    for verb, step, refused in workflow.buttons(nomination, user):
        if verb in UNIT_VERBS:
            continue
        refusal = refusals.for_page(refused, nomination)
        button = Button(verb, step.label, step.needs_reason, refusal, _tone(verb))
        if failed and failed[0] == verb:
            button.error, button.note = failed[1], failed[2]
        shown.append(button)
    return shown


def _tone(verb):
    return "grave" if verb in GRAVE else "minor" if verb in MINOR else "main"


def _own_dossier(nomination, user):
    """Why the Office finds no buttons on its own unit's dossier (docs/domain.md A11)."""
    waiting = any(nomination.status in workflow.STEPS[verb].sources for verb in OFFICE_VERBS)
    if user.role != User.Role.OFFICE or not waiting:
        return ""
    try:
        permissions.check_office(user, nomination)
    except Refused as refused:
        return refused.sentence
    return ""
