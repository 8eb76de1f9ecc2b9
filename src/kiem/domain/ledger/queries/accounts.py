"""The account of one person in one month, worked out from rows; no database in here.

`load.md` of the design defines every figure; docs/reference/load.md says how it is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kiem.domain.ledger.queries.hundredths import divide
from kiem.domain.ledger.queries.inputs import Holding, Hours, Part
from kiem.domain.ledger.queries.settings_by_unit import Thresholds
from kiem.domain.regimes.queries import EntitlementPart, Term, entitlement_parts
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
    terms_of: Callable[[Holding], Sequence[Term]],
) -> Account:
    """Work out A, L, O and R of a person's month and what follows from them.

    `service` None: in service all month, fully employed. `terms_of`: the release rules of a held
    office with their days in the month.
    """
    line_posts, offices = [], []
    for held in holdings:
        if held.kind == "line":
            line_posts.append(held)
        elif held.kind in basis.kinds:
            offices.append(held)
    if service is None and not leave:
        available = basis.daily * basis.worked[basis.days]
        norm = _norm(line_posts, basis)
    else:
        parts = service if service is not None else (Part(0, basis.days, 10_000),)
        available, norm = _day_by_day(parts, leave, line_posts, basis)

    recorded = entries = office = 0
    counted: dict[int, tuple[int, int]] = {}
    ignored = _ignored(holdings, basis.kinds)
    for row in hours:
        if row.line_entries:
            recorded += row.line_hundredths
            entries += row.line_entries
        elif row.post_id not in ignored:
            logged, planned = counted.get(row.post_id, (0, 0))
            counted[row.post_id] = (
                logged + row.logged_hundredths,
                planned + row.planned_hundredths,
            )
            office += row.logged_hundredths + row.planned_hundredths

    posts = _post_accounts(sorted(offices), counted, terms_of, available)
    release = sum([post.release for post in posts])
    unregulated = len({post.holding.post_id for post in posts if not post.parts})
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
        unregulated,
        posts,
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


def _ignored(holdings: Sequence[Holding], kinds: Sequence[str]) -> set[int]:
    """Posts whose hours are no office hours: party offices, unless they are counted."""
    return {h.post_id for h in holdings if h.kind != "line" and h.kind not in kinds}


def _post_accounts(
    offices: Sequence[Holding],
    counted: Mapping[int, tuple[int, int]],
    terms_of: Callable[[Holding], Sequence[Term]],
    available: int,
) -> tuple[PostAccount, ...]:
    """One account a holding. The hours of an office that was given up and taken again within the
    month go to the first."""
    left = dict(counted)
    made = []
    for office in offices:
        logged, planned = left.pop(office.post_id, (0, 0))
        parts = entitlement_parts(terms_of(office), office.start, office.end, available)
        release = sum([part.hours_hundredths for part in parts])
        made.append(PostAccount(office, logged, planned, release, parts))
    return tuple(made)
