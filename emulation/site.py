"""The admin site: the face of the Office, the Council and the Director."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest


class DepartmentAdminSite(AdminSite):
    site_header = "Quản lý đợt thi đua, khen thưởng"
    site_title = "Thi đua, khen thưởng"
    index_title = "Công việc của Văn phòng và Hội đồng"
    empty_value_display = "—"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff
