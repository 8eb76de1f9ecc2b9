"""A city with two communes; its personnel department asks both of them, in a project."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kiem.domain.assembly.actions import open_project
from kiem.domain.surveys.actions import (
    Asked,
    SurveyPlan,
    create_question_set,
    create_survey,
    open_survey,
)
from kiem.platform.access import Grant, Permission, Viewer, viewer_for
from kiem.platform.accounts.models import User
from kiem.platform.kernel import clock
from tests.factories.two_sides import TwoSides, build_two_sides

REFERENCE = date(2025, 5, 6)
QUESTIONS = (
    Asked("model", "choice", "Mô hình nào?", options_vi=("Kiêm nhiệm", "Chuyên trách"),
          options_en=("Concurrent", "Full-time"), is_required=True),
    Asked("causes", "choices", "Khó khăn gì?", options_vi=("Thời gian", "Kinh phí", "Khác")),
    Asked("weight", "scale", "Trọng số khi xếp loại?", lowest=Decimal(1), highest=Decimal(5)),
    Asked("people", "number", "Cán bộ kiêm nhiệm?", unit_vi="người", lowest=Decimal(0),
          computed="dual_holders"),
    Asked("say", "text", "Kiến nghị?"),
    Asked("hours", "table", "Giờ mỗi tháng?", rows_vi=("Đoàn", "Phụ nữ"),
          options_vi=("Trong giờ", "Ngoài giờ"), unit_vi="giờ"),
)  # fmt: skip
ANSWERS: dict[str, object] = {
    "model": 2,
    "causes": [1, 3],
    "weight": "4",
    "people": "1",
    "say": "Giữ mô hình",
    "hours": [["12,5", ""], [3, "0"]],
}


@dataclass
class Asking:
    """Ids and viewers by persona; the version of the question set."""

    places: TwoSides
    viewers: dict[str, Viewer]
    project: int
    version: int
    due: date = field(default_factory=lambda: clock.today() + timedelta(days=10))

    def person(self, name: str) -> Viewer:
        """Somebody signed in who may look at assemblies as every dual holder may."""
        number = self.places.people[name]
        grants = frozenset({Grant(Permission.VIEW_ASSEMBLY, f"person:{number}")})
        return Viewer(name=name, user_id=9_000 + number, person_id=number, grants=grants)

    def plan(self, **values: object) -> SurveyPlan:
        given: dict[str, object] = {
            "title_vi": "Khảo sát tổ chức hoạt động",
            "reference_on": REFERENCE,
            "due_on": self.due,
            "rule": "list",
            "organization_ids": [self.places.a, self.places.b],
        }
        return SurveyPlan(**{**given, **values})  # type: ignore[arg-type]  # checked by the action

    def prepared(self, **values: object) -> int:
        return create_survey(
            project_id=self.project,
            organizer_id=self.places.city,
            version_id=self.version,
            plan=self.plan(**values),
            actor=self.viewers["personnel"],
        )

    def opened(self, **values: object) -> int:
        survey = self.prepared(**values)
        open_survey(survey_id=survey, actor=self.viewers["personnel"])
        return survey


@pytest.fixture
def asking(db: None) -> Asking:
    places = build_two_sides()
    viewers = {
        name: viewer_for(User.objects.get(pk=number)) for name, number in places.accounts.items()
    }
    personnel = viewers["personnel"]
    project = open_project(
        organization_id=places.city,
        code="2020-05",
        title_vi="Mô hình có đúng không?",
        opened_on=date(2025, 3, 1),
        actor=personnel,
    )
    version = create_question_set(
        organization_id=places.city,
        code="to-chuc",
        title_vi="Tổ chức hoạt động",
        questions=QUESTIONS,
        actor=personnel,
    )
    return Asking(places, viewers, project, version)
