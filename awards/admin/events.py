"""The history for whoever inspects: who did what, when, on what evidence; and whether the chain still holds."""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from awards import audit
from awards.audit import labels
from awards.http.responses import render
from awards.models import Event
from campaigns import clock
from campaigns.admin.base import DepartmentAdmin, VisibleRelatedFilter
from campaigns.models import Campaign, User
from campaigns.vietnamese import dates, names

from . import event_labels


class VerbFilter(admin.SimpleListFilter):
    title = "việc"
    parameter_name = "verb"

    def lookups(self, request, model_admin):
        return sorted(labels.EVENTS.items(), key=lambda pair: names.title_sort_key(pair[1]))

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


class WhenFilter(admin.SimpleListFilter):
    """Django's own filter of dates asks the machine for the time, not the campaign's clock."""

    title = "lúc"
    parameter_name = "khi"

    def lookups(self, request, model_admin):
        return [("0", "Hôm nay"), ("7", "7 ngày qua"), ("30", "30 ngày qua")]

    def queryset(self, request, queryset):
        if self.value() not in {"0", "7", "30"}:
            return queryset
        today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(at__gte=today - timedelta(days=int(self.value())))


class ActorFilter(admin.SimpleListFilter):
    title = "người thực hiện"
    parameter_name = "actor"

    def lookups(self, request, model_admin):
        # One name each, as the accounts carry it today; the line itself keeps the name of that moment.
        actors = User.objects.filter(department=request.user.department_id).order_by("full_name", "username")
        return [(user.pk, str(user)) for user in actors]

    def queryset(self, request, queryset):
        return queryset.filter(actor=self.value()) if (self.value() or "").isdecimal() else queryset


@admin.register(Event)
class EventAdmin(DepartmentAdmin):
    list_display = ("sequence", "moment", "what", "dossier", "change", "who", "note_short")
    list_select_related = ("nomination__unit", "nomination__person")
    list_filter = (
        VerbFilter,
        WhenFilter,
        ("campaign", VisibleRelatedFilter),
        ActorFilter,
    )
    search_fields = ("nomination__search_key",)
    search_help_text = "Tìm theo mã hồ sơ, tên được đề nghị, người thực hiện hoặc nội dung."
    # As they were written, newest first: no sorting of a long history.
    ordering = ("-pk",)
    sortable_by = ("sequence", "moment")
    change_list_template = "admin/awards/history.html"
    list_per_page = 100

    def rows_for(self, user, queryset):
        # Not `visible_to`: the inspector also reads what belongs to the campaign and to no dossier.
        if user.department_id is None:
            return queryset.none()
        return queryset.filter(campaign__department_id=user.department_id)

    def get_search_results(self, request, queryset, search_term):
        found, distinct = super().get_search_results(request, queryset, search_term)
        if search_term.strip():
            typed = names.clean(search_term)
            found |= queryset.filter(
                Q(actor_name__icontains=typed) | Q(note__icontains=typed) | Q(nomination__reference=typed)
            )
        return found, distinct

    @admin.display(description="Lúc", ordering="at")
    def moment(self, event):
        return dates.instant(event.at).removesuffix(" (giờ Việt Nam)")

    @admin.display(description="Việc")
    def what(self, event):
        return event_labels.verb(event.verb)

    @admin.display(description="Hồ sơ")
    def dossier(self, event):
        return str(event.nomination) if event.nomination else ""

    @admin.display(description="Trạng thái")
    def change(self, event):
        if event.source == event.target:
            return ""
        source = event_labels.status(event.source)
        return (
            f"{source} → {event_labels.status(event.target)}" if source else event_labels.status(event.target)
        )

    @admin.display(description="Người thực hiện")
    def who(self, event):
        return format_html("{}<br><small>{}</small>", event.actor_name, event.actor_role)

    @admin.display(description="Nội dung")
    def note_short(self, event):
        return event.note if len(event.note) <= 80 else f"{event.note[:79]}…"

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view, name = self.admin_site.admin_view, "awards_event_"
        return [
            path("", view(self.changelist_view), name=f"{name}changelist"),
            path("kiem-tra/", view(require_POST(self.verify)), name=f"{name}verify"),
            path("<int:pk>/change/", view(self.event), name=f"{name}change"),
        ]

    def event(self, request, pk):
        event = self.get_or_404(request, pk)
        context = self.page(
            request,
            title=f"Sự kiện số {event.sequence}: {event_labels.verb(event.verb)}",
            event=event,
            change=self.change(event),
            facts=event_labels.facts(event),
            nomination_url=reverse("admin:awards_nomination_change", args=[event.nomination_id])
            if event.nomination_id
            else "",
        )
        return render(request, "admin/awards/event.html", context)

    def verify(self, request):
        """Reads every file of the campaigns, so it is a button and not part of the page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        results = [
            (campaign, list(audit.verify(campaign)), campaign.events.count())
            for campaign in Campaign.objects.visible_to(request.user)
        ]
        context = self.page(
            request,
            title="Kiểm tra chuỗi nhật ký",
            results=results,
            broken=any(breaks for _, breaks, _ in results),
        )
        return render(request, "admin/awards/verify.html", context)
