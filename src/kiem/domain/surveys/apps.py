from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "kiem.domain.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kiem.domain.assembly.queries import register_duties, register_source
        from kiem.domain.continuity.matters import register_matters
        from kiem.domain.continuity.queries.dates import register_dates
        from kiem.domain.surveys.ahead import survey_dates, survey_duties, survey_matters
        from kiem.domain.surveys.notices import NOTICES
        from kiem.domain.surveys.queries.surveys import survey_names
        from kiem.platform.notices import register_texts

        register_texts(NOTICES)
        register_dates(survey_dates)
        register_matters(survey_matters)
        register_duties(survey_duties)
        register_source("survey", survey_names)
