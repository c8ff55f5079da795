"""HOW MUCH MONEY? The bonus of an award by the law of the day the decision is signed (docs/domain.md 1.1, 1.3).

Money is whole đồng and coefficients are tenths, so nothing is ever a fraction. The law is data
(campaigns.models.law), filled in by the administrator; where it is missing nothing is guessed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

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
    def coefficient(self):
        """ "1,5"."""
        return coefficient_text(self.coefficient_tenths)

    @property
    def exact(self):
        """ "702.000": before it is rounded up."""
        return exact_text(self.coefficient_tenths, self.base_salary)

    @property
    def reckoning(self):
        """ "1,5 × 1.800.000 đồng = 2.700.000 đồng (Nghị định số 98/2023/NĐ-CP)"."""
        exact = self.coefficient_tenths * self.base_salary
        rounded = ", làm tròn lên" if exact != self.amount * 10 else ""
        return (
            f"{self.coefficient} × {numbers.grouped(self.base_salary)} đồng = {numbers.grouped(self.amount)} đồng"
            f"{rounded} (Nghị định số {self.regime.decree_number})"
        )


def coefficient_text(tenths):
    """15 → "1,5"; 20 → "2"."""
    return numbers.decimal(Decimal(tenths) / 10)


def exact_text(tenths, base_salary):
    """Coefficient × base salary before rounding, dotted: (3, 2_340_000) → "702.000"."""
    return numbers.decimal(Decimal(tenths) * base_salary / 10)


def round_up(amount):
    """To the next 10.000 đồng: 702.000 → 710.000; 710.000 stays."""
    return -(-amount // ROUNDED_TO) * ROUNDED_TO


def amount(coefficient_tenths, base_salary):
    """Coefficient (in tenths) × base salary (đồng), rounded up: amount(3, 2_340_000) → 710.000."""
    return round_up(-(-coefficient_tenths * base_salary // 10))


def regime_on(day):
    """The LegalRegime in force on a date, both ends included. Raises LawMissing."""
    return _in_force(
        LegalRegime.objects.all(), day, "Chưa có chế độ pháp luật về khen thưởng", "Chế độ pháp luật"
    )


def base_salary_on(day):
    """The BaseSalary in force on a date. Raises LawMissing."""
    return _in_force(BaseSalary.objects.all(), day, "Chưa có mức lương cơ sở", "Mức lương cơ sở")


def _in_force(rows, day, missing, where):
    if (row := _holding(rows, day)) is None:
        raise LawMissing(
            f"{missing} áp dụng cho ngày {dates.short(day)}. Hãy bổ sung tại Quản trị › {where}."
        )
    return row


def _holding(rows, day):
    """The row of law that holds on a date, or None."""
    holding = [
        row
        for row in rows
        if row.effective_from <= day and (row.effective_to is None or day <= row.effective_to)
    ]
    # The latest to begin wins where an open-ended row was not closed when its successor was entered.
    return max(holding, key=lambda row: (row.effective_from, row.pk), default=None)


def bonus(award_form, nominee_kind, decided_on):
    """The Bonus of one award decided on a date: the regime of that day, not the plan's (docs/domain.md 1.1, A15).

    Raises LawMissing when the regime, its rate for this form and kind, or the base salary is not there.
    """
    regime = regime_on(decided_on)
    rate = BonusRate.objects.filter(regime=regime, award_form=award_form, nominee_kind=nominee_kind).first()
    if rate is None:
        raise LawMissing(_no_rate(regime, award_form, nominee_kind, decided_on))
    salary = base_salary_on(decided_on)
    return _bonus(rate, regime, salary, decided_on)


def _no_rate(regime, award_form, nominee_kind, decided_on):
    form = dict(AwardForm.Code.choices).get(award_form, award_form)
    kind = str(dict(NomineeKind.choices).get(nominee_kind, nominee_kind)).lower()
    return (
        f"Chưa có mức tiền thưởng {form} cho {kind} theo {regime.name}, áp dụng cho ngày "
        f"{dates.short(decided_on)}. Hãy bổ sung tại Quản trị › Mức tiền thưởng."
    )


# --- side by side: what another day of signing would give ------------------------------------------------

# A draft is signed within weeks: a change of law further away is nobody's choice any more.
NEAR = timedelta(days=45)


@dataclass(frozen=True)
class Offer:
    """What a list costs when it is decided on any day from `since` to `until` (None: open).

    `lines` are [(Bonus of one, how many, đồng for all)] by kind of nominee; `applies` marks the offer of the day asked about.
    """

    since: date
    until: date | None
    regime: LegalRegime
    base_salary: BaseSalary
    lines: tuple
    applies: bool

    @property
    def total(self):
        return sum(spent for _, _, spent in self.lines)


def offers(award_form, counts, day, plan_regime=None):
    """[Offer] in the order of time: the day's own, its neighbours across a near change, and the plan's regime.

    `counts` is {kind of nominee: how many}. A stretch whose law is incomplete is left out. Three queries.
    """
    regimes, salaries = list(LegalRegime.objects.all()), list(BaseSalary.objects.all())
    rates = {
        (rate.regime_id, rate.nominee_kind): rate
        for rate in BonusRate.objects.filter(award_form=award_form, nominee_kind__in=counts)
    }
    found = {}
    for other in sorted(_days_to_compare(day, [*regimes, *salaries], plan_regime)):
        regime, salary = _holding(regimes, other), _holding(salaries, other)
        if regime is None or salary is None or any((regime.pk, kind) not in rates for kind in counts):
            continue
        since, until = _stretch(other, regimes, salaries)
        applies = since <= day and (until is None or day <= until)
        each = [(_bonus(rates[regime.pk, kind], regime, salary, other), n) for kind, n in counts.items()]
        lines = tuple((money, n, money.amount * n) for money, n in each)
        found[since] = Offer(since, until, regime, salary, lines, applies)
    return list(found.values())


def _days_to_compare(day, rows, plan_regime):
    """The day, the last before and the first after each near change, and the plan's own last day."""
    days = {day}
    for row in rows:
        if abs(row.effective_from - day) <= NEAR:
            days |= {row.effective_from - timedelta(days=1), row.effective_from}
    if plan_regime is not None and plan_regime.effective_to is not None and plan_regime.effective_to < day:
        days.add(plan_regime.effective_to)
    return days


def _stretch(day, regimes, salaries):
    """(first, last or None) of the days around this one on which both regime and base salary are the same."""
    starts = [row.effective_from for row in [*regimes, *salaries]]
    ends = [_holding(rows, day).effective_to for rows in (regimes, salaries)]
    ends += [start - timedelta(days=1) for start in starts if start > day]
    return max(start for start in starts if start <= day), min(filter(None, ends), default=None)


def _bonus(rate, regime, salary, day):
    return Bonus(
        amount=amount(rate.coefficient_tenths, salary.amount),
        coefficient_tenths=rate.coefficient_tenths,
        base_salary=salary.amount,
        regime=regime,
        award_form=rate.award_form,
        nominee_kind=rate.nominee_kind,
        decided_on=day,
        rate_source=rate.source,
        salary_source=salary.source,
    )
