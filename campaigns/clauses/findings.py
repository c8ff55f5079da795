"""What is wrong with a definition, as (where, sentence); and the words and numbers that such sentences need."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from campaigns.vietnamese import numbers

# A number of the plan has fewer digits, before the comma and after it; "1e999999" would fill a page.
_MOST_DIGITS = 30


def decimal(value) -> Decimal | None:
    """The exact number, or None where it is not one that anybody would write; a float means what it shows."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        found = Decimal(str(value))
    except (InvalidOperation, ValueError):  # an int of thousands of digits has no words
        return None
    return found if found.is_finite() and _is_short(found) else None


def _is_short(number):
    return number.adjusted() < _MOST_DIGITS and number.as_tuple().exponent >= -_MOST_DIGITS


def suggestion(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f" Có phải “{close[0]}”?" if close else ""


def unknown(what: str, word: str, known) -> str:
    hint = suggestion(word, known) or f" Chọn trong: {', '.join(known)}."
    return f"Không có {what} “{word}”.{hint}"


def by_how_much(missing: Decimal) -> str:
    return f"{'Thêm' if missing > 0 else 'Bớt'} {numbers.decimal(abs(missing))} điểm."


def repeated(values) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
