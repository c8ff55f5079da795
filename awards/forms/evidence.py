"""An upload and what is said about it. Whether the file is what it claims, awards.uploads judges."""

from django import forms

from awards import uploads

from .fields import Date, DateInput, Line


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label="Tệp",
        help_text=f"Nhận {uploads.READABLE}.",
        widget=forms.FileInput(attrs={"accept": uploads.ACCEPT}),
        error_messages={
            "required": "Chưa chọn tệp. Hãy bấm nút chọn tệp.",
            "empty": "Tệp rỗng (0 byte). Hãy mở thử tệp trên máy rồi chọn lại.",
            "invalid": "Không nhận được tệp. Hãy chọn lại.",
        },
    )
    description = Line(
        label="Nội dung, số và ngày văn bản",
        required=False,
        max_length=300,
        help_text="Ví dụ: Báo cáo số 12/BC-BCVT ngày 20/12/2023, trang 3. Để trống thì dùng tên tệp.",
    )
    dated_on = Date(label="Ngày của tài liệu", required=False, widget=DateInput)
    clause = forms.ChoiceField(
        label="Minh chứng cho ý",
        required=False,
        error_messages={"invalid_choice": "Ý này không có trong tiêu chí. Hãy chọn lại."},
    )

    def __init__(self, *args, clauses, **kwargs):
        super().__init__(*args, **kwargs)
        self.clauses = {clause.code: clause for clause in clauses}
        self.fields["clause"].choices = [
            ("", "Chung cho cả hồ sơ"),
            *((code, f"{code}. {clause.text}") for code, clause in self.clauses.items()),
        ]

    @property
    def chosen_clause(self):
        return self.clauses.get(self.cleaned_data.get("clause"))
