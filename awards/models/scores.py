"""What it is worth: the unit's own score, the Office's check, each member's score."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models import Clause, DossierPart

from .nominations import Nomination


class SelfScore(models.Model):
    """The unit's answer to one clause; its points are arithmetic over `answer` (awards.scoring)."""

    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="self_scores", verbose_name="hồ sơ"
    )
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, related_name="self_scores", verbose_name="ý của tiêu chí"
    )
    answer = models.JSONField("trả lời", default=dict)
    explanation = models.TextField("giải trình", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField("lưu lúc", null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    class Meta:
        verbose_name = "điểm tự chấm"
        verbose_name_plural = "điểm tự chấm"
        constraints = [
            models.UniqueConstraint(fields=["nomination", "clause"], name="one_self_score_per_clause"),
        ]

    def __str__(self):
        return f"{self.nomination_id} {self.clause_id}"


class PaperCheck(models.Model):
    """The Office's check of one paper of one submission; all must be right before acceptance."""

    submission = models.ForeignKey(
        "awards.Submission", on_delete=models.PROTECT, related_name="checks", verbose_name="lần trình"
    )
    part = models.CharField("văn bản", max_length=20, choices=DossierPart.Code.choices)
    is_right = models.BooleanField("đạt yêu cầu")
    note = models.TextField("nhận xét", blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="người kiểm tra"
    )
    checked_at = models.DateTimeField("kiểm tra lúc")

    class Meta:
        verbose_name = "kiểm tra văn bản"
        verbose_name_plural = "kiểm tra văn bản"
        constraints = [
            models.UniqueConstraint(fields=["submission", "part"], name="each_part_checked_once"),
        ]

    def __str__(self):
        return f"{self.get_part_display()}"


class CouncilScore(models.Model):
    """A member's points for one clause of one nomination; null points mean not applicable."""

    item = models.ForeignKey(
        "awards.SessionItem", on_delete=models.PROTECT, related_name="scores", verbose_name="hồ sơ xét"
    )
    member = models.ForeignKey(
        "awards.CouncilMember", on_delete=models.PROTECT, related_name="scores", verbose_name="thành viên"
    )
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, related_name="council_scores", verbose_name="ý của tiêu chí"
    )
    points = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.CharField("lý do chấm khác", max_length=500, blank=True)
    scored_at = models.DateTimeField("chấm lúc")

    class Meta:
        verbose_name = "điểm của thành viên"
        verbose_name_plural = "điểm của thành viên"
        constraints = [
            models.UniqueConstraint(fields=["item", "member", "clause"], name="one_score_per_member_clause"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="council_points_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.item_id} {self.member_id} {self.clause_id}"
