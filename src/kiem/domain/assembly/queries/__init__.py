"""Reads of the assembly."""

from kiem.domain.assembly.queries.chain import task_detail
from kiem.domain.assembly.queries.events import (
    ProjectRow,
    event_detail,
    list_events,
    list_projects,
)
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
from kiem.domain.assembly.queries.tasks import FILTERS, TaskPage, list_tasks

__all__ = [
    "FILTERS",
    "Body",
    "CitedFigure",
    "ConclusionRow",
    "ContributionRow",
    "EventDetail",
    "EventRow",
    "Progress",
    "ProjectRow",
    "ProposalRow",
    "Status",
    "StepRow",
    "TaskDetail",
    "TaskPage",
    "TaskRow",
    "event_detail",
    "list_events",
    "list_projects",
    "list_tasks",
    "task_detail",
]
