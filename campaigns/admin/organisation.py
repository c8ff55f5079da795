"""Who takes part: the administrator keeps the lists of units, people and accounts. Nothing is deleted."""

from datetime import timedelta

from axes.models import AccessAttempt
from axes.utils import reset as axes_reset
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from campaigns import passwords
from campaigns.models import Department, Person, Unit, User

from .base import DepartmentAdmin, VisibleRelatedFilter, mark


class OwnDepartment(DepartmentAdmin):
    """New rows belong to the department of whoever adds them; nobody picks another."""

    exclude = ("department",)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)

        class Owned(form):
            def __init__(self, *args, **more):
                super().__init__(*args, **more)
                # Before clean(): the models compare departments there.
                if self.instance._state.adding:
                    self.instance.department_id = request.user.department_id

            def _get_validation_exclusions(self):
                # So that "this code is already used in the department" is a sentence, not an IntegrityError.
                return super()._get_validation_exclusions() - {"department"}

        return Owned


@admin.register(Department)
class DepartmentTable(DepartmentAdmin):
    department_path = "pk"
    list_display = ("name", "province", "agency_code", "head_name")
    readonly_fields = ("code",)


@admin.register(Unit)
class UnitAdmin(OwnDepartment):
    list_display = ("name", "kind", "abbreviation", "head_title", "order", "is_active", "is_sample")
    list_filter = ("kind", "is_active")
    search_fields = ("search_key",)


@admin.register(Person)
class PersonAdmin(OwnDepartment):
    list_display = ("full_name", "personnel_id", "position", "unit", "is_leader", "is_active")
    list_filter = ("is_active", "is_leader", "staff", ("unit", VisibleRelatedFilter))
    list_select_related = ("unit",)
    search_fields = ("search_key", "personnel_id")
    sortable_by = ("full_name", "personnel_id", "unit", "is_leader", "is_active")
    ordering = ("order", "sort_key")


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("username", "full_name", "email", "role", "unit", "person", "is_active")
        help_texts = {
            "username": "Chữ không dấu, số và các ký tự @ . + - _; dùng để đăng nhập.",
            "is_active": "Bỏ chọn để khóa tài khoản. Tài khoản không bị xóa vì nhật ký còn ghi tên người dùng.",
            "person": "Chọn người trong danh sách cán bộ; ghế Hội đồng đi theo người, không theo tài khoản.",
        }

    def clean(self):
        cleaned = super().clean()
        role = cleaned.get("role")
        if role in {*User.UNIT_WRITERS, User.Role.OFFICE} and not cleaned.get("unit"):
            self.add_error(
                "unit", "Tài khoản của đơn vị hoặc Văn phòng phải gắn với một đơn vị. Hãy chọn đơn vị."
            )
        if role == User.Role.OFFICE and cleaned.get("unit") and cleaned["unit"].kind != Unit.Kind.OFFICE:
            # Else it could receive the Office's own dossier (docs/domain.md A11).
            self.add_error("unit", "Tài khoản Văn phòng phải gắn với Văn phòng Sở. Hãy chọn lại đơn vị.")
        if role == User.Role.MEMBER and not cleaned.get("person"):
            self.add_error(
                "person",
                "Tài khoản thành viên Hội đồng phải gắn với một cán bộ. Hãy chọn người giữ ghế Hội đồng.",
            )
        return cleaned


@admin.register(User)
class UserAdmin(OwnDepartment):
    department_path = "department"
    form = AccountForm
    exclude = None
    list_display = ("username", "full_name", "role", "unit", "person", "state", "last_login")
    list_filter = ("role", "is_active", ("unit", VisibleRelatedFilter))
    list_select_related = ("unit", "person")
    search_fields = ("username", "full_name", "person__search_key")
    autocomplete_fields = ("person",)
    change_form_template = "admin/campaigns/user/change_form.html"

    def get_readonly_fields(self, request, obj=None):
        # Nobody gives himself a role, nor locks the last administrator out by a slip.
        return ("role", "is_active") if obj and obj.pk == request.user.pk else ()

    @admin.display(description="Tình trạng", ordering="is_active")
    def state(self, user):
        if not user.is_active:
            return mark("đã khóa", "off")
        if user.must_change_password:
            return mark("chờ đổi mật khẩu", "wait")
        return mark("đang dùng", "ok")

    def get_search_results(self, request, queryset, search_term):
        found, distinct = super().get_search_results(request, queryset, search_term)
        if search_term:
            # The account's own name has no folded column; the username is plain anyway.
            found |= queryset.filter(full_name__icontains=search_term)
        return found, distinct

    # --- a new account is given a password that it must change ----------------------------------------

    @sensitive_variables("password")
    def save_model(self, request, obj, form, change):
        if not change:
            password = passwords.temporary()
            obj.set_password(password)
            obj.must_change_password = True
            request.temporary_password = password
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return self._show_password(request, obj, request.temporary_password)

    def _show_password(self, request, account, password):
        # Shown on this page only: never in a message, a cookie, a log or an address.
        response = TemplateResponse(
            request,
            "admin/campaigns/user/password.html",
            self.page(request, title="Mật khẩu tạm", account=account, password=password),
        )
        response["Cache-Control"] = "no-store"
        return response

    # --- passwords and lock-outs ----------------------------------------------------------------------

    def get_urls(self):
        def own(name, view):
            return path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"campaigns_user_{name}",
            )

        return [own("mat-khau-tam", self.new_password), own("mo-khoa", self.unlock), *super().get_urls()]

    def _account(self, request, pk):
        account = self.get_or_404(request, pk)
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        return account

    def new_password(self, request, pk):
        account, password = self._account(request, pk), passwords.temporary()
        account.set_password(password)
        account.must_change_password = True
        account.save(update_fields=["password", "must_change_password"])
        axes_reset(username=account.username)
        self.log_change(request, account, "Cấp mật khẩu tạm")
        return self._show_password(request, account, password)

    def unlock(self, request, pk):
        account = self._account(request, pk)
        axes_reset(username=account.username)
        self.log_change(request, account, "Mở khóa đăng nhập")
        self.message_user(request, f"Đã mở khóa đăng nhập cho {account.username}.", messages.SUCCESS)
        return HttpResponseRedirect(self.link("change", pk))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        account = self.get_or_404(request, object_id)
        extra = {"is_locked_out": is_locked_out(account), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)


def is_locked_out(account):
    """Has axes shut the door after too many wrong passwords?"""
    # axes keeps real time, also in a rehearsal.
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    return AccessAttempt.objects.filter(
        username=account.username,
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gte=since,
    ).exists()
