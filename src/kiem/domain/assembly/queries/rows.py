"""What the assembly's queries return."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from kiem.domain.assembly.queries.effects import EffectRow
from kiem.domain.assembly.queries.referring import ReferenceRow
from kiem.domain.assembly.queries.reminders import Reminders
from kiem.domain.assembly.queries.state import Status


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation by name, as it was called on the day asked about."""

    id: int
    category: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts over tasks that have none below them. `late`: due before the day and not
    reported yet; `unproved`: reported, and not accepted yet."""

    total: int = 0
    done: int = 0
    late: int = 0
    unproved: int = 0
    withdrawn: int = 0

    @property
    def open(self) -> int:
        return self.total - self.done - self.withdrawn

    @property
    def done_percent(self) -> int | None:
        """Whole per cents of what is still wanted, rounded down; None when nothing is."""
        wanted = self.total - self.withdrawn
        return 100 * self.done // wanted if wanted else None


def total_progress(parts: Iterable[Progress]) -> Progress:
    """The sum of some progresses."""
    counts = [(p.total, p.done, p.late, p.unproved, p.withdrawn) for p in parts]
    return Progress(*map(sum, zip(*counts, strict=True))) if counts else Progress()


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in a list. `starts_at`: local time, where it is known."""

    id: int
    kind: str
    project_id: int
    project_code: str
    project_vi: str
    project_en: str
    title_vi: str
    title_en: str
    held_on: date
    starts_at: time | None
    organizer: Body
    conclusions: int
    progress: Progress
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ChairRow:
    """Who leads an event (`part` `chair`) or writes its minutes (`secretary`). Of an office the
    title with its body, and the names of who held it on the event's day."""

    part: str
    person_id: int | None
    post_id: int | None
    name: str
    title_vi: str = ""
    title_en: str = ""
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class CitedFigure:
    """A figure pinned when it was said. `value`: as cited; per cent for ratios. `body`: the unit or
    organisation it is of; None for figures of all units, and of a person, who is not named to
    everybody here. `scopes`: those of whoever cited it."""

    subject: str
    body: Body | None
    figure: str
    on: date
    known_at: datetime
    value: float
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContributionRow:
    number: int
    body: Body
    person_id: int | None
    person_name: str
    situation: str
    result: str
    difficulty: str
    difficulty_kind: str
    proposal: str
    situation_en: str
    result_en: str
    difficulty_en: str
    proposal_en: str
    citations: tuple[CitedFigure, ...]
    references: tuple[ReferenceRow, ...]
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """`status`: `open` or the last verdict."""

    id: int
    number: int
    body: Body
    text_vi: str
    text_en: str
    grounds: str
    grounds_en: str
    contribution_number: int | None
    status: str
    reason: str
    reason_en: str
    supporters: tuple[Body, ...]
    effects: tuple[EffectRow, ...]


@dataclass(frozen=True, slots=True)
class ConclusionRow:
    event_id: int
    number: int
    text_vi: str
    text_en: str
    proposal_number: int | None
    contribution_numbers: tuple[int, ...]
    progress: Progress


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with its state on the day. `days_late` counts from the due day, 0 when not late;
    `below` is how many tasks were delegated directly below it."""

    id: int
    event_id: int
    conclusion_number: int | None
    parent_id: int | None
    text_vi: str
    text_en: str
    evidence_vi: str
    evidence_en: str
    owner: Body
    set_by: Body
    person_id: int | None
    person_name: str
    status: Status
    due_on: date
    first_due_on: date
    asked_due_on: date | None
    days_late: int
    below: int
    stepped_at: datetime | None

    @property
    def is_closed(self) -> bool:
        return self.status in (Status.DONE, Status.WITHDRAWN)

    @property
    def is_owed(self) -> bool:
        """Its owner has something to do; what is reported waits for somebody else."""
        return not self.is_closed and self.status is not Status.REPORTED


@dataclass(frozen=True, slots=True)
class StepRow:
    kind: str
    text: str
    text_en: str
    due_on: date | None
    file_ids: tuple[int, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of an event and the body that handed it in."""

    id: int
    title_vi: str
    title_en: str
    file_id: int
    body: Body


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A conclusion of an earlier event with tasks that are open; `number` 0: commitments. `late`:
    how many of `open` somebody owes after their day."""

    event_id: int
    event_vi: str
    event_en: str
    held_on: date
    number: int
    text_vi: str
    text_en: str
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """Who wrote an event's minutes, who approved them when, and why they were corrected since."""

    by_id: int | None
    by: str
    approved_on: date | None
    approved_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class EventDetail:
    """One event with everything said at it. Its agenda starts with what earlier events of the
    project left open: `left_open` by conclusion, `carried_over` the tasks that are due first."""

    event: EventRow
    starts_at: time | None
    place: str
    place_en: str
    chairs: tuple[ChairRow, ...]
    cancelled_vi: str
    cancelled_en: str
    minutes_vi: str
    minutes_en: str
    minutes: MinutesRow
    agenda: tuple[tuple[int, str, str], ...]
    papers: tuple[PaperRow, ...]
    attendances: tuple[tuple[Body, str], ...]
    contributions: tuple[ContributionRow, ...]
    proposals: tuple[ProposalRow, ...]
    conclusions: tuple[ConclusionRow, ...]
    commitments: tuple[TaskRow, ...]
    left_open: tuple[LeftOpen, ...]
    carried_over: tuple[TaskRow, ...]
    may_conduct: bool

    @property
    def chair_id(self) -> int | None:
        """The first person who leads it."""
        people = [c.person_id for c in self.chairs if c.part == "chair" and c.person_id]
        return people[0] if people else None

    @property
    def chair_name(self) -> str:
        """Names of those who lead it; of an office, of whoever held it."""
        return ", ".join(c.name for c in self.chairs if c.part == "chair" and c.name)

    @property
    def secretary_name(self) -> str:
        """Names of those who write its minutes."""
        return ", ".join(c.name for c in self.chairs if c.part == "secretary" and c.name)


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """A task from both sides: down to its evidence, and back to who said what."""

    task: TaskRow
    event: EventRow
    conclusion: ConclusionRow | None
    proposal: ProposalRow | None
    said: tuple[ContributionRow, ...]
    above: tuple[TaskRow, ...]
    below_progress: Progress
    requires: tuple[TaskRow, ...]
    steps: tuple[StepRow, ...]
    reminders: Reminders
    may_work: bool
    may_judge: bool
