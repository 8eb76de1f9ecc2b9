from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "kiem.domain.assembly"
    label = "assembly"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kiem.domain.assembly.notices import NOTICES
        from kiem.platform.notices import register_texts

        register_texts(NOTICES)
