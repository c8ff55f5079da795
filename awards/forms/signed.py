"""A signed copy and what the document system gave it. Whether the file is a PDF, awards.uploads judges."""

from django import forms
from django.conf import settings

from awards import handed
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
    # Which text was signed, where several were handed over; awards.handed judges it.
    text = Line(label="Bản nào đã được ký?", required=False, widget=forms.RadioSelect)
    # The copy that the page showed: what somebody attached meanwhile is not replaced unseen.
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[
            "file"
        ].help_text = f"Bản ký số hoặc bản quét, một tệp PDF, tối đa {settings.MAX_UPLOAD_MB} MB. Tệp được giữ nguyên từng byte."

    @property
    def typed(self):
        """The fields that every page shows; `text` stands apart, and only where there is a choice."""
        return [self["file"], self["number"], self["issued_on"]]

    def refuse(self, refused):
        """A rule's sentence, beside the field that it is about."""
        self.add_error("text" if isinstance(refused, handed.Unclear) else "file", refused.sentence)

    def show(self, state, texts):
        """Ready for a page that shows this state of the paper, and `texts` to choose from."""
        replaces = str(state.copy.key) if state.copy else ""
        self.initial |= {"replaces": replaces, "number": state.number, "issued_on": state.issued_on}
        choose = len(texts) > 1
        if choose:
            self.initial["text"] = texts[0].digest
            self.fields["text"].widget.choices = [(text.digest, text.told) for text in texts]
        else:
            del self.fields["text"]
        if self.is_bound:
            # What stands now is on this page: pressing again replaces it, and chooses, with open eyes.
            self.data = self.data.copy()
            self.data[self.add_prefix("replaces")] = replaces
            if choose and self.data.get(self.add_prefix("text")) not in {text.digest for text in texts}:
                self.data[self.add_prefix("text")] = texts[0].digest
        return self


def form_for(kind, data=None, files=None):
    """The form beside one paper; names are prefixed, since several papers share a page."""
    return SignedForm(data, files, prefix=kind.code)
