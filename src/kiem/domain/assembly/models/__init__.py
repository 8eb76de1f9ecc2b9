"""Projects, sessions, contributions, proposals, conclusions, tasks and their steps."""

from kiem.domain.assembly.models.conclusion import Conclusion
from kiem.domain.assembly.models.contribution import Citation, Contribution, Reference
from kiem.domain.assembly.models.coordination import (
    CoordinationRequest,
    Regulation,
    RegulationParty,
    RegulationReview,
    RequestStep,
)
from kiem.domain.assembly.models.effect import ProposalEffect
from kiem.domain.assembly.models.event import (
    AgendaItem,
    Attendance,
    Attendee,
    Event,
    EventChair,
    EventPaper,
    EventState,
    Project,
)
from kiem.domain.assembly.models.practice import (
    AdoptionResult,
    GoodModel,
    GoodModelState,
    ModelAdoption,
    ModelFigure,
)
from kiem.domain.assembly.models.proposal import Proposal, ProposalSupport, ProposalVerdict
from kiem.domain.assembly.models.reminder import TaskReminder
from kiem.domain.assembly.models.task import Task, TaskDependency, TaskStep

__all__ = [
    "AdoptionResult",
    "AgendaItem",
    "Attendance",
    "Attendee",
    "Citation",
    "Conclusion",
    "Contribution",
    "CoordinationRequest",
    "Event",
    "EventChair",
    "EventPaper",
    "EventState",
    "GoodModel",
    "GoodModelState",
    "ModelAdoption",
    "ModelFigure",
    "Project",
    "Proposal",
    "ProposalEffect",
    "ProposalSupport",
    "ProposalVerdict",
    "Reference",
    "Regulation",
    "RegulationParty",
    "RegulationReview",
    "RequestStep",
    "Task",
    "TaskDependency",
    "TaskReminder",
    "TaskStep",
]
