"""docs/workflow.md, drawn from awards.workflow.STEPS."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from awards.audit import labels
from awards.models import CouncilSession, Decision, Nomination
from awards.workflow import STEPS

PAGE = settings.BASE_DIR / "docs" / "workflow.md"
S, Session, Paper = Nomination.Status, CouncilSession.Status, Decision.Status

OPENING = """# The flow of a nomination

Drawn from the table `STEPS` in `awards/workflow.py` by `./run manage draw_workflow > docs/workflow.md`; a test holds
this page to it. The words on the arrows and in the boxes are those of the pages and of the admin.
"""

STATUSES = """## Statuses

| Status | On the pages | Steps that lead on |
|---|---|---|
"""

TABLE = """## Steps

“Who” and “what must hold” are the functions of `awards/permissions.py` and `awards/policies/` that are asked,
with their own first line. A step marked † is taken only as part of a signed decision, never by a button of its own.

| Step | On the pages | From | To | Who | What must hold | Reason |
|---|---|---|---|---|---|---|
"""

BESIDE = """
## Sessions and decisions

A session of the Council and a decision have statuses of their own; each line is one event of the history.

| What | Event | On the pages | From | To | Who | Reason |
|---|---|---|---|---|---|---|
"""
# (what, event, sources, target, who, whether a reason is asked for)
_LEADS, _DRAFTERS = "chair or secretary of the Council", "the Office or the secretary of the Council"
_MOVES = (
    ("session", "session_planned", (), Session.PLANNED, _LEADS, False),
    ("session", "session_opened", (Session.PLANNED,), Session.OPEN, _LEADS, False),
    ("session", "session_closed", (Session.OPEN,), Session.CLOSED, _LEADS, True),
    ("session", "session_cancelled", (Session.PLANNED,), Session.CANCELLED, _LEADS, True),
    ("decision", "decision_drafted", (), Paper.DRAFT, _DRAFTERS, False),
    (
        "decision",
        "decision_signed",
        (Paper.DRAFT,),
        Paper.SIGNED,
        "the Director; the Office for the province's",
        False,
    ),
    ("decision", "decision_dropped", (Paper.DRAFT,), Paper.DROPPED, _DRAFTERS, True),
)
KEPT = """
A cancelled session keeps its agenda, which binds no dossier any more, and its number, which no other session gets. A
dropped draft keeps its row; its dossiers never left their status, and its number is free again. A draft with a signed
copy is not dropped: its number has been used.
"""


class Command(BaseCommand):
    help = "In docs/workflow.md, vẽ từ bảng STEPS; --check báo lỗi nếu tệp đã cũ."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="chỉ so với docs/workflow.md")

    def handle(self, *args, check=False, **options):
        if not check:
            self.stdout.write(page(), ending="")
        elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page():
            raise CommandError(
                "docs/workflow.md không còn đúng với bảng STEPS. "
                "Hãy chạy: ./run manage draw_workflow > docs/workflow.md"
            )


def page() -> str:
    """The whole page, ending in a newline."""
    return "\n".join([OPENING, diagram(), STATUSES + statuses(), TABLE + table() + BESIDE + beside() + KEPT])


def diagram() -> str:
    """Mermaid: every status and every step, from left to right in the order of the table."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{status.label}" as {status.value}' for status in S]
    lines.append(f"    [*] --> {S.DRAFT.value}: Lập hồ sơ")
    lines += [
        f"    {source} --> {S(step.target).value}: {step.label}"
        for step in STEPS.values()
        for source in ordered(step.sources)
    ]
    lines += [f"    {status.value} --> [*]" for status in S if not steps_from(status)]
    return "\n".join([*lines, "```", ""])


def statuses() -> str:
    rows = [
        f"| `{status.value}` | {status.label} | {named(steps_from(status)) or 'none: the end'} |"
        for status in S
    ]
    return "\n".join([*rows, ""])


def table() -> str:
    rows = []
    for verb, step in STEPS.items():
        cells = [
            f"`{verb}`{'†' if step.internal else ''}",
            step.label,
            named(ordered(step.sources)),
            named([S(step.target).value]),
            summary(step.who),
            "<br>".join(map(summary, step.guards)) or "nothing more",
            "yes" if step.needs_reason else "",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join([*rows, ""])


def beside() -> str:
    rows = []
    for what, event, sources, target, who, reason in _MOVES:
        came_from = ", ".join(f"{source.label} (`{source.value}`)" for source in sources) or "–"
        cells = [
            what,
            f"`{event}`",
            labels.EVENTS[event],
            came_from,
            f"{target.label} (`{target.value}`)",
            who,
        ]
        rows.append(f"| {' | '.join([*cells, 'yes' if reason else ''])} |")
    return "\n".join([*rows, ""])


def ordered(statuses):
    """In the order of the flow, not of a set's hash."""
    return [status.value for status in S if status in statuses]


def steps_from(status):
    return [verb for verb, step in STEPS.items() if status in step.sources]


def named(names):
    return ", ".join(f"`{name}`" for name in names)


def summary(function):
    """A rule by name and first line. Raises ValueError for a rule that nobody explained."""
    if not function.__doc__:
        raise ValueError(
            f"{function.__module__}.{function.__name__} needs a docstring: docs/workflow.md shows it"
        )
    return f"`{function.__name__}`: {function.__doc__.strip().splitlines()[0]}"
