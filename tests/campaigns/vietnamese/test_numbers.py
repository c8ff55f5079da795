from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.vietnamese import numbers


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (91, "chín mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (555, "năm trăm năm mươi lăm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1015, "một nghìn không trăm mười lăm"),
        (1021, "một nghìn không trăm hai mươi mốt"),
        (2023, "hai nghìn không trăm hai mươi ba"),
        (10_000, "mười nghìn"),
        (21_000, "hai mươi mốt nghìn"),
        (105_000, "một trăm linh năm nghìn"),
        (710_000, "bảy trăm mười nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (1_800_000, "một triệu tám trăm nghìn"),
        (10**9, "một tỷ"),
        (1_000_000_001, "một tỷ không trăm linh một"),
        (25 * 10**9, "hai mươi lăm tỷ"),
        (1005 * 10**9, "một nghìn không trăm linh năm tỷ"),
        (10**12 + 2_000_000, "một nghìn tỷ không trăm linh hai triệu"),
        (10**15, "một triệu tỷ"),
        (-15, "âm mười lăm"),
    ],
)
def test_in_words(n, words):
    assert numbers.in_words(n) == words


# An independent reader of the words, so that the property below does not repeat the code it tests.
SPOKEN = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7}
SPOKEN |= {"tám": 8, "chín": 9, "không": 0, "linh": 0}
SCALES = {"nghìn": 10**3, "triệu": 10**6}


def read_aloud(words):
    billions = total = group = digit = 0
    for word in words.split():
        if word in SPOKEN:
            group, digit = group + digit, SPOKEN[word]
        elif word == "trăm":
            digit *= 100
        elif word == "mươi":
            digit *= 10
        elif word == "mười":
            group, digit = group + digit, 10
        elif word == "tỷ":
            billions, total, group, digit = total + group + digit, 0, 0, 0
        else:
            total, group, digit = total + (group + digit) * SCALES[word], 0, 0
    return billions * 10**9 + total + group + digit


@given(st.integers(0, numbers.LIMIT) | st.integers(0, 99_999))
def test_words_read_back_to_the_number(n):
    assert read_aloud(numbers.in_words(n)) == n


@pytest.mark.parametrize("wrong", [True, 1.0, "1", None, Decimal(1)])
def test_in_words_wants_a_whole_number(wrong):
    with pytest.raises(TypeError):
        numbers.in_words(wrong)


def test_in_words_has_an_end():
    with pytest.raises(ValueError, match="10\\^15"):
        numbers.in_words(10**15 + 1)


def test_money_in_words():
    assert numbers.money_in_words(1_800_000) == "Một triệu tám trăm nghìn đồng"
    assert numbers.money_in_words(5_400_000) == "Năm triệu bốn trăm nghìn đồng"
    assert numbers.money_in_words(0) == "Không đồng"


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0"), (999, "999"), (1_800_000, "1.800.000"), (-1000, "-1.000"), (10**9, "1.000.000.000")],
)
def test_grouped(n, text):
    assert numbers.grouped(n) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("20.50"), None, "20,5"),
        (Decimal("20.00"), None, "20"),
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("1E+3"), None, "1.000"),
        ("71.45", 1, "71,5"),
        (Decimal("2"), 2, "2,00"),
        (Decimal("-0.001"), 2, "0,00"),
        (Decimal("-1.25"), 1, "-1,3"),
        (0.1, None, "0,1"),
        (100, None, "100"),
    ],
)
def test_decimal(value, places, text):
    assert numbers.decimal(value, places) == text


@pytest.mark.parametrize("value", ["NaN", "Infinity", float("nan"), float("inf")])
def test_decimal_refuses_what_is_no_number(value):
    with pytest.raises(ValueError, match="finite"):
        numbers.decimal(value)


def test_percent():
    assert numbers.percent(Decimal("20.5")) == "20,5%"
    assert numbers.percent(100) == "100%"
    assert numbers.percent(Decimal("66.667"), 1) == "66,7%"


def test_two_digits():
    assert [numbers.two_digits(n) for n in (0, 1, 9, 10, 120, 1200)] == [
        "00",
        "01",
        "09",
        "10",
        "120",
        "1.200",
    ]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.800.000,5", "1800000.5"),
        ("1.800", "1800"),
        ("20,5", "20.5"),
        ("20.5", "20.5"),
        ("0.800", "0.8"),
        (" 1\u00a0800 ", "1800"),
        ("007", "7"),
    ],
)
def test_parse(typed, value):
    assert numbers.parse(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "-1", "1e5", "NaN", "1.80.000", "1,5,5", "٣", "1.800.00", "mười"])
def test_parse_refuses(typed):
    with pytest.raises(ValueError, match="not a number"):
        numbers.parse(typed)


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_parse_reads_what_we_write(whole, hundredths):
    value = whole + Decimal(hundredths) / 100
    assert numbers.parse(numbers.decimal(value)) == value
