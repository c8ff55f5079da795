"""WHAT IS SIGNED? The signed copies of a dossier, a session, a decision: which are missing, which no longer match.

Attaching and taking off is awards.actions.signed_copies; what the signatures inside say is awards.pdf_signatures.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from awards import pdf_signatures, permissions, snapshots
from awards.models import Nomination, SignedCopy
from awards.models.signed import SUBJECTS
from awards.papers import digest, registry
from campaigns.vietnamese import dates, names

# Filled in by hand, counted, and signed by nobody.
UNSIGNED = {"ballot"}
# The signer's clock is his computer's; so much earlier than ours it may be without a word.
_CLOCKS_APART = timedelta(minutes=15)


@dataclass(frozen=True)
class SignedCopyStatus:
    """One paper and its signed copy. `changed`: the paper says something else than when it was signed."""

    kind: registry.Kind
    copy: SignedCopy | None
    changed: bool = False
    differing: str = ""
    # Why there is no such paper to sign yet, or "".
    refusal: str = ""
    # What is known of what arrives from outside, so that nobody types it twice.
    number: str = ""
    issued_on: date | None = None

    @property
    def verdict(self):
        return pdf_signatures.in_words(self.copy.verdict)

    @property
    def word(self):
        done = "Đã nhận" if self.kind.arrives else "Đã ký"
        if self.copy is None:
            return "Chưa có bản đến" if self.kind.arrives else "Chưa ký"
        if self.changed:
            return "Đã sửa sau khi ký"
        return f"{done}, cần xem lại" if self.is_doubtful else done

    @property
    def is_doubtful(self):
        return bool(self.differing or self.signed_early) or self.verdict.tone == "stop"

    @property
    def signed_early(self):
        """The sentence about a signature that says it is older than the text that it is said to sign, or ""."""
        at = self.copy and self.copy.handed_at
        if not at or self.copy.known_by == SignedCopy.Known.BYTES:
            return ""
        early = [
            moment for moment in pdf_signatures.moments(self.copy.verdict) if moment < at - _CLOCKS_APART
        ]
        if not early:
            return ""
        return (
            f"Chữ ký số trong tệp ghi lúc {dates.instant(min(early))}, trước khi bản này được tải để ký lúc "
            f"{dates.instant(at)}. Hãy xem lại bản nào đã được ký, hoặc đồng hồ của máy ký."
        )

    @property
    def tone(self):
        if self.copy is None:
            return "plain"
        return "warn" if self.changed or self.is_doubtful else "ok"

    @property
    def attaching_message(self):
        said = [self.verdict.sentence, self.why_changed if self.changed else "", self.signed_early]
        return " ".join(filter(None, said))

    @property
    def is_checkable(self):
        """Whether there are signatures inside that could be judged again; a scan has none."""
        return self.copy is not None and self.verdict.tone != "plain"

    @property
    def why_changed(self):
        at = self.copy.handed_at
        since = f"sau khi tải bản để ký lúc {dates.instant(at)}" if at else "sau khi ký"
        return (
            f"Văn bản đã được sửa {since}: bản ký này không còn khớp với nội dung hiện nay. Hãy tải bản để ký mới, ký "
            "lại rồi gắn thay."
        )


def kinds(subject_name, subject):
    """The papers of this object that somebody signs, in the order of the set."""
    listed = [kind for kind in registry.filed_from(subject_name) if kind.code not in UNSIGNED]
    return [kind for kind in listed if kind.applies(subject)]


def campaign_of(subject_name, subject):
    if subject_name == "campaign":
        return subject
    return subject.nomination.campaign if subject_name in ("submission", "award") else subject.campaign


def check_filing(kind, subject, user):
    """Raise Refused unless this account files the Office's, the Council's and the department's signed papers."""
    if kind.made_from == "submission":
        permissions.check_office(user, subject.nomination)
    else:
        permissions.check_paper_filer(user, campaign_of(kind.made_from, subject))


def filters(subject_name, subject):
    """What finds the copies of one object; a paper of the campaign itself has no other subject."""
    if subject_name == "campaign":
        return {"campaign": subject} | {f"{name}__isnull": True for name in SUBJECTS}
    return {subject_name: subject}


def live(subject_name, subject):
    """{code of the paper: its live copy}, in one query."""
    if subject_name == "nomination":
        return {row.paper: row for row in snapshots.dossier.signed_copies(subject)}
    rows = SignedCopy.objects.live().filter(**filters(subject_name, subject)).select_related("attached_by")
    return {row.paper: row for row in rows}


def states(subject_name, subject, content=None, found=None):
    """A SignedCopyStatus for each paper of the object.

    `content` is a dossier that the caller has read already, `found` the disagreements that it has compared already.
    """
    copies, read, found_states = live(subject_name, subject), _reader(subject, content), []
    for kind in kinds(subject_name, subject):
        copy, refusal = copies.get(kind.code), kind.refusal(subject, found)
        if copy is None or refusal:
            found_states.append(SignedCopyStatus(kind, copy, refusal=refusal, **_known(kind, subject)))
        else:
            found_states.append(_state(kind, copy, read(kind)))
    return found_states


def for_reader(nomination, last, content):
    """A SignedCopyStatus for each paper of a dossier that others write; `last` is what they sent last, or None.

    What a unit has attached and not sent is its own, also once it has withdrawn the dossier.
    """
    if not nomination.is_editable and nomination.status != Nomination.Status.WITHDRAWN:
        return states("nomination", nomination, content)
    copies = as_sent(last) if last else {}
    return [SignedCopyStatus(kind, copies.get(kind.code)) for kind in kinds("nomination", nomination)]


def state(kind, subject, copy):
    """How one copy stands to its paper as it now is."""
    return _state(kind, copy, text_source(kind, subject))


def _state(kind, copy, source):
    changed = digest.content_digest(kind.code, source) != copy.content_digest
    return SignedCopyStatus(kind, copy, changed, _differing(kind, copy, source))


def texts_now(subject_name, subject, content=None):
    """{code: digest of what it says now} of the papers that can be signed now."""
    read = _reader(subject, content)
    return {
        kind.code: digest.content_digest(kind.code, read(kind))
        for kind in kinds(subject_name, subject)
        if not kind.arrives and not kind.refusal(subject)
    }


def _reader(subject, content):
    """What a kind of paper is made from now; papers of one object are mostly read from the same rows, once."""
    read = {}

    def source(kind):
        if kind.gather not in read:
            read[kind.gather] = text_source(kind, subject, content)
        return read[kind.gather]

    return source


def text_source(kind, subject, content=None):
    """What the paper is made from now: a dossier as typed while it is being written, then as it was sent."""
    if kind.made_from != "nomination":
        return kind.gather(subject)
    if content is not None:
        return content
    return snapshots.dossier.build(subject) if subject.is_editable else kind.gather(subject)


def _differing(kind, copy, source):
    """The paper's own number and day, where the copy bears others; blanks differ from nothing."""
    own = source.get(kind.code if kind.made_from == "nomination" else "decision")
    if not isinstance(own, dict):
        # A certificate only cites its decision; it has no number of its own.
        return ""
    number, issued_on = own.get("number") or "", own.get("issued_on") or ""
    other = []
    if number and copy.number and _bare(number) != _bare(copy.number):
        other.append(f"số {number}")
    if issued_on and copy.issued_on and issued_on != copy.issued_on.isoformat():
        other.append(f"ngày {dates.short(date.fromisoformat(issued_on))}")
    return f"Văn bản đang ghi {', '.join(other)}, khác bản ký. Hãy kiểm tra lại." if other else ""


def _known(kind, subject):
    known = kind.arrives and subject.number
    return {"number": str(subject), "issued_on": subject.issued_on} if known else {}


def _bare(number):
    """ "05/TTr-BCVT" and "5" are one number."""
    return names.clean(number).partition("/")[0].strip().lstrip("0").casefold()


def lacking(nomination, content):
    """[(code, sentence)] of the papers whose right signed copy is missing, where the campaign asks for them."""
    if not nomination.campaign.signed_papers_required:
        return
    for state in states("nomination", nomination, content):
        title = state.kind.title
        if state.copy is None:
            yield (
                state.kind.code,
                f"Chưa gắn bản ký của {title}. Đợt thi đua này yêu cầu đủ bản ký trước khi trình: hãy tải bản để ký, "
                "ký rồi gắn vào hồ sơ.",
            )
        elif state.changed:
            yield (
                state.kind.code,
                f"{title} đã sửa sau khi ký (bản ký gắn lúc {dates.instant(state.copy.attached_at)}). "
                f"{state.why_changed}",
            )


def can_read(copy, user):
    """What a unit has attached and not yet sent is the unit's alone."""
    if copy.nomination_id is None:
        return True
    if permissions.can_write(user, copy.nomination):
        return True
    sent = copy.nomination.submissions.values_list("content__signed", flat=True)
    return any(item["key"] == str(copy.key) for listed in sent for item in listed or [])


def as_sent(submission):
    """{code: copy} of the signed papers that went with a submission, whatever replaced them since."""
    keys = [item["key"] for item in submission.content.get("signed", [])]
    if not keys:
        return {}
    rows = SignedCopy.objects.filter(key__in=keys).select_related("attached_by")
    return {row.paper: row for row in rows}
