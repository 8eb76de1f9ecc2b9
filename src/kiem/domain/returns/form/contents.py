"""What a return says, as plain values: the same shape for what the register and the ledger hold,
for what is written into a form and for what is read from a file.

Lines name people by staff number, organisations by code, posts and activities by id, so that the
content of a submission can be kept as JSON and read by people. `row` is the row in the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kiem.domain.returns.errors import PROBLEMS
from kiem.platform.kernel.errors import DomainError

HELD, CALLED_OFF = "held", "called_off"
JOINED, LEFT = "in", "out"
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody joined or left the chapter (or a branch of it) on `day`.

    `is_decided`: the register has it from elsewhere; a return can repeat it, not change it.
    """

    row: int
    staff_number: str
    full_name: str
    change: str
    day: date
    organization: str
    is_decided: bool = False
    record: int | None = field(default=None, compare=False)  # the membership

    @property
    def key(self) -> tuple[str, str, str]:
        return self.staff_number, self.change, self.organization


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity. `ref`: `A12` is activity 12 of the ledger, `N3` the third new one of the file.

    `starts_at`, `ends_at` aware, `ends_at` exclusive. `turnout`: people who took part; None where
    nobody counted.
    """

    row: int
    ref: str
    title_vi: str
    title_en: str
    category: str
    starts_at: datetime
    ends_at: datetime
    status: str
    turnout: int | None
    result: str

    @property
    def activity_id(self) -> int | None:
        """The ledger's activity; None for a new one."""
        return int(self.ref[1:]) if self.ref.startswith("A") else None

    @property
    def fixed(self) -> tuple[str, str, datetime, datetime]:
        """What makes it this activity and no other."""
        return self.title_vi, self.category, self.starts_at, self.ends_at


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Hours of a person for one post: on `day`, or of the whole month when it is None."""

    row: int
    staff_number: str
    full_name: str
    post_id: int
    day: date | None
    category: str
    activity: str
    hours: Decimal
    record: int | None = field(default=None, compare=False)  # the time entry
    is_confirmed: bool = field(default=False, compare=False)  # by a superior

    @property
    def key(self) -> tuple[str, int, date | None, str, str]:
        return self.staff_number, self.post_id, self.day, self.category, self.activity


@dataclass(frozen=True, slots=True)
class Content:
    """All lines of a return, sheet by sheet."""

    members: tuple[MemberLine, ...] = ()
    activities: tuple[ActivityLine, ...] = ()
    hours: tuple[HoursLine, ...] = ()

    @property
    def lines(self) -> int:
        return len(self.members) + len(self.activities) + len(self.hours)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file: where, and what (a code of `errors.PROBLEMS`).

    `sheet` is a key of `layout.SHEETS` or empty for the file as a whole; `row` as the spreadsheet
    counts, 0 for the sheet as a whole; `column` a key of the sheet's columns or empty. What an
    action of the register or the ledger refused has the code `refused` and its words in `params`.
    """

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English source sentence; `params` fill it."""
        return self._texts[0]

    @property
    def remedy(self) -> str:
        return self._texts[1]

    @property
    def _texts(self) -> tuple[str, str]:
        if self.code == REFUSED:
            return str(self.params["message"]), str(self.params["remedy"])
        return PROBLEMS[self.code]

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "params": {name: str(value) for name, value in self.params.items()},
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Problem:
        return cls(**values)

    @classmethod
    def of_error(cls, error: DomainError, sheet: str, row: int) -> Problem:
        """What an action refused, at the line it was about."""
        params = {**error.params, "message": error.message, "remedy": error.remedy}
        if "row" in params:
            params["row"] = row
        return cls(REFUSED, sheet, row, "", params)


def content_as_json(content: Content) -> dict[str, Any]:
    """For `Submission.content`."""
    return {
        "members": [
            {
                "row": m.row,
                "staff_number": m.staff_number,
                "full_name": m.full_name,
                "change": m.change,
                "day": m.day.isoformat(),
                "organization": m.organization,
            }
            for m in content.members
        ],
        "activities": [
            {
                "row": a.row,
                "ref": a.ref,
                "title_vi": a.title_vi,
                "title_en": a.title_en,
                "category": a.category,
                "starts_at": a.starts_at.isoformat(),
                "ends_at": a.ends_at.isoformat(),
                "status": a.status,
                "turnout": a.turnout,
                "result": a.result,
            }
            for a in content.activities
        ],
        "hours": [
            {
                "row": h.row,
                "staff_number": h.staff_number,
                "full_name": h.full_name,
                "post_id": h.post_id,
                "day": h.day.isoformat() if h.day else None,
                "category": h.category,
                "activity": h.activity,
                "hours": str(h.hours),
            }
            for h in content.hours
        ],
    }


def content_from_json(values: Mapping[str, Any]) -> Content:
    """What `content_as_json` made."""
    return Content(
        members=tuple(
            MemberLine(**{**m, "day": date.fromisoformat(m["day"])})
            for m in values.get("members", ())
        ),
        activities=tuple(
            ActivityLine(
                **{
                    **a,
                    "starts_at": datetime.fromisoformat(a["starts_at"]),
                    "ends_at": datetime.fromisoformat(a["ends_at"]),
                }
            )
            for a in values.get("activities", ())
        ),
        hours=tuple(
            HoursLine(
                **{
                    **h,
                    "day": date.fromisoformat(h["day"]) if h["day"] else None,
                    "hours": Decimal(h["hours"]),
                }
            )
            for h in values.get("hours", ())
        ),
    )
