"""What a survey's answers say one by one, and beside the round before."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from pydantic import Field

from kiem.delivery.api.asking import Paging, Rows, Time, cut, scope_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.surveys import router as router  # one address, one router
from kiem.delivery.api.schemas.shape import Id, One, Page
from kiem.delivery.api.schemas.survey_results import Comparison, SheetGiven, TextGiven
from kiem.domain.surveys import queries
from kiem.platform.access import Permission

MOST_SHEETS = 5_000
QuestionKey = Annotated[str, Field(max_length=20, examples=["model"])]


@operation(
    router,
    "GET",
    "/surveys/{survey_id}/texts/{key}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[TextGiven],
    summary=_("Answers in words"),
    description=_(
        "To one question, for the organiser; anonymous ones by nobody, in alphabetical order, once "
        "the survey is closed and five or more wrote."
    ),
)
def list_survey_texts(
    request: HttpRequest, survey_id: Id, key: QuestionKey, time: Time, page: Paging
) -> Rows[queries.TextAnswer]:
    found = queries.text_answers(
        survey_id=survey_id, key=key, limit=MOST_SHEETS, **scope_of(request, time)
    )
    return _placed(page, "survey texts", found)


@operation(
    router,
    "GET",
    "/surveys/{survey_id}/answers",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[SheetGiven],
    summary=_("Answers sheet by sheet"),
    description=_("Every sheet that was sent, for the organiser; an anonymous survey has none."),
)
def list_survey_answers(
    request: HttpRequest, survey_id: Id, time: Time, page: Paging
) -> Rows[queries.FilledSheet]:
    found = queries.filled_sheets(survey_id=survey_id, limit=MOST_SHEETS, **scope_of(request, time))
    return _placed(page, "survey answers", found)


@operation(
    router,
    "GET",
    "/surveys/{survey_id}/comparison",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[Comparison],
    summary=_("This round beside the last"),
    description=_(
        "For the organiser: questions are matched by key and kind, options by their words; 404 "
        "where there is no earlier round."
    ),
)
def compare_survey_rounds(request: HttpRequest, survey_id: Id, time: Time) -> dict[str, Any]:
    found = queries.compare_rounds(survey_id=survey_id, **scope_of(request, time))
    return {
        "now": found.now.survey.row,
        "before": found.before.survey.row,
        "in_both": found.in_both,
        "items": [
            {
                "key": item.question.key,
                "row": item.row,
                "column": item.column,
                "option": item.option,
                "before": item.before,
                "now": item.now,
                "change": item.change,
            }
            for item in found.items
        ],
        "gone": found.gone,
    }


def _placed(page: Paging, of: str, found: tuple[Any, ...]) -> Rows[Any]:
    """A page of a list whose rows have no number of their own: by their places in it."""
    rows = cut(page, of=of, shape=(int,), rows=list(enumerate(found)), key_of=lambda row: row[:1])
    return Rows([row for _place, row in rows.rows], rows.next)
