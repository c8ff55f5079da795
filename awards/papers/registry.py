"""WHICH PAPERS ARE THERE? Every official paper: what it is made from, how, and why not yet.

A caller fetches the object through `visible_to`, asks `applies` and `refusal`, then `write`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from awards import consistency, snapshots
from awards.models import Decision, Nomination, Submission
from campaigns.models import DossierPart
from campaigns.vietnamese import names

from . import council, department, office, official_wording, render, unit
from .wording import tidy

# What a paper can be written as: blocks → bytes.
FORMATS = {"pdf": render.pdf.write, "docx": render.docx.write}


def _always(made_from):
    return True


def _nothing(made_from):
    return []


@dataclass(frozen=True)
class Kind:
    """One paper of the set.

    `made_from` names the object that gather, own_refusal and applies take: nomination, submission, session,
    decision, award or campaign. `gather` reads the database, `compose` only its content; `own_refusal` is a sentence
    for the reader, or "" when nothing but a disagreement stands in its way; `applies` is whether such a paper exists
    at all for the object; `is_draft` whether it must carry the mark of a draft; `disagreements` what it would
    contradict, and `must_agree` whether that refuses it.
    `arrives`: others write and sign it, and we only keep what they sent; it has no words of ours.
    """

    code: str
    title: str
    made_from: str
    gather: Callable
    compose: Callable
    own_refusal: Callable
    applies: Callable = _always
    is_draft: Callable = lambda made_from: False
    disagreements: Callable = _nothing
    must_agree: bool = False
    arrives: bool = False

    def refusal(self, made_from, found=None):
        """Why the paper cannot be made now, or "". `found` are its disagreements, where they were compared already."""
        sentence = self.own_refusal(made_from)
        if sentence or not self.must_agree:
            return sentence
        return consistency.refusal(self.disagreements(made_from) if found is None else found)

    def content(self, made_from):
        return tidy(self.gather(made_from))

    def paper(self, made_from):
        """The paper as blocks. Ask `refusal` first."""
        return self.compose(self.content(made_from))

    def write(self, made_from, form="pdf"):
        """The paper as bytes of one of FORMATS. Raises render.pdf.Unavailable; ask `refusal` first."""
        return FORMATS[form](self.paper(made_from), draft=self.is_draft(made_from))

    def about(self, made_from):
        """What tells this paper from the others of its kind: "BK23-007/1", "phiên 2", "01/QĐ-STTT"."""
        return _LABELS[self.made_from](made_from)

    def file_name(self, made_from, suffix="pdf"):
        """ "bien-ban-hop-hoi-dong-phien-1.pdf": ASCII, so that every system keeps it."""
        return f"{names.slug(self.title)}-{names.slug(self.about(made_from))}.{suffix}"


_LABELS = {
    "nomination": lambda nomination: nomination.reference,
    "submission": lambda submission: submission.receipt,
    "session": lambda session: f"phiên {session.number}",
    # Two drafts may both lack a number.
    "decision": lambda decision: (
        str(decision) if decision.number else f"{decision.symbol} dự thảo {decision.pk}"
    ),
    "award": lambda award: award.nomination.reference,
    "campaign": lambda campaign: campaign.code,
}


# --- the unit's papers -----------------------------------------------------------------------------------


def _dossier(nomination):
    """What was sent last; while nothing stands with the Office what is being typed."""
    if nomination.status == Nomination.Status.DRAFT:
        return snapshots.dossier.build(nomination)
    sent = (
        Submission.objects.filter(nomination=nomination).order_by("-number").values_list("content", flat=True)
    )
    return sent.first() or snapshots.dossier.build(nomination)


def _not_sent(nomination):
    """Never sent, or recalled and being written again."""
    return nomination.status == Nomination.Status.DRAFT or not nomination.submissions.exists()


def _unit_paper(part, composer):
    return Kind(
        part,
        str(DossierPart.Code(part).label),
        "nomination",
        _dossier,
        composer,
        lambda nomination: official_wording.unnumbered_plan(nomination.campaign),
        is_draft=_not_sent,
        disagreements=lambda nomination: consistency.of_dossier(_dossier(nomination)),
    )


def _is(*kinds):
    return lambda decision: decision.kind in kinds


def _unsigned(decision):
    return decision.status == Decision.Status.DRAFT


_DecisionKind = Decision.Kind

_SET = (
    _unit_paper("letter", unit.letter.compose),
    _unit_paper("minutes", unit.minutes.compose),
    _unit_paper("report", unit.report.compose),
    Kind(
        "receipt",
        "Phiếu tiếp nhận hồ sơ",
        "submission",
        office.common.gather,
        office.receipt.compose,
        office.receipt.receipt_refusal,
    ),
    Kind(
        "return",
        "Phiếu trả lại hồ sơ",
        "submission",
        office.common.gather,
        office.return_slip.compose,
        office.return_slip.return_refusal,
        applies=office.return_slip.was_returned,
    ),
    Kind(
        "appraisal",
        "Phiếu thẩm định hồ sơ",
        "submission",
        office.common.gather,
        office.appraisal.compose,
        office.appraisal.appraisal_refusal,
        is_draft=office.appraisal.is_unconcluded,
    ),
    Kind(
        "invitation",
        "Giấy mời họp Hội đồng",
        "session",
        council.common.gather,
        council.invitation.compose,
        council.common.planned_refusal,
    ),
    Kind(
        "shortlist",
        "Danh sách trích ngang",
        "session",
        council.shortlist.gather,
        council.shortlist.compose,
        council.common.planned_refusal,
    ),
    Kind(
        "ballot",
        "Phiếu bầu",
        "session",
        council.common.gather,
        council.ballot.compose,
        council.common.ballot_refusal,
    ),
    Kind(
        "tally",
        "Biên bản kiểm phiếu",
        "session",
        council.common.gather,
        council.tally.compose,
        council.common.tally_refusal,
    ),
    Kind(
        "council_minutes",
        "Biên bản họp Hội đồng",
        "session",
        council.common.gather,
        council.minutes.compose,
        council.common.closed_refusal,
    ),
    Kind(
        "summary",
        "Bảng tổng hợp đề nghị khen thưởng",
        "campaign",
        council.summary.gather,
        council.summary.compose,
        council.summary.summary_refusal,
    ),
    Kind(
        "proposal",
        "Tờ trình đề nghị tặng Bằng khen",
        "decision",
        department.common.gather,
        department.proposal.compose,
        department.common.refusal,
        applies=_is(_DecisionKind.PROPOSAL),
        is_draft=_unsigned,
    ),
    Kind(
        "decision",
        "Quyết định tặng Giấy khen",
        "decision",
        department.common.gather,
        department.decision.compose,
        department.common.refusal,
        applies=_is(_DecisionKind.DEPARTMENT_AWARD),
        is_draft=_unsigned,
    ),
    Kind(
        "payment",
        "Bảng chi tiền thưởng",
        "decision",
        department.common.gather,
        department.payment.compose,
        department.payment.payment_refusal,
        applies=_is(_DecisionKind.DEPARTMENT_AWARD, _DecisionKind.PROVINCE_AWARD),
    ),
    Kind(
        "notice",
        "Thông báo kết quả khen thưởng",
        "campaign",
        department.notice.gather,
        department.notice.compose,
        department.notice.notice_refusal,
    ),
    Kind(
        "certificate",
        "Giấy khen",
        "award",
        department.certificate.gather,
        department.certificate.compose,
        department.certificate.certificate_refusal,
        applies=department.certificate.applies,
    ),
)


def _agreeing(kind):
    """A paper of the Council or the department is refused while it would contradict another."""
    compare = _COMPARED.get(kind.code) or _COMPARED.get(kind.made_from)
    if compare is None:
        return kind
    return replace(kind, disagreements=compare, must_agree=True)


_COMPARED = {
    "session": consistency.of_session,
    "decision": consistency.of_decision,
    "summary": consistency.of_campaign,
}
KINDS = tuple(_agreeing(kind) for kind in _SET)
BY_CODE = {kind.code: kind for kind in KINDS}
# What the province answers comes as a PDF from outside; the software knows its number and day alone.
ARRIVING = (
    Kind(
        "incoming",
        "Văn bản đến của UBND tỉnh",
        "decision",
        gather=lambda decision: {"decision": {"number": decision.number, "issued_on": _iso(decision)}},
        compose=_nothing,
        own_refusal=department.common.dropped_refusal,
        applies=_is(_DecisionKind.PROVINCE_AWARD, _DecisionKind.PROVINCE_REFUSAL),
        arrives=True,
    ),
)
# Everything that a signed copy may be attached to.
FILED = BY_CODE | {kind.code: kind for kind in ARRIVING}


def _iso(decision):
    return decision.issued_on.isoformat() if decision.issued_on else None


def made_from(name):
    """The papers made from one sort of object, in the order of the set."""
    return [kind for kind in KINDS if kind.made_from == name]


def filed_from(name):
    """What arrives from outside about it, then the same."""
    return [*(kind for kind in ARRIVING if kind.made_from == name), *made_from(name)]


def certificates(*, address="", text_only=False, offsets=None):
    """The Giấy khen with a QR code that leads to `address`, and laid out for the stock it is printed on."""
    return replace(
        BY_CODE["certificate"],
        gather=partial(department.certificate.gather, address=address),
        compose=partial(department.certificate.compose, text_only=text_only, offsets=offsets),
    )


def to_sign(kind):
    """The same paper as the Director signs it: a decision or letter still in draft, without the mark."""
    return replace(kind, is_draft=_finished) if kind.is_draft is _unsigned else kind


def _finished(made_from):
    return False
