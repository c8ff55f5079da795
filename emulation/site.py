"""The admin site: the face of the Office, the Council and the Director.

ACCESS is the one table of who sees and edits which table. Django's own permissions and is_superuser open
nothing here. Statuses are not edited at all: the pages' buttons call awards.workflow.
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
from awards.permissions import can_enter_admin, seats_of
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

OFFICE, DIRECTOR, ADMINISTRATOR = User.Role.OFFICE, User.Role.DIRECTOR, User.Role.ADMINISTRATOR
# An active seat on a Council of the department, whatever the account's role; then the seats that run it.
SEAT, LEAD, SECRETARY = "seat", "lead", "secretary"

VIEW = frozenset({"view"})
ADD = VIEW | {"add"}
CHANGE = VIEW | {"change"}
EDIT = VIEW | {"add", "change"}

ACCESS = {
    Nomination: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: VIEW, SEAT: VIEW},
    CouncilSession: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: VIEW, SEAT: VIEW, LEAD: ADD},
    Decision: {OFFICE: EDIT, DIRECTOR: VIEW, ADMINISTRATOR: VIEW, SEAT: VIEW, SECRETARY: EDIT},
    Award: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: VIEW, SEAT: VIEW},
    SignedCopy: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: VIEW, SEAT: VIEW},
    LateWindow: {OFFICE: ADD, DIRECTOR: VIEW, ADMINISTRATOR: VIEW},
    Batch: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: VIEW, LEAD: VIEW},
    Campaign: {OFFICE: CHANGE, DIRECTOR: VIEW, ADMINISTRATOR: CHANGE, SEAT: VIEW},
    Criterion: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: CHANGE, SEAT: VIEW},
    CouncilMember: {OFFICE: EDIT, DIRECTOR: VIEW, ADMINISTRATOR: EDIT, SEAT: VIEW},
    Unit: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: EDIT},
    Person: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: EDIT},
    Department: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: CHANGE, SEAT: VIEW},
    LegalRegime: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: EDIT, SEAT: VIEW},
    BonusRate: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: EDIT, SEAT: VIEW},
    BaseSalary: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: EDIT, SEAT: VIEW},
    User: {ADMINISTRATOR: EDIT},
    Event: {OFFICE: VIEW, DIRECTOR: VIEW, ADMINISTRATOR: VIEW},
}

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


def hats(user):
    """Every column of ACCESS that this account reads from."""
    worn = {user.role}
    seats = seats_of(user).values()
    if seats:
        worn.add(SEAT)
    if any(seat.role in (CouncilMember.Role.CHAIR, CouncilMember.Role.SECRETARY) for seat in seats):
        worn.add(LEAD)
    if any(seat.role == CouncilMember.Role.SECRETARY for seat in seats):
        worn.add(SECRETARY)
    return worn


class DepartmentAdminSite(AdminSite):
    site_header = "Quản lý đợt thi đua, khen thưởng"
    site_title = "Thi đua, khen thưởng"
    index_title = "Việc cần làm"
    index_template = "admin/dashboard.html"
    empty_value_display = "—"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return can_enter_admin(request.user)

    def allows(self, user, model, action: str) -> bool:
        """May this account view, add or change rows of this table at all?"""
        if not user.is_active or user.department_id is None:
            return False
        row = ACCESS.get(model, {})
        return any(action in row.get(hat, ()) for hat in hats(user))

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only what ACCESS names: tables that packages bring along (groups, log-in attempts) stay shut."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        for model in models:
            if model in ACCESS:
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
