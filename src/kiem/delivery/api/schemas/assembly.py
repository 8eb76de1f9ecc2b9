"""Projects, events, what is said and decided at them, and the tasks that follow, as given."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from kiem.delivery.api.schemas.ledger import Explanation
from kiem.delivery.api.schemas.shape import Shape


class Body(Shape):
    """An organisation as it was called on the day asked about."""

    id: int
    category: str
    name_vi: str
    name_en: str


class Progress(Shape):
    """Counts of tasks that have none below them. `late`: due and not reported; `unproved`:
    reported and not accepted yet; `done_percent`: of what is still wanted."""

    total: int
    done: int
    late: int
    unproved: int
    withdrawn: int
    open: int
    done_percent: int | None


class Project(Shape):
    """One question, followed from the first event to the last task."""

    id: int
    code: str
    title_vi: str
    title_en: str
    owner: Body
    opened_on: date
    events: int
    progress: Progress


class Event(Shape):
    """A session, forum, meeting or congress, with how many conclusions it reached."""

    id: int
    kind: str
    project_id: int
    project_code: str
    project_vi: str
    project_en: str
    title_vi: str
    title_en: str
    held_on: date
    organizer: Body
    conclusions: int
    progress: Progress


class CitedFigure(Shape):
    """A figure pinned when it was said; per cent for ratios. `body`: the unit it is of."""

    subject: str
    body: Body | None
    figure: str
    on: date
    known_at: datetime
    value: float


class Reference(Shape):
    """Something of the register that was pointed to, as it was called on `on`."""

    kind: str
    """`unit`, `organization`, `post` or `decision`."""
    target_id: int
    on: date
    label_vi: str
    label_en: str


class Contribution(Shape):
    """What a body said, in the one form. `is_corrected`: the words were replaced since."""

    number: int
    body: Body
    person_id: int | None
    person_name: str
    situation: str
    situation_en: str
    result: str
    result_en: str
    difficulty: str
    difficulty_en: str
    difficulty_kind: str
    """`objective`, `subjective` or empty."""
    proposal: str
    proposal_en: str
    citations: list[CitedFigure]
    references: list[Reference]
    is_corrected: bool


class Effect(Shape):
    """What a proposal would change, as it was computed and pinned. Hours are hundredths."""

    kind: str
    """`release` or `standing`."""
    parameters: dict[str, Any]
    on: date
    known_at: datetime
    result: dict[str, Any]


class Proposal(Shape):
    """`status`: `open`, `accepted`, `rejected` or `deferred`."""

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
    supporters: list[Body]
    effects: list[Effect]


class Conclusion(Shape):
    event_id: int
    number: int
    text_vi: str
    text_en: str
    proposal_number: int | None
    contribution_numbers: list[int]
    progress: Progress


class Task(Shape):
    """What a body is to do by when, and what will show it. `days_late`: since the due day, 0 when
    not late; `below`: how many tasks were delegated directly below it."""

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
    status: str
    """`open`, `begun`, `reported`, `returned`, `done` or `withdrawn`."""
    due_on: date
    first_due_on: date
    asked_due_on: date | None
    days_late: int
    below: int
    stepped_at: datetime | None


class AgendaItem(Shape):
    position: int
    title_vi: str
    title_en: str


class Attendance(Shape):
    """`part`: `invited`, `attended` or `excused`."""

    body: Body
    part: str


class Chair(Shape):
    """Who leads an event (`part` `chair`) or writes its minutes (`secretary`): a person, or an
    office with the names of who held it on the event's day."""

    part: str
    person_id: int | None
    post_id: int | None
    name: str
    title_vi: str
    title_en: str
    body: Body | None


class Paper(Shape):
    """A paper of an event and the body that handed it in."""

    id: int
    title_vi: str
    title_en: str
    body: Body


class LeftOpen(Shape):
    """A conclusion of an earlier event with tasks that are open; `number` 0: commitments. `late`:
    how many of `open` are owed after their day."""

    event_id: int
    event_vi: str
    event_en: str
    held_on: date
    number: int
    text_vi: str
    text_en: str
    open: int
    late: int


class EventDetail(Shape):
    """An event with everything said at it. `left_open`: what earlier events of the project left
    open, by conclusion; `carried_over`: of these tasks the 50 that are due first."""

    event: Event
    starts_at: time | None
    place: str
    place_en: str
    chair_id: int | None
    chair_name: str
    chairs: list[Chair]
    cancelled_vi: str
    """Why it does not take place; empty while it does."""
    cancelled_en: str
    minutes_vi: str
    minutes_en: str
    agenda: list[AgendaItem]
    papers: list[Paper]
    attendances: list[Attendance]
    contributions: list[Contribution]
    proposals: list[Proposal]
    conclusions: list[Conclusion]
    commitments: list[Task]
    left_open: list[LeftOpen]
    carried_over: list[Task]
    may_conduct: bool


class FigureThenAndNow(Shape):
    """A cited figure beside what it is with the knowledge asked about; `now` null where you may
    not open it."""

    contribution_number: int
    position: int
    """Its place among the figures of its contribution, from 1."""
    body: Body
    cited: CitedFigure
    now: float | None
    has_changed: bool


class PinnedFigure(Shape):
    """A cited figure explained with what was known when it was said. `is_whole` false: you see less
    than whoever cited it, and the explanation is of the part you see."""

    cited: CitedFigure
    explanation: Explanation
    is_whole: bool


class Step(Shape):
    """Something done about a task; `file_ids`: its evidence."""

    kind: str
    text: str
    text_en: str
    due_on: date | None
    file_ids: list[int]
    by: str
    at: datetime


class Reminder(Shape):
    """A reminder sent of a late task; `told` counts people.

    `rung`: who was told, `owner` (whose task it is), `head` (of that body), `setter` (of the body
    that set it) or `above` (of the body above that one).
    """

    rung: str
    sent_on: date
    told: int


class Reminders(Shape):
    """Sent for the present due day, and whom it comes to next, on which day; null when nobody."""

    sent: list[Reminder]
    next_rung: str | None
    next_on: date | None


class TaskDetail(Shape):
    """A task from both sides: up to who said what, down to its evidence."""

    task: Task
    event: Event
    conclusion: Conclusion | None
    proposal: Proposal | None
    said: list[Contribution]
    above: list[Task]
    below_progress: Progress
    requires: list[Task]
    steps: list[Step]
    reminders: Reminders
    may_work: bool
    may_judge: bool


class TargetGroup(Shape):
    """All bodies of one type among those you see."""

    type: str
    name_vi: str
    name_en: str
    count: int


class Numbered(Shape):
    """`number` of what was recorded, within its event."""

    number: int


class Numbers(Shape):
    """`ids` of what was made, in order."""

    ids: list[int]
