"""A project's board: one question from who was asked to what was proven and who took it over."""

from __future__ import annotations

from kiem.delivery.api.schemas.assembly import Body, Event, Progress, Project, Task
from kiem.delivery.api.schemas.elections import Congress
from kiem.delivery.api.schemas.good_models import GoodModel
from kiem.delivery.api.schemas.shape import Shape
from kiem.delivery.api.schemas.surveys import Survey


class Heard(Shape):
    """How many contributions were made, by how many bodies."""

    contributions: int
    bodies: int


class BoardProposal(Shape):
    """A proposal of one of the events. `status`: `open`, `accepted`, `rejected` or `deferred`;
    `answered_by`: numbers of the conclusions of the same event that answer it."""

    event_id: int
    number: int
    body: Body
    text_vi: str
    text_en: str
    contribution_number: int | None
    status: str
    reason: str
    reason_en: str
    supporters: list[Body]
    answered_by: list[int]


class BoardConclusion(Shape):
    """A conclusion with the way back to who said what: `body` is who spoke, or proposed; null
    where nobody had. `progress` counts its tasks down to the last level."""

    event_id: int
    number: int
    text_vi: str
    text_en: str
    proposal_number: int | None
    contribution_number: int | None
    body: Body | None
    progress: Progress


class BoardCongress(Shape):
    """A congress among the project's events. `delegates` it convenes; of its `contests` so many
    have a `counted` ballot."""

    congress: Congress
    delegates: int
    contests: int
    counted: int


class ProjectBoard(Shape):
    """Everything of a project, the latest event first. `unanswered`: how many proposals nobody has
    judged, or were put off; `untasked`: conclusions nobody was given a task from; `evidence_files`:
    kept with what was accepted. Its tasks: `GET /tasks?project_id=`."""

    project: Project
    opened_by: str
    surveys: list[Survey]
    events: list[Event]
    congresses: list[BoardCongress]
    heard: Heard
    proposals: list[BoardProposal]
    verdicts: dict[str, int]
    unanswered: int
    conclusions: list[BoardConclusion]
    untasked: int
    commitments: list[Task]
    evidence_files: int
    models: list[GoodModel]
    may_conduct: bool
