"""Starting a nomination, and the head's confirmation of an individual's direct work."""

from django import forms

from awards import policies
from campaigns.models import AwardForm
from campaigns.models.campaign import NomineeKind

from .fields import Line

DIRECT_WORK = "Cá nhân này trực tiếp tham mưu, triển khai nhiệm vụ của Đợt thi đua (mục II.2 của Kế hoạch)"
WHICH_WORK = "Công việc trực tiếp tham mưu, thực hiện"


class StartForm(forms.Form):
    kind = forms.ChoiceField(
        label="Đề nghị khen thưởng cho",
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn tập thể hoặc cá nhân.", "invalid_choice": "Hãy chọn lại."},
    )
    person = forms.ChoiceField(
        label="Cá nhân được đề nghị",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Người này không có trong danh sách của đơn vị. Hãy chọn lại."},
    )
    award_form = forms.ChoiceField(
        label="Hình thức khen thưởng đề nghị",
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn hình thức khen thưởng.", "invalid_choice": "Hãy chọn lại."},
    )
    is_direct_worker = forms.BooleanField(label=DIRECT_WORK, required=False)
    direct_work_note = Line(
        label=WHICH_WORK,
        required=False,
        max_length=500,
        help_text="Ví dụ: chủ trì tham mưu kế hoạch cải cách hành chính của Sở. Có thể ghi sau.",
    )

    def __init__(self, *args, campaign, unit, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["kind"].choices = [
            (NomineeKind.COLLECTIVE, f"Tập thể: {unit.name}"),
            (NomineeKind.INDIVIDUAL, "Một cá nhân"),
        ]
        self.fields["person"].choices = [(key, person.full_name) for key, person in self.people.items()]
        allowed = policies.quotas.award_forms(campaign, unit)
        self.fields["award_form"].choices = [(code, _form_label(campaign, code)) for code in allowed]
        if len(allowed) == 1:
            self.fields["award_form"].initial = allowed[0]

    def clean(self):
        data = super().clean()
        if (
            data.get("kind") == NomineeKind.INDIVIDUAL
            and not data.get("person")
            and "person" not in self.errors
        ):
            self.add_error("person", "Chưa chọn cá nhân được đề nghị. Hãy chọn một người trong danh sách.")
        return data

    @property
    def chosen(self):
        """The person, for an individual only: what was ticked before "Tập thể" was chosen means nothing."""
        if self.cleaned_data["kind"] != NomineeKind.INDIVIDUAL:
            return None
        return self.people.get(self.cleaned_data["person"])


def _form_label(campaign, code):
    known = {form.code: form for form in campaign.award_forms.all()}
    form = known.get(code)
    return f"{form.name}" if form else AwardForm.Code(code).label


class DirectWorkForm(forms.Form):
    is_direct_worker = forms.BooleanField(label=DIRECT_WORK, required=False)
    direct_work_note = Line(
        label=WHICH_WORK,
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": 500}),
    )
