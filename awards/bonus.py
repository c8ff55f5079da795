"""HOW MUCH MONEY? The bonus of an award by the law of the day the decision is signed (domain 1.1, 1.3).

Money is whole đồng and coefficients are tenths, so nothing is ever a fraction. The law is data
(campaigns.models.law), filled in by the administrator; where it is missing nothing is guessed.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from campaigns.models import AwardForm, BaseSalary, BonusRate, LegalRegime
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates, numbers

# NĐ 91/2017 Điều 68, NĐ 152/2025 Điều 49: up to the next ten thousand đồng.
ROUNDED_TO = 10_000


class LawMissing(LookupError):
    """No row of law for a date. Its text is a Vietnamese sentence that says where to fill it in."""


@dataclass(frozen=True)
class Bonus:
    """An amount with everything it was reckoned from."""

    amount: int
    coefficient_tenths: int
    base_salary: int
    regime: LegalRegime
    award_form: str
    nominee_kind: str
    decided_on: date
    rate_source: str
    salary_source: str

    @property
    def reckoning(self):
        """ "1,5 × 1.800.000 đồng = 2.700.000 đồng (Nghị định số 98/2023/NĐ-CP)"."""
        coefficient = numbers.decimal(f"{self.coefficient_tenths // 10}.{self.coefficient_tenths % 10}")
        exact = self.coefficient_tenths * self.base_salary
        rounded = ", làm tròn lên" if exact != self.amount * 10 else ""
        return (
            f"{coefficient} × {numbers.grouped(self.base_salary)} đồng = {numbers.grouped(self.amount)} đồng"
            f"{rounded} (Nghị định số {self.regime.decree_number})"
        )


def round_up(amount):
    """To the next 10.000 đồng: 702.000 → 710.000; 710.000 stays."""
    return -(-amount // ROUNDED_TO) * ROUNDED_TO


def amount(coefficient_tenths, base_salary):
    """Coefficient (in tenths) × base salary (đồng), rounded up: amount(3, 2_340_000) → 710.000."""
    return round_up(-(-coefficient_tenths * base_salary // 10))


def regime_on(day):
    """The LegalRegime in force on a date, both ends included. Raises LawMissing."""
    return _in_force(LegalRegime, day, "Chưa có chế độ pháp luật về khen thưởng", "Chế độ pháp luật")


def base_salary_on(day):
    """The BaseSalary in force on a date. Raises LawMissing."""
    return _in_force(BaseSalary, day, "Chưa có mức lương cơ sở", "Mức lương cơ sở")


def _in_force(model, day, missing, where):
    # The latest to begin wins where an open-ended row was not closed when its successor was entered.
    rows = model.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=day), effective_from__lte=day
    ).order_by("-effective_from", "-pk")
    if (row := rows.first()) is None:
        raise LawMissing(
            f"{missing} áp dụng cho ngày {dates.short(day)}. Hãy bổ sung tại Quản trị › {where}."
        )
    return row


def bonus(award_form, nominee_kind, decided_on):
    """The Bonus of one award decided on a date: the regime of that day, not the plan's (domain 1.1, A15).

    Raises LawMissing when the regime, its rate for this form and kind, or the base salary is not there.
    """
    regime = regime_on(decided_on)
    rate = BonusRate.objects.filter(regime=regime, award_form=award_form, nominee_kind=nominee_kind).first()
    if rate is None:
        raise LawMissing(_no_rate(regime, award_form, nominee_kind, decided_on))
    salary = base_salary_on(decided_on)
    return Bonus(
        amount=amount(rate.coefficient_tenths, salary.amount),
        coefficient_tenths=rate.coefficient_tenths,
        base_salary=salary.amount,
        regime=regime,
        award_form=award_form,
        nominee_kind=nominee_kind,
        decided_on=decided_on,
        rate_source=rate.source,
        salary_source=salary.source,
    )


def _no_rate(regime, award_form, nominee_kind, decided_on):
    form = dict(AwardForm.Code.choices).get(award_form, award_form)
    kind = str(dict(NomineeKind.choices).get(nominee_kind, nominee_kind)).lower()
    return (
        f"Chưa có mức tiền thưởng {form} cho {kind} theo {regime.name}, áp dụng cho ngày "
        f"{dates.short(decided_on)}. Hãy bổ sung tại Quản trị › Mức tiền thưởng."
    )
