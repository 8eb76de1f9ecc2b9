"""Reads of the surveys.

`list_surveys` and `survey_detail` for pages of a project; `survey_board` who has answered;
`sheet_detail` one body's form with what is prefilled, typed and sent; `surveys_to_answer` what
waits for a viewer; `rollup` what the answers add up to, for everybody and by groups;
`compare_rounds` beside the last round; `filled_sheets` and `text_answers` one by one.
"""

from kiem.domain.surveys.queries.anonymous import (
    GROUPINGS,
    NO_ANSWER,
    REST,
    Invitation,
    invited_people,
    own_invitation,
)
from kiem.domain.surveys.queries.asked import AskedBody, asked_bodies, codes_of
from kiem.domain.surveys.queries.comparison import ComparedItem, Comparison, compare_rounds
from kiem.domain.surveys.queries.computed import COMPUTED
from kiem.domain.surveys.queries.given import (
    FilledSheet,
    TextAnswer,
    filled_sheets,
    text_answers,
)
from kiem.domain.surveys.queries.question_sets import list_question_sets, question_version
from kiem.domain.surveys.queries.rollup import BREAKDOWNS, rollup
from kiem.domain.surveys.queries.rows import (
    Board,
    Given,
    Group,
    QuestionResult,
    QuestionSetRow,
    Rollup,
    SheetDetail,
    SheetRow,
    SheetState,
    Slice,
    Status,
    StepRow,
    SurveyDetail,
    SurveyRow,
    VersionDetail,
)
from kiem.domain.surveys.queries.sheets import (
    ToAnswer,
    sheet_detail,
    survey_board,
    surveys_to_answer,
)
from kiem.domain.surveys.queries.surveys import list_surveys, survey_detail

__all__ = [
    "BREAKDOWNS",
    "COMPUTED",
    "GROUPINGS",
    "NO_ANSWER",
    "REST",
    "AskedBody",
    "Board",
    "ComparedItem",
    "Comparison",
    "FilledSheet",
    "Given",
    "Group",
    "Invitation",
    "QuestionResult",
    "QuestionSetRow",
    "Rollup",
    "SheetDetail",
    "SheetRow",
    "SheetState",
    "Slice",
    "Status",
    "StepRow",
    "SurveyDetail",
    "SurveyRow",
    "TextAnswer",
    "ToAnswer",
    "VersionDetail",
    "asked_bodies",
    "codes_of",
    "compare_rounds",
    "filled_sheets",
    "invited_people",
    "list_question_sets",
    "list_surveys",
    "own_invitation",
    "question_version",
    "rollup",
    "sheet_detail",
    "survey_board",
    "survey_detail",
    "surveys_to_answer",
    "text_answers",
]
