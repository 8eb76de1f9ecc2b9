"""What writing hours, activities and leave takes and gives."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from kiem.delivery.api.schemas.shape import MONTH, Code, Day, Id, Moment, Shape, Taken, as_number

Category = Literal[
    "meeting",
    "duty",
    "volunteering",
    "training",
    "culture_sport",
    "counter_support",
    "congress",
    "reporting",
]
Hours = Annotated[
    Decimal,
    Field(ge=0, le=744, decimal_places=2),
    BeforeValidator(as_number),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 744, "examples": [2.5]}),
]
Reason = Annotated[str, Field(min_length=1, max_length=500, examples=["Đánh máy nhầm"])]
Text = Annotated[str, Field(max_length=500)]
Title = Annotated[str, Field(min_length=1, max_length=200, examples=["Sinh hoạt chi đoàn"])]
MonthTaken = Annotated[str, Field(pattern=MONTH, examples=["2025-10"])]
AskedBack = Annotated[list[Code], Field(max_length=10, examples=[[]])]
MOST_ROWS = 1000


class TimeTaken(Taken):
    """Hours of a person on a day for one post the person holds on it."""

    person_id: Id
    post_id: Id
    role_kind: Literal["office", "line"]
    """`line` for the line post, `office` for offices and external seats."""
    category: Category
    day: Day
    hours: Hours
    activity_id: Id | None = None
    is_month_total: bool = False
    """A unit's record of a whole month's line hours; `day` is any day of the month."""


class TimesTaken(Taken):
    """Hours to log: all of them or none."""

    entries: Annotated[list[TimeTaken], Field(min_length=1, max_length=MOST_ROWS)]
    late_reason: Text = ""
    """Why they come after the month was closed."""
    confirmed: AskedBack = []
    """Codes of conflicts that were asked back and are meant: hours on leave, two at once."""


class TimesLogged(Shape):
    """`ids` of the new entries in order; `repeated`: entries that were there already."""

    ids: list[int]
    repeated: int


class TimeCorrection(Taken):
    hours: Hours | None
    """The right hours; null strikes the entry out."""
    reason: Reason


class Corrected(Shape):
    """`id` of the entry that holds instead; null when it was struck out."""

    id: int | None


class ObjectionTaken(Taken):
    text: Annotated[str, Field(min_length=1, max_length=500, examples=["Hôm đó tôi trực."])]


class ObjectionAnswer(Taken):
    """Upheld with `hours` or `is_struck`, the entry is changed; else it stays."""

    is_upheld: bool
    text: Annotated[str, Field(min_length=1, max_length=500, examples=["Đã kiểm tra lại."])]
    hours: Hours | None = None
    is_struck: bool = False


class ParticipantTaken(Taken):
    """Who takes part for which office, with how many hours."""

    person_id: Id
    post_id: Id
    hours: Hours


class ActivityTaken(Taken):
    """An activity of an organisation; `ends_at` is exclusive."""

    organization_id: Id
    category: Category
    title_vi: Title
    title_en: Text = ""
    starts_at: Moment
    ends_at: Moment
    planned_hours: Hours
    participants: Annotated[list[ParticipantTaken], Field(max_length=MOST_ROWS)] = []


class ActivitiesTaken(Taken):
    """Activities to plan: all of them or none."""

    activities: Annotated[list[ActivityTaken], Field(min_length=1, max_length=200)]


class AttendanceTaken(Taken):
    """Who was there, for how long."""

    attended: Annotated[list[ParticipantTaken], Field(min_length=1, max_length=MOST_ROWS)]
    late_reason: Text = ""
    confirmed: AskedBack = []


class ReasonTaken(Taken):
    reason: Reason


class LeaveTaken(Taken):
    """Leave from `start` up to, not including, `end`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"person_id": 7, "kind": "annual", "start": "2025-11-03", "end": "2025-11-08"}
            ]
        }
    )

    person_id: Id
    kind: Literal["annual", "sick", "maternity", "study"]
    start: Day
    end: Day


class LeavesTaken(Taken):
    """Leave to grant: all of it or none."""

    leaves: Annotated[list[LeaveTaken], Field(min_length=1, max_length=MOST_ROWS)]


class LeaveAsked(LeaveTaken):
    """Leave somebody asks for themselves."""

    note: Text = ""


class LeaveDecided(Taken):
    is_approved: bool
    note: Annotated[Text, Field(examples=["Trùng lịch trực"])] = ""
    """Needed for a refusal."""


class SheetTaken(Taken):
    """The hours of a person for one post in a month, as the superior saw them in sum."""

    person_id: Id
    post_id: Id
    seen_hours: Hours


class SheetsTaken(Taken):
    """Hours to confirm; with a `note` they are asked about instead."""

    month: MonthTaken
    sheets: Annotated[list[SheetTaken], Field(min_length=1, max_length=MOST_ROWS)]
    note: Text = ""


class MonthClosed(Taken):
    """Units whose month is closed."""

    organization_ids: Annotated[list[Id], Field(min_length=1, max_length=4000)]
    month: MonthTaken


class MonthReopened(MonthClosed):
    reason: Reason


class Made(Shape):
    """`ids` of what was made, in order."""

    ids: list[int]


class Done(Shape):
    """How many rows it concerned."""

    count: int


class Notice(Shape):
    """A notice of one's own. `sentence` in the reader's language; `link` a path of the site."""

    id: int
    code: str
    sentence: str
    link: str
    sent_at: datetime
    is_read: bool


class NoticesRead(Taken):
    ids: Annotated[list[Id], Field(max_length=MOST_ROWS)] | None = None
    """Which; left out or null: all of them."""
