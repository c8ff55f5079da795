"""The admin site: the face of the Office, the Council and the Director.

Who sees and edits which table is awards.access. Django's own permissions and is_superuser open nothing here. Statuses are not edited at all: the pages' buttons call awards.workflow.
"""

from functools import update_wrapper

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from awards import access
from awards.models import (
    Award,
    Batch,
    CouncilMember,
    CouncilSession,
    Decision,
    Event,
    LateWindow,
    Nomination,
    SignedCopy,
)
from campaigns.models import (
    BaseSalary,
    BonusRate,
    Campaign,
    Criterion,
    Department,
    LegalRegime,
    Person,
    Unit,
    User,
)

# The menu on the left, in the order of the work.
MENU = (
    (
        "Hồ sơ và quyết định",
        "ho-so",
        (Nomination, CouncilSession, Decision, Award, SignedCopy, Batch, LateWindow),
    ),
    ("Đợt thi đua", "dot", (Campaign, Criterion, CouncilMember)),
    ("Danh mục", "danh-muc", (Unit, Person, Department, LegalRegime, BonusRate, BaseSalary)),
    ("Hệ thống", "he-thong", (User, Event)),
)


class DepartmentAdminSite(AdminSite):
    site_header = "Quản lý đợt thi đua, khen thưởng"
    site_title = "Thi đua, khen thưởng"
    index_title = "Việc cần làm"
    index_template = "admin/dashboard.html"
    empty_value_display = "—"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return access.can_enter_admin(request.user)

    def allows(self, user, model, action: str) -> bool:
        return access.can_open_table(user, model, action)

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only what awards.access names: tables that packages bring along (groups, log-in attempts) stay shut."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        for model in models:
            if model in access.tables():
                super().register(model, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def inner(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(
                    "Trang quản trị dành cho Văn phòng Sở, Hội đồng, Giám đốc và quản trị hệ thống."
                )
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, view)

    @method_decorator((never_cache, login_not_required))
    def login(self, request, extra_context=None):
        """One door for everybody: the site's own log-in page, with its lock-out."""
        if request.user.is_authenticated:
            return HttpResponseRedirect(self._home())
        # The log-in page itself judges whether `next` is an address of ours.
        return redirect_to_login(request.GET.get("next") or self._home(), settings.LOGIN_URL)

    def logout(self, request, extra_context=None):
        return LogoutView.as_view()(request)

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("password_change"))

    def _home(self):
        return reverse(f"{self.name}:index")

    def index(self, request, extra_context=None):
        # The tables of awards.admin register themselves with this very site while it is being made.
        from awards.admin.dashboard import dashboard

        return super().index(request, {"desk": dashboard(request.user), **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        if app_label is not None:
            return super().get_app_list(request, app_label)
        built = {
            entry["model"]: entry for app in self._build_app_dict(request).values() for entry in app["models"]
        }
        menu = []
        for name, label, models in MENU:
            entries = [built[model] for model in models if model in built]
            if entries:
                menu.append(
                    {
                        "name": name,
                        "app_label": label,
                        "app_url": self._home(),
                        "has_module_perms": True,
                        "models": entries,
                    }
                )
        return menu
