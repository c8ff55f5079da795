"""The form of a drafted decision or letter, and what was typed into it."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget

from awards import actions, policies
from awards.forms.fields import Date, Lines
from awards.models import Letter, Nomination
from campaigns.admin.fields import RowsChoiceField
from campaigns.vietnamese import names

FIELDS = ("number", "symbol", "issued_on", "signer_authority", "signer_title", "signer_name", "note")


class DraftForm(forms.Form):
    """A draft's own fields. Number, date and signer may wait until signing; nominations may not."""

    number = forms.RegexField(
        label="Số",
        required=False,
        regex=r"^[0-9]{1,6}[a-zđ]?$",
        help_text="Chỉ ghi số, ví dụ 05. Để trống khi văn thư chưa cấp số.",
        error_messages={"invalid": "Số văn bản gồm chữ số, ví dụ 05. Hãy nhập lại, không kèm ký hiệu."},
    )
    symbol = forms.CharField(label="Ký hiệu", max_length=40)
    issued_on = Date(label="Ngày ký", required=False, widget=AdminDateWidget)
    signer_authority = forms.ChoiceField(
        label="Thể thức ký", required=False, choices=Letter.Authority.choices
    )
    signer_title = forms.CharField(label="Chức vụ người ký", max_length=200)
    signer_name = forms.CharField(label="Họ tên người ký", max_length=200, required=False)
    note = Lines(
        label="Ghi chú",
        required=False,
        max_length=policies.notes.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    nominations = RowsChoiceField(
        Nomination.objects.none(),
        label="Hồ sơ",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Chưa chọn hồ sơ nào. Hãy đánh dấu ít nhất một hồ sơ.",
            "invalid_choice": "Có hồ sơ không còn ở trạng thái phù hợp. Hãy xem lại danh sách.",
        },
    )

    def __init__(self, *args, campaign, kind, **kwargs):
        super().__init__(*args, **kwargs)
        candidates = actions.decisions.candidates(campaign, kind).in_list_order()
        field = self.fields["nominations"]
        field.queryset = candidates
        field.label_from_instance = _named

    def clean_number(self):
        number = self.cleaned_data["number"]
        # NĐ 30/2020: numbers below ten are written with a leading zero.
        return f"0{number}" if len(number.rstrip("abcdđ")) == 1 else number

    def clean(self):
        cleaned = super().clean()
        return {
            key: names.clean(value) if isinstance(value, str) and key != "note" else value
            for key, value in cleaned.items()
        }


def typed(form):
    """[(label, text)] of what was typed otherwise than it stands, for a page that has no fields any more."""
    return [(form[name].label, form[name].value()) for name in form.changed_data if name in FIELDS]


def _named(row):
    late = " – nộp muộn" if row.is_late else ""
    post = f", {row.person.position}" if row.person else ""
    return f"{row.reference} – {row.nominee_name}{post} ({row.unit.name}){late}"
