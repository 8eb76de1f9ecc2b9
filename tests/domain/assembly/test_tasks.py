"""From a conclusion to accepted evidence, and every refusal on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import (
    NewTask,
    accept_task,
    add_condition,
    ask_delay,
    begin_task,
    commit_to,
    conclude,
    delegate_task,
    grant_delay,
    refuse_delay,
    report_task,
    return_task,
    set_tasks,
    withdraw_task,
)
from kiem.domain.assembly.queries import Progress, Status
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, DomainError, InvalidInput, NotFound
from kiem.platform.kernel.sql import fetch
from tests.domain.assembly.conftest import Hall


def due(days: int = 30) -> date:
    return clock.today() + timedelta(days=days)


def task(owner_id: int, **values: object) -> NewTask:
    given: dict[str, object] = {
        "owner_id": owner_id,
        "text_vi": "Rà soát cán bộ kiêm nhiệm",
        "evidence_vi": "Báo cáo có chữ ký",
        "due_on": due(),
    }
    return NewTask(**{**given, **values})  # type: ignore[arg-type]  # checked by the action


def one_task(hall: Hall, **values: object) -> int:
    """A task of the youth of A, from a conclusion of the session."""
    youth = hall.viewers["youth"]
    number = conclude(event_id=hall.event, text_vi="Giữ mô hình kiêm nhiệm", actor=youth)
    (task_id,) = set_tasks(
        event_id=hall.event,
        conclusion_number=number,
        tasks=[task(hall.places.youth_a, **values)],
        actor=youth,
    )
    return task_id


def status(task_id: int) -> Status:
    detail = queries.task_detail(viewer=SYSTEM, task_id=task_id, on=clock.today())
    return detail.task.status


def progress(hall: Hall, on: date | None = None) -> Progress:
    (row,) = queries.list_events(viewer=SYSTEM, on=on or clock.today(), project_id=hall.project)
    return row.progress


def code(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def test_task_begun_reported_accepted_is_done(hall: Hall) -> None:
    task_id, youth = one_task(hall), hall.viewers["youth"]
    assert status(task_id) is Status.OPEN
    begin_task(task_id=task_id, actor=hall.viewers["commander"])
    report_task(task_id=task_id, text="Kẹp hồ sơ 12", actor=hall.viewers["commander"])
    assert status(task_id) is Status.REPORTED
    assert progress(hall) == Progress(total=1, unproved=1)
    accept_task(task_id=task_id, actor=youth)
    assert status(task_id) is Status.DONE
    assert progress(hall) == Progress(total=1, done=1)
    assert progress(hall).done_percent == 100


def test_report_without_evidence_is_refused(hall: Hall) -> None:
    task_id = one_task(hall)
    with pytest.raises(InvalidInput) as refused:
        report_task(task_id=task_id, text="  ", actor=hall.viewers["commander"])
    assert code(refused) == "assembly.evidence_missing"
    assert status(task_id) is Status.OPEN


def test_own_evidence_cannot_be_accepted(hall: Hall) -> None:
    task_id, youth = one_task(hall), hall.viewers["youth"]
    report_task(task_id=task_id, text="Xong", actor=youth)
    with pytest.raises(Conflict) as refused:
        accept_task(task_id=task_id, actor=youth)
    assert code(refused) == "assembly.own_evidence"


def test_returned_task_can_be_reported_again(hall: Hall) -> None:
    task_id, youth, owner = one_task(hall), hall.viewers["youth"], hall.viewers["commander"]
    report_task(task_id=task_id, text="Xong", actor=owner)
    with pytest.raises(InvalidInput):
        return_task(task_id=task_id, reason=" ", actor=youth)
    return_task(task_id=task_id, reason="Thiếu chữ ký", actor=youth)
    assert status(task_id) is Status.RETURNED
    with pytest.raises(Conflict):
        accept_task(task_id=task_id, actor=youth)
    report_task(task_id=task_id, text="Đã ký", actor=owner)
    accept_task(task_id=task_id, actor=youth)
    steps = queries.task_detail(viewer=youth, task_id=task_id, on=clock.today()).steps
    assert [step.kind for step in steps] == ["report", "return", "report", "accept"]


def test_done_task_takes_no_further_step(hall: Hall) -> None:
    task_id, youth, owner = one_task(hall), hall.viewers["youth"], hall.viewers["commander"]
    report_task(task_id=task_id, text="Xong", actor=owner)
    accept_task(task_id=task_id, actor=youth)
    for act in (
        lambda: begin_task(task_id=task_id, actor=owner),
        lambda: report_task(task_id=task_id, text="Lại", actor=owner),
        lambda: ask_delay(task_id=task_id, due_on=due(60), reason="Muộn", actor=owner),
        lambda: return_task(task_id=task_id, reason="Sai", actor=youth),
        lambda: withdraw_task(task_id=task_id, reason="Thôi", actor=youth),
        lambda: delegate_task(task_id=task_id, tasks=[task(hall.places.a)], actor=owner),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert code(refused) == "assembly.step_not_now"


def test_whoever_asked_for_a_later_day_does_not_grant_it(hall: Hall) -> None:
    """Even somebody who acts for both bodies."""
    task_id, youth = one_task(hall), hall.viewers["youth"]
    both = replace(youth, grants=youth.grants | hall.viewers["commander"].grants)
    ask_delay(task_id=task_id, due_on=due(40), reason="Thiếu người", actor=both)
    with pytest.raises(Conflict) as refused:
        grant_delay(task_id=task_id, actor=both)
    assert code(refused) == "assembly.own_delay"
    other = replace(both, user_id=None)
    grant_delay(task_id=task_id, actor=other)
    assert queries.task_detail(viewer=youth, task_id=task_id, on=clock.today()).task.due_on == due(
        40
    )


def test_body_does_not_hand_a_task_on_to_itself(hall: Hall) -> None:
    task_id, owner = one_task(hall), hall.viewers["commander"]
    mine = queries.task_detail(viewer=owner, task_id=task_id, on=clock.today()).task.owner.id
    with pytest.raises(InvalidInput) as refused:
        delegate_task(task_id=task_id, tasks=[task(hall.places.a), task(mine)], actor=owner)
    assert code(refused) == "assembly.delegated_to_itself"
    below = queries.task_detail(viewer=owner, task_id=task_id, on=clock.today()).below_progress
    assert below == Progress()


def test_delay_granted_moves_the_due_day_and_keeps_the_first(hall: Hall) -> None:
    task_id, youth, owner = one_task(hall), hall.viewers["youth"], hall.viewers["commander"]
    with pytest.raises(InvalidInput) as refused:
        ask_delay(task_id=task_id, due_on=due(), reason="Thiếu người", actor=owner)
    assert code(refused) == "assembly.delay_not_later"
    with pytest.raises(Conflict):
        grant_delay(task_id=task_id, actor=youth)
    ask_delay(task_id=task_id, due_on=due(40), reason="Thiếu người", actor=owner)
    refuse_delay(task_id=task_id, reason="Đã đủ người", actor=youth)
    ask_delay(task_id=task_id, due_on=due(45), reason="Bão", actor=owner)
    asked = queries.task_detail(viewer=youth, task_id=task_id, on=clock.today()).task
    assert (asked.due_on, asked.asked_due_on) == (due(), due(45))
    grant_delay(task_id=task_id, actor=youth)
    granted = queries.task_detail(viewer=youth, task_id=task_id, on=clock.today()).task
    assert (granted.due_on, granted.first_due_on) == (due(45), due())
    assert granted.asked_due_on is None


def test_late_is_counted_from_the_due_day(hall: Hall) -> None:
    task_id = one_task(hall, due_on=due(10))
    on_time = queries.task_detail(viewer=SYSTEM, task_id=task_id, on=due(10)).task
    late = queries.task_detail(viewer=SYSTEM, task_id=task_id, on=due(13)).task
    assert (on_time.days_late, late.days_late) == (0, 3)
    assert progress(hall, due(10)).late == 0
    assert progress(hall, due(13)).late == 1


def test_delegated_tasks_come_before_the_report(hall: Hall) -> None:
    task_id, youth, owner = one_task(hall), hall.viewers["youth"], hall.viewers["commander"]
    with pytest.raises(InvalidInput) as refused:
        delegate_task(task_id=task_id, tasks=[task(hall.places.a, due_on=due(31))], actor=owner)
    assert code(refused) == "assembly.due_after_parent"
    below = delegate_task(
        task_id=task_id, tasks=[task(hall.places.a), task(hall.places.b)], actor=owner
    )
    with pytest.raises(Conflict) as early:
        report_task(task_id=task_id, text="Xong", actor=owner)
    assert code(early) == "assembly.delegated_open"
    assert progress(hall) == Progress(total=2)  # the task above is counted through those below
    for each in below:
        report_task(task_id=each, text="Xong", actor=owner if each == below[0] else SYSTEM)
        accept_task(task_id=each, actor=youth)
    assert progress(hall).done_percent == 100
    report_task(task_id=task_id, text="Tổng hợp", actor=owner)
    accept_task(task_id=task_id, actor=youth)
    detail = queries.task_detail(viewer=youth, task_id=below[1], on=clock.today())
    assert [above.id for above in detail.above] == [task_id]


def test_withdrawn_task_takes_those_below_along_but_not_the_done(hall: Hall) -> None:
    task_id, youth, owner = one_task(hall), hall.viewers["youth"], hall.viewers["commander"]
    done, left = delegate_task(
        task_id=task_id, tasks=[task(hall.places.a), task(hall.places.b)], actor=owner
    )
    report_task(task_id=done, text="Xong", actor=owner)
    accept_task(task_id=done, actor=SYSTEM)
    assert withdraw_task(task_id=task_id, reason="Đã có quy định mới", actor=youth) == 2
    assert [status(each) for each in (task_id, done, left)] == ["withdrawn", "done", "withdrawn"]
    assert progress(hall) == Progress(total=2, done=1, withdrawn=1)


def test_required_task_is_accepted_first_and_circles_are_refused(hall: Hall) -> None:
    youth, owner = hall.viewers["youth"], hall.viewers["commander"]
    first = one_task(hall)
    (second,) = set_tasks(
        event_id=hall.event,
        conclusion_number=1,
        tasks=[task(hall.places.youth_a, requires=[first])],
        actor=youth,
    )
    with pytest.raises(InvalidInput) as refused:
        add_condition(task_id=first, requires_id=second, actor=youth)
    assert code(refused) == "assembly.circle"
    with pytest.raises(InvalidInput):
        add_condition(task_id=first, requires_id=first, actor=youth)
    report_task(task_id=second, text="Xong", actor=owner)
    with pytest.raises(Conflict) as early:
        accept_task(task_id=second, actor=youth)
    assert code(early) == "assembly.required_open"
    report_task(task_id=first, text="Xong", actor=owner)
    accept_task(task_id=first, actor=youth)
    accept_task(task_id=second, actor=youth)


def test_condition_on_a_task_below_closes_a_circle(hall: Hall) -> None:
    """A task waits for those below it: one of these cannot wait for it."""
    task_id, owner = one_task(hall), hall.viewers["commander"]
    (below,) = delegate_task(task_id=task_id, tasks=[task(hall.places.a)], actor=owner)
    with pytest.raises(InvalidInput) as refused:
        add_condition(task_id=below, requires_id=task_id, actor=SYSTEM)
    assert code(refused) == "assembly.circle"


def test_commitment_is_accepted_by_another(hall: Hall) -> None:
    owner = hall.viewers["commander"]
    task_id = commit_to(event_id=hall.event, task=task(hall.places.a), actor=owner)
    report_task(task_id=task_id, text="Xong", actor=owner)
    with pytest.raises(Conflict):
        accept_task(task_id=task_id, actor=owner)
    accept_task(task_id=task_id, actor=hall.viewers["personnel"])
    assert status(task_id) is Status.DONE


def test_commitment_at_an_event_of_others_is_not_found(hall: Hall) -> None:
    with pytest.raises(NotFound):
        commit_to(event_id=hall.event, task=task(hall.places.b), actor=SYSTEM)


def test_person_of_another_body_is_refused(hall: Hall) -> None:
    with pytest.raises(InvalidInput) as refused:
        one_task(hall, person_id=hall.places.people["Cúc"])
    assert code(refused) == "assembly.person_elsewhere"


def test_named_person_may_report(hall: Hall) -> None:
    anh = hall.places.people["Ánh"]
    task_id = one_task(hall, person_id=anh)
    named = replace(hall.viewers["dual"], person_id=anh)
    mine = queries.list_tasks(viewer=named, on=clock.today(), mine=True)
    assert [row.id for row in mine.rows] == [task_id]
    assert queries.list_tasks(viewer=hall.viewers["dual"], on=clock.today(), mine=True).rows == ()
    report_task(task_id=task_id, text="Đã rà soát xong", actor=named)
    assert status(task_id) == "reported"


@pytest.mark.parametrize("values", [{"text_vi": " "}, {"evidence_vi": ""}, {"due_on": due(-1)}])
def test_task_that_says_too_little_is_refused_and_nothing_written(
    hall: Hall, values: dict[str, object]
) -> None:
    with pytest.raises(InvalidInput):
        one_task(hall, **values)
    assert progress(hall) == Progress()


def test_body_that_does_not_exist_is_refused(hall: Hall) -> None:
    number = conclude(event_id=hall.event, text_vi="Kết luận", actor=SYSTEM)
    with pytest.raises(InvalidInput) as refused:
        set_tasks(
            event_id=hall.event, conclusion_number=number, tasks=[task(999_999)], actor=SYSTEM
        )
    assert code(refused) == "assembly.not_an_organization"


@pytest.mark.parametrize("persona", ["women", "auditor", "dual", "commander"])
def test_conclusion_by_somebody_else_is_not_found_or_forbidden(hall: Hall, persona: str) -> None:
    with pytest.raises(NotFound):
        conclude(event_id=hall.event, text_vi="Không phải của tôi", actor=hall.viewers[persona])
    detail = queries.event_detail(viewer=SYSTEM, event_id=hall.event, on=clock.today())
    assert detail.conclusions == ()


def test_tasks_are_paged_by_due_day(hall: Hall) -> None:
    one_task(hall)
    extra = [task(hall.places.youth_a, due_on=due(n), text_vi=f"Việc {n}") for n in (5, 3, 9)]
    set_tasks(event_id=hall.event, conclusion_number=1, tasks=extra, actor=SYSTEM)
    seen, after = [], None
    while True:
        page = queries.list_tasks(
            viewer=SYSTEM, on=clock.today(), event_id=hall.event, after=after, limit=2
        )
        seen += [row.due_on for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == [due(3), due(5), due(9), due(30)]


def test_known_at_shows_the_task_before_its_steps(hall: Hall) -> None:
    task_id = one_task(hall)
    before = clock.now()
    report_task(task_id=task_id, text="Xong", actor=hall.viewers["commander"])
    then = queries.task_detail(viewer=SYSTEM, task_id=task_id, on=clock.today(), known_at=before)
    assert (then.task.status, then.steps) == (Status.OPEN, ())


def test_other_side_is_told_once(hall: Hall) -> None:
    """Ánh heads the youth of A and the unit: a task set, returned, accepted is told her."""
    task_id, youth, owner = one_task(hall), hall.viewers["youth"], hall.viewers["personnel"]
    anh = hall.places.people["Ánh"]

    def told() -> list[str]:
        rows = fetch(
            """SELECT n.code FROM notices_delivery d JOIN notices_notice n ON n.id = d.notice_id
            WHERE d.person_id = %(person)s ORDER BY d.id""",
            {"person": anh},
        )
        return [row[0] for row in rows]

    assert told() == ["assembly.tasks_set"]
    report_task(task_id=task_id, text="Xong", actor=owner)
    return_task(task_id=task_id, reason="Thiếu", actor=youth)
    report_task(task_id=task_id, text="Đủ", actor=owner)
    accept_task(task_id=task_id, actor=youth)
    assert told() == ["assembly.tasks_set", "assembly.task_return", "assembly.task_accept"]
