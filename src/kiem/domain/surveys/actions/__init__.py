"""Writes of the surveys. Keyword-only, one transaction, audited.

A survey from the first to the last step:

    version = create_question_set(organization_id=..., code="to-chuc-2020", title_vi="...",
                                  questions=[Asked("q1", "choice", "...", options_vi=[...])],
                                  actor=...)
    survey = create_survey(project_id=..., organizer_id=..., version_id=version,
                           plan=SurveyPlan("...", reference_on=..., due_on=..., rule="type",
                                           types=["commune_police"]), actor=...)
    open_survey(survey_id=survey, actor=...)                  # resolves and freezes who is asked
    answer_survey(survey_id=survey, organization_id=unit, typed={"q1": 2}, actor=...)
    close_survey(survey_id=survey, actor=...)
    queries.rollup(viewer=..., survey_id=survey, on=..., by="type")
"""

from kiem.domain.surveys.actions.question_sets import (
    add_question,
    change_question,
    create_question_set,
    move_question,
    new_version,
    remove_question,
)
from kiem.domain.surveys.actions.reminding import Reminded, remind_survey, remind_surveys
from kiem.domain.surveys.actions.sheets import answer_survey, reopen_sheet, save_draft
from kiem.domain.surveys.actions.surveys import (
    SurveyPlan,
    change_survey,
    close_survey,
    create_survey,
    extend_survey,
    open_survey,
    reopen_survey,
)
from kiem.domain.surveys.actions.taking_part import take_part
from kiem.domain.surveys.questions import Asked

__all__ = [
    "Asked",
    "Reminded",
    "SurveyPlan",
    "add_question",
    "answer_survey",
    "change_question",
    "change_survey",
    "close_survey",
    "create_question_set",
    "create_survey",
    "extend_survey",
    "move_question",
    "new_version",
    "open_survey",
    "remind_survey",
    "remind_surveys",
    "remove_question",
    "reopen_sheet",
    "reopen_survey",
    "save_draft",
    "take_part",
]
