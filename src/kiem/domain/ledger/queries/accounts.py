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
from kiem.domain.regimes.queries import EntitlementPart
from kiem.domain.regimes.queries.release import part_hundredths
from kiem.domain.regimes.rules import Rule
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


@lru_cache(maxsize=4096)
def month_days(calendar: WorkingCalendar, month: Month) -> tuple[int, ...]:
    """Working days before each day of the month, and in all (days + 1 values)."""
    return tuple(calendar.cumulative(month.start, month.end))


def make_account(
    *,
    month: Month,
    calendar: WorkingCalendar,
    thresholds: Thresholds,
    is_closed: bool,
    holdings: Sequence[Holding],
    hours: Sequence[Hours],
    service: Sequence[Part] | None,
    leave: Sequence[Part],
    rules_of: Callable[[Holding], Sequence[Rule]],
    kinds: Sequence[str],
) -> Account:
    """Work out A, L, O and R of a person's month and what follows from them.

    `service` None: in service all month, fully employed. `rules_of`: the release rules of a held
    office. `kinds`: kinds of post that count as offices.
    """
    worked = month_days(calendar, month)
    daily = calendar.daily_hundredths
    days = month.days
    line_posts = [h for h in holdings if h.kind == "line"]
    offices = sorted(h for h in holdings if h.kind in kinds)
    if service is None and not leave:
        available = daily * worked[days]
        norm = _norm(line_posts, worked, daily)
    else:
        parts = service if service is not None else (Part(0, days, 10_000),)
        available, norm = _day_by_day(parts, leave, line_posts, worked, daily)
    recorded = sum(h.line_hundredths for h in hours)
    recorded_line = is_closed and any(h.line_entries for h in hours)
    line = recorded if recorded_line else norm

    counted = _office_hours(hours, holdings, kinds)
    posts = _post_accounts(offices, counted, rules_of, available, month)
    office = sum(logged + planned for logged, planned in counted.values())
    release = sum(post.release for post in posts)
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
        status_of(demand, available, thresholds),
        len({post.holding.post_id for post in posts if not post.parts}),
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


def _norm(line_posts: Sequence[Holding], worked: Sequence[int], daily: int) -> int:
    """Line share x available hours, over the days the posts were held."""
    total = sum(
        post.share_hundredths * (worked[post.end] - worked[post.start]) for post in line_posts
    )
    return divide(daily * total, 10_000)


def _day_by_day(
    service: Sequence[Part],
    leave: Sequence[Part],
    line_posts: Sequence[Holding],
    worked: Sequence[int],
    daily: int,
) -> tuple[int, int]:
    """Available hours and the line posts' norm where service or leave cuts the month."""
    available = norm = 0
    absent = {day for part in leave for day in range(part.start, part.end)}
    for part in service:
        for day in range(part.start, part.end):
            if worked[day + 1] == worked[day] or day in absent:
                continue
            available += part.share_hundredths
            shares = sum(p.share_hundredths for p in line_posts if p.start <= day < p.end)
            norm += part.share_hundredths * shares
    return divide(daily * available, 10_000), divide(daily * norm, 100_000_000)


def _office_hours(
    hours: Sequence[Hours], holdings: Sequence[Holding], kinds: Sequence[str]
) -> dict[int, tuple[int, int]]:
    """Post -> logged and planned office hours, without those of kinds that do not count."""
    ignored = {h.post_id for h in holdings if h.kind not in kinds}
    counted: dict[int, tuple[int, int]] = {}
    for row in hours:
        if row.post_id not in ignored and (row.logged_hundredths or row.planned_hundredths):
            logged, planned = counted.get(row.post_id, (0, 0))
            counted[row.post_id] = (
                logged + row.logged_hundredths,
                planned + row.planned_hundredths,
            )
    return counted


def _post_accounts(
    offices: Sequence[Holding],
    counted: Mapping[int, tuple[int, int]],
    rules_of: Callable[[Holding], Sequence[Rule]],
    available: int,
    month: Month,
) -> tuple[PostAccount, ...]:
    """One account a holding. The hours of an office that was given up and taken again within the
    month go to the first."""
    left = dict(counted)
    made = []
    for office in offices:
        logged, planned = left.pop(office.post_id, (0, 0))
        parts = _entitlement(office, rules_of(office), available, month)
        release = sum(part.hours_hundredths for part in parts)
        made.append(PostAccount(office, logged, planned, release, parts))
    return tuple(made)


def _entitlement(
    office: Holding, rules: Sequence[Rule], available: int, month: Month
) -> tuple[EntitlementPart, ...]:
    """What each rule gives for the days on which it was in force and the office held."""
    parts = []
    for rule in rules:
        first = max((rule.valid.start - month.start).days, office.start)
        end = rule.valid.end
        last = office.end if end is None else min((end - month.start).days, office.end)
        if last > first:
            given = part_hundredths(rule, available, last - first, month.days)
            parts.append(EntitlementPart(rule, last - first, month.days, given))
    return tuple(parts)
