from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Đợt thi đua"
    default_auto_field = "django.db.models.BigAutoField"
