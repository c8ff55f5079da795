"""The law as dated rows: regimes, bonus coefficients, base salary (docs/domain.md 1.1, 1.3)."""

from django.db import models
from django.db.models import F, Q

from campaigns.vietnamese import dates, numbers

from .campaign import AwardForm, NomineeKind


class LegalRegime(models.Model):
    """A span of time under one law and decree; a decision belongs to the regime of its date."""

    code = models.SlugField("mã", max_length=20, unique=True)
    name = models.CharField("tên", max_length=200)
    effective_from = models.DateField("hiệu lực từ")
    effective_to = models.DateField("hiệu lực đến hết", null=True, blank=True)
    law_citation = models.TextField("căn cứ luật")
    decree_citation = models.TextField("căn cứ nghị định")
    decree_number = models.CharField("số nghị định", max_length=40)
    source = models.CharField("nguồn", max_length=300)

    class Meta:
        verbose_name = "chế độ pháp luật"
        verbose_name_plural = "chế độ pháp luật"
        ordering = ["effective_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="regime_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return self.name


class BonusRate(models.Model):
    """Coefficient of the base salary, in tenths (15 = 1,5), so that money stays in integers."""

    regime = models.ForeignKey(
        LegalRegime, on_delete=models.PROTECT, related_name="rates", verbose_name="chế độ"
    )
    award_form = models.CharField("hình thức", max_length=20)
    nominee_kind = models.CharField("đối tượng", max_length=20)
    coefficient_tenths = models.PositiveSmallIntegerField("hệ số (phần mười)")
    source = models.CharField("nguồn", max_length=300)

    class Meta:
        verbose_name = "mức tiền thưởng"
        verbose_name_plural = "mức tiền thưởng"
        ordering = ["regime", "award_form", "nominee_kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "award_form", "nominee_kind"], name="one_rate_per_regime_form_kind"
            ),
        ]

    def __str__(self):
        form, kind = AwardForm.Code(self.award_form), NomineeKind(self.nominee_kind)
        return f"{form.label} cho {kind.label.lower()}, {self.regime}"


class BaseSalary(models.Model):
    """Mức lương cơ sở, đồng a month."""

    effective_from = models.DateField("hiệu lực từ", unique=True)
    effective_to = models.DateField("hiệu lực đến hết", null=True, blank=True)
    amount = models.PositiveIntegerField("số tiền (đồng)")
    source = models.CharField("nguồn", max_length=300)

    class Meta:
        verbose_name = "mức lương cơ sở"
        verbose_name_plural = "mức lương cơ sở"
        ordering = ["effective_from"]

    def __str__(self):
        return f"{numbers.grouped(self.amount)} đồng từ {dates.short(self.effective_from)}"
