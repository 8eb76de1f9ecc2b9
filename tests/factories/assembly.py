"""A session of the city's youth union with the youth of A, up to one task of the youth of A."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kiem.domain.assembly.actions import (
    EventPlan,
    NewTask,
    conclude,
    open_project,
    plan_event,
    propose,
    set_tasks,
)
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.factories.two_sides import TwoSides

HELD = datetime(2025, 2, 20, 3, tzinfo=UTC)


def hold_session(places: TwoSides) -> dict[str, int]:
    """Ids of the `project`, the `event` and its first `task`; proposal 1 led to conclusion 1."""
    with clock.travel(HELD):
        project = open_project(
            organization_id=places.youth,
            code="2025-02",
            title_vi="Mô hình có đúng không?",
            opened_on=date(2025, 2, 1),
            actor=SYSTEM,
        )
        event = plan_event(
            project_id=project,
            organizer_id=places.youth,
            kind="session",
            plan=EventPlan(
                title_vi="Buổi làm việc", held_on=date(2025, 2, 20), bodies=[places.youth_a]
            ),
            actor=SYSTEM,
        )
        proposal = propose(
            event_id=event,
            organization_id=places.youth_a,
            text_vi="Giữ mô hình kiêm nhiệm",
            actor=SYSTEM,
        )
        number = conclude(
            event_id=event, text_vi="Giữ mô hình kiêm nhiệm", proposal_id=proposal, actor=SYSTEM
        )
        (task,) = set_tasks(
            event_id=event,
            conclusion_number=number,
            tasks=[
                NewTask(
                    owner_id=places.youth_a,
                    text_vi="Rà soát cán bộ kiêm nhiệm",
                    evidence_vi="Báo cáo có chữ ký",
                    due_on=date(2198, 12, 31),
                )
            ],
            actor=SYSTEM,
        )
        return {"project": project, "event": event, "task": task}
