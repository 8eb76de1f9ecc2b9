"""The next session's agenda starts with what is open, however much that is."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import (
    EventPlan,
    accept_task,
    commit_to,
    conclude,
    plan_event,
    report_task,
    set_tasks,
)
from kiem.domain.assembly.models import TaskStep
from kiem.domain.register.actions import found_organizations
from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.kernel import clock
from tests.domain.assembly.conftest import Hall
from tests.domain.assembly.test_tasks import due, one_task, task
from tests.factories.register import organization

HELD = date(2025, 5, 6)
COMMUNES = 3_321
DONE = 1_500


def next_event(hall: Hall, held_on: date, project: int | None = None) -> int:
    return plan_event(
        project_id=project or hall.project,
        organizer_id=hall.places.youth,
        kind="session",
        plan=EventPlan(title_vi="Kiểm điểm", held_on=held_on, bodies=[hall.places.youth_a]),
        actor=hall.viewers["youth"],
    )


def detail(event: int, viewer: Viewer = SYSTEM, on: date | None = None) -> queries.EventDetail:
    return queries.event_detail(viewer=viewer, event_id=event, on=on or clock.today())


def left(found: queries.EventDetail) -> list[tuple[int, int, int]]:
    return [(row.number, row.open, row.late) for row in found.left_open]


def test_agenda_starts_with_open_tasks_and_commitments_of_earlier_events(hall: Hall) -> None:
    done, open_task = one_task(hall), one_task(hall)
    own = commit_to(event_id=hall.event, task=task(hall.places.youth_a), actor=SYSTEM)
    report_task(task_id=done, text="Xong", actor=hall.viewers["commander"])
    accept_task(task_id=done, actor=hall.viewers["youth"])
    after = next_event(hall, HELD + timedelta(days=30))
    found = detail(after)
    assert left(found) == [(2, 1, 0), (0, 1, 0)]
    assert {row.id for row in found.carried_over} == {open_task, own}
    assert left(detail(after, on=due(31))) == [(2, 1, 1), (0, 1, 1)]
    # The first event itself, and one before it, carry nothing over.
    assert left(detail(hall.event)) == []
    assert left(detail(next_event(hall, HELD - timedelta(days=1)))) == []


def test_second_event_of_a_day_starts_with_what_the_first_left(hall: Hall) -> None:
    task_id = one_task(hall)
    found = detail(next_event(hall, HELD))
    assert [row.id for row in found.carried_over] == [task_id]


def test_agenda_counts_what_the_reader_may_see(hall: Hall) -> None:
    own = one_task(hall)
    number = conclude(event_id=hall.event, text_vi="Thành phố thực hiện", actor=SYSTEM)
    set_tasks(
        event_id=hall.event,
        conclusion_number=number,
        tasks=[task(hall.places.city)],
        actor=SYSTEM,
    )
    after = next_event(hall, HELD + timedelta(days=1))
    assert left(detail(after)) == [(1, 1, 0), (2, 1, 0)]
    found = detail(after, hall.viewers["commander"])
    assert left(found) == [(1, 1, 0)]
    assert [row.id for row in found.carried_over] == [own]


@pytest.fixture
def country(hall: Hall) -> list[int]:
    """A task of 3,321 communes, of which those that were due first are done."""
    communes = found_organizations(
        decision_id=hall.places.decision,
        organizations=[organization(f"C{n}", parent_id=hall.places.city) for n in range(COMMUNES)],
        actor=SYSTEM,
    )
    number = conclude(event_id=hall.event, text_vi="Toàn quốc thực hiện", actor=SYSTEM)
    ids = set_tasks(
        event_id=hall.event,
        conclusion_number=number,
        tasks=[task(commune) for commune in communes],
        actor=SYSTEM,
    )
    return list(ids)


def test_agenda_after_a_country_was_set_a_task(hall: Hall, country: list[int]) -> None:
    """1,500 are done: the agenda still starts with the 1,821 that are not, and says how many."""
    for kind, user in (("report", 1), ("accept", 2)):
        TaskStep.objects.bulk_create(
            TaskStep(
                task_id=task_id,
                kind=kind,
                text="Xong",
                by_user_id=user,
                recorded_at=clock.now(),
                recorded_by="tests",
            )
            for task_id in country[:DONE]
        )
    after = next_event(hall, HELD + timedelta(days=90))
    detail(after, on=due(31))
    began = time.process_time()
    found = detail(after, on=due(31))
    spent = time.process_time() - began
    assert left(found) == [(1, COMMUNES - DONE, COMMUNES - DONE)]
    assert [row.id for row in found.carried_over] == country[DONE : DONE + 50]
    assert spent < 0.1  # of this process; PostgreSQL's is measured by `make bench`
