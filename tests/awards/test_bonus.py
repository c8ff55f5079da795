from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards import bonus
from campaigns.models import BaseSalary, BonusRate, LegalRegime
from campaigns.vietnamese import numbers

LAST_OLD, FIRST_NEW = date(2023, 12, 31), date(2024, 1, 1)

# Coefficients in tenths for (collective, individual): docs/domain.md 1.3, 6.1.
RATES = {
    "ND91": {"giay_khen": (6, 3), "bang_khen": (20, 10)},
    "ND98": {"giay_khen": (6, 3), "bang_khen": (30, 15)},
}
REGIMES = [("ND91", date(2017, 10, 1), LAST_OLD), ("ND98", FIRST_NEW, date(2025, 6, 30))]
SALARIES = [
    (date(2023, 7, 1), date(2024, 6, 30), 1_800_000),
    (date(2024, 7, 1), date(2026, 6, 30), 2_340_000),
]


@pytest.fixture
def law(db):
    BaseSalary.objects.all().delete()
    BonusRate.objects.all().delete()
    LegalRegime.objects.all().delete()
    for code, begin, end in REGIMES:
        regime = LegalRegime.objects.create(
            code=code,
            name=f"Chế độ {code}",
            effective_from=begin,
            effective_to=end,
            law_citation="Luật Thi đua, khen thưởng",
            decree_citation="Nghị định của Chính phủ",
            decree_number={"ND91": "91/2017/NĐ-CP", "ND98": "98/2023/NĐ-CP"}[code],
            source="docs/domain.md 1.1",
        )
        for form, (collective, individual) in RATES[code].items():
            for kind, tenths in (("collective", collective), ("individual", individual)):
                BonusRate.objects.create(
                    regime=regime, award_form=form, nominee_kind=kind, coefficient_tenths=tenths, source=code
                )
    for begin, end, money in SALARIES:
        BaseSalary.objects.create(effective_from=begin, effective_to=end, amount=money, source="NĐ 24/2023")


class TestArithmetic:
    @pytest.mark.parametrize(
        ("exact", "rounded"),
        [(0, 0), (1, 10_000), (702_000, 710_000), (710_000, 710_000), (1_404_000, 1_410_000)],
    )
    def test_round_up(self, exact, rounded):
        assert bonus.round_up(exact) == rounded

    @pytest.mark.parametrize(
        ("tenths", "salary", "money"),
        [
            (3, 1_800_000, 540_000),
            (6, 1_800_000, 1_080_000),
            (15, 1_800_000, 2_700_000),
            (3, 2_340_000, 710_000),
            (6, 2_340_000, 1_410_000),
            (30, 2_340_000, 7_020_000),
            # A tenth of a đồng over the ten thousand is over.
            (1, 100_001, 20_000),
        ],
    )
    def test_amount(self, tenths, salary, money):
        assert bonus.amount(tenths, salary) == money

    @given(st.integers(0, 100), st.integers(0, 10**7))
    def test_never_less_than_due_and_never_ten_thousand_more(self, tenths, salary):
        money = bonus.amount(tenths, salary)
        assert money % 10_000 == 0
        assert 0 <= money * 10 - tenths * salary < 100_000


@pytest.mark.usefixtures("law")
class TestBonus:
    # The campaign sits on the change of law: the day of the decision rules (docs/domain.md 1.1, 5.5.5).
    @pytest.mark.parametrize(
        ("form", "kind", "day", "money"),
        [
            ("giay_khen", "individual", LAST_OLD, 540_000),
            ("giay_khen", "individual", FIRST_NEW, 540_000),
            ("giay_khen", "collective", LAST_OLD, 1_080_000),
            ("giay_khen", "collective", FIRST_NEW, 1_080_000),
            ("bang_khen", "individual", LAST_OLD, 1_800_000),
            ("bang_khen", "individual", FIRST_NEW, 2_700_000),
            ("bang_khen", "collective", LAST_OLD, 3_600_000),
            ("bang_khen", "collective", FIRST_NEW, 5_400_000),
            ("giay_khen", "individual", date(2024, 6, 30), 540_000),
            ("giay_khen", "individual", date(2024, 7, 1), 710_000),
            ("giay_khen", "collective", date(2024, 7, 1), 1_410_000),
        ],
    )
    def test_amount_by_the_day_of_the_decision(self, form, kind, day, money):
        assert bonus.bonus(form, kind, day).amount == money

    def test_tells_what_it_was_reckoned_from(self):
        found = bonus.bonus("bang_khen", "individual", FIRST_NEW)
        assert (found.coefficient_tenths, found.base_salary, found.regime.code) == (15, 1_800_000, "ND98")
        assert (found.rate_source, found.salary_source) == ("ND98", "NĐ 24/2023")
        assert found.reckoning == "1,5 × 1.800.000 đồng = 2.700.000 đồng (Nghị định số 98/2023/NĐ-CP)"

    def test_tells_when_it_was_rounded(self):
        found = bonus.bonus("giay_khen", "individual", date(2024, 7, 1))
        assert found.reckoning == (
            "0,3 × 2.340.000 đồng = 710.000 đồng, làm tròn lên (Nghị định số 98/2023/NĐ-CP)"
        )

    @pytest.mark.parametrize(
        ("day", "code"), [(date(2017, 10, 1), "ND91"), (LAST_OLD, "ND91"), (FIRST_NEW, "ND98")]
    )
    def test_regime_has_both_ends(self, day, code):
        assert bonus.regime_on(day).code == code

    def test_a_successor_wins_over_a_row_left_open(self):
        LegalRegime.objects.filter(code="ND91").update(effective_to=None)
        assert bonus.regime_on(FIRST_NEW).code == "ND98"
        assert bonus.regime_on(LAST_OLD).code == "ND91"

    def test_no_regime(self):
        with pytest.raises(bonus.LawMissing) as missing:
            bonus.bonus("giay_khen", "individual", date(2025, 7, 1))
        assert str(missing.value) == (
            "Chưa có chế độ pháp luật về khen thưởng áp dụng cho ngày 01/07/2025. "
            "Hãy bổ sung tại Quản trị › Chế độ pháp luật."
        )

    def test_no_base_salary(self):
        before = SALARIES[0][0] - timedelta(days=1)
        with pytest.raises(LookupError) as missing:
            bonus.bonus("giay_khen", "individual", before)
        assert str(missing.value) == (
            "Chưa có mức lương cơ sở áp dụng cho ngày 30/06/2023. Hãy bổ sung tại Quản trị › Mức lương cơ sở."
        )

    def test_no_rate(self):
        BonusRate.objects.filter(regime__code="ND98", award_form="bang_khen").delete()
        with pytest.raises(bonus.LawMissing) as missing:
            bonus.bonus("bang_khen", "collective", FIRST_NEW)
        assert str(missing.value) == (
            "Chưa có mức tiền thưởng Bằng khen cho tập thể theo Chế độ ND98, áp dụng cho ngày 01/01/2024. "
            "Hãy bổ sung tại Quản trị › Mức tiền thưởng."
        )

    def test_three_questions_an_award(self, django_assert_num_queries):
        with django_assert_num_queries(3):
            bonus.bonus("giay_khen", "collective", FIRST_NEW)


def totals(found):
    return [(row.regime.code, row.base_salary.amount, row.total, row.applies) for row in found]


@pytest.mark.usefixtures("law")
class TestSideBySide:
    ONE_EACH = {"collective": 1, "individual": 1}

    def plan_regime(self):
        return LegalRegime.objects.get(code="ND91")

    @pytest.mark.parametrize(("day", "applied"), [(LAST_OLD, 0), (FIRST_NEW, 1)])
    def test_the_last_day_of_2023_beside_the_first_of_2024(self, day, applied):
        found = bonus.offers("bang_khen", self.ONE_EACH, day, self.plan_regime())
        assert totals(found) == [
            ("ND91", 1_800_000, 5_400_000, applied == 0),
            ("ND98", 1_800_000, 8_100_000, applied == 1),
        ]
        old, new = found
        # The base salary of 1.800.000 began on 01/07/2023, in the middle of the old decree.
        assert (old.since, old.until) == (date(2023, 7, 1), LAST_OLD)
        assert (new.since, new.until) == (FIRST_NEW, date(2024, 6, 30))
        assert [
            (money.coefficient, money.exact, money.amount, n, spent) for money, n, spent in new.lines
        ] == [
            ("3", "5.400.000", 5_400_000, 1, 5_400_000),
            ("1,5", "2.700.000", 2_700_000, 1, 2_700_000),
        ]

    def test_a_rise_of_the_base_salary_is_a_change_too(self):
        found = bonus.offers("giay_khen", {"individual": 3}, date(2024, 6, 20), None)
        assert totals(found) == [("ND98", 1_800_000, 1_620_000, True), ("ND98", 2_340_000, 2_130_000, False)]
        money, n, spent = found[1].lines[0]
        assert (money.exact, money.amount, n, spent) == ("702.000", 710_000, 3, 2_130_000)

    def test_the_plans_own_decree_is_compared_however_far(self):
        found = bonus.offers("bang_khen", {"individual": 1}, date(2024, 9, 2), self.plan_regime())
        assert totals(found) == [("ND91", 1_800_000, 1_800_000, False), ("ND98", 2_340_000, 3_510_000, True)]

    def test_far_from_every_change_there_is_one_offer(self):
        assert len(bonus.offers("giay_khen", self.ONE_EACH, date(2024, 4, 1), None)) == 1

    def test_the_two_regimes_may_give_the_same(self):
        found = bonus.offers("giay_khen", self.ONE_EACH, FIRST_NEW, self.plan_regime())
        assert {row.total for row in found} == {1_620_000}

    def test_a_stretch_whose_law_is_incomplete_is_left_out(self):
        BonusRate.objects.filter(regime__code="ND91", award_form="bang_khen").delete()
        found = bonus.offers("bang_khen", self.ONE_EACH, FIRST_NEW, self.plan_regime())
        assert totals(found) == [("ND98", 1_800_000, 8_100_000, True)]

    def test_the_law_is_data(self):
        """A rate that a clerk mends is what is offered: no number of the law stands in the code."""
        BonusRate.objects.filter(regime__code="ND98", award_form="bang_khen").update(coefficient_tenths=7)
        BaseSalary.objects.filter(amount=1_800_000).update(amount=1_490_001)
        found = bonus.offers("bang_khen", {"individual": 2}, FIRST_NEW, self.plan_regime())
        assert totals(found) == [("ND91", 1_490_001, 3_000_000, False), ("ND98", 1_490_001, 2_100_000, True)]
        assert [row.lines[0][0].exact for row in found] == ["1.490.001", "1.043.000,7"]

    def test_three_questions_whatever_is_compared(self, django_assert_num_queries):
        plan_regime = self.plan_regime()
        with django_assert_num_queries(3):
            bonus.offers("bang_khen", self.ONE_EACH, FIRST_NEW, plan_regime)

    @pytest.mark.parametrize(
        ("total", "words"),
        [
            (540_000, "Năm trăm bốn mươi nghìn đồng"),
            (1_410_000, "Một triệu bốn trăm mười nghìn đồng"),
            (5_400_000, "Năm triệu bốn trăm nghìn đồng"),
            (10_010_000, "Mười triệu không trăm mười nghìn đồng"),
            (21_050_000, "Hai mươi mốt triệu không trăm năm mươi nghìn đồng"),
        ],
    )
    def test_totals_in_words(self, total, words):
        assert numbers.money_in_words(total) == words
