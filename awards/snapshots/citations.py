"""What the official papers read from the database, as plain values from which a paper can be made again.

The caller passes objects that its user may see (`visible_to`); nothing here decides who may. Each function
asks a constant number of queries, and what it returns is JSON: dates and decimals as text.
"""

from datetime import date, datetime

from awards.models import CouncilMember, Submission
from awards.snapshots import dossier
from campaigns import clock
from campaigns.models import Person, Unit
from campaigns.models.campaign import NomineeKind


def iso(value):
    """A date or an instant (in Vietnam's zone) as text; None stays None."""
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).isoformat()
    return value.isoformat() if isinstance(value, date) else None


def frame(campaign):
    """The campaign and its department as the papers name them, with the settings of its Council."""
    department = campaign.department
    return {
        **dossier.frame(campaign),
        "head_title": department.head_title,
        "deadline_at": iso(campaign.deadline_at),
        "deadline_section": campaign.deadline_section,
        "parent_plan": _parent_plan(campaign),
        "functions": campaign.functions_citation,
        "forms": {form.code: {"name": form.name, "authority": form.authority} for form in _forms(campaign)},
        "is_secret": campaign.ballot == campaign.Ballot.SECRET,
        "vote_of_total": campaign.vote_denominator == campaign.Denominator.TOTAL,
        "quorum": [campaign.quorum_numerator, campaign.quorum_denominator],
        "tie_break": list(campaign.tie_break),
    }


def frame_of(row):
    """The frame of a decision's or a session's campaign: as it was when that was signed or closed, till then as it is."""
    if not row.cited:
        return frame(row.campaign)
    cited = row.cited["campaign"]
    if cited["plan_date"] is None:
        # A session may meet before the plan has a number (docs/domain.md A2): only that blank is filled later.
        campaign = frame(row.campaign)
        return {**cited, **{name: campaign[name] for name in ("plan", "plan_date", "plan_is_sample")}}
    return cited


def _forms(campaign):
    return campaign.award_forms.all()


def _parent_plan(campaign):
    return next((_document(row) for row in campaign.documents.all() if row.is_parent_plan), None)


def _document(row):
    return {
        "kind": row.kind,
        "number": row.number,
        "issued_on": iso(row.issued_on),
        "issuer": row.issuer,
        "subject": row.subject,
    }


def person(someone):
    """Name, honorific, post and unit of a Person with its unit at hand; None stays None."""
    if someone is None:
        return None
    return {
        "name": someone.full_name,
        "honorific": someone.get_honorific_display(),
        "position": someone.position,
        "unit": someone.unit.name if someone.unit else "",
    }


# How a dossier names its nominee, from its sending on (docs/consistency.md).
_AS_SENT = (
    "name",
    "honorific",
    "position",
    "date_of_birth",
    "person_unit",
    "unit",
    "unit_kind",
    "unit_abbreviation",
)


def sent(nominations):
    """{reference: the nominee of the last submission, in the keys of awards.snapshots.dossier}; one query."""
    rows = (
        Submission.objects.filter(nomination__in=nominations)
        .order_by("number")
        .values_list("nomination__reference", "content__nominee", "content__report__date_of_birth")
    )
    return {reference: _sent(as_sent, born) for reference, as_sent, born in rows}


def sent_in(content):
    """The same of one submission whose content is at hand."""
    return _sent(content["nominee"], (content["report"] or {}).get("date_of_birth"))


def _sent(as_sent, born):
    return {**as_sent, "date_of_birth": _born(as_sent, born)}


def _born(as_sent, in_report):
    """The report knows a person's birthday where the roster does not."""
    return as_sent["date_of_birth"] or (in_report if as_sent["kind"] == NomineeKind.INDIVIDUAL else None)


def nominee(nomination, forms, as_sent=None):
    """The nominee in the keys of awards.snapshots.dossier; `forms` is the frame's. Unit, person and his unit at hand.

    `as_sent` is his entry of `sent`: who was promoted or renamed since then stays as he was proposed.
    """
    who, unit = nomination.person, nomination.unit
    now = {
        "kind": nomination.kind,
        "name": nomination.nominee_name,
        "honorific": who.get_honorific_display() if who else "",
        "position": who.position if who else "",
        "date_of_birth": iso(who.date_of_birth) if who else None,
        "person_unit": who.unit.name if who and who.unit else "",
        "unit": unit.name,
        "unit_kind": unit.kind,
        "unit_abbreviation": unit.abbreviation,
        "award_form": nomination.award_form,
        "asked_form": nomination.asked_form,
        "award_authority": forms.get(nomination.award_form, {}).get("authority", ""),
    }
    return {**now, **{key: as_sent[key] for key in _AS_SENT}} if as_sent else now


def council(campaign):
    """The seats in use, in the Council's order."""
    seats = CouncilMember.objects.filter(campaign=campaign, is_active=True).select_related("person__unit")
    return [seat(member) for member in seats]


def seat(member):
    """A seat with its person and his unit at hand."""
    return {
        "role": member.role,
        "label": member.get_role_display(),
        "person_id": member.person_id,
        **person(member.person),
    }


def office(department):
    """The Office (Văn phòng Sở) with its head, as far as both are recorded."""
    unit = Unit.objects.filter(department=department, kind=Unit.Kind.OFFICE).first()
    if unit is None:
        return {"name": "Văn phòng Sở", "code": "VP", "head_title": "Chánh Văn phòng", "head_name": ""}
    head = Person.objects.filter(unit=unit, position=unit.head_title, is_active=True).first()
    return {
        "name": unit.name,
        "code": unit.abbreviation.upper() or "VP",
        "head_title": unit.head_title,
        "head_name": head.full_name if head else "",
    }
