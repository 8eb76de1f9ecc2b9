"""Writes of the assembly. Keyword-only, one transaction, audited."""

from kiem.domain.assembly.actions.conclusions import (
    NewTask,
    add_condition,
    commit_to,
    conclude,
    correct_conclusion,
    delegate_task,
    set_tasks,
)
from kiem.domain.assembly.actions.contributions import (
    Cited,
    Statement,
    contribute,
    correct_contribution,
    judge_proposal,
    propose,
    support_proposal,
)
from kiem.domain.assembly.actions.effects import Assumption, compute_effect
from kiem.domain.assembly.actions.events import (
    EventPlan,
    change_event,
    open_project,
    plan_event,
    record_attendance,
    write_minutes,
)
from kiem.domain.assembly.actions.reminders import RemindedTasks, remind_overdue
from kiem.domain.assembly.actions.tasks import (
    accept_task,
    ask_delay,
    begin_task,
    grant_delay,
    refuse_delay,
    report_task,
    return_task,
    withdraw_task,
)

__all__ = [
    "Assumption",
    "Cited",
    "EventPlan",
    "NewTask",
    "RemindedTasks",
    "Statement",
    "accept_task",
    "add_condition",
    "ask_delay",
    "begin_task",
    "change_event",
    "commit_to",
    "compute_effect",
    "conclude",
    "contribute",
    "correct_conclusion",
    "correct_contribution",
    "delegate_task",
    "grant_delay",
    "judge_proposal",
    "open_project",
    "plan_event",
    "propose",
    "record_attendance",
    "refuse_delay",
    "remind_overdue",
    "report_task",
    "return_task",
    "set_tasks",
    "support_proposal",
    "withdraw_task",
    "write_minutes",
]
