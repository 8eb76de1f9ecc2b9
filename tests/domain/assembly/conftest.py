"""A city with two communes, and a session the city's youth union holds with the youth of A."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from kiem.domain.assembly.actions import EventPlan, open_project, plan_event
from kiem.platform.access import Viewer, viewer_for
from kiem.platform.accounts.models import User
from tests.factories.two_sides import TwoSides, build_two_sides

DUE = date(2199, 1, 1)


@dataclass(frozen=True)
class Hall:
    """Where the session takes place: ids, and viewers by persona."""

    places: TwoSides
    viewers: dict[str, Viewer]
    project: int
    event: int


@pytest.fixture
def hall(db: None) -> Hall:
    return build_hall()


def build_hall() -> Hall:
    """Recorded at the moment the clock says."""
    places = build_two_sides()
    viewers = {
        name: viewer_for(User.objects.get(pk=number)) for name, number in places.accounts.items()
    }
    project = open_project(
        organization_id=places.youth,
        code="2020-05",
        title_vi="Mô hình có đúng không?",
        title_en="Is the model right?",
        opened_on=date(2025, 3, 1),
        actor=viewers["youth"],
    )
    event = plan_event(
        project_id=project,
        organizer_id=places.youth,
        kind="session",
        plan=EventPlan(
            title_vi="Buổi làm việc",
            held_on=date(2025, 5, 6),
            agenda=[("Tình hình", "Situation"), ("Kết luận", "Conclusions")],
            bodies=[places.youth_a, places.a],
        ),
        actor=viewers["youth"],
    )
    return Hall(places, viewers, project, event)
