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
    ledger = Ledger()
    yield from chain.chain(campaign, ledger)
    yield from chain.plan(campaign, ledger)
    yield from dossiers.submissions(campaign, ledger)
    yield from dossiers.nominations(campaign, ledger)
    yield from files.papers(campaign, ledger)
    yield from files.evidence(campaign, ledger)
    yield from files.signed_copies(campaign, ledger)
    yield from dossiers.checks(campaign, ledger)
    yield from dossiers.windows(campaign, ledger)
    yield from council.sessions(campaign, ledger)
    yield from council.items(campaign, ledger)
    yield from council.scores(campaign, ledger)
    yield from decisions.decisions(campaign, ledger)
    yield from decisions.awards(campaign, ledger)
