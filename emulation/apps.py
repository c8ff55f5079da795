from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class EmulationConfig(AppConfig):
    """The project itself: system checks, and what every page shares."""

    name = "emulation"
    verbose_name = "Phần mềm thi đua"

    def ready(self) -> None:
        from emulation import checks  # noqa: F401  (registers the checks)


class AdminConfig(DjangoAdminConfig):
    default_site = "emulation.site.DepartmentAdminSite"

    def ready(self) -> None:
        from django.contrib.admin.templatetags import admin_list

        super().ready()
        # Django's tick and cross are read aloud as "True" and "False", which no catalogue can translate.
        admin_list._boolean_icon = boolean_icon


def boolean_icon(value) -> str:
    """The admin's tick, cross or question mark with a Vietnamese name."""
    from django.templatetags.static import static
    from django.utils.html import format_html

    icon, name = {True: ("yes", "Có"), False: ("no", "Không")}.get(value, ("unknown", "Chưa rõ"))
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{icon}.svg"), name)
