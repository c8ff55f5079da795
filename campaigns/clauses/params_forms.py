"""The parameters of a clause as boxes to fill in: one small form, which each kind extends by its own boxes.

`Clause.params` keeps the shape that the kind judges and the plan file writes; what nobody touched is stored again
exactly as it was. A page that shows what is no longer stored saves nothing, and a code that dossiers answered with stays.
"""

import re

from django import forms
from django.core.exceptions import ValidationError

from campaigns.fingerprints import fingerprint
from campaigns.vietnamese import numbers

from .fields import Number, Text, remember
from .findings import decimal

# A blank row below the ones there are.
EXTRA_ROWS = 1
STALE = (
    "Người khác đã sửa cách tính điểm của ý này sau khi bạn mở trang, nên chưa lưu gì để không ghi đè. Hãy chép lại chỗ "
    "cần sửa, tải lại trang rồi sửa trên bản mới."
)
UNREADABLE = (
    "Cách tính điểm đang lưu không đúng dạng, có chỗ không hiện được ở đây. Hãy điền lại cho đủ rồi lưu."
)
# Points are kept to two decimals (awards.scoring).
_DECIMALS = 2
# More rows than any plan has; a page that posts more is none of ours.
_MOST_ROWS = 100


class ParamsForm(forms.Form):
    """The boxes of one kind. `begin` is what they show of the stored params, `params` what they make of them."""

    rows_name, rows_title = "", ""
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, kind, stored, codes, used, prefix):
        """`kind` is the ClauseKind; `used` answers {code of a row: how many dossiers answered with it}."""
        super().__init__(data, prefix=prefix)
        self.notice = "" if kind.is_shaped(stored) else UNREADABLE
        self.stored = stored if isinstance(stored, dict) else {}
        self.used, self.fingerprint = used, fingerprint(stored)
        remember(self, self.stored)
        self.offer(codes)
        self.initial = {**self.begin(), "seen": self.fingerprint}
        self.rows = self._rows() if self.rows_name else []

    def offer(self, codes):
        """Choices that depend on the campaign."""

    def begin(self):
        return dict(self.stored)

    def made(self):
        return dict(self.cleaned_data)

    def _rows(self):
        listed = self.stored.get(self.rows_name)
        kept = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
        # As many as were typed, even where another page has taken rows away meanwhile.
        empty = max(EXTRA_ROWS, self._posted_rows() - len(kept))
        return [
            RowForm(
                self.data if self.is_bound else None,
                stored=row,
                prefix=f"{self.prefix}-{self.rows_name}-{at}",
            )
            for at, row in enumerate([*kept, *[{}] * empty])
        ]

    def _posted_rows(self):
        box = re.compile(rf"{re.escape(self.prefix)}-{self.rows_name}-([0-9]{{1,3}})-code")
        places = (int(found[1]) for name in self.data if (found := box.fullmatch(name)))
        return min(_MOST_ROWS, 1 + max(places, default=-1))

    def clean(self):
        cleaned = super().clean()
        if cleaned.pop("seen", "") != self.fingerprint:
            self.add_error(None, STALE)
        else:
            self._keep_answered()
        return cleaned

    def _keep_answered(self):
        """A code that a dossier answered with is neither renamed nor left out: its points would be lost unseen."""
        typed = {row.cleaned_data.get("code") for row in self.rows if row.is_valid() or row.cleaned_data}
        lost = [row for row in self.rows if row.code_before and row.code_before not in typed]
        used = self.used() if lost else {}
        for row in lost:
            if count := used.get(row.code_before):
                row.add_error(
                    "code",
                    f"Mã “{row.code_before}” đã có {numbers.two_digits(count)} hồ sơ tự chấm. Đổi hoặc bỏ mã thì điểm tự "
                    "chấm đó mất. Hãy giữ mã này; nội dung và điểm vẫn sửa được, mức mới thì điền ở dòng trống.",
                )

    def is_valid(self):
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def params(self):
        """Of a valid form. A number that says the same as before keeps its spelling ("1.0")."""
        found = self.made()
        if self.rows_name:
            found[self.rows_name] = [row.made() for row in self.rows if row.is_filled]
        return {
            key: self._as_before(key, value)
            if isinstance(self.fields.get(key), Number | forms.IntegerField)
            else value
            for key, value in found.items()
        }

    def _as_before(self, key, value):
        stored = self.stored.get(key)
        return stored if type(stored) is type(value) and same_number(value, stored) else value

    def place(self, path, sentence):
        """Put a finding at its box; whether there is one."""
        if not path:
            return False
        if path[0] == self.rows_name:
            if len(path) == 1:
                self.add_error(None, sentence)
                return True
            filled = [row for row in self.rows if row.is_filled]
            filled[path[1]].add_error(path[2] if len(path) > 2 else None, sentence)
            return True
        if path[0] in self.fields:
            self.add_error(path[0], sentence)
            return True
        return False

    @property
    def boxes(self):
        return [box for box in self if not box.is_hidden]


class RowForm(forms.Form):
    """A level to choose, or an index that is counted: emptied, it is left out."""

    code = Text(label="Mã", max_length=40, required=False)
    label = Text(label="Nội dung", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    points = Number(label="Điểm", required=False)

    def __init__(self, data=None, *, stored, prefix):
        super().__init__(data, prefix=prefix)
        self.stored = stored
        told = {name: value for name, value in stored.items() if isinstance(value, str)}
        remember(self, told)
        self.initial = {**told, "points": shown(stored.get("points"))}

    @property
    def code_before(self):
        return self.fields["code"].before

    @property
    def is_filled(self):
        return any(value not in ("", None) for value in self.cleaned_data.values())

    def clean(self):
        cleaned = super().clean()
        if not self.errors and any(value not in ("", None) for value in cleaned.values()):
            for name, value in list(cleaned.items()):
                if value in ("", None):
                    self.add_error(
                        name, f"Chưa điền “{self.fields[name].label}”. Muốn bỏ dòng này, xóa cả ba ô."
                    )
        return cleaned

    def clean_points(self):
        points = self.cleaned_data["points"]
        too_fine = points is not None and points != round(points, _DECIMALS)
        if too_fine and not same_number(points, self.stored.get("points")):
            raise ValidationError("Điểm có nhiều nhất hai chữ số sau dấu phẩy. Hãy làm tròn.")
        return points

    def made(self):
        points, stored = self.cleaned_data["points"], self.stored.get("points")
        return {**self.cleaned_data, "points": stored if same_number(points, stored) else plain(points)}


def shown(value):
    found = decimal(value)
    return "" if found is None else numbers.decimal(found).replace(".", "")


def plain(value):
    """A Decimal as JSON writes numbers."""
    return int(value) if value == int(value) else float(value)


def same_number(value, stored):
    found = decimal(stored)
    return found is not None and found == decimal(value)
