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
