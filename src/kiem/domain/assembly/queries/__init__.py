"""Reads of the assembly."""

from kiem.domain.assembly.queries.chain import task_detail
from kiem.domain.assembly.queries.effects import EffectRow
from kiem.domain.assembly.queries.events import (
    ProjectRow,
    event_detail,
    list_events,
    list_projects,
)
from kiem.domain.assembly.queries.figures import FigureThenAndNow, figures_then_and_now
from kiem.domain.assembly.queries.reminders import ReminderRow, Reminders
from kiem.domain.assembly.queries.rows import (
    Body,
    CitedFigure,
    ConclusionRow,
    ContributionRow,
    EventDetail,
    EventRow,
    Progress,
    ProposalRow,
    StepRow,
    TaskDetail,
    TaskRow,
)
from kiem.domain.assembly.queries.state import Status
from kiem.domain.assembly.queries.targets import (
    TargetGroup,
    bodies_by_code,
    bodies_of_type,
    own_bodies,
    target_groups,
)
from kiem.domain.assembly.queries.tasks import FILTERS, TaskPage, list_tasks

__all__ = [
    "FILTERS",
    "Body",
    "CitedFigure",
    "ConclusionRow",
    "ContributionRow",
    "EffectRow",
    "EventDetail",
    "EventRow",
    "FigureThenAndNow",
    "Progress",
    "ProjectRow",
    "ProposalRow",
    "ReminderRow",
    "Reminders",
    "Status",
    "StepRow",
    "TargetGroup",
    "TaskDetail",
    "TaskPage",
    "TaskRow",
    "bodies_by_code",
    "bodies_of_type",
    "event_detail",
    "figures_then_and_now",
    "list_events",
    "list_projects",
    "list_tasks",
    "own_bodies",
    "target_groups",
    "task_detail",
]
