"""What the ledger's actions take. Hours are `Decimal`, to the hundredth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class NewTimeEntry:
    """Hours of a person on a day for one post the person holds on it.

    `role_kind`: `line` or `office` (external seats count as office). `category`: see
    `models.TimeEntry.Category`. `is_month_total`: a unit's record of a whole month's line hours;
    `day` is then any day of the month.
    """

    person_id: int
    post_id: int
    role_kind: str
    category: str
    day: date
    hours: Decimal
    activity_id: int | None = None
    is_month_total: bool = False


class Participant(NamedTuple):
    """Who takes part in an activity, for which office, with how many planned hours."""

    person_id: int
    post_id: int
    planned_hours: Decimal


@dataclass(frozen=True, slots=True)
class NewActivity:
    """An activity of an organisation; `starts_at` and `ends_at` aware, `ends_at` exclusive."""

    organization_id: int
    category: str
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    planned_hours: Decimal
    participants: Sequence[Participant | tuple[int, int, Decimal]] = ()


@dataclass(frozen=True, slots=True)
class NewLeave:
    """Approved leave from `start` up to, not including, `end`."""

    person_id: int
    kind: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class LoggedTime:
    """`ids` of the new entries in input order; `repeated`: entries that were there already."""

    ids: tuple[int, ...]
    repeated: int
