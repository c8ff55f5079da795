"""Taking a rehearsal away: nothing sample stays, nothing real goes."""

from django.core.files.storage import default_storage
from django.db import transaction

from awards.exceptions import Refused
from awards.models import (
    Attendance,
    Award,
    Ballot,
    CopyToSign,
    CouncilMember,
    CouncilScore,
    CouncilSession,
    Decision,
    Event,
    Evidence,
    HistoryHead,
    LateWindow,
    Letter,
    Minutes,
    MinutesVote,
    Nomination,
    PaperCheck,
    Report,
    SealedPaper,
    SelfScore,
    SessionItem,
    SignedCopy,
    Submission,
    VoteCast,
)
from campaigns.models import Campaign, Person, Unit, User

from .people import AUTHORITY

# Every table of the flow, each before those it points to, with the way to its campaign.
_ROWS = (
    (SignedCopy, "campaign"),
    (CopyToSign, "campaign"),
    (Award, "nomination__campaign"),
    (Decision.nominations.through, "decision__campaign"),
    (Decision, "campaign"),
    (CouncilScore, "item__session__campaign"),
    (VoteCast, "item__session__campaign"),
    (Ballot, "item__session__campaign"),
    (SessionItem, "session__campaign"),
    (Attendance, "session__campaign"),
    (CouncilSession, "campaign"),
    (PaperCheck, "submission__nomination__campaign"),
    (SealedPaper, "submission__nomination__campaign"),
    (Submission, "nomination__campaign"),
    (Evidence, "nomination__campaign"),
    (SelfScore, "nomination__campaign"),
    (MinutesVote, "minutes__nomination__campaign"),
    (Minutes, "nomination__campaign"),
    (Letter, "nomination__campaign"),
    (Report, "nomination__campaign"),
    (Event, "campaign"),
    (HistoryHead, "campaign"),
    (LateWindow, "campaign"),
    (Nomination, "campaign"),
    (CouncilMember, "campaign"),
)


def clear(campaign: Campaign) -> int:
    """Remove every sample row and file; the bare plan stays. Returns how many rows went.

    Refused where anything real stands among the sample: one chain holds the whole campaign.
    """
    _check_invented(campaign)
    with transaction.atomic():
        HistoryHead.objects.select_for_update().filter(campaign=campaign).first()
        files = _files(campaign)
        gone = sum(_remove(model.objects.filter(**{way: campaign})) for model, way in _ROWS)
        of_department = {"department_id": campaign.department_id}
        gone += User.objects.filter(is_rehearsal=True, **of_department).delete()[0]
        for model in (Person, Unit):
            gone += model.objects.filter(is_sample=True, **of_department).delete()[0]
        Campaign.objects.filter(pk=campaign.pk, plan_number_is_sample=True).update(
            plan_number="", plan_date=None, plan_number_is_sample=False
        )
        Campaign.objects.filter(pk=campaign.pk, functions_citation=AUTHORITY).update(functions_citation="")
        transaction.on_commit(lambda: [default_storage.delete(name) for name in files])
    return gone


def _remove(rows):
    # The one place where events go: they refuse delete(), and what was only rehearsed is no history.
    return rows._raw_delete(rows.db)


def _files(campaign):
    sealed = SealedPaper.objects.filter(submission__nomination__campaign=campaign)
    evidence = Evidence.objects.filter(nomination__campaign=campaign)
    signed = SignedCopy.objects.filter(campaign=campaign)
    return [name for rows in (sealed, evidence, signed) for name in rows.values_list("file", flat=True)]


def _check_invented(campaign):
    real = {
        "đơn vị": Unit.objects.filter(department_id=campaign.department_id, is_sample=False),
        "cán bộ": Person.objects.filter(department_id=campaign.department_id, is_sample=False),
        "hồ sơ": Nomination.objects.filter(campaign=campaign).exclude(
            unit__is_sample=True, created_by__is_rehearsal=True
        ),
        "sự kiện": Event.objects.filter(campaign=campaign, actor__is_rehearsal=False),
    }
    found = [f"{count} {what}" for what, rows in real.items() if (count := rows.count())]
    if found:
        raise Refused(
            f"Đợt thi đua {campaign.code} có cả dữ liệu thật ({', '.join(found)}), nên không xóa dữ liệu diễn tập: "
            "nhật ký của một Đợt thi đua là một chuỗi, không cắt được. Hãy khóa các tài khoản diễn tập thay vì xóa."
        )
