from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "kiem.domain.elections"
    label = "elections"
    default_auto_field = "django.db.models.BigAutoField"
