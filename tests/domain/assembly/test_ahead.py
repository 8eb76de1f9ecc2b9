"""Tasks on the calendar and in a handover."""

from __future__ import annotations

from datetime import timedelta

from kiem.domain.assembly.actions import EventPlan, plan_event, withdraw_task
from kiem.domain.assembly.ahead import task_matters
from kiem.domain.continuity.queries import dates_ahead
from kiem.domain.register.actions import AppointmentEnd, end_appointments
from kiem.domain.register.queries.leaving import leaving
from kiem.domain.register.queries.people import person_detail
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.domain.assembly.conftest import Hall
from tests.domain.assembly.test_tasks import due, one_task


def test_open_tasks_and_events_are_dates_ahead(hall: Hall) -> None:
    task_id = one_task(hall)
    dates = dates_ahead(viewer=hall.viewers["commander"], on=clock.today())
    assert [(row.key, row.day) for row in dates if row.kind == "deadline"] == [
        (f"task-{task_id}", due())
    ]
    planned = plan_event(
        project_id=hall.project,
        organizer_id=hall.places.youth,
        kind="forum",
        plan=EventPlan(title_vi="Diễn đàn", held_on=due()),
        actor=hall.viewers["youth"],
    )
    events = dates_ahead(viewer=hall.viewers["youth"], on=clock.today())
    assert [row.link for row in events if row.kind == "event"] == [f"/assembly/events/{planned}/"]
    withdraw_task(task_id=task_id, reason="Thôi", actor=hall.viewers["youth"])
    after = dates_ahead(viewer=hall.viewers["commander"], on=clock.today())
    assert [row for row in after if row.kind == "deadline"] == []


def test_open_tasks_are_handed_over_with_the_office(hall: Hall) -> None:
    task_id = one_task(hall)
    today = clock.today()
    anh = person_detail(viewer=SYSTEM, person_id=hall.places.people["Ánh"], on=today)
    (office,) = [a for a in anh.posts if a.post_id == hall.places.secretary_a]
    end_appointments(
        decision_id=hall.places.decision,
        ends=[AppointmentEnd(office.id, today + timedelta(days=5))],
        actor=SYSTEM,
    )
    rows = leaving(viewer=SYSTEM, on=today)
    (matter,) = task_matters(rows)
    assert (matter.kind, matter.key, matter.link) == ("task", str(task_id), f"/tasks/{task_id}/")
