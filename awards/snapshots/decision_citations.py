"""What the papers of a decision take from rows that live on: the law and the money of its date, the order of its list.

The legal basis and the money are those of the decision's own date, never of the plan (docs/domain.md 1.1, A15).
"""

from awards import bonus
from awards.models import Nomination
from campaigns import clock
from campaigns.models.campaign import NomineeKind

from . import citations


def cite(decision):
    """What `gather` gives of a decision for good, written to Decision.cited on signing. Raises bonus.LawMissing.

    The plan's number may change afterwards, the Sở's authority, its name or its Director, a row of law, the order of
    its units: what was signed is printed again as it was. What was sent, voted and awarded does not change anyway.
    """
    return {**current(decision), "order": [row.reference for row in listed(decision)]}


def current(decision):
    department = decision.campaign.department
    return {
        "campaign": citations.frame(decision.campaign),
        "office": citations.office(department),
        "head_name": department.signing_head,
        **law(decision),
    }


def law(decision):
    """The regime of the decision's date, or of today while it has none; and what the plan's regime would give."""
    day = decision.issued_on or clock.now().date()
    regime = decision.regime or bonus.regime_on(day)
    plan_regime = decision.campaign.form_regime
    until = plan_regime.effective_to
    other = regime.pk != plan_regime.pk and until
    form = decision.form
    return {
        "regime": _regime(regime),
        "money": _money(form, day),
        "plan_regime": {**_regime(plan_regime), "until": citations.iso(until)} if other else None,
        "plan_money": _money(form, until) if other else None,
    }


def _regime(regime):
    return {
        "law": regime.law_citation,
        "decree": regime.decree_citation,
        "decree_number": regime.decree_number,
        "since": citations.iso(regime.effective_from),
    }


def _money(form, day):
    """{kind of nominee: amount, coefficient, base salary} for a form of award decided on a day."""
    given = {kind: bonus.bonus(form, kind, day) for kind in NomineeKind.values}
    return {
        kind: {
            "amount": money.amount,
            "coefficient_tenths": money.coefficient_tenths,
            "base_salary": money.base_salary,
        }
        for kind, money in given.items()
    }


def listed(decision, order=()):
    """The nominations in the order of the list; `order` is theirs as it was signed."""
    rows = Nomination.objects.filter(decisions=decision).select_related("unit", "person__unit")
    place = {reference: at for at, reference in enumerate(order)}
    # Sorting is stable: without an order that was signed, the list's own stands.
    return sorted(rows.in_list_order(), key=lambda row: place.get(row.reference, 0))
