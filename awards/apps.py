from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"
    default_auto_field = "django.db.models.BigAutoField"
