"""The account of one person in one month, worked out from rows; no database in here.

`load.md` of the design defines every figure; docs/reference/load.md says how it is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kiem.domain.ledger.queries.hundredths import divide
from kiem.domain.ledger.queries.inputs import Holding, Hours, Part
from kiem.domain.ledger.queries.settings_by_unit import Thresholds
from kiem.domain.regimes.queries import EntitlementPart
from kiem.time.calendar import WorkingCalendar
from kiem.time.month import Month


class Status(StrEnum):
    """How the load compares with the thresholds."""

    WITHIN = "within"
    STRAINED = "strained"
    OVERLOADED = "overloaded"


class PostAccount(NamedTuple):
    """One post in one month. Hours x 100. `parts`: what the rules gave, empty = not regulated."""

    holding: Holding
    logged: int
    planned: int
    release: int
    parts: tuple[EntitlementPart, ...]

    @property
    def office_hours(self) -> int:
        return self.logged + self.planned


class Account(NamedTuple):
    """One person in one month. Hours x 100.

    `recorded_line`: the month is closed and line hours were recorded, so `line` is what was worked
    and not the norm. `demand` is what the load compares with `available`. `unregulated`: offices
    and external seats without a rule.
    """

    available: int
    line: int
    office: int
    release: int
    uncovered: int
    demand: int
    recorded_line: bool
    status: Status
    unregulated: int
    posts: tuple[PostAccount, ...]


class MonthBasis(NamedTuple):
    """What every account of a unit's month shares.

    `worked`: working days before each day of the month, and in all. `daily`: length of a working
    day x 100. `kinds`: kinds of post that count as offices.
    """

    days: int
    worked: tuple[int, ...]
    daily: int
    thresholds: Thresholds
    is_closed: bool
    kinds: Sequence[str]


PartsOf = Callable[[Holding, int], tuple[EntitlementPart, ...]]
_NO_HOURS = (0, 0)


@lru_cache(maxsize=4096)
def month_days(calendar: WorkingCalendar, month: Month) -> tuple[int, ...]:
    """Working days before each day of the month, and in all (days + 1 values)."""
    return tuple(calendar.cumulative(month.start, month.end))


def make_account(
    basis: MonthBasis,
    *,
    holdings: Sequence[Holding],
    hours: Sequence[Hours],
    service: Sequence[Part] | None,
    leave: Sequence[Part],
    parts_of: PartsOf,
) -> Account:
    """Work out A, L, O and R of a person's month and what follows from them.

    `service` None: in service all month, fully employed. `parts_of`: what the release rules give
    for a held office, taken of so many available hours.
    """
    line_posts, offices = [], []
    ignored: set[int] = set()
    for held in holdings:
        kind = held.kind
        if kind == "line":
            line_posts.append(held)
        elif kind in basis.kinds:
            offices.append(held)
        else:
            ignored.add(held.post_id)  # party offices, unless they are counted
    if service is None and not leave:
        available = basis.daily * basis.worked[basis.days]
        norm = _norm(line_posts, basis)
    else:
        parts = service if service is not None else (Part(0, basis.days, 10_000),)
        available, norm = _day_by_day(parts, leave, line_posts, basis)

    recorded = entries = office = 0
    counted: dict[int, tuple[int, int]] = {}
    for _, post_id, line_hours, line_entries, logged, planned, _ in hours:
        if line_entries:
            recorded += line_hours
            entries += line_entries
        elif post_id not in ignored:
            if post_id in counted:
                before = counted[post_id]
                counted[post_id] = (before[0] + logged, before[1] + planned)
            else:
                counted[post_id] = (logged, planned)
            office += logged + planned

    posts = []
    release = 0
    unregulated: set[int] = set()
    if len(offices) > 1:
        offices.sort()
    for held in offices:
        # The hours of an office that was given up and taken again within the month go to the first.
        logged, planned = counted.pop(held.post_id, _NO_HOURS)
        given = parts_of(held, available)
        hundredths = 0
        for part in given:
            hundredths += part.hours_hundredths
        if not given:
            unregulated.add(held.post_id)
        release += hundredths
        posts.append(PostAccount(held, logged, planned, hundredths, given))
    recorded_line = basis.is_closed and entries > 0
    line = recorded if recorded_line else norm
    uncovered = max(0, office - release)
    demand = line + (office if recorded_line else uncovered)
    return Account(
        available,
        line,
        office,
        release,
        uncovered,
        demand,
        recorded_line,
        status_of(demand, available, basis.thresholds),
        len(unregulated),
        tuple(posts),
    )


def status_of(demand: int, available: int, thresholds: Thresholds) -> Status:
    """Compared without division, so that a load of exactly 1.05 is within. Without available
    hours (a month of leave) any demand is too much."""
    if demand * 10_000 > available * thresholds.overloaded_above:
        return Status.OVERLOADED
    if demand * 10_000 > available * thresholds.strained_above:
        return Status.STRAINED
    return Status.WITHIN


def _norm(line_posts: Sequence[Holding], basis: MonthBasis) -> int:
    """Line share x available hours, over the days the posts were held."""
    worked = basis.worked
    total = 0
    for post in line_posts:
        total += post.share_hundredths * (worked[post.end] - worked[post.start])
    return divide(basis.daily * total, 10_000)


def _day_by_day(
    service: Sequence[Part],
    leave: Sequence[Part],
    line_posts: Sequence[Holding],
    basis: MonthBasis,
) -> tuple[int, int]:
    """Available hours and the line posts' norm where service or leave cuts the month."""
    available = norm = 0
    worked, daily = basis.worked, basis.daily
    absent = {day for part in leave for day in range(part.start, part.end)}
    for part in service:
        for day in range(part.start, part.end):
            if worked[day + 1] == worked[day] or day in absent:
                continue
            available += part.share_hundredths
            shares = sum(p.share_hundredths for p in line_posts if p.start <= day < p.end)
            norm += part.share_hundredths * shares
    return divide(daily * available, 10_000), divide(daily * norm, 100_000_000)
