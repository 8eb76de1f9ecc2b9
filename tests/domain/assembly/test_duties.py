"""What a unit owes, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import commit_to, report_task
from kiem.domain.assembly.queries import DutyRow, duties
from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import NotFound
from tests.domain.assembly.conftest import Hall
from tests.domain.assembly.test_coordination import ask
from tests.domain.assembly.test_tasks import due, one_task, task


def found(hall: Hall, viewer: Viewer = SYSTEM, on: date | None = None) -> list[DutyRow]:
    rows = queries.duties_of(viewer=viewer, unit_id=hall.places.a, on=on or clock.today())
    return [row for row in rows if row.kind != "return"]


def test_tasks_commitments_and_requests_of_a_unit_by_due_day(hall: Hall) -> None:
    task_id, request_id = one_task(hall), ask(hall)
    own = commit_to(
        event_id=hall.event,
        task=task(hall.places.a, due_on=due(3)),
        actor=hall.viewers["commander"],
    )
    rows = found(hall)
    assert sorted((row.kind, row.link, row.body.id) for row in rows) == [
        ("commitment", f"/tasks/{own}/", hall.places.a),
        ("request", f"/requests/{request_id}/", hall.places.a),
        ("task", f"/tasks/{task_id}/", hall.places.youth_a),
    ]
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)


def test_what_waits_for_others_is_not_late(hall: Hall) -> None:
    task_id = one_task(hall)
    later = due() + timedelta(days=3)
    assert [row.days_late(later) for row in found(hall, on=later)] == [3]
    report_task(task_id=task_id, text="Xong", actor=hall.viewers["commander"])
    (row,) = found(hall, on=later)
    assert (row.waits_for_others, row.days_late(later)) == (True, 0)


def test_missing_returns_are_owed(hall: Hall) -> None:
    rows = queries.duties_of(viewer=SYSTEM, unit_id=hall.places.a, on=date(2025, 6, 20))
    owed = [(row.body.id, row.due_on) for row in rows if row.kind == "return"]
    assert owed == [
        (hall.places.youth_a, date(2025, 4, 5)),
        (hall.places.youth_a, date(2025, 5, 5)),
        (hall.places.youth_a, date(2025, 6, 5)),
    ]


def test_line_sees_its_own_chapters_part_only(hall: Hall) -> None:
    one_task(hall)
    with pytest.raises(NotFound):
        found(hall, hall.viewers["women"])
    assert [row.kind for row in found(hall, hall.viewers["commander"])] == ["task"]


@pytest.fixture
def other_source() -> Iterator[None]:
    def survey(viewer: Viewer, bodies: tuple[queries.Body, ...], on: date) -> Iterator[DutyRow]:
        for body in bodies:
            yield DutyRow("survey", "Khảo sát", "Survey", body, on, "/surveys/1/")

    duties.register_duties(survey)
    duties.register_duties(survey)
    yield
    duties._sources.remove(survey)


@pytest.mark.usefixtures("other_source")
def test_apps_above_add_what_is_owed_to_them(hall: Hall) -> None:
    kinds = [row.kind for row in found(hall)]
    assert kinds == ["survey"] * 3  # the unit, its youth and its works council
