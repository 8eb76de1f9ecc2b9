"""The board of monthly returns, files of a month, and the consolidated report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from kiem.delivery.api.schemas.shape import Day, Example, Id, MonthText, Shape, Taken
from kiem.delivery.api.schemas.uploads import FileProblem

_STATES: Example = {"received": 120, "late": 3, "with_errors": 1, "not_begun": 2}


class ChapterReturn(Shape):
    """A chapter and where its return stands. `head`: the committee that collects it.

    `received_at`: when its first return was accepted; `versions`: 2 or more when corrected files
    replaced it; `latest_id`, `mistakes`: of the last file that came.
    """

    id: int
    code: str
    name_vi: str
    name_en: str
    unit_id: int
    unit_vi: str
    unit_en: str
    head_id: int
    head_vi: str
    head_en: str
    state: str
    """`not_begun`, `with_errors`, `checked`, `received` or `late`."""
    due_on: date
    received_at: datetime | None
    versions: int
    latest_id: int | None
    mistakes: int
    is_overdue: bool


class ReturnLine(Shape):
    """A committee that collects returns, when they are due, and how many there are to come."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "id": 300, "name_vi": "Đoàn Thanh niên Công an thành phố", "name_en": "City youth union",
        "due_on": "2025-11-05", "chapters": 126, "by_state": _STATES, "arrived": 123, "overdue": 0,
    }]})  # fmt: skip

    id: int
    name_vi: str
    name_en: str
    due_on: date
    chapters: int
    by_state: dict[str, int]
    arrived: int
    overdue: int


class ReturnFile(Shape):
    """A file of a chapter's month. `accepted_at`: since when it was the return, `replaced_at`:
    until when; both null for one that never was. `changes`: lines it wrote."""

    id: int
    file_name: str
    sha256: str
    received_at: datetime
    received_by: str
    mistakes: int
    accepted_at: datetime | None
    replaced_at: datetime | None
    changes: int
    decision_id: int | None
    is_return: bool


class ReturnDetail(Shape):
    """A chapter's month with the files that came for it, the latest first."""

    chapter: ChapterReturn
    month: MonthText
    files: list[ReturnFile]


class FileChange(Shape):
    """One line that a file changes, in your language."""

    sheet: str
    row: int
    verb: str
    what: str
    when: str
    before: str
    after: str


class ReturnFileDetail(Shape):
    """A file with everything wrong in it or, while it may become the return, what it would change.

    `is_latest`: no later one came for its chapter and month.
    """

    file: ReturnFile
    organization_id: int
    month: MonthText
    is_latest: bool
    may_be_accepted: bool
    problems: list[FileProblem]
    changes: list[FileChange]


class ReturnAccepted(Shape):
    acceptance_id: int


class RemindTaken(Taken):
    """`line_id`: the committee whose chapters are reminded."""

    line_id: Id


class DueDayTaken(Taken):
    """`due_day`: of the following month; for months that end on `valid_from` or later."""

    due_day: Annotated[int, Field(ge=1, le=28, examples=[5])]
    valid_from: Day


class ReportFigures(Shape):
    """`members_start` + `members_in` - `members_out` = `members_end`. `turnout`: people counted at
    activities, each time they came. Hours are of the chapter's officers."""

    members_start: int
    members_in: int
    members_out: int
    members_end: int
    activities: int
    turnout: int
    officers: int
    office_hours: float
    line_hours: float
    returns: int


class ReportRow(Shape):
    """A chapter's figures; `returns_due`: months it owes in the period."""

    id: int
    code: str
    name_vi: str
    name_en: str
    unit_id: int
    unit_vi: str
    unit_en: str
    figures: ReportFigures
    returns_due: int


class ReportCategory(Shape):
    """Activities of one category, of all chapters."""

    category: str
    activities: int
    turnout: int
    office_hours: float


class Report(Shape):
    """The consolidated report of a period; `head_id` null: the chapters are of several lines."""

    period: Annotated[str, Field(examples=["2025-Q3"])]
    start: date
    end: date
    """The first day after the period."""
    head_id: int | None
    head_vi: str
    head_en: str
    rows: list[ReportRow]
    totals: ReportFigures
    returns_due: int
    categories: list[ReportCategory]


class FigureRecord(Shape):
    """One record a figure is made of; `value`: what it adds. Without a name where it is not yours
    to read."""

    chapter_id: int
    kind: str
    """`membership`, `activity`, `person`, `time` or `return`."""
    id: int
    person_id: int | None
    name_vi: str
    name_en: str
    day: date | None
    category: str
    value: float
    decision_id: int | None


class Figure(Shape):
    """A figure of a chapter with its records, which add up to `total`."""

    organization_id: int
    figure: str
    period: Annotated[str, Field(examples=["2025-Q3"])]
    total: float
    is_named: bool
    records: list[FigureRecord]
