"""Numbers as Vietnamese papers write them: 1.800.000 đồng, 20,5%, 01 tập thể, in words (docs/domain.md 4.5).

Written by hand because num2words writes 1015 wrongly. All arithmetic is exact.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

LIMIT = 10**15

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def in_words(n):
    """A whole number in words: 1015 → "một nghìn không trăm mười lăm".

    Raises ValueError beyond ±10^15 and TypeError for anything but an int.
    """
    if not isinstance(n, int) or isinstance(n, bool):
        raise TypeError(f"in_words wants an int, not {n!r}")
    if abs(n) > LIMIT:
        raise ValueError(f"in_words goes up to 10^15, not {n}")
    if n < 0:
        return f"âm {in_words(-n)}"
    return " ".join(_words(n)) if n else _DIGITS[0]


def _words(n):
    """The words of n > 0. Above a thousand million Vietnamese counts again: nghìn tỷ, triệu tỷ."""
    billions, rest = divmod(n, 10**9)
    words = [*_words(billions), "tỷ"] if billions else []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            words += _group(group, after_others=bool(words))
            words += [name] if name else []
    return words


def _group(n, after_others):
    """Three digits. After a higher group the zero hundreds are spoken: một nghìn không trăm linh năm."""
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or after_others else []
    if tens == 0:
        if ones and words:
            words.append("linh")
    elif tens == 1:
        words.append("mười")
    else:
        words += [_DIGITS[tens], "mươi"]
    if ones:
        words.append(_unit(tens, ones))
    return words


def _unit(tens, ones):
    if ones == 1 and tens >= 2:
        return "mốt"
    if ones == 4 and tens >= 2:
        return "tư"
    if ones == 5 and tens >= 1:
        return "lăm"
    return _DIGITS[ones]


def money_in_words(n):
    """Whole đồng in words, with a capital: 1800000 → "Một triệu tám trăm nghìn đồng"."""
    words = in_words(n)
    return f"{words[0].upper()}{words[1:]} đồng"


def grouped(n):
    """1800000 → "1.800.000"."""
    return f"{n:,d}".replace(",", ".")


def decimal(value, places=None):
    """Decimal comma, thousands dotted: Decimal("20.50") → "20,5".

    With `places` rounded half up and padded; without, shown exactly and without trailing zeros.
    """
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, fraction = f"{exact:,f}".partition(".")
    if places is None:
        fraction = fraction.rstrip("0")
    whole = whole.replace(",", ".")
    if whole == "-0" and not fraction.strip("0"):
        whole = "0"
    return f"{whole},{fraction}" if fraction else whole


def percent(value, places=None):
    """`value` is already in percent: Decimal("71.4") → "71,4%"."""
    return f"{decimal(value, places)}%"


def two_digits(n):
    """A count in prose: "01 tập thể", "02 cá nhân"; from ten on as usual."""
    return f"0{n}" if 0 <= n < 10 else grouped(n)


def posted(text, digits=9):
    """The whole number that a page posted: ASCII digits, at most `digits` of them; None for anything else.

    `int` reads "٣" and "1_0", and stumbles over five thousand digits.
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+([.,][0-9]+)?")


def parse(text):
    """What a civil servant typed into a number box: "1.800.000,5", "20,5", "20.5", "1 800" → Decimal.

    "1.800" is eighteen hundred, as everybody here reads it. No sign, no exponent. Raises ValueError.
    """
    typed = re.sub(r"\s", "", text)
    if _THOUSANDS.fullmatch(typed):
        return Decimal(typed.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(typed):
        return Decimal(typed.replace(",", "."))
    raise ValueError(f"not a number as written in Vietnamese: {text!r}")
