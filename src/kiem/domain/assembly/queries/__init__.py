"""Reads of the assembly."""

from kiem.domain.assembly.queries.board import (
    BoardConclusion,
    BoardProposal,
    ProjectBoard,
    project_board,
)
from kiem.domain.assembly.queries.chain import task_detail
from kiem.domain.assembly.queries.choosing import (
    Named,
    bodies_of_people,
    choose_attenders,
    choose_offices,
    codes_of,
)
from kiem.domain.assembly.queries.duties import DutyRow, duties_of, register_duties
from kiem.domain.assembly.queries.effects import EffectRow
from kiem.domain.assembly.queries.events import (
    ProjectRow,
    event_detail,
    list_events,
    list_projects,
)
from kiem.domain.assembly.queries.figures import (
    FigureThenAndNow,
    PinnedFigure,
    figures_then_and_now,
    pinned_figure,
)
from kiem.domain.assembly.queries.good_models import (
    AdoptionRow,
    ModelDetail,
    ModelFigureRow,
    ModelRow,
    list_models,
    model_detail,
)
from kiem.domain.assembly.queries.likeness import (
    Recommendation,
    models_for,
    recommended_units,
)
from kiem.domain.assembly.queries.names import name_of_body
from kiem.domain.assembly.queries.referring import ReferenceRow, label_of, register_source
from kiem.domain.assembly.queries.regulations import (
    RegulationDetail,
    RegulationRow,
    ReviewRow,
    list_regulations,
    regulation_detail,
)
from kiem.domain.assembly.queries.reminders import ReminderRow, Reminders
from kiem.domain.assembly.queries.requests import (
    OWED,
    REQUEST_FILTERS,
    RequestDetail,
    RequestRow,
    RequestStatus,
    RequestStepRow,
    list_requests,
    request_detail,
)
from kiem.domain.assembly.queries.rows import (
    Body,
    ChairRow,
    CitedFigure,
    ConclusionRow,
    ContributionRow,
    EventDetail,
    EventRow,
    LeftOpen,
    MinutesRow,
    PaperRow,
    Progress,
    ProposalRow,
    StepRow,
    TaskDetail,
    TaskRow,
)
from kiem.domain.assembly.queries.sittings import Turnout, turnout_of
from kiem.domain.assembly.queries.state import Status
from kiem.domain.assembly.queries.targets import (
    TargetGroup,
    any_bodies_by_code,
    bodies_by_code,
    bodies_of_type,
    own_bodies,
    target_groups,
)
from kiem.domain.assembly.queries.tasks import FILTERS, TaskPage, list_tasks
from kiem.domain.assembly.queries.wordings import EarlierWording, earlier_wordings

__all__ = [
    "FILTERS",
    "OWED",
    "REQUEST_FILTERS",
    "AdoptionRow",
    "BoardConclusion",
    "BoardProposal",
    "Body",
    "ChairRow",
    "CitedFigure",
    "ConclusionRow",
    "ContributionRow",
    "DutyRow",
    "EarlierWording",
    "EffectRow",
    "EventDetail",
    "EventRow",
    "FigureThenAndNow",
    "LeftOpen",
    "MinutesRow",
    "ModelDetail",
    "ModelFigureRow",
    "ModelRow",
    "Named",
    "PaperRow",
    "PinnedFigure",
    "Progress",
    "ProjectBoard",
    "ProjectRow",
    "ProposalRow",
    "Recommendation",
    "ReferenceRow",
    "RegulationDetail",
    "RegulationRow",
    "ReminderRow",
    "Reminders",
    "RequestDetail",
    "RequestRow",
    "RequestStatus",
    "RequestStepRow",
    "ReviewRow",
    "Status",
    "StepRow",
    "TargetGroup",
    "TaskDetail",
    "TaskPage",
    "TaskRow",
    "Turnout",
    "any_bodies_by_code",
    "bodies_by_code",
    "bodies_of_people",
    "bodies_of_type",
    "choose_attenders",
    "choose_offices",
    "codes_of",
    "duties_of",
    "earlier_wordings",
    "event_detail",
    "figures_then_and_now",
    "label_of",
    "list_events",
    "list_models",
    "list_projects",
    "list_regulations",
    "list_requests",
    "list_tasks",
    "model_detail",
    "models_for",
    "name_of_body",
    "own_bodies",
    "pinned_figure",
    "project_board",
    "recommended_units",
    "register_duties",
    "register_source",
    "regulation_detail",
    "request_detail",
    "target_groups",
    "task_detail",
    "turnout_of",
]
