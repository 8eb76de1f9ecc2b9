"""What holding assemblies and working on their tasks takes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from kiem.delivery.api.schemas.shape import ClockTime, Code, Day, Id, Number, Taken, as_number

MOST_BODIES = 4000
Text = Annotated[str, Field(min_length=1, max_length=4000, examples=["Giữ mô hình kiêm nhiệm"])]
MoreText = Annotated[str, Field(max_length=4000, examples=[""])]
Title = Annotated[str, Field(min_length=1, max_length=300, examples=["Buổi làm việc"])]
MoreTitle = Annotated[str, Field(max_length=300, examples=[""])]
Evidence = Annotated[str, Field(min_length=1, max_length=300, examples=["Báo cáo có chữ ký"])]
Reason = Annotated[str, Field(min_length=1, max_length=4000, examples=["Chưa đủ căn cứ"])]
Bodies = Annotated[list[Id], Field(max_length=MOST_BODIES)]
Percent = Annotated[
    Decimal,
    Field(ge=0, le=100, decimal_places=2),
    BeforeValidator(as_number),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100, "examples": [25]}),
]


class ProjectTaken(Taken):
    organization_id: Id
    code: Annotated[str, Field(min_length=1, max_length=40, examples=["2025-02"])]
    title_vi: Title
    title_en: MoreTitle = ""
    opened_on: Day


class AgendaTaken(Taken):
    title_vi: Title
    title_en: MoreTitle = ""


class ChairTaken(Taken):
    """Who leads an event (`chair`) or writes its minutes (`secretary`): a person, or an office for
    whoever holds it on the event's day. One of the two numbers."""

    part: Literal["chair", "secretary"]
    person_id: Id | None = None
    post_id: Id | None = None


class EventPlanTaken(Taken):
    """What is known of an event. `bodies`: those invited, outside ones too, beside those invited
    already; `uninvited`: whose invitation is taken back. `chair_id`: a person who leads it, before
    `chairs`."""

    title_vi: Title
    title_en: MoreTitle = ""
    held_on: Day
    starts_at: ClockTime | None = None
    place: Annotated[str, Field(max_length=200, examples=["Hội trường tầng 2"])] = ""
    place_en: Annotated[str, Field(max_length=200, examples=["Hall on the second floor"])] = ""
    chair_id: Id | None = None
    agenda: Annotated[list[AgendaTaken], Field(max_length=100)] = []
    bodies: Bodies = []
    uninvited: Bodies = []
    chairs: Annotated[list[ChairTaken], Field(max_length=20)] = []


class EventTaken(EventPlanTaken):
    """An event of a project."""

    organizer_id: Id
    kind: Literal["session", "forum", "congress", "meeting"]


class PartTaken(Taken):
    organization_id: Id
    part: Literal["invited", "attended", "excused"]


class AttendancesTaken(Taken):
    """Replaces what was recorded for these bodies."""

    parts: Annotated[list[PartTaken], Field(min_length=1, max_length=MOST_BODIES)]


class MinutesTaken(Taken):
    minutes_vi: Annotated[str, Field(max_length=20_000, examples=["Buổi làm việc bắt đầu lúc 8h"])]
    minutes_en: Annotated[str, Field(max_length=20_000, examples=[""])] = ""


class PaperTaken(Taken):
    """The body that hands it in."""

    organization_id: Id
    title_vi: Title
    title_en: MoreTitle = ""


class CitedTaken(Taken):
    """A figure to pin: of `unit:12`, `organization:5`, `person:7` or `all`, in the month that
    contains `on`, or on that day for figures of committees."""

    subject: Annotated[str, Field(max_length=40, examples=["unit:12"])]
    figure: Annotated[str, Field(max_length=40, examples=["load"])]
    on: Day


class ReferredTaken(Taken):
    """Something of the register to point to, named as on the day."""

    kind: Literal["unit", "organization", "post", "decision"]
    target_id: Id
    on: Day


class ContributionTaken(Taken):
    """What a body says; at least one of the four parts. A difficulty is of a kind."""

    organization_id: Id
    person_id: Id | None = None
    situation: MoreText = ""
    situation_en: MoreText = ""
    result: MoreText = ""
    result_en: MoreText = ""
    difficulty: MoreText = ""
    difficulty_en: MoreText = ""
    difficulty_kind: Literal["objective", "subjective", ""] = ""
    proposal: MoreText = ""
    proposal_en: MoreText = ""
    citations: Annotated[list[CitedTaken], Field(max_length=50)] = []
    references: Annotated[list[ReferredTaken], Field(max_length=50)] = []


class ProposalTaken(Taken):
    organization_id: Id
    text_vi: Text
    text_en: MoreText = ""
    grounds: MoreText = ""
    grounds_en: MoreText = ""
    contribution_number: Annotated[int | None, Field(ge=1, le=10**6)] = None


class SupportTaken(Taken):
    """The body that supports it."""

    organization_id: Id


class VerdictTaken(Taken):
    verdict: Literal["accepted", "rejected", "deferred"]
    reason: Reason
    reason_en: MoreText = ""


class AssumptionTaken(Taken):
    """`release`: offices of a line and role give `percent` of the available hours. `standing`: who
    heads a member organisation ranks as the line role `role`. Empty: all of them."""

    kind: Literal["release", "standing"]
    on: Day
    family: Code = ""
    role: Code = ""
    percent: Percent = Decimal(0)


class ConclusionTaken(Taken):
    text_vi: Text
    text_en: MoreText = ""
    proposal_id: Id | None = None
    contribution_numbers: Annotated[list[Number], Field(max_length=200)] = []


class ConclusionCorrected(Taken):
    text_vi: Text
    text_en: MoreText = ""


class TaskTaken(Taken):
    """The same task for each of its owners: those named, and all bodies of a type you see.

    `evidence_vi`: what will show that it is done; `requires`: tasks to be accepted first.
    """

    owner_ids: Bodies = []
    owner_type: Code | None = None
    """A type, such as `ward_police`, or a level, such as `commune`."""
    text_vi: Text
    text_en: MoreText = ""
    evidence_vi: Evidence
    evidence_en: MoreTitle = ""
    due_on: Day
    person_id: Id | None = None
    requires: Annotated[list[Id], Field(max_length=50)] = []


class TasksTaken(Taken):
    """Tasks to set: all of them or none."""

    tasks: Annotated[list[TaskTaken], Field(min_length=1, max_length=200)]


class CommitmentTaken(Taken):
    """A task a body sets itself."""

    owner_id: Id
    text_vi: Text
    text_en: MoreText = ""
    evidence_vi: Evidence
    evidence_en: MoreTitle = ""
    due_on: Day
    person_id: Id | None = None


class StepTaken(Taken):
    text: MoreText = ""
    text_en: MoreText = ""


class ReasonGiven(Taken):
    reason: Reason
    reason_en: MoreText = ""


class DelayAsked(ReasonGiven):
    """A later day, with the reason."""

    due_on: Day


class ConditionTaken(Taken):
    """The task that must be accepted first."""

    requires_id: Id
