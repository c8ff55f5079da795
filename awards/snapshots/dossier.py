"""WHAT EXACTLY WAS SENT? The dossier as plain JSON.

Papers, receipts and the comparison after a return are all made from this, never from live rows.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, prefetch_related_objects

from awards import bonus, scoring
from awards.models import Letter, Minutes, Report, SignedCopy
from campaigns import clock
from campaigns.models import Clause, DossierPart

# Columns that are bookkeeping, not content.
_HIDDEN = {"id", "nomination", "version", "saved_at", "saved_by"}


def paper_fields(model):
    return [field for field in model._meta.concrete_fields if field.name not in _HIDDEN]


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _paper(model, paper):
    if paper is None:
        paper = model()
    return {field.name: _plain(getattr(paper, field.name)) for field in paper_fields(model)}


def _existing(nomination, name):
    model = {"letter": Letter, "minutes": Minutes, "report": Report}[name]
    return model.objects.filter(nomination=nomination).first()


def clauses_of(nomination):
    """The clauses that this kind of nominee answers, in the plan's order."""
    return list(
        Clause.objects.filter(
            criterion__campaign_id=nomination.campaign_id, criterion__applies_to=nomination.kind
        ).select_related("criterion")
    )


def build(nomination):
    """The whole dossier as JSON: campaign, nominee, letter, minutes with votes, report, scores, evidence."""
    letter, minutes = _existing(nomination, "letter"), _existing(nomination, "minutes")
    content = {
        "schema": 1,
        "reference": nomination.reference,
        "campaign": frame(nomination.campaign),
        "nominee": _nominee(nomination),
        "law": _law(letter),
        "letter": _paper(Letter, letter),
        "minutes": _paper(Minutes, minutes),
        "votes": [_vote(vote) for vote in (minutes.votes.all() if minutes else [])],
        "report": _paper(Report, _existing(nomination, "report")),
        "evidence": [_evidence(item) for item in nomination.evidence.kept().select_related("clause")],
        "signed": [_signed_copy(copy) for copy in signed_copies(nomination)],
    }
    content.update(_scores(nomination))
    return content


def _vote(vote):
    return {
        "candidate": vote.candidate,
        "is_nominee": vote.is_nominee,
        "yes": vote.yes,
        "no": vote.no,
        "blank": vote.blank,
    }


def _evidence(item):
    return {
        "key": str(item.key),
        "clause": item.clause.code if item.clause else "",
        "description": item.description,
        "dated_on": _plain(item.dated_on),
        "name": item.original_name,
        "size": item.size,
        "sha256": item.sha256,
    }


def _signed_copy(copy):
    return {
        "paper": copy.paper,
        "key": str(copy.key),
        "number": copy.number,
        "issued_on": _plain(copy.issued_on),
        "name": copy.original_name,
        "size": copy.size,
        "sha256": copy.sha256,
    }


def _law(letter):
    """[law, decree] as cited by a letter of its date, of today while it has none; [] where none is recorded."""
    try:
        regime = bonus.regime_on((letter and letter.issued_on) or clock.now().date())
    except bonus.LawMissing:
        return []
    return [regime.law_citation, regime.decree_citation]


def signed_copies(nomination):
    """The live signed copies of its papers; a page that shows them too has asked once for both."""
    read = getattr(nomination, "live_signed_copies", None)
    return list(_live_copies().filter(nomination=nomination)) if read is None else read


def prefetch_signed_copies(nomination):
    """One query for a page that reads the dossier and shows its signed copies; a step asks afresh."""
    copies = Prefetch("signed_copies", queryset=_live_copies(), to_attr="live_signed_copies")
    prefetch_related_objects([nomination], copies)


def _live_copies():
    return SignedCopy.objects.live().select_related("attached_by").order_by("pk")


def frame(campaign):
    """What every paper says of the campaign and its department."""
    department = campaign.department
    return {
        "code": campaign.code,
        "title": campaign.title,
        "plan": campaign.plan_reference,
        "plan_date": _plain(campaign.plan_date),
        "plan_is_sample": campaign.plan_number_is_sample,
        "starts_on": _plain(campaign.starts_on),
        "ends_on": _plain(campaign.ends_on),
        "department": department.name,
        "province": department.province,
        "parent": department.parent_name,
        "place": department.place,
        "participants_section": campaign.participants_section,
        "agency_code": department.agency_code,
        "council": department.council_name,
        "report_form": _report_form(campaign),
    }


def _report_form(campaign):
    """The form that the plan orders for the report (plan III.2.2b), as the plan names it."""
    part = campaign.parts.filter(code=DossierPart.Code.REPORT).first()
    return part.form_name if part else ""


def _award_authority(nomination):
    form = nomination.campaign.award_forms.filter(code=nomination.award_form).first()
    return form.authority if form else ""


def _nominee(nomination):
    unit, person = nomination.unit, nomination.person
    return {
        "kind": nomination.kind,
        "name": nomination.nominee_name,
        "honorific": person.get_honorific_display() if person else "",
        "position": person.position if person else "",
        "date_of_birth": _plain(person.date_of_birth) if person else None,
        "personnel_id": person.personnel_id if person else "",
        "person_unit": (person.unit.name if person.unit else "") if person else "",
        "unit": unit.name,
        "unit_kind": unit.kind,
        "unit_abbreviation": unit.abbreviation,
        "unit_head_title": unit.head_title,
        "award_form": nomination.award_form,
        "award_authority": _award_authority(nomination),
        "is_direct_worker": nomination.is_direct_worker,
        "direct_work_note": nomination.direct_work_note,
    }


def _scores(nomination):
    rules = clauses_of(nomination)
    given = {row.clause_id: row for row in nomination.self_scores.all()}
    answers = {rule.code: given[rule.pk].answer for rule in rules if rule.pk in given}
    sheet = scoring.sheet(rules, answers)
    rows = []
    for rule in rules:
        row, worth = given.get(rule.pk), sheet.by_clause.get(rule.code)
        wrong = scoring.answer_problems(rule, row.answer) if row and row.answer else []
        rows.append(
            {
                "clause": rule.code,
                "criterion": rule.criterion.code,
                "section": rule.criterion.section,
                "text": rule.text,
                "max": str(rule.max_points),
                "required_for": list(rule.required_for),
                "answer": row.answer if row else {},
                # In words, so that papers and comparisons need no live rule.
                "answer_text": scoring.describe(row.answer, rule) if row and row.answer else "",
                "explanation": row.explanation if row else "",
                "points": str(worth.points) if worth and worth.points is not None else None,
                # An answer that the rule of today does not know; never in what was sent.
                **({"wrong": " ".join(sentence for _, sentence in wrong)} if wrong else {}),
            }
        )
    return {"scores": rows, "self_total": str(sheet.total) if sheet.total is not None else None}
