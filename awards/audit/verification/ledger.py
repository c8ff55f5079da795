"""WHAT DOES THE HISTORY TELL? One pass over the events, kept by the key that their rows are found under."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation


@dataclass
class Ledger:
    """What the events say, by the key that their rows are found under."""

    plan: tuple | None = None
    starts: dict = field(default_factory=dict)
    last: dict = field(default_factory=dict)
    first_submitted: dict = field(default_factory=dict)
    submissions: dict = field(default_factory=dict)
    totals: dict = field(default_factory=dict)
    papers: dict = field(default_factory=dict)
    attached: dict = field(default_factory=dict)
    detached: set = field(default_factory=set)
    shown: dict = field(default_factory=dict)
    signed: dict = field(default_factory=dict)
    unsigned: set = field(default_factory=set)
    sent_signed: dict = field(default_factory=dict)
    checks: dict = field(default_factory=dict)
    windows: dict = field(default_factory=dict)
    sessions: dict = field(default_factory=lambda: defaultdict(dict))
    scores: dict = field(default_factory=dict)
    votes: Counter = field(default_factory=Counter)
    open_votes: dict = field(default_factory=dict)
    ties: dict = field(default_factory=dict)
    decisions: dict = field(default_factory=dict)
    awards: dict = field(default_factory=dict)
    revocations: dict = field(default_factory=dict)

    def add(self, event):
        if event.nomination_id:
            self.last[event.nomination_id] = (
                event.target,
                event.facts.get("form"),
                bool(event.facts.get("late")),
            )
        listener = _LISTENERS.get(event.verb)
        if listener:
            listener(self, event, event.facts)


def _plan_numbered(ledger, event, facts):
    ledger.plan = (facts["after"]["number"], facts["after"]["date"], facts.get("sample", False))


def _start(ledger, event, facts):
    ledger.starts[event.nomination_id] = facts


def _submit(ledger, event, facts):
    ledger.submissions[facts["receipt"]] = (facts, event.at)
    ledger.first_submitted.setdefault(event.nomination_id, event.at)
    ledger.papers.update(facts["papers"])


def _seal(ledger, event, facts):
    ledger.papers.update(facts["papers"])


def _attach(ledger, event, facts):
    ledger.attached[facts["key"]] = (facts["sha256"], facts["name"])


def _detach(ledger, event, facts):
    ledger.detached.add(facts["key"])


def _attach_signed(ledger, event, facts):
    ledger.signed[facts["key"]] = facts
    if facts["replaces"]:
        ledger.unsigned.add(facts["replaces"])


def _signature_judged(ledger, event, facts):
    # Judged anew: the copy is what it was, its verdict another.
    ledger.signed[facts["key"]] = ledger.signed.get(facts["key"], facts) | {"verdict": facts["verdict"]}


def _remove_signed(ledger, event, facts):
    ledger.unsigned.add(facts["key"])


def _paper_checked(ledger, event, facts):
    ledger.checks[facts["receipt"], facts["part"]] = (facts["is_right"], event.note)


def _window(ledger, event, facts):
    ledger.windows[facts["id"]] = (facts["unit_id"], facts["until"], event.note)


def _session(ledger, event, facts):
    ledger.sessions[facts["session"]][event.verb] = event


def _scored(ledger, event, facts):
    # A digest: thousands of score sheets need not stay in memory.
    key = facts["session"], event.nomination_id, facts["seat"]
    ledger.scores[key] = fingerprint(
        {code: (points, facts["notes"].get(code, "")) for code, points in facts["points"].items()}
    )


def _voted(ledger, event, facts):
    ledger.votes[facts["session"], event.nomination_id] += 1
    if "choice" in facts:
        ledger.open_votes[facts["session"], event.nomination_id, facts["seat"]] = facts["choice"]


def _tie(ledger, event, facts):
    ledger.ties[facts["session"], event.nomination_id] = facts["order"]


def _decision(ledger, event, facts):
    ledger.decisions[facts["id"]] = (event, facts)


def _award(ledger, event, facts):
    ledger.awards[event.nomination_id] = facts


def _revoke(ledger, event, facts):
    ledger.revocations[event.nomination_id] = event.note


_LISTENERS = {
    "plan_numbered": _plan_numbered,
    "start": _start,
    "submit": _submit,
    "seal": _seal,
    "attach": _attach,
    "detach": _detach,
    "attach_signed": _attach_signed,
    "remove_signed": _remove_signed,
    "check_signed": _signature_judged,
    "check_paper": _paper_checked,
    "open_late_window": _window,
    "session_planned": _session,
    "session_opened": _session,
    "session_closed": _session,
    "session_cancelled": _session,
    "scored": _scored,
    "voted": _voted,
    "tie_broken": _tie,
    "decision_drafted": _decision,
    "decision_revised": _decision,
    "decision_signed": _decision,
    "decision_dropped": _decision,
    "award": _award,
    "award_by_province": _award,
    "revoke": _revoke,
}


def fingerprint(points):
    """{code: (points, note)} as 16 bytes, whatever the spelling of the number and the order of the codes."""
    lines = sorted(f"{code}\0{exact(value)}\0{note}" for code, (value, note) in points.items())
    return hashlib.blake2b("\1".join(lines).encode(), digest_size=16).digest()


def exact(value):
    """A number of the database or of an event in one spelling; what is none stays as it is."""
    try:
        return None if value is None else str(Decimal(value).quantize(Decimal("0.01")))
    except InvalidOperation:
        return value
