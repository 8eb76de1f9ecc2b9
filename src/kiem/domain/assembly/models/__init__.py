"""Projects, sessions, contributions, proposals, conclusions, tasks and their steps."""

from kiem.domain.assembly.models.conclusion import Conclusion
from kiem.domain.assembly.models.contribution import Citation, Contribution
from kiem.domain.assembly.models.effect import ProposalEffect
from kiem.domain.assembly.models.event import AgendaItem, Attendance, Event, EventState, Project
from kiem.domain.assembly.models.proposal import Proposal, ProposalSupport, ProposalVerdict
from kiem.domain.assembly.models.reminder import TaskReminder
from kiem.domain.assembly.models.task import Task, TaskDependency, TaskStep

__all__ = [
    "AgendaItem",
    "Attendance",
    "Citation",
    "Conclusion",
    "Contribution",
    "Event",
    "EventState",
    "Project",
    "Proposal",
    "ProposalEffect",
    "ProposalSupport",
    "ProposalVerdict",
    "Task",
    "TaskDependency",
    "TaskReminder",
    "TaskStep",
]
