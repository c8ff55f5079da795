"""The three papers of a dossier as forms. Every field may stay empty: a draft is saved as far as it goes."""

from django import forms
from django.forms import BaseFormSet, formset_factory

from awards.models import Letter, Minutes, MinutesVote, Report
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import names

from .fields import Line, Whole, field_of

# Of Mẫu số 07 (docs/domain.md 1.2): what only a collective, or only a person, is asked.
_OF_A_COLLECTIVE = [
    "address",
    "phone",
    "fax",
    "website",
    "founding",
    "structure",
    "organisations",
    "functions",
]
_OF_A_PERSON = [
    "alias",
    "date_of_birth",
    "gender",
    "native_place",
    "residence",
    "occupation",
    "qualification",
]
_REPORT = [
    "issued_on",
    *_OF_A_COLLECTIVE,
    *_OF_A_PERSON,
    "duties",
    "measures",
    "results",
    "effect",
    "initiatives",
    "prior_awards",
    "reporter_title",
    "reporter_name",
    "confirmer_title",
    "confirmer_name",
]
MOST_VOTE_ROWS = 40


class PaperForm(forms.ModelForm):
    """`sections` are [(heading, note, [bound fields])], in the order of the paper."""

    SECTIONS = []
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, nomination, **kwargs):
        super().__init__(*args, **kwargs)
        self.nomination = nomination
        self.fields["version"].initial = self.instance.version

    @property
    def sections(self):
        return [
            (heading, note, [self[name] for name in listed if name in self.fields])
            for heading, note, listed in self.SECTIONS
        ]

    @property
    def values(self):
        """What may be saved now: the fields that passed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def shown_version(self):
        """The version the page was made from; unreadable means older than anything."""
        return self.cleaned_data.get("version") or 0


class LetterForm(PaperForm):
    SECTIONS = [
        ("Số, ngày và nơi gửi", "", ["number", "issued_on", "addressee"]),
        ("Nội dung đề nghị", "", ["reasons", "achievements"]),
        ("Ký và nơi nhận", "", ["signer_authority", "signer_title", "signer_name", "recipients"]),
    ]

    class Meta:
        model = Letter
        fields = [
            "number",
            "issued_on",
            "addressee",
            "reasons",
            "achievements",
            "signer_authority",
            "signer_title",
            "signer_name",
            "recipients",
        ]
        formfield_callback = field_of


class MinutesForm(PaperForm):
    SECTIONS = [
        ("Cuộc họp", "", ["number", "started_at", "ended_at", "place"]),
        ("Chủ trì và thư ký", "", ["chair_name", "chair_title", "secretary_name", "secretary_title"]),
        (
            "Thành phần tham dự",
            "Số có mặt cộng số vắng phải bằng tổng số người được triệu tập.",
            ["total_staff", "present", "absent", "absent_reason"],
        ),
        ("Diễn biến và kết luận", "", ["discussion", "conclusion"]),
    ]

    class Meta:
        model = Minutes
        fields = [
            "number",
            "started_at",
            "ended_at",
            "place",
            "chair_name",
            "chair_title",
            "secretary_name",
            "secretary_title",
            "total_staff",
            "present",
            "absent",
            "absent_reason",
            "discussion",
            "conclusion",
        ]
        formfield_callback = field_of


class ReportForm(PaperForm):
    SECTIONS = [
        (
            "I. Thông tin chung",
            "",
            ["issued_on", *_OF_A_COLLECTIVE, *_OF_A_PERSON],
        ),
        (
            "II. Thành tích đạt được",
            "Chỉ nêu việc trong Đợt thi đua này, có số liệu so với chỉ tiêu hoặc kỳ trước; thường dài 2–3 trang A4.",
            ["duties", "measures", "results", "effect", "initiatives"],
        ),
        ("III. Khen thưởng đã nhận", "Không bắt buộc.", ["prior_awards"]),
        ("Ký và xác nhận", "", ["reporter_title", "reporter_name", "confirmer_title", "confirmer_name"]),
    ]

    class Meta:
        model = Report
        fields = _REPORT
        formfield_callback = field_of

    def __init__(self, *args, nomination, **kwargs):
        super().__init__(*args, nomination=nomination, **kwargs)
        collective = nomination.kind == NomineeKind.COLLECTIVE
        for name in _OF_A_PERSON if collective else _OF_A_COLLECTIVE:
            del self.fields[name]
        for name in ("duties", "measures", "results"):
            self.fields[name].widget.attrs["rows"] = 10


FORMS = {"letter": LetterForm, "minutes": MinutesForm, "report": ReportForm}


# --- the vote table of the minutes --------------------------------------------------------------------


class VoteForm(forms.Form):
    def __init__(self, *args, nominee, **kwargs):
        super().__init__(*args, **kwargs)
        self.nominee = nominee

    candidate = Line(
        label="Tập thể, cá nhân",
        max_length=300,
        required=False,
        error_messages={"max_length": "Tên quá dài."},
    )
    yes = Whole(label="Đồng ý", required=False)
    no = Whole(label="Không đồng ý", required=False)
    blank = Whole(label="Không có ý kiến", required=False)

    def clean(self):
        data = self.cleaned_data
        if self.errors or self.is_blank or self.waits_for_figures:
            return data
        if not data["candidate"]:
            self.add_error("candidate", "Hãy ghi tên tập thể, cá nhân của dòng này.")
        for name in ("yes", "no"):
            if data[name] is None:
                self.add_error(name, "Hãy ghi số phiếu; không có thì ghi 0.")
        return data

    @property
    def is_blank(self):
        return not self._typed

    @property
    def waits_for_figures(self):
        """The row we offered ourselves, before the meeting's figures are known: no fault of anybody."""
        return self._typed == ["candidate"] and names.alike(self.cleaned_data["candidate"], self.nominee)

    @property
    def _typed(self):
        return [name for name in self.fields if self.cleaned_data.get(name) not in (None, "")]


class BaseVotes(BaseFormSet):
    @property
    def rows(self):
        """What actions.dossiers.save_paper takes. The first row of the nominee's name is the nominee's."""
        rows, marked = [], False
        for form in self.forms:
            if form.is_blank or form.waits_for_figures:
                continue
            data = {**form.cleaned_data, "blank": form.cleaned_data["blank"] or 0}
            data["is_nominee"] = not marked and names.alike(data["candidate"], form.nominee)
            marked = marked or data["is_nominee"]
            rows.append(data)
        return rows


_Votes = formset_factory(
    VoteForm, formset=BaseVotes, extra=0, max_num=MOST_VOTE_ROWS, absolute_max=MOST_VOTE_ROWS
)


def votes_of(nomination, paper, data=None):
    """The vote rows: what is stored, the nominee's row if it lacks, and two blank ones for no JavaScript."""
    nominee = nomination.nominee_name
    if data is not None:
        return _Votes(data, prefix="votes", form_kwargs={"nominee": nominee})
    rows = stored_votes(paper)
    if not any(names.alike(row["candidate"], nominee) for row in rows):
        rows.insert(0, {"candidate": nominee})
    return _Votes(initial=[*rows, {}, {}], prefix="votes", form_kwargs={"nominee": nominee})


def stored_votes(paper):
    if paper.pk is None:
        return []
    return list(MinutesVote.objects.filter(minutes=paper).values("candidate", "yes", "no", "blank"))
