"""One dossier: where it stands, what is missing, what happened; and the steps a unit takes with it."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from awards import consistency, papers, policies, signed_copies, snapshots, workflow
from awards.audit import labels
from awards.exceptions import Refused
from awards.http import official_papers, paper_responses
from awards.http.dossiers import find
from awards.http.errors import refused_page
from awards.http.versions import posted_version
from awards.models import Award, Nomination
from awards.papers import office
from awards.permissions import can_write
from campaigns import clock, deadlines
from campaigns.models import DossierPart
from campaigns.models.campaign import NomineeKind

from . import submissions

S = Nomination.Status
UNIT_STEPS = ["submit", "recall", "withdraw"]

_OVER = {S.AWARDED, S.REVOKED, S.NOT_AWARDED, S.NOT_RECOMMENDED}
_STAGES = [
    ("Soạn hồ sơ", {S.DRAFT, S.RETURNED}),
    ("Đã trình", {S.SUBMITTED}),
    ("Văn phòng kiểm tra", {S.RECEIVED}),
    ("Hội đồng xét", {S.ACCEPTED}),
    ("Chờ quyết định", {S.RECOMMENDED, S.FORWARDED}),
    ("Kết quả", _OVER),
]

# The steps that end a dossier without an award, whose reason the unit reads first.
_NO = {
    S.NOT_RECOMMENDED: ("decline",),
    S.NOT_AWARDED: ("refuse", "refuse_by_province"),
    S.WITHDRAWN: ("withdraw",),
}


@dataclass(frozen=True)
class Section:
    """A part of the dossier on its overview: its page, what stands against it, when it was saved."""

    name: str
    title: str
    url: str
    obstacles: list
    paper: object = None
    note: str = ""


@require_GET
def overview(request, reference):
    nomination = _with_papers(find(request, reference))
    snapshots.dossier.prefetch_signed_copies(nomination)
    writer = can_write(request.user, nomination)
    writing = writer and nomination.is_editable
    sent = submissions.with_papers(nomination)
    now = clock.now()
    content = _content(nomination, sent, writer)
    checklist = policies.checklist.submission_obstacles(nomination, now, content) if writing else []
    signed_states = _signed(nomination, sent, content, writer)
    return render(
        request,
        "awards/dossier/overview.html",
        {
            "nomination": nomination,
            "page": "overview",
            "writer": writer,
            "editable": writing,
            "stages": _stages(nomination),
            "sections": _sections(nomination, content, checklist, signed_states) if content else [],
            "signed_states": signed_states,
            "may_sign": writing,
            "self_total": content["self_total"] if content else None,
            "evidence": content["evidence"] if content else [],
            "buttons": _buttons(nomination, request.user, checklist) if writer else [],
            "changes": _changes(nomination, sent, content),
            "submissions": sent,
            "formats": paper_responses.offered(),
            "pdf": all(row.sealed for row in sent) or papers.available(),
            **_to_mend(nomination, content if writing else None, checklist),
            **_happened(request.user, nomination, sent),
            **_time(nomination, now),
        },
    )


def _to_mend(nomination, content, checklist):
    """What stands against sending, what to look at again, what differs; nothing where nothing is being written."""
    return {
        "checklist": [_line(nomination, row) for row in checklist],
        "warnings": [_line(nomination, row) for row in _warnings(nomination, content, checklist)]
        if content
        else [],
        "disagreements": _side_by_side(nomination, content) if content else [],
    }


def _happened(user, nomination, submissions):
    """What the unit reads of the history, why it ended if it ended badly, and what was issued on the way."""
    office.common.prefetch_history([nomination])
    events = [row for row in nomination.history if row.verb in labels.UNIT_EVENTS]
    award = _award(nomination)
    return {
        "events": [(labels.EVENTS[row.verb], row) for row in events],
        "returned": _last(events, "return") if nomination.status == S.RETURNED else None,
        "refused": _last(events, *_NO[nomination.status]) if nomination.status in _NO else None,
        "award": award,
        "official": _official(user, nomination, submissions, award),
    }


def _award(nomination):
    """What the unit waited for: by which decision, and the bonus."""
    if nomination.status not in (S.AWARDED, S.REVOKED):
        return None
    return Award.objects.select_related("decision").filter(nomination=nomination).first()


def _official(user, nomination, submissions, award):
    """What the Office and the department have issued about this dossier, as far as it can be read already."""
    found = official_papers.slips(user, nomination, submissions) if submissions else []
    if award:
        award.nomination = nomination
        found += official_papers.lines(user, "award", award)
    if nomination.status in _OVER:
        found += official_papers.lines(user, "campaign", nomination.campaign)
    return [line for line in found if not line.refusal]


def _with_papers(nomination):
    """The papers' bookkeeping ("saved by whom, when") comes with the row: no question per paper."""
    rows = Nomination.objects.with_names().select_related(
        "person__unit", "letter__saved_by", "minutes__saved_by", "report__saved_by"
    )
    return rows.get(pk=nomination.pk)


def _warnings(nomination, content, checklist):
    """What to look at again; a line about a field that is still missing would say the same thing twice."""
    missing = {(row.place, row.field) for row in checklist}
    return [
        row
        for row in policies.warnings.warnings(nomination, content)
        if (row.place, row.field) not in missing
    ]


def _signed(nomination, submissions, content, writer):
    """The signed copies as they stand; others than the unit see those that were sent."""
    if content is None:
        return []
    if writer:
        return signed_copies.states("nomination", nomination, content)
    return signed_copies.for_reader(nomination, submissions[-1] if submissions else None, content)


def _content(nomination, submissions, writer):
    """What the page shows of the dossier: as typed to its writers, as last sent to everybody else."""
    if writer and nomination.is_editable:
        return snapshots.dossier.build(nomination)
    if submissions:
        return submissions[-1].content
    return snapshots.dossier.build(nomination) if writer else None


def _stages(nomination):
    """[(words, "done" | "now" | "later")]; withdrawn dossiers stand nowhere."""
    place = next((i for i, (_, statuses) in enumerate(_STAGES) if nomination.status in statuses), None)
    if place is None:
        return []
    return [
        (words, "done" if i < place else "now" if i == place else "later")
        for i, (words, _) in enumerate(_STAGES)
    ]


def _line(nomination, obstacle):
    """A line of the checklist with the address of the very field that mends it."""
    return obstacle, _address(nomination, obstacle)


def _address(nomination, line):
    """Where the `place` and `field` of an obstacle, or of a side of a disagreement, are typed."""
    if line.place in ("", policies.places.SUBMIT):
        return ""
    url = reverse(line.place, args=[nomination.reference])
    if not line.field:
        return url
    if line.place == policies.places.SCORES:
        return f"{url}#y-{line.field}"
    if line.place == policies.places.SIGNED:
        return f"{url}#{line.field}"
    if line.place == policies.places.EVIDENCE:
        return f"{url}?y={line.field}#tai-len"
    return f"{url}#{'votes' if line.field == 'votes' else f'div_id_{line.field}'}"


def _side_by_side(nomination, content):
    """[(disagreement, [(side, address of its field)])], for the table under the checklist."""
    return [
        (row, [(side, _address(nomination, side)) for side in row.sides])
        for row in consistency.of_dossier(content)
    ]


def _sections(nomination, content, checklist, signed_states):
    against = {}
    for row in checklist:
        against.setdefault(row.place, []).append(row)
    listed = [*DossierPart.Code.choices, ("scores", "Tự chấm điểm"), ("evidence", "Tài liệu kiểm chứng")]
    if nomination.is_editable:
        listed.append(("signed", "Bản ký"))
    if nomination.kind == NomineeKind.INDIVIDUAL:
        listed.insert(0, ("nominee", "Xác nhận trực tiếp tham mưu"))
    return [
        Section(
            name,
            title,
            reverse(name, args=[nomination.reference]),
            against.get(name, []),
            getattr(nomination, name, None) if name in DossierPart.Code.values else None,
            _note(name, content, signed_states),
        )
        for name, title in listed
    ]


def _note(name, content, signed_states):
    if name == "signed":
        return f"đã ký {sum(row.copy is not None and not row.changed for row in signed_states)}/{len(signed_states)} văn bản"
    if name == "evidence":
        return f"{len(content['evidence']):02d} tệp" if content["evidence"] else "chưa có tệp nào"
    if name == "scores":
        answered = sum(1 for row in content["scores"] if row["answer"])
        return f"đã trả lời {answered}/{len(content['scores'])} ý"
    return ""


def _buttons(nomination, user, checklist):
    """[(verb, step, refusal or "")] of the steps that this status knows; the rule is asked, never repeated."""
    known = {policies.checklist.submission_obstacles: checklist}
    return [
        (verb, workflow.STEPS[verb], workflow.refusal(verb, nomination, user, known=known))
        for verb in UNIT_STEPS
        if nomination.status in workflow.STEPS[verb].sources
    ]


def _last(events, *verbs):
    return next((row for row in reversed(events) if row.verb in verbs), None)


def _changes(nomination, submissions, content):
    """Since the last sending while it is being corrected; else between the last two sendings (docs/domain.md 3.7)."""
    if not submissions or content is None:
        return []
    if nomination.is_editable:
        return snapshots.diff.difference(submissions[-1].content, content)
    if len(submissions) < 2:
        return []
    return snapshots.diff.difference(submissions[-2].content, submissions[-1].content)


def _time(nomination, now):
    campaign = nomination.campaign
    window = policies.deadlines.late_window(nomination, campaign, now) if _is_over(campaign, now) else None
    until = deadlines.deadline_for(campaign, window.open_until if window else None)
    return {
        "is_open": not _is_over(campaign, now),
        "time_left": deadlines.time_left(until, now),
        "last_day": deadlines.last_day(campaign.deadline_at),
        "late_window": window,
        "will_be_late": nomination.is_editable and policies.deadlines.is_late(nomination, now),
    }


def _is_over(campaign, now):
    return not deadlines.is_open(campaign.deadline_at, now)


# --- steps -------------------------------------------------------------------------------------------

_DONE = {
    "recall": "Đã thu hồi hồ sơ. Đơn vị sửa được và trình lại trước hạn.",
    "withdraw": "Đã rút hồ sơ. Đơn vị có thể lập hồ sơ khác nếu còn hạn.",
}


@refused_page
def step(request, reference, verb):
    """A page that says what will happen, and the button that does it. A stale or second press: 409, a sentence."""
    nomination = find(request, reference)
    if request.method != "POST":
        return _confirm(request, nomination, verb)
    try:
        taken = workflow.take(
            verb,
            nomination,
            by=request.user,
            note=request.POST.get("note", ""),
            version=posted_version(request),
        )
    except Refused as refused:
        return _confirm(request, find(request, reference), verb, refused.heading or refused.sentence)
    if verb == "submit":
        last = taken.submissions.order_by("-number").first()
        messages.success(request, f"Đã trình hồ sơ. Số biên nhận: {last.receipt}.")
        return redirect("receipt", taken.reference, last.number)
    messages.success(request, _DONE[verb])
    return redirect("dossier", taken.reference)


def _confirm(request, nomination, verb, refused=""):
    if not can_write(request.user, nomination):
        raise Refused(refused or workflow.refusal(verb, nomination, request.user))
    now = clock.now()
    known, content = {}, None
    if verb == "submit" and nomination.is_editable:
        content = snapshots.dossier.build(nomination)
        known = {
            policies.checklist.submission_obstacles: policies.checklist.submission_obstacles(
                nomination, now, content
            )
        }
    checklist = known.get(policies.checklist.submission_obstacles, [])
    return render(
        request,
        "awards/dossier/step.html",
        {
            "nomination": nomination,
            "verb": verb,
            "step": workflow.STEPS[verb],
            "refused": refused,
            "refusal": "" if refused else workflow.refusal(verb, nomination, request.user, known=known),
            "content": content,
            "note": request.POST.get("note", ""),
            **_to_mend(nomination, content, checklist),
            **_time(nomination, now),
        },
        status=409 if refused else 200,
    )
