"""What was given: the award list."""

from django.contrib import admin
from django.urls import path
from django.views.decorators.http import require_GET

from awards.http.responses import see_other
from awards.models import Award, Nomination
from campaigns.admin.base import DepartmentAdmin, VisibleRelatedFilter, mark
from campaigns.vietnamese import dates, numbers


@admin.register(Award)
class AwardAdmin(DepartmentAdmin):
    """The award list. The dossier's page holds the button that revokes."""

    department_path = "nomination__campaign__department"
    list_display = ("nominee", "unit", "form", "paper", "signed_on", "golden_book_number", "money", "state")
    list_select_related = ("nomination__unit", "nomination__person", "decision")
    list_filter = ("form", "nomination__kind", ("nomination__campaign", VisibleRelatedFilter))
    search_fields = ("nomination__search_key",)
    sortable_by = ("nominee", "unit", "form", "signed_on", "golden_book_number", "money")
    ordering = ("decision", "golden_book_number")

    def rows_for(self, user, queryset):
        return queryset.filter(nomination__in=Nomination.objects.visible_to(user))

    @admin.display(description="Tập thể, cá nhân", ordering="nomination__sort_key")
    def nominee(self, award):
        return award.nomination.nominee_name

    @admin.display(description="Đơn vị", ordering="nomination__unit__order")
    def unit(self, award):
        return award.nomination.unit.name

    @admin.display(description="Quyết định")
    def paper(self, award):
        return str(award.decision)

    @admin.display(description="Ngày ký", ordering="decision__issued_on")
    def signed_on(self, award):
        return dates.short(award.decision.issued_on)

    @admin.display(description="Tiền thưởng (đồng)", ordering="bonus_amount")
    def money(self, award):
        return numbers.grouped(award.bonus_amount)

    @admin.display(description="Ghi chú")
    def state(self, award):
        return mark("đã hủy", "off") if award.revocation else ""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view, name = self.admin_site.admin_view, "awards_award_"
        return [
            path("", view(self.changelist_view), name=f"{name}changelist"),
            path("<int:pk>/change/", view(require_GET(self.dossier)), name=f"{name}change"),
        ]

    def dossier(self, request, pk):
        award = self.get_or_404(request, pk)
        return see_other(self.admin_site.get_model_admin(Nomination).link("change", award.nomination_id))
