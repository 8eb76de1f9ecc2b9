"""Surveys of the city's youth union in a project: two rounds of the youth of A, one anonymous."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from kiem.domain.surveys.actions import (
    Asked,
    SurveyPlan,
    answer_survey,
    close_survey,
    create_question_set,
    create_survey,
    open_survey,
)
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.factories.two_sides import TwoSides

ASKED = datetime(2025, 2, 21, 3, tzinfo=UTC)
DUE = date(2198, 12, 31)
QUESTIONS = (
    Asked("model", "choice", "Mô hình nào?", "Which model?",
          options_vi=("Kiêm nhiệm", "Chuyên trách"), options_en=("Concurrent", "Full-time"),
          is_required=True),
    Asked("weight", "scale", "Trọng số khi xếp loại?", lowest=Decimal(1), highest=Decimal(5)),
    Asked("say", "text", "Kiến nghị?"),
)  # fmt: skip
ANSWERS: dict[str, object] = {"model": 1, "weight": 3, "say": "Giữ mô hình"}


def hold_surveys(places: TwoSides, project: int) -> dict[str, int]:
    """Ids of the `version` asked, the open `survey` with its closed `first_round`, and of an
    `anonymous` one that invites whoever holds an office in the youth of A."""
    with clock.travel(ASKED):
        version = create_question_set(
            organization_id=places.youth,
            code="mo-hinh",
            title_vi="Mô hình tổ chức",
            questions=QUESTIONS,
            actor=SYSTEM,
        )
    ids = {"version": version}
    for days, name, audience in (
        (0, "first_round", "bodies"),
        (1, "survey", "bodies"),
        (2, "anonymous", "everyone"),
    ):
        with clock.travel(ASKED + timedelta(days=days)):
            ids[name] = _ask(places, project, version, audience)
            if name == "first_round":
                answer_survey(
                    survey_id=ids[name],
                    organization_id=places.youth_a,
                    typed=ANSWERS,
                    actor=SYSTEM,
                )
                close_survey(survey_id=ids[name], actor=SYSTEM)
    return ids


def _ask(places: TwoSides, project: int, version: int, audience: str) -> int:
    plan = SurveyPlan(
        title_vi="Khảo sát mô hình",
        title_en="Survey of the model",
        reference_on=date(2025, 2, 20),
        due_on=DUE,
        rule="list",
        organization_ids=[places.youth_a],
        audience=audience,
    )
    survey = create_survey(
        project_id=project,
        organizer_id=places.youth,
        version_id=version,
        plan=plan,
        actor=SYSTEM,
    )
    open_survey(survey_id=survey, actor=SYSTEM)
    return survey
