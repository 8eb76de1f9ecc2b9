"""Random walks over trees of tasks: states, counts, refusals against a model in plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import (
    accept_task,
    begin_task,
    conclude,
    delegate_task,
    report_task,
    return_task,
    set_tasks,
    withdraw_task,
)
from kiem.domain.assembly.models import Task
from kiem.domain.assembly.queries import Progress
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict
from tests.domain.assembly.conftest import Hall
from tests.domain.assembly.test_tasks import task

AT_WORK = ("open", "begun", "returned")
FROM = {
    "begin": ("open", "returned"),
    "report": AT_WORK,
    "accept": ("reported",),
    "return": ("reported",),
    "withdraw": (*AT_WORK, "reported"),
    "delegate": AT_WORK,
}
TO = {"begin": "begun", "report": "reported", "accept": "done", "return": "returned"}


@dataclass
class Node:
    """A task as the model knows it."""

    id: int
    state: str = "open"
    below: list[Node] = field(default_factory=list)

    def tree(self) -> list[Node]:
        return [self, *(node for child in self.below for node in child.tree())]

    @property
    def is_closed(self) -> bool:
        return self.state in ("done", "withdrawn")

    def allows(self, step: str) -> bool:
        if self.state not in FROM[step]:
            return False
        return step != "report" or all(child.is_closed for child in self.below)


def act(step: str, node: Node, hall: Hall) -> None:
    """The same step on the system; reported by one account, accepted by the system."""
    owner = hall.viewers["personnel"]
    match step:
        case "begin":
            begin_task(task_id=node.id, actor=owner)
        case "report":
            report_task(task_id=node.id, text="Xong", actor=owner)
        case "accept":
            accept_task(task_id=node.id, actor=SYSTEM)
        case "return":
            return_task(task_id=node.id, reason="Thiếu", actor=SYSTEM)
        case "withdraw":
            withdraw_task(task_id=node.id, reason="Thôi", actor=SYSTEM)
        case "delegate":
            places = hall.places
            owner_id = Task.objects.get(pk=node.id).owner_id
            others = [body for body in (places.a, places.b, places.city) if body != owner_id]
            tasks = [task(body) for body in others[:2]]
            node.below += [
                Node(n) for n in delegate_task(task_id=node.id, tasks=tasks, actor=SYSTEM)
            ]


def follow(step: str, node: Node) -> None:
    if step == "withdraw":
        for each in node.tree():
            if not each.is_closed:
                each.state = "withdrawn"
    elif step != "delegate":
        node.state = TO[step]


def counted(root: Node) -> Progress:
    leaves = [node.state for node in root.tree() if not node.below]
    return Progress(
        total=len(leaves),
        done=leaves.count("done"),
        unproved=leaves.count("reported"),
        withdrawn=leaves.count("withdrawn"),
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(FROM)), st.integers(0, 5)), max_size=14))
def test_states_and_counts_follow_the_steps(hall: Hall, steps: list[tuple[str, int]]) -> None:
    number = conclude(event_id=hall.event, text_vi="Kết luận", actor=SYSTEM)
    (task_id,) = set_tasks(
        event_id=hall.event, conclusion_number=number, tasks=[task(hall.places.city)], actor=SYSTEM
    )
    root = Node(task_id)
    for step, which in steps:
        nodes = root.tree()
        node = nodes[which % len(nodes)]
        if node.allows(step):
            act(step, node, hall)
            follow(step, node)
        else:
            try:
                act(step, node, hall)
            except Conflict:
                continue
            raise AssertionError(f"{step} was let through while {node.state}")
    detail = queries.event_detail(viewer=SYSTEM, event_id=hall.event, on=clock.today())
    (conclusion,) = [c for c in detail.conclusions if c.number == number]
    assert conclusion.progress == counted(root)
    for node in root.tree():
        shown = queries.task_detail(viewer=SYSTEM, task_id=node.id, on=clock.today())
        assert shown.task.status == node.state
