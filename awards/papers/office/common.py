"""What the Office's slips on one submission are made from, and what they share (plan III.2.2, docs/domain.md 1.6).

A dossier of the Office itself is handled by an officer of the Council (docs/domain.md A11), who then issues and signs.
"""

from types import SimpleNamespace

from django.db.models import Prefetch, prefetch_related_objects

from awards.audit import SHORT
from awards.models import Event, Nomination
from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Paper
from awards.snapshots import citations, slip_citations
from campaigns.models import DossierPart


def gather(submission):
    """One submission as it was sent, and what the Office did with it until the unit sent it anew."""
    nomination = Nomination.objects.select_related("campaign__department", "unit").get(
        pk=submission.nomination_id
    )
    sent, events = submission.content, _events_of(nomination, submission)
    return {
        "nominee": sent["nominee"],
        "reference": sent["reference"],
        "receipt": submission.receipt,
        "number": submission.number,
        "submitted_at": citations.iso(submission.submitted_at),
        "submitted_by": events["names"].get("submit") or submission.submitted_by.full_name,
        "is_late": submission.is_late,
        "issued": {part: [sent[part].get("number", ""), _issued_on(sent[part])] for part in PARTS},
        "sealed": {paper.part: paper.sha256[:SHORT] for paper in submission.papers.all()},
        "evidence": len(sent["evidence"]),
        "scores": sent["scores"],
        "self_total": sent["self_total"],
        "checks": _checks(submission, events["names"]),
        **slip_citations.issuers(nomination),
        **events["steps"],
    }


PARTS = tuple(DossierPart.Code.values)


def _issued_on(paper):
    return paper.get("issued_on") or (paper.get("started_at") or "")[:10] or None


def _checks(submission, names):
    rows = submission.checks.select_related("checked_by").order_by("pk")
    checks = {
        row.part: {
            "is_right": row.is_right,
            "note": row.note,
            "by": names.get(row.part) or row.checked_by.full_name,
        }
        for row in rows
    }
    return [{"part": part, **checks[part]} for part in PARTS if part in checks]


def done(nomination, submission):
    """The receive, return and accept that followed this submission; None where they did not happen."""
    return _events_of(nomination, submission)["steps"]


def _events_of(nomination, submission):
    """What the history tells of this submission: its steps, and who sent it and checked it, by the names of then."""
    steps, names, ours = {"receive": None, "return": None, "accept": None}, {}, False
    for event in _history(nomination):
        if event.verb == "submit":
            ours = event.facts.get("receipt") == submission.receipt
        if not ours:
            continue
        if event.verb in steps:
            steps[event.verb] = _step(event, nomination.campaign)
        else:
            names[event.facts.get("part", event.verb)] = event.actor_name
    return {"steps": steps, "names": names}


VERBS = ("submit", "receive", "check_paper", "return", "accept")


def prefetch_history(nominations):
    """The whole history with its actors as `nomination.history`, so that no slip on the same page need ask again."""
    events = Event.objects.select_related("actor__person__unit").order_by("sequence")
    unread = [row for row in nominations if not hasattr(row, "history")]
    prefetch_related_objects(unread, Prefetch("events", queryset=events, to_attr="history"))


def _history(nomination):
    """The events that a slip tells of, in order."""
    prefetch_history([nomination])
    return [event for event in nomination.history if event.verb in VERBS]


def _step(event, campaign):
    cited = event.facts.get("cited")
    # A step taken before citations were kept goes by the rows as they now are.
    who = cited["who"] if cited else slip_citations.who(event.actor.person)
    if cited:
        cited = cited | {"campaign": citations.frame_of(SimpleNamespace(cited=cited, campaign=campaign))}
    return {
        "at": citations.iso(event.at),
        "note": event.note,
        "by": who | {"name": event.actor_name},
        "person_id": who["person_id"],
        "cited": cited,
    }


def as_of(content, step):
    """The same content with who issues and what is cited as they were at the step that the slip is about."""
    return content | step["cited"] if step and step["cited"] else content


def step_refusal(submission, verb, sentence):
    if unnumbered := official_wording.unnumbered_plan(submission.nomination.campaign):
        return unnumbered
    if done(submission.nomination, submission)[verb]:
        return ""
    return f"Lần trình {submission.receipt} {sentence}."


def paper(content, part, symbol, name, about, blocks):
    title = f"{name[0].capitalize()}: {wording.nominee(content)} ({content['receipt']})"
    return Paper(
        part=part,
        title=title,
        author=issuer(content),
        reference=content["receipt"],
        blocks=(header(content, symbol), nd30.title(name, about), *blocks),
    )


def header(content, symbol):
    if content["by_council"]:
        return official_wording.council_header(content, symbol)
    return nd30.header(
        wording.department(content),
        content["office"]["name"],
        number=nd30.number("", symbol, content["office"]["code"]),
        place_date=nd30.place_date(content["campaign"]["place"], None),
    )


def issuer(content):
    return content["campaign"]["council"] if content["by_council"] else content["office"]["name"]


def about(content):
    late = "nộp muộn" if content["is_late"] else "đúng hạn"
    yield wording.labelled(
        "Mã hồ sơ", f"{content['reference']}; biên nhận {content['receipt']} (trình lần {content['number']})."
    )
    if wording.unit(content) != wording.nominee(content):
        yield wording.labelled("Đơn vị đề nghị", f"{wording.unit(content)}.")
    label = "Cá nhân được đề nghị" if wording.is_individual(content) else "Tập thể được đề nghị"
    yield wording.labelled(label, f"{wording.nominee_in_full(content)}.")
    yield wording.labelled("Hình thức đề nghị", f"{wording.award_in_full(content)}.")
    yield wording.labelled(
        "Thời điểm trình",
        f"{wording.moment(content['submitted_at'])} ({late}); người trình: {content['submitted_by']}.",
    )


def named(who):
    return ", ".join(filter(None, (f"{who['honorific']} {who['name']}".strip(), who["position"])))


def recipients(content, *, as_addressed=False):
    items = [] if as_addressed else [wording.unit(content)]
    drafter = official_wording.COUNCIL_SYMBOL if content["by_council"] else content["office"]["code"]
    return nd30.recipients(items, file_code=f"VT, {drafter}", as_addressed=as_addressed)


def signer(content, step):
    """The head of the Office; his deputy signs KT. Who only did the work leaves the signature to the head."""
    if content["by_council"]:
        seats = content["council"]
        own = next((seat for seat in seats if step and seat["person_id"] == step["person_id"]), None)
        return official_wording.council_signature(own or official_wording.chair(seats))
    office = content["office"]
    position = step["by"]["position"] if step else ""
    if position.casefold().startswith("phó "):
        return nd30.signer("KT.", position, office["head_title"], step["by"]["name"])
    return nd30.signer("", "", office["head_title"], office["head_name"])
