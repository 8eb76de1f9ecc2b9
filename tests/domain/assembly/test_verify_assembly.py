"""Verification finds what the guards would have refused, had they not been switched off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from kiem.domain.assembly.actions import (
    Assumption,
    Cited,
    Compared,
    ModelPlan,
    Statement,
    accept_task,
    compute_effect,
    contribute,
    delegate_task,
    propose,
    publish_model,
    report_task,
    set_tasks,
)
from kiem.domain.assembly.queries.verify import verify_assembly
from kiem.domain.register.actions import AppointmentEnd, end_appointments
from kiem.domain.register.queries.people import person_detail
from kiem.platform.access import SYSTEM
from tests.domain.assembly.conftest import Hall
from tests.domain.assembly.test_tasks import one_task, task

MAY = date(2025, 5, 6)


@pytest.fixture(autouse=True)
def held(hall: Hall) -> Hall:
    """A done task, one that waits for it with a task below; figures cited by somebody who sees
    everything and by a unit's commander, a good model's figure and two effects."""
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
    for actor, subject in ((SYSTEM, f"unit:{hall.places.a}"), (hall.viewers["commander"], "all")):
        cited = [Cited(subject, figure, MAY) for figure in ("dual_holders", "committees")]
        statement = Statement(hall.places.a, situation="Tình hình", citations=cited)
        contribute(event_id=hall.event, statement=statement, actor=actor)
    publish_model(
        organization_id=hall.places.a,
        plan=ModelPlan("Mô hình", "Mô tả", "Minh chứng"),
        figures=[Compared("dual_holders", date(2025, 3, 5), MAY)],
        actor=hall.viewers["commander"],
    )
    proposal = propose(
        event_id=hall.event, organization_id=hall.places.a, text_vi="Thêm giờ", actor=SYSTEM
    )
    for assumption in (
        Assumption("release", MAY, percent=Decimal("10.5")),
        Assumption("standing", MAY, role="deputy_team_leader"),
    ):
        compute_effect(proposal_id=proposal, assumption=assumption, actor=hall.viewers["commander"])
    return hall


def problems() -> set[str]:
    return {check.name.removeprefix("assembly: ") for check in verify_assembly() if check.problems}


def test_sound_assembly_has_counted_something_and_no_problem() -> None:
    counted = {check.name: check.counted for check in verify_assembly()}
    assert counted["assembly: what is accepted was reported before, by somebody else"] == 1
    assert counted["assembly: no task waits for itself"] == 1
    assert counted["assembly: cited figures come out as they were said"] == 4
    assert counted["assembly: figures of good models come out as they were published"] == 1
    assert counted["assembly: effects of proposals come out as they were computed"] == 2
    assert problems() == set()


def test_what_was_pinned_comes_out_again_after_a_correction(hall: Hall) -> None:
    """Ánh turns out to have left her office in February: nothing that was pinned moves."""
    anh = person_detail(viewer=SYSTEM, person_id=hall.places.people["Ánh"], on=MAY)
    (office,) = [a for a in anh.posts if a.post_id == hall.places.secretary_a]
    end_appointments(
        decision_id=hall.places.decision,
        ends=[AppointmentEnd(office.id, date(2025, 2, 1))],
        actor=SYSTEM,
    )
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
            "UPDATE assembly_citation SET value = value + 0.01 WHERE figure = 'dual_holders'",
            "cited figures come out as they were said",
        ),
        (
            "citation",
            "UPDATE assembly_citation SET scopes = '{all}'",
            "cited figures come out as they were said",
        ),
        (
            "citation",
            "UPDATE assembly_citation SET known_at = '2001-01-01+00'",
            "cited figures come out as they were said",
        ),
        (
            "modelfigure",
            "UPDATE assembly_modelfigure SET value_before = value_before + 1",
            "figures of good models come out as they were published",
        ),
        (
            "modelfigure",
            "UPDATE assembly_modelfigure SET figure = 'happiness'",
            "figures of good models come out as they were published",
        ),
        (
            "proposaleffect",
            (
                "UPDATE assembly_proposaleffect SET result = jsonb_set(result, '{people}', '99')"
                " WHERE kind = 'standing'"
            ),
            "effects of proposals come out as they were computed",
        ),
        (
            "proposaleffect",
            (
                "UPDATE assembly_proposaleffect"
                """ SET parameters = parameters || '{"percent": "x"}' WHERE kind = 'release'"""
            ),
            "effects of proposals come out as they were computed",
        ),
        (
            "proposaleffect",
            "UPDATE assembly_proposaleffect SET scopes = '{all}'",
            "effects of proposals come out as they were computed",
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
