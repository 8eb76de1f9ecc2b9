from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "kiem.domain.returns"
    label = "returns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kiem.domain.continuity.queries.dates import register_dates
        from kiem.domain.returns.ahead import return_dates
        from kiem.domain.returns.notices import NOTICES
        from kiem.platform.notices import register_texts

        register_texts(NOTICES)
        register_dates(return_dates)
