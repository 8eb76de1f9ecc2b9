"""The vocabulary of assemblies in the chronicle: what is said, concluded, done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

Texts = tuple[str, str]  # Vietnamese, English
NOTHING: Texts = ("", "")


@dataclass(frozen=True, slots=True)
class FigurePlan:
    """A figure cited: of a unit by its key (empty: of all), or of a member organisation, in the
    month that contains `on`, or of that day."""

    key: str
    figure: str
    on: date
    of: str = "unit"  # or "organization"


@dataclass(frozen=True, slots=True)
class StatementPlan:
    organization: str
    situation: Texts = NOTHING
    result: Texts = NOTHING
    difficulty: Texts = NOTHING
    difficulty_kind: str = ""
    proposal: Texts = NOTHING
    figures: Sequence[FigurePlan] = ()


@dataclass(frozen=True, slots=True)
class EffectPlan:
    """What a proposal would change, to be computed for the month of `on`: another share of the
    hours (`release`, in per cent) or another rank (`standing`, of the line role `role`)."""

    kind: str
    on: date
    family: str = ""
    role: str = ""
    percent: int = 0


@dataclass(frozen=True, slots=True)
class ProposalPlan:
    """`contribution` counts the event's statements from 1, 0 where it comes from none; a verdict
    with its reason, if any."""

    organization: str
    text: Texts
    grounds: Texts
    contribution: int
    verdict: str = ""
    reason: Texts = NOTHING
    supporters: Sequence[str] = ()
    effects: Sequence[EffectPlan] = ()


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """`key` names the task afterwards; tasks of many owners are named `key:owner`. `requires`:
    keys of tasks of the same event that come first."""

    key: str
    owners: Sequence[str]
    text: Texts
    evidence: Texts
    due_on: date
    requires: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ConclusionPlan:
    """`proposal` and `statements` count the event's proposals and contributions from 1."""

    text: Texts
    tasks: Sequence[TaskPlan]
    proposal: int | None = None
    statements: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class OpenProject:
    code: str
    organization: str
    title: Texts


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """`chair`: the person in the chair, if it is told."""

    key: str
    project: str
    organizer: str
    kind: str
    title: Texts
    held_on: date
    place: Texts
    agenda: Sequence[Texts]
    bodies: Sequence[str]
    chair: int | None = None
    starts_at: time | None = None


@dataclass(frozen=True, slots=True)
class HoldEvent:
    """Everything said and decided at an event that was planned before."""

    event: str
    attended: Sequence[str]
    statements: Sequence[StatementPlan]
    proposals: Sequence[ProposalPlan]
    conclusions: Sequence[ConclusionPlan]
    commitments: Sequence[TaskPlan]
    minutes: Texts


@dataclass(frozen=True, slots=True)
class DelegateTask:
    task: str
    below: TaskPlan


@dataclass(frozen=True, slots=True)
class TaskStepPlan:
    """A step of a task; `kind` as the assembly names it. `by`: who takes it, a role in words;
    `file`: name of a text file with `text` that is handed in as evidence."""

    task: str
    kind: str
    text: Texts = NOTHING
    due_on: date | None = None
    by: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class TakeSteps:
    steps: Sequence[TaskStepPlan]


AssemblyOperation = OpenProject | PlanEvent | HoldEvent | DelegateTask | TakeSteps
