"""What was given: decisions of the Director, proposals to and decisions of the province."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models import AwardForm, Campaign, LegalRegime

from .dossiers import Letter
from .nominations import CouncilMember, Nomination


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Decisions are drafted in private and shown to the Council once signed (docs/domain.md 3.8).

        The Council's secretary drafts them too, and so sees the drafts.
        """
        if not user.is_authenticated or not user.is_active or user.department_id is None:
            return self.none()
        decisions = self.filter(campaign__department_id=user.department_id)
        if user.sees_department:
            return decisions
        if user.person_id is None:
            return self.none()
        seats = CouncilMember.objects.filter(person_id=user.person_id, is_active=True)
        drafting = seats.filter(role=CouncilMember.Role.SECRETARY)
        return decisions.filter(
            Q(status=Decision.Status.SIGNED, campaign__in=seats.values("campaign"))
            | Q(campaign__in=drafting.values("campaign"))
        )

    def standing(self):
        """Without the drafts that were dropped: none of their papers is still to be made."""
        return self.exclude(status=Decision.Status.DROPPED)


class Decision(models.Model):
    """A paper with a number, a date and a signatory that moves nominations on. Drafted, then signed."""

    class Kind(models.TextChoices):
        # The Director awards the Giấy khen (plan III.2.1, docs/domain.md 1.3).
        DEPARTMENT_AWARD = "department_award", "Quyết định tặng Giấy khen của Giám đốc Sở"
        # The Director's letter that proposes the Bằng khen.
        PROPOSAL = "proposal", "Tờ trình đề nghị Chủ tịch UBND tỉnh tặng Bằng khen"
        # What the province answered.
        PROVINCE_AWARD = "province_award", "Quyết định tặng Bằng khen của Chủ tịch UBND tỉnh"
        PROVINCE_REFUSAL = "province_refusal", "Văn bản của tỉnh không tặng Bằng khen"

        @property
        def form(self):
            """The award that it gives, asks for or refuses."""
            codes = AwardForm.Code
            return codes.GIAY_KHEN if self == Decision.Kind.DEPARTMENT_AWARD else codes.BANG_KHEN

    class Status(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        SIGNED = "signed", "Đã ký"
        # Given up before it was signed; the row stays, its number is free again.
        DROPPED = "dropped", "Dự thảo đã bỏ"

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="decisions", verbose_name="đợt thi đua"
    )
    kind = models.CharField("loại", max_length=20, choices=Kind.choices)
    number = models.CharField("số", max_length=20, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40)
    issued_on = models.DateField("ngày ký", null=True, blank=True)
    signer_authority = models.CharField(
        "thể thức ký", max_length=5, choices=Letter.Authority.choices, blank=True
    )
    signer_title = models.CharField("chức vụ người ký", max_length=200)
    signer_name = models.CharField("họ tên người ký", max_length=200)
    note = models.TextField("ghi chú", blank=True)
    status = models.CharField(
        "trạng thái", max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    regime = models.ForeignKey(
        LegalRegime,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="chế độ pháp luật",
        null=True,
        editable=False,
    )
    # What its papers take from rows that live on (awards.snapshots.decision_citations.cite), as it was on signing.
    cited = models.JSONField("căn cứ lúc ký", null=True, editable=False)
    nominations = models.ManyToManyField(
        Nomination, related_name="decisions", verbose_name="hồ sơ", blank=True
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người xác nhận ký",
        null=True,
        editable=False,
    )
    signed_at = models.DateTimeField("xác nhận lúc", null=True, editable=False)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người bỏ dự thảo",
        null=True,
        editable=False,
    )
    dropped_at = models.DateTimeField("bỏ lúc", null=True, editable=False)
    drop_reason = models.TextField("lý do bỏ dự thảo", blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định, tờ trình khen thưởng"
        verbose_name_plural = "quyết định, tờ trình khen thưởng"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="signed")
                | (
                    ~Q(number="")
                    & Q(issued_on__isnull=False)
                    & Q(signed_by__isnull=False)
                    & Q(signed_at__isnull=False)
                ),
                name="signed_decision_has_number_and_date",
            ),
            models.UniqueConstraint(
                fields=["campaign", "symbol", "number"],
                condition=~Q(number="") & ~Q(status="dropped"),
                name="decision_number_once",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="dropped", dropped_by__isnull=False, dropped_at__isnull=False)
                    & ~Q(drop_reason="")
                )
                | (
                    ~Q(status="dropped") & Q(dropped_by__isnull=True, dropped_at__isnull=True, drop_reason="")
                ),
                name="dropped_decision_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.number or '…'}/{self.symbol}"

    @property
    def form(self):
        return self.Kind(self.kind).form

    @property
    def is_given_up(self):
        return self.status == self.Status.DROPPED


def award_key():
    """128 random bits, as 22 letters: whoever holds the certificate has it, and nobody guesses it."""
    return secrets.token_urlsafe(16)


class Award(models.Model):
    """An award given, with the money of the regime of the decision's date (docs/domain.md 1.3)."""

    # Printed as the certificate's QR code, which leads to a page that needs no log-in.
    key = models.CharField("mã tra cứu", max_length=22, unique=True, default=award_key, editable=False)
    nomination = models.OneToOneField(
        Nomination, on_delete=models.PROTECT, related_name="award", verbose_name="hồ sơ"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="awards", verbose_name="quyết định"
    )
    form = models.CharField("hình thức", max_length=20, choices=AwardForm.Code.choices)
    # Ordinal of the awardee in the decision: "Số sổ vàng" on the certificate (NĐ 98, Điều 104).
    golden_book_number = models.PositiveSmallIntegerField("số sổ vàng")
    coefficient_tenths = models.PositiveSmallIntegerField("hệ số (phần mười)")
    base_salary = models.PositiveIntegerField("mức lương cơ sở (đồng)")
    bonus_amount = models.PositiveIntegerField("tiền thưởng (đồng)")
    revocation = models.TextField("văn bản, lý do hủy", blank=True)

    class Meta:
        verbose_name = "khen thưởng"
        verbose_name_plural = "khen thưởng"
        ordering = ["decision", "golden_book_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "golden_book_number"], name="golden_book_number_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_form_display()} – {self.nomination_id}"
