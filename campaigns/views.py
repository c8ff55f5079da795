"""The door (login, password) and the campaign as it was announced."""

from django.contrib import messages
from django.contrib.auth import views as auth
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy

from campaigns import clock, deadlines
from campaigns.forms import ChangePasswordForm, LoginForm
from campaigns.models import Campaign, Criterion
from campaigns.models.campaign import NomineeKind


class Login(auth.LoginView):
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_redirect_url(self):
        # Back to this very door would be a loop, which Django answers with a fault.
        url = super().get_redirect_url()
        return "" if url.partition("?")[0] == self.request.path else url


class ChangePassword(auth.PasswordChangeView):
    form_class = ChangePasswordForm
    success_url = reverse_lazy("home")
    template_name = "registration/change_password.html"

    def form_valid(self, form):
        messages.success(self.request, "Đã đổi mật khẩu. Lần đăng nhập sau hãy dùng mật khẩu mới.")
        return super().form_valid(form)


def campaign(request, code):
    """The plan as data: dates, contents, criteria, quotas, papers, and how its ambiguities were settled."""
    shown = get_object_or_404(
        Campaign.objects.visible_to(request.user)
        .select_related("department", "form_regime")
        .prefetch_related(
            "contents__documents",
            "documents",
            "award_forms",
            "parts",
            "recipients",
            "resolutions",
            Prefetch("criteria", Criterion.objects.prefetch_related("clauses")),
        ),
        code=code,
    )
    now = clock.now()
    criteria = list(shown.criteria.all())
    return render(
        request,
        "campaigns/campaign.html",
        {
            "campaign": shown,
            "phase": deadlines.phase(shown, now),
            "time_left": deadlines.time_left(shown.deadline_at, now),
            "last_day": deadlines.last_day(shown.deadline_at),
            "criteria": [
                (kind.label, [row for row in criteria if row.applies_to == kind]) for kind in NomineeKind
            ],
            "unit_forms": _names(shown, shown.unit_forms),
            "department_forms": _names(shown, shown.department_forms),
            "parent_plan": next((row for row in shown.documents.all() if row.is_parent_plan), None),
        },
    )


def _names(campaign, codes):
    return " hoặc ".join(form.get_code_display() for form in campaign.award_forms.all() if form.code in codes)
