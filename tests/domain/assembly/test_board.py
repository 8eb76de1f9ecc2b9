"""A project's board: counts, the way back from a conclusion, and the same statements for many."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import (
    EventPlan,
    ModelPlan,
    Statement,
    accept_task,
    adopt_model,
    commit_to,
    conclude,
    contribute,
    judge_proposal,
    plan_event,
    propose,
    publish_model,
    report_task,
    set_tasks,
    support_proposal,
)
from kiem.domain.assembly.queries import Progress
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import NotFound
from tests.domain.assembly.conftest import Hall
from tests.domain.assembly.test_tasks import task


def hold(hall: Hall, event: int) -> None:
    """Two bodies speak; of three proposals one is accepted, one deferred; two conclusions."""
    places = hall.places
    contribute(
        event_id=event,
        statement=Statement(organization_id=places.youth_a, difficulty="Thiếu người",
                            difficulty_kind="objective"),
        actor=SYSTEM,
    )  # fmt: skip
    contribute(
        event_id=event,
        statement=Statement(organization_id=places.a, situation="Đủ việc"),
        actor=SYSTEM,
    )
    taken = propose(
        event_id=event,
        organization_id=places.youth,
        text_vi="Thêm người",
        contribution_number=1,
        actor=SYSTEM,
    )
    support_proposal(proposal_id=taken, organization_id=places.a, actor=SYSTEM)
    judge_proposal(proposal_id=taken, verdict="accepted", reason="Đúng", actor=SYSTEM)
    later = propose(event_id=event, organization_id=places.a, text_vi="Thêm xe", actor=SYSTEM)
    judge_proposal(proposal_id=later, verdict="deferred", reason="Chưa có vốn", actor=SYSTEM)
    propose(event_id=event, organization_id=places.a, text_vi="Thêm phòng", actor=SYSTEM)
    number = conclude(event_id=event, text_vi="Bổ sung", proposal_id=taken, actor=SYSTEM)
    conclude(event_id=event, text_vi="Biểu dương", actor=SYSTEM)
    done, _open = set_tasks(
        event_id=event,
        conclusion_number=number,
        tasks=[task(places.youth_a), task(places.a)],
        actor=SYSTEM,
    )
    report_task(task_id=done, text="Xong", actor=hall.viewers["commander"])
    accept_task(task_id=done, actor=hall.viewers["youth"])
    commit_to(event_id=event, task=task(places.youth_a), actor=SYSTEM)


def test_board_counts_what_the_events_of_a_project_came_to(hall: Hall) -> None:
    hold(hall, hall.event)
    board = queries.project_board(viewer=SYSTEM, project_id=hall.project, on=clock.today())
    assert (board.project.code, board.opened_by) == ("2020-05", "youth")
    assert (board.heard.contributions, board.heard.bodies) == (2, 2)
    assert board.verdicts == {"accepted": 1, "deferred": 1, "open": 1}
    assert [p.text_vi for p in board.unanswered] == ["Thêm xe", "Thêm phòng"]
    assert [c.number for c in board.untasked] == [2]
    assert board.project.progress == Progress(total=3, done=1)
    assert [event.progress for event in board.events] == [Progress(total=3, done=1)]
    assert [c.progress for c in board.conclusions] == [Progress(total=2, done=1), Progress()]
    assert [t.owner.id for t in board.commitments] == [hall.places.youth_a]


def test_board_leads_from_a_conclusion_back_to_who_said_what(hall: Hall) -> None:
    hold(hall, hall.event)
    board = queries.project_board(viewer=SYSTEM, project_id=hall.project, on=clock.today())
    taken = board.proposals[0]
    assert (taken.contribution_number, taken.answered_by) == (1, (1,))
    assert (taken.status, taken.reason) == ("accepted", "Đúng")
    assert [body.id for body in taken.supporters] == [hall.places.a]
    answer, free = board.conclusions
    assert (answer.proposal_number, answer.contribution_number) == (1, 1)
    assert answer.body is not None
    assert answer.body.id == hall.places.youth_a  # who spoke, not who put the proposal
    assert (free.proposal_number, free.body) == (None, None)


def test_board_lists_good_models_of_the_projects_events_with_adoptions(hall: Hall) -> None:
    today = clock.today()
    plan = ModelPlan(title_vi="Tổ kỹ năng số", description_vi="Hướng dẫn", evidence_vi="Sổ")
    model = publish_model(
        organization_id=hall.places.youth_a, plan=plan, event_id=hall.event, actor=SYSTEM
    )
    publish_model(organization_id=hall.places.youth_a, plan=plan, actor=SYSTEM)
    adopt_model(model_id=model, organization_id=hall.places.women_b, adopted_on=today, actor=SYSTEM)
    board = queries.project_board(viewer=SYSTEM, project_id=hall.project, on=today)
    assert [(row.id, row.adoptions) for row in board.models] == [(model, 1)]


def test_board_takes_the_same_statements_for_one_event_and_for_twenty(hall: Hall) -> None:
    hold(hall, hall.event)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            board = queries.project_board(
                viewer=hall.viewers["youth"], project_id=hall.project, on=clock.today()
            )
            queries.list_projects(viewer=hall.viewers["youth"], on=clock.today())
        counts.append((len(board.events), len(asked)))
        for day in range(1, 20):
            event = plan_event(
                project_id=hall.project,
                organizer_id=hall.places.youth,
                kind="meeting",
                plan=EventPlan(title_vi=f"Họp {day}", held_on=date(2025, 6, day)),
                actor=SYSTEM,
            )
            conclude(event_id=event, text_vi="Làm tiếp", actor=SYSTEM)
    assert [events for events, _ in counts] == [1, 20]
    assert counts[0][1] == counts[1][1]


def test_board_of_a_project_out_of_scope_is_not_found(hall: Hall) -> None:
    with pytest.raises(NotFound):
        queries.project_board(
            viewer=hall.viewers["women"], project_id=hall.project, on=clock.today()
        )
    with pytest.raises(NotFound):
        queries.project_board(viewer=SYSTEM, project_id=999_999, on=clock.today())


def test_tasks_of_a_project_are_those_of_all_its_events(hall: Hall) -> None:
    hold(hall, hall.event)
    rows = queries.list_tasks(viewer=SYSTEM, on=clock.today(), project_id=hall.project).rows
    assert len(rows) == 3
    late = queries.list_tasks(
        viewer=SYSTEM, on=clock.today(), project_id=hall.project, state="done"
    ).rows
    assert [row.owner.id for row in late] == [hall.places.youth_a]
