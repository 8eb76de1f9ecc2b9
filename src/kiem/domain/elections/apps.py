from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "kiem.domain.elections"
    label = "elections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kiem.domain.assembly.queries import register_duties
        from kiem.domain.continuity.queries.dates import register_dates
        from kiem.domain.elections.ahead import congress_dates, congress_duties
        from kiem.domain.elections.notices import NOTICES
        from kiem.platform.notices import register_texts

        register_texts(NOTICES)
        register_dates(congress_dates)
        register_duties(congress_duties)
