"""HOW WAS IT VOTED? Quorum, threshold and tally in whole numbers (docs/domain.md 1.5).

No national rule fixes a percentage for Giấy khen or Bằng khen: every share comes from the campaign's
settings. The usual denominator is all members of the Council, not those in the room, and a nominee who
leaves the vote stays in it. Wrong arguments (no whole number, or below zero) raise ValueError.
"""

from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction

from campaigns.vietnamese import numbers


def quorum_needed(total, numerator=2, denominator=3):
    """The least number taking part: 2/3 of 7 → 5."""
    _whole(total, numerator)
    if _whole(denominator) == 0:
        raise ValueError("a quorum over nothing")
    return -(-total * numerator // denominator)


def quorum_met(present_or_written, total, numerator=2, denominator=3):
    """Do enough take part? Written opinions of absent members count (NĐ 98/2023, Điều 30 k7)."""
    _whole(present_or_written)
    return total > 0 and present_or_written >= quorum_needed(total, numerator, denominator)


def votes_needed(denominator, percent, strict=False):
    """The least number of yes votes: 80 % of 7 → 6; with `strict` (more than) 50 % of 8 → 5.

    More than 100 % cannot be reached: the answer is then larger than the denominator.
    """
    _whole(denominator, percent)
    if strict:
        return denominator * percent // 100 + 1
    return -(-denominator * percent // 100)


def threshold_met(yes, denominator, percent, strict=False):
    """100 × yes ≥ percent × denominator, or > with `strict`. Nobody to vote: not met."""
    _whole(yes)
    return denominator > 0 and yes >= votes_needed(denominator, percent, strict)


def needed_text(percent, strict):
    """ "từ 80%" or "trên 50%"."""
    return f"{'trên' if strict else 'từ'} {percent}%"


def percent_text(yes, total):
    """ "71,4%": one decimal, half up; "–" when there is nothing to divide by."""
    _whole(yes, total)
    if not total:
        return "–"
    tenths = int(Fraction(yes * 1000, total) + Fraction(1, 2))
    return numbers.percent(Decimal(tenths) / 10)


def _whole(*values):
    for value in values:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError(f"a count of people or votes, not {value!r}")
    return values[0]


_NAMES = {
    "total": "tổng số thành viên",
    "present": "số có mặt",
    "written": "số gửi ý kiến bằng văn bản",
    "absent": "số vắng mặt",
    "issued": "số phiếu phát ra",
    "returned": "số phiếu thu về",
    "valid": "số phiếu hợp lệ",
    "invalid": "số phiếu không hợp lệ",
    "yes": "số đồng ý",
    "no": "số không đồng ý",
}


@dataclass(frozen=True)
class Tally:
    """The figures that the minutes must state for one nominee (docs/domain.md 1.5).

    `present`, `written` and `absent` share out the `total`: whoever wrote is not counted absent again. A
    recused nominee is in `total` and `present` but gets no ballot, so `issued` may be less than took part.
    """

    total: int
    present: int
    written: int
    absent: int
    issued: int
    returned: int
    valid: int
    invalid: int
    yes: int
    no: int

    @property
    def took_part(self):
        return self.present + self.written

    def denominator(self, kind):
        """`kind` is the campaign's setting: "total", or "present" for those who took part."""
        return {"total": self.total, "present": self.took_part}[kind]

    def problems(self):
        """Why the figures cannot all be true, in Vietnamese sentences; empty when they add up."""
        wrong = [name for name in (field.name for field in fields(self)) if not self._is_count(name)]
        if wrong:
            return [f"{_capital(_NAMES[name])} phải là số nguyên không âm." for name in wrong]
        return [
            *self._sum("total", "present", "written", "absent"),
            *self._at_most("issued", self.took_part, "số thành viên tham gia"),
            *self._at_most("returned", self.issued, _NAMES["issued"]),
            *self._sum("returned", "valid", "invalid"),
            *self._sum("valid", "yes", "no"),
        ]

    def _is_count(self, name):
        value = getattr(self, name)
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0

    def _sum(self, whole, *parts):
        summed = sum(getattr(self, part) for part in parts)
        if getattr(self, whole) == summed:
            return []
        spoken = " cộng ".join(_NAMES[part] for part in parts)
        return [f"{_capital(_NAMES[whole])} là {getattr(self, whole)}, nhưng {spoken} là {summed}."]

    def _at_most(self, name, most, of_what):
        value = getattr(self, name)
        return (
            [f"{_capital(_NAMES[name])} là {value}, nhiều hơn {of_what} là {most}."] if value > most else []
        )


def _capital(text):
    return text[:1].upper() + text[1:]
