from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    name = "kiem.domain.continuity"
    label = "continuity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kiem.domain.continuity.notices import NOTICES
        from kiem.platform.notices import register_texts

        register_texts(NOTICES)
