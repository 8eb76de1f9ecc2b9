"""Question sets, surveys, whom they ask, and what was answered."""

from kiem.domain.surveys.models.anonymous import Box, Invitee, Participation
from kiem.domain.surveys.models.answer import Answer, Draft, Reopening, Sheet
from kiem.domain.surveys.models.question import Question, QuestionSet, QuestionVersion
from kiem.domain.surveys.models.survey import Survey, SurveyState, SurveyStep, Target

__all__ = [
    "Answer",
    "Box",
    "Draft",
    "Invitee",
    "Participation",
    "Question",
    "QuestionSet",
    "QuestionVersion",
    "Reopening",
    "Sheet",
    "Survey",
    "SurveyState",
    "SurveyStep",
    "Target",
]
