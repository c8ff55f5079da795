"""What was handed over to be signed, and what came back: the PDF with its signature or stamp, attached to its paper."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from campaigns.models import Campaign

from .council import CouncilSession
from .decisions import Award, Decision
from .dossiers import Submission
from .nominations import CouncilMember, Nomination

# What a paper may be made from; a copy without any of them belongs to the campaign itself.
SUBJECTS = ("nomination", "submission", "session", "decision", "award")


def signed_path(copy, filename):
    """A random name: nothing of what the uploader typed reaches the disk."""
    return f"signed/{uuid.uuid4().hex}.pdf"


class SignedCopyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the dossier, the session or the decision sees its signed copies.

        What a unit has attached and not yet sent is the unit's alone: the pages ask awards.signed_copies.status.can_read.
        """
        if not user.is_authenticated or not user.is_active or user.department_id is None:
            return self.none()
        nominations = Nomination.objects.visible_to(user)
        seen = (
            Q(nomination__in=nominations)
            | Q(submission__nomination__in=nominations)
            | Q(award__nomination__in=nominations)
            | Q(session__in=CouncilSession.objects.visible_to(user))
            | Q(decision__in=Decision.objects.visible_to(user))
        )
        own = self.filter(campaign__department_id=user.department_id)
        return own.filter(seen | _of_no_subject() & _campaigns_of(user))

    def live(self):
        return self.filter(removed_at__isnull=True)

    def sent(self):
        """Of the dossiers' own papers those that were attached when the unit sent them; all others."""
        sent = Submission.objects.filter(
            nomination=OuterRef("nomination"), submitted_at__gte=OuterRef("attached_at")
        )
        before_removal = sent.filter(submitted_at__lt=OuterRef("removed_at"))
        return self.filter(
            Q(nomination__isnull=True)
            | Q(removed_at__isnull=True) & Exists(sent)
            | Q(removed_at__isnull=False) & Exists(before_removal)
        )


def _of_no_subject():
    return Q(**{f"{name}__isnull": True for name in SUBJECTS})


def _campaigns_of(user):
    """The campaign's own papers are the Office's, the Director's and the Council's."""
    if user.sees_department:
        return Q(campaign__department_id=user.department_id)
    seats = CouncilMember.objects.filter(person_id=user.person_id, person__isnull=False, is_active=True)
    return Q(campaign__in=seats.values("campaign"))


def _exactly(chosen):
    return Q(**{f"{name}__isnull": name != chosen for name in SUBJECTS})


def _one_subject():
    """One of the subjects, or none for a paper of the campaign itself."""
    allowed = _of_no_subject()
    for name in SUBJECTS:
        allowed |= _exactly(name)
    return allowed


_LIVE = Q(removed_at__isnull=True)


class CopyToSign(models.Model):
    """A paper as it left to be signed: what it said, and the bytes. One row however often the same copy is fetched.

    Rows are only added; what may change is the last time, since the newest copy is most likely the one signed.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="copies_to_sign", verbose_name="đợt thi đua"
    )
    # As in SignedCopy; which sort of object `of_id` is a key of, the paper says.
    paper = models.CharField("văn bản", max_length=20)
    of_id = models.PositiveBigIntegerField()
    # What it says (awards.papers.digest), and the file; "" and 0 where one file held many papers.
    digest = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField("dung lượng (byte)", default=0)
    # False: only readers fetched it. Its bytes are known again, but it is offered to nobody as the text that was signed.
    to_sign = models.BooleanField("để ký", default=True)
    first_at = models.DateTimeField("tải lần đầu")
    last_at = models.DateTimeField("tải lần cuối")
    # None: made on the server's command line, where nobody is logged in.
    last_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người tải",
        null=True,
    )

    class Meta:
        verbose_name = "bản để ký"
        verbose_name_plural = "bản để ký"
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "paper", "of_id", "digest", "sha256"], name="copy_to_sign_once"
            ),
        ]

    def __str__(self):
        return f"{self.paper} {self.of_id}"


class SignedCopy(models.Model):
    """The signed PDF of one official paper. Its bytes never change; a newer copy replaces it and it stays."""

    class Known(models.TextChoices):
        """How it is known which text was signed."""

        # The file goes on from the very bytes of a copy to sign.
        BYTES = "bytes", "tệp nối tiếp đúng từng byte của bản để ký"
        # Only one text was ever handed over, and the paper still says it.
        ONLY = "only", "chỉ có một nội dung được tải để ký"
        # Several were; whoever attached it said which.
        CHOSEN = "chosen", "người gắn chọn bản đã ký"
        # The very file was attached before: what it signs is known from then.
        SAME = "same", "đúng tệp đã gắn trước đây"
        # None was: the paper as it stood when this was attached.
        UNRECORDED = "unrecorded", "chưa ai tải bản để ký, lấy nội dung lúc gắn"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="signed_copies", verbose_name="đợt thi đua"
    )
    # A code of awards.papers.registry.FILED, which stands on a floor above.
    paper = models.CharField("văn bản", max_length=20)
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="signed_copies", verbose_name="hồ sơ", null=True
    )
    submission = models.ForeignKey(
        Submission,
        on_delete=models.PROTECT,
        related_name="signed_copies",
        verbose_name="lần trình",
        null=True,
    )
    session = models.ForeignKey(
        CouncilSession,
        on_delete=models.PROTECT,
        related_name="signed_copies",
        verbose_name="phiên họp",
        null=True,
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="signed_copies", verbose_name="quyết định", null=True
    )
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, related_name="signed_copies", verbose_name="khen thưởng", null=True
    )
    # As given by the document system (văn thư), which numbers a paper after it is signed.
    number = models.CharField("số, ký hiệu", max_length=40, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    file = models.FileField("tệp", upload_to=signed_path, max_length=100)
    original_name = models.CharField("tên tệp", max_length=255, editable=False)
    size = models.PositiveIntegerField("dung lượng (byte)", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    # What the paper said when it was signed (awards.papers.digest): a change since then shows. `known_by` says
    # how that is known, `handed_at` when that text was handed over; copies of before both were known have neither.
    content_digest = models.CharField(max_length=64, editable=False)
    known_by = models.CharField(max_length=10, choices=Known.choices, blank=True, editable=False)
    handed_at = models.DateTimeField("tải bản để ký lúc", null=True, editable=False)
    # What awards.pdf_signatures read in the file, last.
    verdict = models.JSONField("chữ ký số", default=dict, editable=False)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người gắn",
        editable=False,
    )
    attached_at = models.DateTimeField("gắn lúc", editable=False)
    # Replaced or taken off, never deleted: the inspector asks what was signed before.
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    objects = SignedCopyQuerySet.as_manager()

    class Meta:
        verbose_name = "bản ký"
        verbose_name_plural = "bản ký"
        ordering = ["-attached_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=_one_subject(), name="signed_copy_has_one_subject"),
            models.CheckConstraint(condition=Q(size__gt=0), name="signed_copy_is_not_empty"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="removed_signed_copy_says_by_whom",
            ),
            models.UniqueConstraint(
                fields=["campaign", "paper"],
                condition=_LIVE & _of_no_subject(),
                name="one_live_signed_copy_per_campaign",
            ),
            *(
                models.UniqueConstraint(
                    fields=[name, "paper"],
                    condition=_LIVE & Q(**{f"{name}__isnull": False}),
                    name=f"one_live_signed_copy_per_{name}",
                )
                for name in SUBJECTS
            ),
        ]

    def __str__(self):
        return self.original_name
