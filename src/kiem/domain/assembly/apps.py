from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "kiem.domain.assembly"
    label = "assembly"
    default_auto_field = "django.db.models.BigAutoField"
