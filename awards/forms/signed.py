"""A signed copy and what the document system gave it. Whether the file is a PDF, awards.uploads judges."""

from django import forms
from django.conf import settings

from awards.models import SignedCopy

from .fields import Date, DateInput, Line

_LONGEST = SignedCopy._meta.get_field("number").max_length


class SignedForm(forms.Form):
    file = forms.FileField(
        label="Tệp PDF đã ký",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Chưa chọn tệp. Hãy bấm nút chọn tệp.",
            "empty": "Tệp rỗng (0 byte). Hãy mở thử tệp trên máy rồi chọn lại.",
            "invalid": "Không nhận được tệp. Hãy chọn lại.",
        },
    )
    number = Line(
        label="Số, ký hiệu",
        required=False,
        max_length=_LONGEST,
        help_text="Như hệ thống quản lý văn bản cấp, ví dụ 12/TTr-BCVT. Để trống nếu văn bản không lấy số.",
        error_messages={"max_length": f"Quá dài: tối đa {_LONGEST} ký tự. Chỉ ghi số và ký hiệu."},
    )
    issued_on = Date(label="Ngày ban hành", required=False, widget=DateInput)
    # The copy that the page showed: what somebody attached meanwhile is not replaced unseen.
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[
            "file"
        ].help_text = f"Bản ký số hoặc bản quét, một tệp PDF, tối đa {settings.MAX_UPLOAD_MB} MB. Tệp được giữ nguyên từng byte."


def form_for(state, data=None, files=None):
    """The form beside one paper; names are prefixed, since several papers share a page."""
    shown = str(state.copy.key) if state.copy else ""
    return SignedForm(data, files, prefix=state.kind.code, initial={"replaces": shown})
