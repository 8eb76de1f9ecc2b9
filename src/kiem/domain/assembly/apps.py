from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "kiem.domain.assembly"
    label = "assembly"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kiem.domain.assembly.ahead import request_matters, task_dates, task_matters
        from kiem.domain.assembly.notices import NOTICES
        from kiem.domain.continuity.matters import register_matters
        from kiem.domain.continuity.queries.dates import register_dates
        from kiem.platform.notices import register_texts

        register_texts(NOTICES)
        register_dates(task_dates)
        register_matters(task_matters)
        register_matters(request_matters)
