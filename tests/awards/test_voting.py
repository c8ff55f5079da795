from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.voting import Tally, percent_text, quorum_met, quorum_needed, threshold_met, votes_needed


@pytest.mark.parametrize(("total", "needed"), [(1, 1), (3, 2), (6, 4), (7, 5), (8, 6), (9, 6), (0, 0)])
def test_quorum_of_two_thirds(total, needed):
    assert quorum_needed(total, 2, 3) == needed


def test_quorum_is_met_exactly_at_its_number():
    assert not quorum_met(4, 7, 2, 3)
    assert quorum_met(5, 7, 2, 3)
    assert quorum_met(8, 10, 4, 5)
    assert not quorum_met(7, 10, 4, 5)


def test_a_council_of_nobody_decides_nothing():
    assert not quorum_met(0, 0, 2, 3)
    assert not threshold_met(0, 0, 0)


@pytest.mark.parametrize(
    ("members", "percent", "strict", "needed"),
    [
        (7, 80, False, 6),
        (7, 90, False, 7),
        (7, 50, True, 4),
        (8, 50, True, 5),
        (8, 50, False, 4),
        (9, 50, True, 5),
        (10, 80, False, 8),
        (9, 100, False, 9),
    ],
)
def test_threshold(members, percent, strict, needed):
    assert votes_needed(members, percent, strict) == needed
    assert threshold_met(needed, members, percent, strict)
    assert not threshold_met(needed - 1, members, percent, strict)


def test_five_of_seven_fails_eighty_percent_but_would_pass_of_the_five_present():
    assert percent_text(5, 7) == "71,4%"
    assert not threshold_met(5, 7, 80)
    assert threshold_met(5, 5, 80)


def test_a_recused_nominee_stays_in_the_denominator():
    tally = Tally(
        total=7, present=7, written=0, absent=0, issued=6, returned=6, valid=6, invalid=0, yes=5, no=1
    )
    assert tally.problems() == []
    assert tally.denominator("total") == 7
    # 5 of 7 fails; 5 of the 6 who voted would have passed.
    assert not threshold_met(tally.yes, tally.denominator("total"), 80)
    assert threshold_met(tally.yes, tally.issued, 80)


def test_those_who_wrote_take_part():
    tally = Tally(
        total=9, present=5, written=1, absent=3, issued=6, returned=6, valid=6, invalid=0, yes=6, no=0
    )
    assert tally.problems() == []
    assert tally.took_part == tally.denominator("present") == 6
    assert quorum_met(tally.took_part, tally.total, 2, 3)
    assert not quorum_met(tally.present, tally.total, 2, 3)


@given(st.integers(1, 200), st.integers(0, 200), st.integers(1, 100), st.booleans())
def test_threshold_agrees_with_exact_fractions(members, yes, percent, strict):
    share, wanted = Fraction(yes, members), Fraction(percent, 100)
    assert threshold_met(yes, members, percent, strict) == (share > wanted if strict else share >= wanted)


@given(st.integers(1, 200), st.integers(0, 200), st.integers(1, 9), st.integers(1, 9))
def test_quorum_agrees_with_exact_fractions(total, present, numerator, denominator):
    assert quorum_met(present, total, numerator, denominator) == (
        Fraction(present, total) >= Fraction(numerator, denominator)
    )


@pytest.mark.parametrize("wrong", [-1, 1.0, True, "5", None])
def test_only_counts_are_counted(wrong):
    for call in (
        lambda: quorum_needed(wrong),
        lambda: quorum_met(wrong, 7),
        lambda: votes_needed(wrong, 80),
        lambda: threshold_met(wrong, 7, 80),
        lambda: percent_text(wrong, 7),
    ):
        with pytest.raises(ValueError, match="count of people"):
            call()


@pytest.mark.parametrize(
    ("yes", "total", "text"),
    [
        (5, 7, "71,4%"),
        (6, 7, "85,7%"),
        (2, 3, "66,7%"),
        (4, 5, "80%"),
        (7, 7, "100%"),
        (0, 7, "0%"),
        (0, 0, "–"),
    ],
)
def test_percent_text(yes, total, text):
    assert percent_text(yes, total) == text


SOUND = Tally(total=9, present=7, written=1, absent=1, issued=8, returned=8, valid=7, invalid=1, yes=6, no=1)


class TestTally:
    def test_sound(self):
        assert SOUND.problems() == []

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (
                {"absent": 2},
                "Tổng số thành viên là 9, nhưng số có mặt cộng số gửi ý kiến bằng văn bản cộng số vắng mặt là 10.",
            ),
            ({"issued": 9}, "Số phiếu phát ra là 9, nhiều hơn số thành viên tham gia là 8."),
            ({"returned": 9, "valid": 8, "yes": 7}, "Số phiếu thu về là 9, nhiều hơn số phiếu phát ra là 8."),
            ({"invalid": 0}, "Số phiếu thu về là 8, nhưng số phiếu hợp lệ cộng số phiếu không hợp lệ là 7."),
            ({"no": 2}, "Số phiếu hợp lệ là 7, nhưng số đồng ý cộng số không đồng ý là 8."),
            ({"yes": -1}, "Số đồng ý phải là số nguyên không âm."),
            ({"yes": None}, "Số đồng ý phải là số nguyên không âm."),
            ({"no": True}, "Số không đồng ý phải là số nguyên không âm."),
        ],
    )
    def test_each_contradiction_has_its_sentence(self, change, sentence):
        assert replace(SOUND, **change).problems() == [sentence]

    def test_a_missing_ballot_is_no_contradiction(self):
        assert replace(SOUND, returned=7, valid=6, yes=5).problems() == []
