"""How a clause is scored, as boxes to fill in: one small form for each kind of clause.

`Clause.params` keeps the shape that campaigns.rules judges and the plan file writes; what nobody touched is stored
again exactly as it was. A finding of the rules stands beside the box it is about. A page that shows what is no longer
stored saves nothing, and a code that dossiers answered with stays.
"""

import hashlib
import json
import re

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from campaigns import rules
from campaigns.vietnamese import names, numbers

SEE_BOXES = "Cách tính điểm có chỗ chưa đúng; xem câu ghi ở từng ô."
# A blank row below the ones there are.
EXTRA_ROWS = 1
REQUIRED = "Ô này chưa điền. Hãy điền rồi lưu lại."
STALE = (
    "Người khác đã sửa cách tính điểm của ý này sau khi bạn mở trang, nên chưa lưu gì để không ghi đè. Hãy chép lại chỗ "
    "cần sửa, tải lại trang rồi sửa trên bản mới."
)
UNREADABLE = (
    "Cách tính điểm đang lưu không đúng dạng, có chỗ không hiện được ở đây. Hãy điền lại cho đủ rồi lưu."
)
_NUMBER = "Hãy nhập một số không âm, ví dụ 4 hoặc 4,5."
_LONGEST_NUMBER = 20
# Points are kept to two decimals (awards.scoring).
_DECIMALS = 2
# More rows than any plan has; a page that posts more is none of ours.
_MOST_ROWS = 100


class Words(forms.CharField):
    """One line. `before` is what is stored: shown and sent back untouched, it is neither shortened nor joined."""

    default_error_messages = {
        "required": REQUIRED,
        "max_length": "Dài %(show_value)d ký tự, nhiều nhất %(limit_value)d. Hãy viết ngắn lại.",
    }
    before = ""

    def clean(self, value):
        if self.before and _as_sent(value or "") in _as_shown(self.before):
            return self.before
        return super().clean(value)

    def to_python(self, value):
        if _BREAK.search((value or "").strip()):
            raise ValidationError("Hãy viết trên một dòng, bỏ chỗ xuống dòng.")
        return names.clean(value) if value else ""


_BREAK = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]")


def _as_sent(value):
    return value.replace("\r\n", "\n").strip()


def _as_shown(stored):
    """As a large box sends it back, and as a box of one line does, which drops the breaks."""
    return {_as_sent(stored), re.sub("[\r\n]", "", stored).strip()}


def remember(form, stored):
    """Tell the boxes of a form what is stored."""
    for name, box in form.fields.items():
        if isinstance(box, Words) and isinstance(stored.get(name), str):
            box.before = stored[name]


class Number(forms.CharField):
    """A number as people write it; kept as Decimal."""

    default_error_messages = {"required": REQUIRED}

    def to_python(self, value):
        if not (text := super().to_python(value)):
            return None
        if len(text) > _LONGEST_NUMBER:
            raise ValidationError(f"Số dài quá {_LONGEST_NUMBER} ký tự. Hãy kiểm tra lại.")
        try:
            return numbers.parse(text)
        except ValueError:
            raise ValidationError(_NUMBER) from None


def whole(label, help_text, most, example):
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        help_text=help_text,
        error_messages={
            "invalid": f"Hãy nhập một số nguyên, ví dụ {example}.",
            "min_value": f"Hãy nhập một số nguyên, ví dụ {example}.",
            "max_value": f"Số quá lớn: không quá {numbers.grouped(most)}. Hãy kiểm tra lại.",
            "required": REQUIRED,
        },
    )


class Rule(forms.Form):
    """The boxes of one kind. `begin` is what they show of the stored params, `params` what they make of them."""

    rows_name, rows_title = "", ""
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, kind, stored, codes, used, prefix):
        """`used` answers {code of a row: how many dossiers answered with it}."""
        super().__init__(data, prefix=prefix)
        self.notice = "" if rules.is_shaped(kind, stored) else UNREADABLE
        self.stored = stored if isinstance(stored, dict) else {}
        self.used, self.fingerprint = used, _fingerprint(stored)
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
            Row(
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
        return stored if type(stored) is type(value) and _same_number(value, stored) else value

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


class Row(forms.Form):
    """A level to choose, or an index that is counted: emptied, it is left out."""

    code = Words(label="Mã", max_length=40, required=False)
    label = Words(label="Nội dung", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    points = Number(label="Điểm", required=False)

    def __init__(self, data=None, *, stored, prefix):
        super().__init__(data, prefix=prefix)
        self.stored = stored
        told = {name: value for name, value in stored.items() if isinstance(value, str)}
        remember(self, told)
        self.initial = {**told, "points": _shown(stored.get("points"))}

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
        if too_fine and not _same_number(points, self.stored.get("points")):
            raise ValidationError("Điểm có nhiều nhất hai chữ số sau dấu phẩy. Hãy làm tròn.")
        return points

    def made(self):
        points, stored = self.cleaned_data["points"], self.stored.get("points")
        return {**self.cleaned_data, "points": stored if _same_number(points, stored) else _plain(points)}


class Choice(Rule):
    rows_name, rows_title = "levels", "Các mức"
    multiple = forms.BooleanField(
        label="Được chọn nhiều mức, cộng điểm",
        required=False,
        help_text="Không đánh dấu: chọn đúng một mức. Điểm cộng lại không vượt điểm chuẩn của ý.",
    )

    def made(self):
        # Where the plan never said so, "no" needs no key either.
        told = self.cleaned_data["multiple"]
        return {"multiple": told} if told or "multiple" in self.stored else {}


class Ratio(Rule):
    target = Number(
        label="Chỉ tiêu (%)",
        help_text="Đạt tỷ lệ này thì đủ điểm; thấp hơn thì điểm giảm theo tỷ lệ. Ví dụ 100.",
    )
    numerator_label = Words(
        label="Tử số là", max_length=300, help_text="Đơn vị đọc câu này khi nhập số, ví dụ: số việc đúng hạn."
    )
    denominator_label = Words(label="Mẫu số là", max_length=300, help_text="Ví dụ: số việc được giao.")

    def begin(self):
        target = rules.decimal(self.stored.get("target"))
        return {**self.stored, "target": _shown(None if target is None else target * 100)}

    def made(self):
        return {**self.cleaned_data, "target": f"{(self.cleaned_data['target'] / 100).normalize():f}"}


class Count(Rule):
    target = whole(
        "Số lượng cần đạt",
        "Đạt từ số này thì đủ điểm; ít hơn thì điểm giảm theo tỷ lệ.",
        rules.MOST_COUNTED,
        3,
    )
    unit_label = Words(label="Đếm theo", max_length=300, help_text="Ví dụ: hình thức quảng bá.")


class Gate(Rule):
    zeroes = forms.ChoiceField(
        label="Có vi phạm thì 0 điểm cả",
        help_text="Tiêu chí hoặc ý bị đưa về 0 điểm khi có vi phạm.",
        error_messages={
            "required": REQUIRED,
            "invalid_choice": "Không có tiêu chí, ý này trong Đợt thi đua. Hãy chọn lại.",
        },
    )

    def offer(self, codes):
        kept = self._kept()
        listed = [*codes, *([kept] if kept and kept not in codes else [])]
        # Nothing chosen is not the first one chosen.
        unchosen = [] if kept else [("", "---------")]
        self.fields["zeroes"].choices = [*unchosen, *((code, code) for code in listed)]

    def begin(self):
        return {"zeroes": self._kept()}

    def _kept(self):
        kept = self.stored.get("zeroes")
        return kept if isinstance(kept, str) else ""


class Rank(Rule):
    rows_name, rows_title = "indices", "Các chỉ số"
    improve_by = whole(
        "Tăng ít nhất (bậc)",
        "Mỗi chỉ số tăng từ số bậc này thì được đủ điểm của chỉ số đó.",
        rules.MOST_RANK,
        1,
    )


KINDS = {"choice": Choice, "ratio": Ratio, "count": Count, "gate": Gate, "rank": Rank}


def _shown(value):
    found = rules.decimal(value)
    return "" if found is None else numbers.decimal(found).replace(".", "")


def _plain(value):
    """A Decimal as JSON writes numbers."""
    return int(value) if value == int(value) else float(value)


def _same_number(value, stored):
    found = rules.decimal(stored)
    return found is not None and found == rules.decimal(value)


def _fingerprint(params):
    return hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()


# --- as one field of the clause's form -----------------------------------------------------------------------


class RuleWidget(forms.Widget):
    """Draws the boxes of a Rule; `field` reads them."""

    use_fieldset = True

    def __init__(self, make):
        super().__init__()
        self.make, self.rule = make, None

    def value_from_datadict(self, data, files, name):
        # Once: what the rules find is added to this very form, and is drawn from it.
        self.rule = self.rule or self.make(data, name)
        return self.rule

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return ""

    def render(self, name, value, attrs=None, renderer=None):
        rule = self.rule or self.make(None, name)
        return mark_safe(render_to_string("admin/campaigns/rule.html", {"rule": rule}))


class RuleField(forms.Field):
    """`Clause.params` of a clause that exists: its kind says which boxes."""

    def __init__(self, clause, codes, used):
        make = KINDS[clause.kind]
        self.clause = clause
        super().__init__(
            label="Cách tính điểm",
            required=False,
            widget=RuleWidget(
                lambda data, name: make(
                    data, kind=clause.kind, stored=clause.params, codes=codes(), used=used, prefix=name
                )
            ),
        )

    def clean(self, rule):
        if not rule.is_valid():
            raise ValidationError(SEE_BOXES)
        return rule.params()

    def has_changed(self, initial, rule):
        return not rule.is_valid() or rule.params() != initial


class ClauseRuleForm(forms.ModelForm):
    """A ModelForm of Clause whose `params` are boxes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read-only accounts and Django's own checks come without the field.
        if "params" in self.fields and self.instance.kind in KINDS:
            self.fields["params"] = RuleField(self.instance, self._codes, self.dossiers_by_code)

    def dossiers_by_code(self):
        """{code of a level or an index: how many dossiers answered with it}; who keeps the answers tells."""
        return {}

    def _codes(self):
        """What a gate may bring down to nothing: every criterion and clause of the campaign but itself."""
        clause = self.instance
        return [code for code in clause.codes_of_the_campaign() if code != clause.code]

    def _post_clean(self):
        """The rules' findings about params, each at its box instead of all above them."""
        super()._post_clean()
        rule = getattr(self.fields.get("params"), "widget", None) and self.fields["params"].widget.rule
        if rule is None or not rule.is_valid() or "params" not in self.errors:
            return
        found = rules.findings_of_clause(self.instance, codes=self.instance.codes_of_the_campaign())
        lost = [
            sentence for path, sentence in found if path[0] == "params" and not rule.place(path[1:], sentence)
        ]
        self.errors["params"] = self.error_class([SEE_BOXES, *lost])
