"""What the slip of a step takes from rows that live on, written to the facts of its event."""

from campaigns.models import Unit

from . import citations


def cite(nomination, by):
    """What the slip of a step takes from rows that live on, written to the facts of its event.

    A deadline that is moved, a plan that is numbered anew, an officer with a new post, rewrites no slip.
    """
    return {**issuers(nomination), "who": who(by.person)}


def issuers(nomination):
    return {
        "campaign": citations.frame(nomination.campaign),
        "by_council": nomination.unit.kind in (Unit.Kind.OFFICE, Unit.Kind.WHOLE),
        "council": citations.council(nomination.campaign),
        "office": citations.office(nomination.campaign.department),
    }


def who(person):
    known = citations.person(person) or {"honorific": "", "position": "", "unit": ""}
    return {**known, "person_id": person.pk if person else None}
