"""Against which criteria: plan III.1, with weights that are our own proposal (docs/domain.md 5.1)."""

from django.db import models
from django.db.models import Q

from campaigns import clauses, rules

from .campaign import AwardForm, NomineeKind, PlanRow


class Criterion(PlanRow):
    code = models.SlugField("mã", max_length=20)
    applies_to = models.CharField("đối tượng", max_length=20, choices=NomineeKind.choices)
    title = models.TextField("tiêu chí")
    max_points = models.DecimalField("điểm chuẩn", max_digits=5, decimal_places=2)
    weight_source = models.CharField("nguồn của điểm chuẩn", max_length=200)

    class Meta(PlanRow.Meta):
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        default_related_name = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="criterion_code_once_per_campaign"),
            models.CheckConstraint(condition=Q(max_points__gt=0), name="criterion_has_points"),
        ]

    def __str__(self):
        return f"{self.code}. {self.title}"

    def clean(self):
        rules.refuse(rules.problems_of_criterion(self))


class Clause(models.Model):
    """A scorable part of a criterion; what `params` holds for each kind is told by its class in campaigns.clauses."""

    criterion = models.ForeignKey(
        Criterion, on_delete=models.CASCADE, related_name="clauses", verbose_name="tiêu chí"
    )
    order = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("mã", max_length=20)
    text = models.TextField("nội dung")
    kind = models.CharField("cách chấm", max_length=10, choices=clauses.choices())
    target = models.CharField("chỉ tiêu", max_length=200, blank=True)
    params = models.JSONField("tham số", default=dict, blank=True)
    max_points = models.DecimalField("điểm chuẩn", max_digits=5, decimal_places=2)
    evidence = models.TextField("tài liệu kiểm chứng")
    na_allowed = models.BooleanField("được coi là không áp dụng", default=False)
    pending_allowed = models.BooleanField("được chờ công bố", default=False)
    # Award forms that need this clause met (docs/domain.md 5.3: no recognised initiative, no Bằng khen).
    required_for = models.JSONField("bắt buộc đối với", default=list, blank=True)
    note = models.TextField("hướng dẫn", blank=True)

    class Meta:
        verbose_name = "ý của tiêu chí"
        verbose_name_plural = "ý của tiêu chí"
        ordering = ["criterion__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "code"], name="clause_code_once_per_criterion"),
            models.CheckConstraint(condition=Q(max_points__gt=0), name="clause_has_points"),
        ]

    def __str__(self):
        return f"{self.code}. {self.text}"

    def clean(self):
        codes = self.codes_of_the_campaign() if self.criterion_id else None
        rules.refuse(rules.problems_of_clause(self, codes=codes, forms=AwardForm.Code.values))

    def codes_of_the_campaign(self):
        """What a gate may name: every criterion and clause of the campaign."""
        criteria = Criterion.objects.filter(campaign_id=self.criterion.campaign_id)
        codes = {code for pair in criteria.values_list("code", "clauses__code") for code in pair if code}
        return sorted(codes | {self.code})

    @property
    def criterion_code(self):
        return self.criterion.code
