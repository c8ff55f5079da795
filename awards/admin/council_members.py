"""Who sits on the Council: one chair, one secretary, and members of the department."""

from django import forms
from django.contrib import admin
from django.db import transaction

from awards import audit
from awards.models import CouncilMember
from campaigns.admin.base import DepartmentAdmin, VisibleRelatedFilter
from campaigns.admin.fields import single_or_none
from campaigns.models import Campaign


class SeatForm(forms.ModelForm):
    class Meta:
        model = CouncilMember
        fields = ("campaign", "person", "role", "order", "is_active")
        help_texts = {
            "is_active": "Bỏ chọn khi thành viên thôi tham gia; không xóa vì phiếu và điểm cũ còn gắn với ghế này."
        }

    def clean(self):
        cleaned = super().clean()
        # On a change the campaign is shown and not asked; on an add it may have been left empty.
        known = self.instance.campaign if self.instance.campaign_id else None
        campaign, person = cleaned.get("campaign") or known, cleaned.get("person")
        if person and campaign and person.department_id != campaign.department_id:
            self.add_error("person", "Người này thuộc cơ quan khác. Hãy chọn người của cơ quan.")
        self._add_second_seat_error(campaign, cleaned.get("role"), cleaned.get("is_active"))
        return cleaned

    def _add_second_seat_error(self, campaign, role, is_active):
        """One chair and one secretary; the constraint says so too, but not in a sentence."""
        if not (campaign and is_active and role in CouncilMember.PRESIDING):
            return
        others = CouncilMember.objects.filter(campaign=campaign, role=role, is_active=True)
        if other := others.exclude(pk=self.instance.pk).select_related("person").first():
            self.add_error(
                "role",
                f"{other.person.full_name} đang là {other.get_role_display()}. Mỗi Hội đồng có một: hãy đổi chức danh "
                "hoặc cho thôi tham gia người đó trước.",
            )


@admin.register(CouncilMember)
class CouncilMemberAdmin(DepartmentAdmin):
    department_path = "campaign__department"
    form = SeatForm
    list_display = ("name", "role", "position", "campaign_code", "order", "is_active")
    list_select_related = ("person", "campaign")
    list_filter = ("role", "is_active", ("campaign", VisibleRelatedFilter))
    search_fields = ("person__search_key",)
    autocomplete_fields = ("person",)
    ordering = ("campaign", "order", "pk")

    @admin.display(description="Thành viên", ordering="person__sort_key")
    def name(self, seat):
        return seat.person.full_name

    @admin.display(description="Chức vụ")
    def position(self, seat):
        return seat.person.position

    @admin.display(description="Đợt thi đua", ordering="campaign")
    def campaign_code(self, seat):
        return seat.campaign.code

    def get_list_display_links(self, request, list_display):
        # To those who only read, the list already tells everything.
        return ("name",) if self.has_change_permission(request) else None

    def get_readonly_fields(self, request, obj=None):
        # A seat with votes never becomes somebody else's.
        return ("campaign", "person") if obj else ()

    def get_changeform_initial_data(self, request):
        campaign = single_or_none(Campaign.objects.visible_to(request.user))
        one = {"campaign": campaign.pk} if campaign else {}
        return {**one, **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        with transaction.atomic():
            head = audit.lock(obj.campaign)
            super().save_model(request, obj, form, change)
            facts = {
                "member": obj.person.full_name,
                "personnel_id": obj.person.personnel_id,
                "role": obj.role,
                "is_active": obj.is_active,
            }
            note = f"{obj.person.full_name}: {obj.get_role_display()}{'' if obj.is_active else ' (thôi tham gia)'}"
            audit.write(head, "seat_changed", by=request.user, note=note, facts=facts)
