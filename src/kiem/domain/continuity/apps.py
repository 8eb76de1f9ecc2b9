from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    name = "kiem.domain.continuity"
    label = "continuity"
    default_auto_field = "django.db.models.BigAutoField"
