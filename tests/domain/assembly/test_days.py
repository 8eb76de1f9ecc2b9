"""An assembly on earlier days: what had been recorded, or had happened, by then (decision 0132)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import (
    EventPlan,
    NewTask,
    RegulationPlan,
    Statement,
    accept_task,
    agree_regulation,
    change_event,
    conclude,
    contribute,
    delegate_task,
    judge_proposal,
    open_project,
    plan_event,
    propose,
    report_task,
    review_regulation,
    set_tasks,
    support_proposal,
    write_minutes,
)
from kiem.domain.assembly.queries import Progress
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import NotFound
from tests.domain.assembly.conftest import Hall, build_hall

HELD, MOVED = date(2025, 4, 10), date(2025, 4, 15)


def at(month: int, day: int) -> datetime:
    return datetime(2025, month, day, 3, tzinfo=UTC)  # ten o'clock there


@pytest.fixture
def hall(db: None) -> Hall:
    with clock.travel(at(1, 2)):
        return build_hall()


@pytest.fixture
def told(hall: Hall) -> dict[str, int]:
    """Planned on 1 April for the 10th, moved on the 3rd to the 15th; minutes typed in on the 17th,
    tasks set on the 18th, delegated on the 20th, reported on the 22nd, accepted on the 24th."""
    places = hall.places
    with clock.travel(at(4, 1)):
        project = open_project(
            organization_id=places.youth,
            code="2025-04",
            title_vi="Ai làm gì?",
            opened_on=date(2025, 4, 1),
            actor=SYSTEM,
        )
        event = plan_event(
            project_id=project,
            organizer_id=places.youth,
            kind="session",
            plan=EventPlan(title_vi="Dự kiến", held_on=HELD, place="Hội trường"),
            actor=SYSTEM,
        )
    with clock.travel(at(4, 3)):
        change_event(
            event_id=event,
            plan=EventPlan(
                title_vi="Buổi làm việc", held_on=MOVED, agenda=[("Tình hình", "")],
                bodies=[places.youth_a, places.a],
            ),
            actor=SYSTEM,
        )  # fmt: skip
    with clock.travel(at(4, 17)):
        contribute(
            event_id=event,
            statement=Statement(organization_id=places.youth_a, situation="Nhiều việc"),
            actor=SYSTEM,
        )
        proposal = propose(
            event_id=event,
            organization_id=places.youth_a,
            text_vi="Thêm người",
            contribution_number=1,
            actor=SYSTEM,
        )
        number = conclude(event_id=event, text_vi="Bổ sung", proposal_id=proposal, actor=SYSTEM)
        write_minutes(event_id=event, minutes_vi="Đã họp", actor=SYSTEM)
    with clock.travel(at(4, 18)):
        due = date(2025, 4, 21)
        (task,) = set_tasks(
            event_id=event,
            conclusion_number=number,
            tasks=[NewTask(places.a, "Bổ sung", "Báo cáo", due)],
            actor=SYSTEM,
        )
        support_proposal(proposal_id=proposal, organization_id=places.a, actor=SYSTEM)
        judge_proposal(proposal_id=proposal, verdict="accepted", reason="Đúng", actor=SYSTEM)
    with clock.travel(at(4, 20)):
        below = delegate_task(
            task_id=task,
            tasks=[NewTask(owner, "Bổ sung", "Báo cáo", due)
                   for owner in (places.youth_a, places.council_a)],
            actor=SYSTEM,
        )  # fmt: skip
    with clock.travel(at(4, 22)):
        report_task(task_id=below[0], text="Xong", actor=hall.viewers["commander"])
    with clock.travel(at(4, 24)):
        accept_task(task_id=below[0], actor=SYSTEM)
    return {"project": project, "event": event, "task": task, "below": below[0]}


def board(told: dict[str, int], day: int) -> queries.ProjectBoard:
    return queries.project_board(viewer=SYSTEM, project_id=told["project"], on=date(2025, 4, day))


def test_project_and_event_do_not_show_before_they_were_recorded(told: dict[str, int]) -> None:
    before = date(2025, 3, 31)
    assert told["event"] not in [e.id for e in queries.list_events(viewer=SYSTEM, on=before)]
    assert told["project"] not in [p.id for p in queries.list_projects(viewer=SYSTEM, on=before)]
    for ask in (
        lambda: queries.event_detail(viewer=SYSTEM, event_id=told["event"], on=before),
        lambda: queries.project_board(viewer=SYSTEM, project_id=told["project"], on=before),
        lambda: queries.task_detail(viewer=SYSTEM, task_id=told["task"], on=date(2025, 4, 17)),
    ):
        with pytest.raises(NotFound):
            ask()


@pytest.mark.parametrize(
    ("day", "title", "held_on", "points", "bodies"),
    [
        (2, "Dự kiến", HELD, 0, 0),
        (3, "Buổi làm việc", MOVED, 1, 2),
        (14, "Buổi làm việc", MOVED, 1, 2),
    ],
)
def test_event_before_its_day_shows_as_it_was_planned_then(
    told: dict[str, int], day: int, title: str, held_on: date, points: int, bodies: int
) -> None:
    shown = queries.event_detail(viewer=SYSTEM, event_id=told["event"], on=date(2025, 4, day))
    assert (shown.event.title_vi, shown.event.held_on) == (title, held_on)
    assert (len(shown.agenda), len(shown.attendances)) == (points, bodies)
    assert (shown.minutes_vi, shown.contributions, shown.conclusions) == ("", (), ())
    assert shown.place == ("Hội trường" if day == 2 else "")
    listed = queries.list_events(viewer=SYSTEM, on=date(2025, 4, day), project_id=told["project"])
    assert [(row.title_vi, row.held_on, row.conclusions) for row in listed] == [(title, held_on, 0)]


def test_day_of_the_event_shows_what_was_typed_in_later(told: dict[str, int]) -> None:
    shown = queries.event_detail(viewer=SYSTEM, event_id=told["event"], on=MOVED)
    assert shown.minutes_vi == "Đã họp"
    assert [said.situation for said in shown.contributions] == ["Nhiều việc"]
    assert [(p.status, p.supporters) for p in shown.proposals] == [("open", ())]  # judged later
    assert [(c.number, c.progress) for c in shown.conclusions] == [(1, Progress())]  # tasks later
    typed = queries.event_detail(
        viewer=SYSTEM, event_id=told["event"], on=MOVED, known_at=at(4, 16)
    )
    assert (typed.minutes_vi, typed.contributions, typed.conclusions) == ("", (), ())


def test_event_moved_to_a_later_day_is_to_come_on_the_first_one(told: dict[str, int]) -> None:
    shown = queries.event_detail(viewer=SYSTEM, event_id=told["event"], on=HELD)
    assert (shown.event.held_on, shown.conclusions) == (MOVED, ())


@pytest.mark.parametrize(
    ("day", "progress", "verdicts"),
    [
        (14, Progress(), {}),
        (17, Progress(), {"open": 1}),
        (18, Progress(total=1), {"accepted": 1}),
        (20, Progress(total=2), {"accepted": 1}),
        (22, Progress(total=2, late=1, unproved=1), {"accepted": 1}),
        (24, Progress(total=2, done=1, late=1), {"accepted": 1}),
    ],
)
def test_board_of_a_project_is_that_of_the_day(
    told: dict[str, int], day: int, progress: Progress, verdicts: dict[str, int]
) -> None:
    shown = board(told, day)
    assert shown.project.progress == progress
    assert shown.verdicts == verdicts
    assert [event.progress for event in shown.events] == [progress]
    listed = queries.list_projects(viewer=SYSTEM, on=date(2025, 4, day))
    assert [p.progress for p in listed if p.id == told["project"]] == [progress]


def test_task_before_it_was_delegated_has_none_below(told: dict[str, int]) -> None:
    for day, below in ((19, 0), (20, 2)):
        shown = queries.task_detail(viewer=SYSTEM, task_id=told["task"], on=date(2025, 4, day))
        assert (shown.task.below, shown.below_progress.total) == (below, below)


def test_what_is_said_is_counted_from_the_day_of_the_event(told: dict[str, int]) -> None:
    assert [board(told, day).heard.contributions for day in (14, 15, 24)] == [0, 1, 1]
    conclusion = board(told, 15).conclusions[0]
    assert (conclusion.proposal_number, conclusion.contribution_number) == (1, 1)
    assert board(told, 14).conclusions == ()


def test_regulation_shows_from_the_day_it_was_signed_and_reviewed(hall: Hall) -> None:
    with clock.travel(at(4, 10)):
        regulation = agree_regulation(
            plan=RegulationPlan(
                number="01/QC",
                signed_on=date(2025, 4, 1),
                parties=[hall.places.youth, hall.places.a],
                title_vi="Quy chế",
                content_vi="Trao đổi",
                answer_working_days=5,
                review_on=date(2025, 5, 1),
            ),
            actor=SYSTEM,
        )
    with clock.travel(at(5, 9)):
        review_regulation(
            regulation_id=regulation,
            reviewed_on=date(2025, 5, 2),
            finding_vi="Tốt",
            next_review_on=date(2026, 5, 1),
            actor=SYSTEM,
        )

    def review_day(on: date) -> list[date | None]:
        return [row.review_on for row in queries.list_regulations(viewer=SYSTEM, on=on)]

    assert review_day(date(2025, 3, 31)) == []
    assert review_day(date(2025, 4, 1)) == [date(2025, 5, 1)]
    assert review_day(date(2025, 5, 2)) == [date(2026, 5, 1)]
