"""Long work: what was asked for, how far it is, what came of it; and a form to ask for more."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from awards.batches import queue, storage
from awards.exceptions import Refused
from awards.http.responses import CONFLICT, address_of, render, see_other
from awards.models import Batch
from awards.papers import registry
from campaigns.admin.base import DepartmentAdmin
from campaigns.admin.fields import RowChoiceField
from campaigns.models import Campaign, Unit
from campaigns.vietnamese import numbers

State = Batch.State
# The newest; older ones are of no use once their files are gone.
SHOWN = 30
TONES = {
    State.QUEUED: "wait",
    State.RUNNING: "wait",
    State.DONE: "good",
    State.FAILED: "warn",
    State.CANCELLED: "off",
}
FORMATS = {"pdf": "PDF", "docx": "Word (DOCX)"}


class AskForm(forms.Form):
    """What to make. The rules are awards.batches.queue."""

    campaign = RowChoiceField(
        Campaign.objects.none(),
        label="Đợt thi đua",
        empty_label=None,
        error_messages={"invalid_choice": "Không có Đợt thi đua này. Hãy chọn lại."},
    )
    what = forms.ChoiceField(
        label="Việc cần lập",
        choices=Batch.What.choices,
        widget=forms.RadioSelect,
        initial=Batch.What.CERTIFICATES,
        error_messages={
            "required": "Chưa chọn việc cần lập. Hãy chọn một việc.",
            "invalid_choice": "Hãy chọn một việc.",
        },
    )
    unit = RowChoiceField(
        Unit.objects.none(),
        label="Đơn vị",
        required=False,
        empty_label="Tất cả đơn vị",
        help_text="Chỉ dùng cho hồ sơ và lưu trữ.",
        error_messages={"invalid_choice": "Không có đơn vị này. Hãy chọn lại."},
    )
    form = forms.ChoiceField(
        label="Định dạng",
        help_text="Một tệp để in luôn là PDF; gói lưu trữ gồm mọi định dạng.",
        error_messages={"invalid_choice": "Hãy chọn một định dạng trong danh sách."},
    )
    text_only = forms.BooleanField(
        label="Giấy khen: chỉ in chữ, trên phôi đã có khung và tiêu đề", required=False
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns = Campaign.objects.visible_to(user)
        self.fields["campaign"].label_from_instance = lambda row: f"{row.code}: {row.title}"
        self.fields["campaign"].initial = campaigns.first()
        self.fields["unit"].queryset = Unit.objects.visible_to(user).active()
        self.fields["form"].choices = [(name, FORMATS.get(name, name.upper())) for name in registry.FORMATS]


@admin.register(Batch)
class BatchAdmin(DepartmentAdmin):
    """One page; there is nothing to edit."""

    department_path = "campaign__department"

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view, name = self.admin_site.admin_view, "awards_batch_"
        return [
            path("", view(self.page_of_all), name=f"{name}changelist"),
            path("tien-do/", view(require_GET(self.progress)), name=f"{name}progress"),
            path("<int:pk>/tep/", view(require_GET(self.file)), name=f"{name}file"),
            path("<int:pk>/huy/", view(require_POST(self.cancel)), name=f"{name}cancel"),
            path("<int:pk>/lam-lai/", view(require_POST(self.again)), name=f"{name}again"),
        ]

    def _rows(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied(
                "Trang này dành cho Văn phòng Sở, Giám đốc, quản trị và người điều hành Hội đồng."
            )
        return Batch.objects.visible_to(request.user).select_related("campaign", "unit")

    def page_of_all(self, request):
        rows = self._rows(request)
        first = {name: request.GET[name] for name in ("what", "campaign") if name in request.GET}
        form = AskForm(request.POST or None, user=request.user, initial=first)
        status = 200
        if request.method == "POST":
            status = CONFLICT
            if form.is_valid() and self._ask(request, form):
                return see_other(self.link("changelist"))
        context = self.page(
            request,
            title="Lập hàng loạt",
            form=form,
            batches=[batch_row(batch) for batch in rows[:SHOWN]],
            keep_days=settings.BATCH_KEEP_DAYS,
        )
        return render(request, "admin/awards/batches.html", context, status=status)

    def _ask(self, request, form):
        wish = dict(form.cleaned_data)
        try:
            batch = queue.ask(
                wish.pop("campaign"), wish.pop("what"), by=request.user, address=address_of(request), **wish
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return False
        self.message_user(request, f"Đã ghi nhận: {batch}. Tiến độ ở danh sách bên dưới.", messages.SUCCESS)
        return True

    def progress(self, request):
        """What the page asks for every other second, as JSON."""
        return JsonResponse({"batches": [batch_row(batch)["live"] for batch in self._rows(request)[:SHOWN]]})

    def file(self, request, pk):
        batch = get_object_or_404(self._rows(request), pk=pk, state=State.DONE, removed_at__isnull=True)
        try:
            queue.check_batch(batch)
        except Refused as refused:
            # It was made with rights that have been withdrawn since.
            raise PermissionDenied(refused.sentence) from None
        try:
            stream = storage.result_path(batch).open("rb")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(stream, as_attachment=True, filename=batch.file_name)
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def cancel(self, request, pk):
        return self._change(request, pk, queue.cancel, "Đã hủy")

    def again(self, request, pk):
        return self._change(request, pk, queue.again, "Đã đưa lại vào danh sách chờ")

    def _change(self, request, pk, change, done):
        batch = get_object_or_404(self._rows(request), pk=pk)
        try:
            change(batch, by=request.user)
        except Refused as refused:
            self.message_user(request, refused.sentence, messages.ERROR)
        else:
            self.message_user(request, f"{done}: {batch}.", messages.SUCCESS)
        return see_other(self.link("changelist"))


def batch_row(batch):
    """A line of the list; `live` is what changes while one looks."""
    return {
        "batch": batch,
        "tone": TONES[batch.state],
        "file": batch.state == State.DONE and batch.removed_at is None,
        "again": batch.state in (State.FAILED, State.CANCELLED) and batch.removed_at is None,
        "missing": batch.missing,
        "live": {
            "pk": batch.pk,
            "state": batch.state,
            "label": batch.get_state_display(),
            "done": batch.done,
            "total": batch.total,
            "words": _words(batch),
        },
    }


def _words(batch):
    if batch.state == State.QUEUED and not batch.done:
        return "Chờ đến lượt"
    if batch.state == State.RUNNING and not batch.total:
        return "Đang chuẩn bị"
    if batch.state == State.RUNNING and batch.done == batch.total:
        return f"Đã lập {numbers.grouped(batch.done)}/{numbers.grouped(batch.total)}, đang ghép tệp"
    if not batch.total:
        return ""
    return f"Đã lập {numbers.grouped(batch.done)}/{numbers.grouped(batch.total)}"
