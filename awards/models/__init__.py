"""The flow: what is asked, weighed and given."""

from .batches import Batch
from .council import Attendance, Ballot, CouncilSession, SessionItem, VoteCast
from .decisions import Award, Decision, award_key
from .dossiers import Evidence, Letter, Minutes, MinutesVote, Report, SealedPaper, Submission
from .events import Event, HistoryHead
from .nominations import CouncilMember, LateWindow, Nomination
from .scores import CouncilScore, PaperCheck, SelfScore
from .signed import CopyToSign, SignedCopy

__all__ = [
    "Attendance",
    "Award",
    "Ballot",
    "Batch",
    "CopyToSign",
    "CouncilMember",
    "CouncilScore",
    "CouncilSession",
    "Decision",
    "Event",
    "Evidence",
    "HistoryHead",
    "LateWindow",
    "Letter",
    "Minutes",
    "MinutesVote",
    "Nomination",
    "PaperCheck",
    "Report",
    "SealedPaper",
    "SelfScore",
    "SessionItem",
    "SignedCopy",
    "Submission",
    "VoteCast",
    "award_key",
]
