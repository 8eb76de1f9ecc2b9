"""The month as its holder sees it, and what waits for superiors."""

from __future__ import annotations

from datetime import date, datetime

from kiem.delivery.api.schemas.hours import Category, Hours, MonthTaken, Reason, Title
from kiem.delivery.api.schemas.shape import Id, Moment, MonthText, Shape, Taken


class HeldPost(Shape):
    """A post held on at least one day of the month. `end`: the first day without it."""

    post_id: int
    kind: str
    role_kind: str
    title_vi: str
    title_en: str
    organization_id: int
    organization_vi: str
    organization_en: str
    start: date
    end: date | None


class DayEntry(Shape):
    """Hours of one's own. `is_confirmed`: covered by the superior's word; `objection_id`: of the
    open objection to them; `reason`: why they were corrected or came late; `files`: how many."""

    id: int
    post_id: int
    role_kind: str
    category: str
    day: date
    hours: float
    is_month_total: bool
    activity_id: int | None
    activity_vi: str
    activity_en: str
    recorded_by: str
    is_confirmed: bool
    objection_id: int | None
    reason: str
    is_late: bool
    files: int


class PlannedPart(Shape):
    """Something one takes part in. `is_logged`: hours of one's own are logged for it."""

    activity_id: int
    post_id: int
    category: str
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    planned_hours: float
    is_logged: bool


class LeaveDays(Shape):
    """Leave, `granted` or `asked`; `end` is the first day after it."""

    state: str
    id: int
    kind: str
    start: date
    end: date


class DaySheet(Shape):
    day: date
    is_working_day: bool
    line_hours: float
    office_hours: float
    leave: LeaveDays | None
    entries: list[DayEntry]
    planned: list[PlannedPart]


class SuperiorsWord(Shape):
    """What the superior last said about the month's hours for a post; `is_current`: nothing was
    recorded or changed since."""

    post_id: int
    verdict: str
    """`confirmed`, `asked_back` or `answered`."""
    hours: float
    note: str
    recorded_by: str
    recorded_at: datetime
    is_current: bool


class MyMonth(Shape):
    """One's own month, both roles in one calendar."""

    person_id: int
    month: MonthText
    state: str
    closed_at: datetime | None
    posts: list[HeldPost]
    days: list[DaySheet]
    month_totals: list[DayEntry]
    words: list[SuperiorsWord]


class UnloggedActivity(Shape):
    """An activity that is over, without hours of one's own."""

    activity_id: int
    post_id: int
    category: str
    title_vi: str
    title_en: str
    day: date
    planned_hours: float


class OpenQuestion(Shape):
    """A superior asks about a month's hours of a post."""

    post_id: int
    title_vi: str
    title_en: str
    month: MonthText
    hours: float
    note: str
    asked_by: str
    asked_at: datetime


class RepeatedEntry(Shape):
    """An entry of the week before, a week later. `obstacle`: `there`, `to come`, `leave` or `not
    held`; empty when it can be logged again."""

    post_id: int
    role_kind: str
    category: str
    day: date
    hours: float
    title_vi: str
    title_en: str
    obstacle: str


class MyTasks(Shape):
    """What waits for the person in the ledger, and last week's hours a week later."""

    activities: list[UnloggedActivity]
    questions: list[OpenQuestion]
    last_week: list[RepeatedEntry]


class OwnActivityTaken(Taken):
    """Something planned for one's own office; `ends_at` is exclusive."""

    post_id: Id
    category: Category
    title: Title
    starts_at: Moment
    ends_at: Moment
    planned_hours: Hours
    allow_clashes: bool = False
    """Planned although it falls on leave or on something else."""


class QuestionAnswered(Taken):
    post_id: Id
    month: MonthTaken
    note: Reason


class Revision(Shape):
    """An entry as it was recorded once. `struck_reason`: why nothing came instead."""

    entry_id: int
    hours: float
    recorded_at: datetime
    recorded_by: str
    reason: str
    is_late: bool
    struck_reason: str


class EvidenceFile(Shape):
    id: int
    name: str
    size_bytes: int
    recorded_by: str
    recorded_at: datetime


class EntryDetail(Shape):
    """An entry with its history, oldest first, objections and evidence."""

    id: int
    person_id: int
    post_id: int
    title_vi: str
    title_en: str
    role_kind: str
    category: str
    day: date
    hours: float
    is_month_total: bool
    activity_id: int | None
    activity_vi: str
    activity_en: str
    holds: bool
    is_confirmed: bool
    is_own: bool
    is_own_to_change: bool
    revisions: list[Revision]
    objection_ids: list[int]
    open_objection_id: int | None
    evidence: list[EvidenceFile]


class ActivityPart(Shape):
    """Somebody who takes part: planned, logged, or both."""

    person_id: int
    post_id: int
    full_name: str
    title_vi: str
    title_en: str
    planned_hours: float | None
    logged_hours: float | None


class ActivityDetail(Shape):
    """An activity with those you may know by name; `unnamed`: how many more take part."""

    id: int
    organization_id: int
    organization_vi: str
    organization_en: str
    category: str
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    planned_hours: float
    participants: list[ActivityPart]
    unnamed: int
    can_keep: bool
    takes_part: bool
    evidence: list[EvidenceFile]


class Objection(Shape):
    """An objection, with the entry as it was objected to."""

    id: int
    person_id: int
    full_name: str
    entry_id: int
    title_vi: str
    title_en: str
    role_kind: str
    category: str
    is_month_total: bool
    day: date
    hours: float
    text: str
    raised_at: datetime
    state: str
    """`raised` (open), `upheld`, `dismissed` or `withdrawn`."""
    is_own: bool


class ObjectionStep(Shape):
    kind: str
    text: str
    recorded_at: datetime
    recorded_by: str


class ObjectionDetail(Shape):
    """An objection with its trail, oldest step first. `entry_holds`: the entry was not replaced."""

    row: Objection
    steps: list[ObjectionStep]
    can_answer: bool
    can_withdraw: bool
    entry_holds: bool


class SheetToConfirm(Shape):
    """A person's hours for one post in a month. `new_hours`: not confirmed, or recorded after the
    confirmation; part of `hours`. `note`, `said_by`, `said_at`: the last word."""

    person_id: int
    post_id: int
    full_name: str
    title_vi: str
    title_en: str
    organization_vi: str
    organization_en: str
    role_kind: str
    hours: float
    new_hours: float
    entries: int
    late_entries: int
    objections: int
    verdict: str
    note: str
    said_by: str
    said_at: datetime | None
    state: str
    """`waiting`, `asked` or `confirmed`."""


class SheetEntry(Shape):
    """One entry of a sheet. `is_new`: the confirmation in force does not cover it."""

    id: int
    day: date
    hours: float
    category: str
    is_month_total: bool
    activity_vi: str
    activity_en: str
    recorded_by: str
    recorded_at: datetime
    is_new: bool
    is_late: bool
    reason: str
    objection_id: int | None
    files: int


class SheetWord(Shape):
    verdict: str
    hours: float
    note: str
    said_by: str
    said_at: datetime


class SheetDetail(Shape):
    """A sheet with its entries, and everything said about it, oldest first."""

    row: SheetToConfirm
    entries: list[SheetEntry]
    words: list[SheetWord]


class LeaveRequest(Shape):
    """A request for leave; `outcome` empty while it is open. `activities`: how many the person
    takes part in on those days."""

    id: int
    person_id: int
    full_name: str
    kind: str
    start: date
    end: date
    note: str
    asked_at: datetime
    outcome: str
    """`approved`, `refused`, `withdrawn` or empty."""
    decided_by: str
    decided_note: str
    activities: int


class UnitToClose(Shape):
    """A unit of yours and whether it has closed the month."""

    unit_id: int
    code: str
    name_vi: str
    name_en: str
    dual_holders: int
    closed_at: datetime | None
    closed_by: str


class PersonAtMonthEnd(Shape):
    """A dual holder of the unit with what is still open: hours nobody confirmed, activities without
    hours, objections, requests for leave."""

    person_id: int
    full_name: str
    line_hours: float
    line_waiting_hours: float
    office_hours: float
    office_waiting_hours: float
    activities_without_hours: int
    objections: int
    requests: int
    is_complete: bool


class MonthEnd(Shape):
    """A unit's month before it is closed. `incomplete`: people with something still open."""

    unit_id: int
    unit_vi: str
    unit_en: str
    month: MonthText
    state: str
    closed_at: datetime | None
    closed_by: str
    incomplete: int
    people: list[PersonAtMonthEnd]


class UnitMonthClosed(Taken):
    """`although_incomplete`: closed although something is still open."""

    month: MonthTaken
    although_incomplete: bool = False
