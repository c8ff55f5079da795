"""A signed copy and what the document system gave it. Whether the file is a PDF, awards.uploads judges."""

import uuid

from django import forms
from django.conf import settings

from awards import actions, signed_copies
from awards.exceptions import Refused
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
    # Which text was signed, where several were handed over; awards.signed_copies.issued judges it.
    text = Line(label="Bản nào đã được ký?", required=False, widget=forms.RadioSelect)
    # The copy that the page showed: what somebody attached meanwhile is not replaced unseen.
    replaces = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[
            "file"
        ].help_text = f"Bản ký số hoặc bản quét, một tệp PDF, tối đa {settings.MAX_UPLOAD_MB} MB. Tệp được giữ nguyên từng byte."

    @property
    def typed(self):
        """The fields that every page shows; `text` stands apart, and only where there is a choice."""
        return [self["file"], self["number"], self["issued_on"]]

    def clean_replaces(self):
        """The key of a copy, or None; what is no key names a copy that is not there."""
        try:
            return uuid.UUID(self.cleaned_data["replaces"]) if self.cleaned_data["replaces"] else None
        except ValueError:
            return uuid.UUID(int=0)

    def attach(self, kind, subject, *, by):
        """The copy that this form attached; None when it, or a rule, says beside a field why not."""
        if not self.is_valid():
            return None
        data = self.cleaned_data
        try:
            return actions.signed_copies.attach(kind.code, subject, data.pop("file"), by=by, **data)
        except Refused as refused:
            self.add_error(
                "text" if isinstance(refused, signed_copies.AmbiguousText) else "file", refused.sentence
            )
            return None

    def show(self, state, texts):
        """Ready for a page that shows this state of the paper, and `texts` to choose from.

        Nothing is chosen beforehand: which text somebody signed is his word, not the newest one.
        """
        replaces = str(state.copy.key) if state.copy else ""
        self.initial |= {"replaces": replaces, "number": state.number, "issued_on": state.issued_on}
        if self.is_bound:
            self._move_to_file("replaces")
            # What stands now is on this page: pressing again replaces it with open eyes.
            self.data = self.data.copy()
            self.data[self.add_prefix("replaces")] = replaces
        if len(texts) > 1:
            self.fields["text"].widget.choices = [(text.digest, text.label) for text in texts]
        else:
            # Another's edit may have taken the choice away; the sentence about it stays.
            if self.is_bound:
                self._move_to_file("text")
            del self.fields["text"]
        return self

    def _move_to_file(self, name):
        """What is wrong with a field that the page does not show."""
        for sentence in self.errors.pop(name, []):
            self.add_error("file", sentence)


def form_for(kind, data=None, files=None):
    """The form beside one paper; names are prefixed, since several papers share a page."""
    return SignedForm(data, files, prefix=kind.code)
