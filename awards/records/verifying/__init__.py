"""IS EVERYTHING AS IT WAS WRITTEN? One pass over the events gathers what they tell; then every row that a step
writes, and every stored byte, is held against it.

What nobody may join is not checked: which ballot of a secret vote is whose. The papers a unit is still typing
are not history either; they are frozen, and checked, from their submission on.
"""

from campaigns.models import Campaign

from . import council, decisions, dossiers, files, links
from .common import Break
from .told import Told

__all__ = ["Break", "verify"]


def verify(campaign: Campaign):
    """Yield every Break of the campaign: its chain, and the rows and files that the chain tells of."""
    told = Told()
    yield from links.chain(campaign, told)
    yield from links.plan(campaign, told)
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
