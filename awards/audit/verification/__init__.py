"""IS EVERYTHING AS IT WAS WRITTEN? One pass over the events gathers what they tell; then every row that a step
writes, and every stored byte, is held against it.

What nobody may join is not checked: which ballot of a secret vote is whose. The papers a unit is still typing
are not history either; they are frozen, and checked, from their submission on.
"""

from campaigns.models import Campaign

from . import chain, council, decisions, dossiers, files
from .ledger import Ledger
from .problems import Break

__all__ = ["Break", "verify"]


def verify(campaign: Campaign):
    """Yield every Break of the campaign: its chain, and the rows and files that the chain tells of."""
    told = Ledger()
    yield from chain.chain(campaign, told)
    yield from chain.plan(campaign, told)
    yield from dossiers.submissions(campaign, told)
    yield from dossiers.nominations(campaign, told)
    yield from files.papers(campaign, told)
    yield from files.evidence(campaign, told)
    yield from files.signed_copies(campaign, told)
    yield from dossiers.checks(campaign, told)
    yield from dossiers.windows(campaign, told)
    yield from council.sessions(campaign, told)
    yield from council.items(campaign, told)
    yield from council.scores(campaign, told)
    yield from decisions.decisions(campaign, told)
    yield from decisions.awards(campaign, told)
