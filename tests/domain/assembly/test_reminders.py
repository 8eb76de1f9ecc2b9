"""The ladder of reminders: who hears of a late task, when, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import (
    RemindedTasks,
    ask_delay,
    grant_delay,
    remind_overdue,
    report_task,
)
from kiem.domain.assembly.ladder import LADDER, Rung
from kiem.platform import notices
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Forbidden
from tests.domain.assembly.conftest import Hall
from tests.domain.assembly.test_tasks import due, one_task


@contextmanager
def day_after_due(days: int) -> Iterator[date]:
    day = due() + timedelta(days=days)
    with clock.travel(datetime.combine(day, time(3), UTC)):
        yield day


def remind(days: int) -> RemindedTasks:
    with day_after_due(days) as day:
        return remind_overdue(on=day, actor=SYSTEM)


def sent_of(hall: Hall, task_id: int, days: int) -> queries.Reminders:
    with day_after_due(days) as day:
        return queries.task_detail(viewer=SYSTEM, task_id=task_id, on=day).reminders


def test_late_task_climbs_the_ladder_and_each_rung_once(hall: Hall) -> None:
    task_id = one_task(hall)
    assert remind(0) == RemindedTasks(0, 0)  # due today is not late
    climbed = [remind(step.days_late).tasks for step in LADDER]
    assert climbed == [1, 1, 1, 1]
    assert [remind(step.days_late).tasks for step in LADDER] == [0, 0, 0, 0]
    assert remind(300).tasks == 0
    found = sent_of(hall, task_id, 20)
    assert [row.rung for row in found.sent] == [Rung.OWNER, Rung.HEAD, Rung.SETTER, Rung.ABOVE]
    assert (found.next_rung, found.next_on) == (None, None)


def test_task_late_for_long_climbs_one_rung_a_day(hall: Hall) -> None:
    """Nobody above hears of it before the owner did, even where the machine was off."""
    task_id = one_task(hall)
    assert [remind(days).tasks for days in (90, 90, 91, 92, 93, 94)] == [1, 0, 1, 1, 1, 0]
    assert sent_of(hall, task_id, 89).sent == ()
    before_last = sent_of(hall, task_id, 92)
    assert [row.rung for row in before_last.sent] == [Rung.OWNER, Rung.HEAD, Rung.SETTER]
    assert (before_last.next_rung, before_last.next_on) == (
        Rung.ABOVE,
        due() + timedelta(days=93),
    )


def test_owner_is_told_of_all_late_tasks_in_one_notice(hall: Hall) -> None:
    one_task(hall)
    one_task(hall)
    assert remind(1) == RemindedTasks(2, 1)
    anh = replace(hall.viewers["dual"], person_id=hall.places.people["Ánh"])
    found = {row.code: (row.params, row.link) for row in notices.inbox(viewer=anh)}
    assert found["assembly.late_owner"] == ({"tasks": 2}, "/tasks/?state=late")


def test_reported_task_is_not_reminded_of(hall: Hall) -> None:
    task_id = one_task(hall)
    report_task(task_id=task_id, text="Xong", actor=hall.viewers["commander"])
    assert remind(9) == RemindedTasks(0, 0)
    assert sent_of(hall, task_id, 9).next_rung is None


def test_granted_delay_starts_the_ladder_anew(hall: Hall) -> None:
    task_id = one_task(hall)
    assert remind(1).tasks == 1
    later = due() + timedelta(days=10)
    ask_delay(task_id=task_id, due_on=later, reason="Bận", actor=hall.viewers["commander"])
    grant_delay(task_id=task_id, actor=hall.viewers["youth"])
    assert remind(8).tasks == 0
    assert remind(11).tasks == 1
    assert [row.rung for row in sent_of(hall, task_id, 12).sent] == [Rung.OWNER]


def test_rung_without_a_head_is_recorded_and_passed(hall: Hall) -> None:
    """The city's youth union has no secretary here: its rung reaches nobody, the next follows."""
    task_id = one_task(hall)
    for step in LADDER:
        remind(step.days_late)
    told = {row.rung: row.told for row in sent_of(hall, task_id, 20).sent}
    assert told[Rung.OWNER] == 1
    assert told[Rung.SETTER] == 0
    assert Rung.ABOVE in told


@pytest.mark.parametrize("persona", ["youth", "personnel", "administrator"])
def test_reminding_is_the_operators(hall: Hall, persona: str) -> None:
    with pytest.raises(Forbidden):
        remind_overdue(on=due(), actor=hall.viewers[persona])
