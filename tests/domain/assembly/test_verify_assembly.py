"""Verification finds what the guards would have refused, had they not been switched off."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from kiem.domain.assembly.actions import (
    Cited,
    Statement,
    accept_task,
    contribute,
    delegate_task,
    report_task,
    set_tasks,
)
from kiem.domain.assembly.queries.verify import verify_assembly
from kiem.platform.access import SYSTEM
from tests.domain.assembly.conftest import Hall
from tests.domain.assembly.test_tasks import one_task, task


@pytest.fixture(autouse=True)
def held(hall: Hall) -> Hall:
    """A done task, one that waits for it with a task below, and a cited figure."""
    first = one_task(hall)
    (second,) = set_tasks(
        event_id=hall.event,
        conclusion_number=1,
        tasks=[task(hall.places.youth_a, requires=[first])],
        actor=hall.viewers["youth"],
    )
    delegate_task(task_id=second, tasks=[task(hall.places.a)], actor=hall.viewers["commander"])
    report_task(task_id=first, text="Xong", actor=hall.viewers["commander"])
    accept_task(task_id=first, actor=hall.viewers["youth"])
    cited = Cited(f"unit:{hall.places.a}", "dual_holders", date(2025, 5, 6))
    contribute(
        event_id=hall.event,
        statement=Statement(hall.places.youth_a, situation="Tình hình", citations=[cited]),
        actor=SYSTEM,
    )
    return hall


def problems() -> set[str]:
    return {check.name.removeprefix("assembly: ") for check in verify_assembly() if check.problems}


def test_sound_assembly_has_counted_something_and_no_problem() -> None:
    counted = {check.name: check.counted for check in verify_assembly()}
    assert counted["assembly: what is accepted was reported before, by somebody else"] == 1
    assert counted["assembly: no task waits for itself"] == 1
    assert counted["assembly: cited figures come out as they were said"] == 1
    assert problems() == set()


@pytest.mark.parametrize(
    ("table", "statement", "found"),
    [
        (
            "taskstep",
            (
                "UPDATE assembly_taskstep SET by_user_id = (SELECT by_user_id"
                " FROM assembly_taskstep WHERE kind = 'report') WHERE kind = 'accept'"
            ),
            "what is accepted was reported before, by somebody else",
        ),
        (
            "taskstep",
            "UPDATE assembly_taskstep SET text = '' WHERE kind = 'report'",
            "what is reported or returned says with what or why",
        ),
        (
            "taskstep",
            "UPDATE assembly_taskstep SET file_ids = '{999999}' WHERE kind = 'report'",
            "evidence is kept",
        ),
        (
            "taskstep",
            (
                "INSERT INTO assembly_taskstep (task_id, kind, text, text_en, file_ids,"
                " recorded_at, recorded_by) SELECT task_id, 'begin', '', '', '{}', now(), 'x'"
                " FROM assembly_taskstep WHERE kind = 'accept'"
            ),
            "nothing happens to a task after its end",
        ),
        (
            "task",
            "UPDATE assembly_task SET set_by_id = owner_id WHERE parent_id IS NOT NULL",
            "tasks above are of the same event and no task is above itself",
        ),
        (
            "task",
            "UPDATE assembly_task SET conclusion_number = 77",
            "tasks come from a conclusion of their event, or are commitments",
        ),
        (
            "taskdependency",
            (
                "INSERT INTO assembly_taskdependency"
                " (task_id, requires_id, recorded_at, recorded_by)"
                " SELECT requires_id, task_id, now(), 'x' FROM assembly_taskdependency"
            ),
            "no task waits for itself",
        ),
        (
            "citation",
            "UPDATE assembly_citation SET value = value + 1",
            "cited figures come out as they were said",
        ),
    ],
)
def test_tampering_is_found(table: str, statement: str, found: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is pending forbids ALTER TABLE
        cursor.execute(f"ALTER TABLE assembly_{table} DISABLE TRIGGER append_only")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE assembly_{table} ENABLE TRIGGER append_only")
    assert problems() == {found}


def test_guard_that_is_off_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE assembly_task DISABLE TRIGGER append_only")
    assert problems() == {"guards are in place"}
