"""What people do in their offices: leave, planned activities, logged hours, closed months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from kiem.delivery.sample import seasons
from kiem.delivery.sample.calendar_of_activities import SUNDAY, habits
from kiem.delivery.sample.plan import (
    ActivityPlan,
    EntryPlan,
    GrantLeave,
    LeavePlan,
    LogTime,
    PlanActivities,
)
from kiem.delivery.sample.world import Tenure, World
from kiem.time.calendar import WorkingCalendar
from kiem.time.month import Month

HALF = 0.5  # hours are logged by the half hour
ATTENDANCE = 0.92
_BACKGROUND = {
    "youth": ("meeting", "counter_support", "reporting", "training", "counter_support"),
    "women": ("meeting", "reporting", "culture_sport"),
    "union": ("meeting", "reporting", "training"),
    "outside": ("meeting", "volunteering"),
}


class LedgerWork:
    """Writes the ledger's part of the chronicle. `pace` slows or speeds a person's logging."""

    def __init__(self, world: World, seed: str, calendar: WorkingCalendar) -> None:
        self._world = world
        self._seed = seed
        self._calendar = calendar
        self._random = Random(f"{seed}:ledger")
        self._leave: defaultdict[int, list[LeavePlan]] = defaultdict(list)
        self._by_week: defaultdict[date, dict[tuple[int, str], list[ActivityPlan]]] = defaultdict(
            dict
        )
        self.pace: dict[int, tuple[date, float]] = {}  # from that day on, the person's factor
        self.silent: dict[int, date] = {}  # logs nothing from that day on
        self.absent: set[int] = set()  # takes part in no activity
        self.watched: set[int] = set()  # whose entries are kept in `logged`
        self.logged: defaultdict[int, list[EntryPlan]] = defaultdict(list)

    def quicken(self, person: int, organization: str, start: date, *, times: float) -> None:
        """From `start` on the person does `times` what is usual in an ordinary chapter."""
        self.pace[person] = (start, times / seasons.zeal(self._seed, organization))

    # leave

    def grant_leave(self, month: Month) -> GrantLeave:
        """A few days of annual leave for some dual holders, and the odd maternity leave."""
        world, random = self._world, self._random
        people = [p for p in world.line_post if world.dual_offices(p)]
        leaves = []
        for person in people:
            share = 0.16 if month.number in (6, 7, 8) else 0.07
            if random.random() >= share or self._is_away_until(person, month.start):
                continue
            start = month.start + timedelta(days=random.randrange(0, 22))
            days = random.choice((2, 3, 5, 7))
            kind = "annual" if random.random() < 0.9 else random.choice(("sick", "study"))
            leaves.append(LeavePlan(person, kind, start, start + timedelta(days=days)))
        for leave in leaves:
            self.take_leave(leave)
        return GrantLeave(leaves)

    def take_leave(self, leave: LeavePlan) -> None:
        self._leave[leave.person].append(leave)

    def is_away_between(self, person: int, start: date, end: date) -> bool:
        return any(leave.start < end and start < leave.end for leave in self._leave[person])

    def _is_away_until(self, person: int, day: date) -> bool:
        return any(leave.end > day for leave in self._leave[person])

    def is_on_leave(self, person: int, day: date) -> bool:
        return any(leave.start <= day < leave.end for leave in self._leave.get(person, ()))

    # activities

    def plan_activities(self, month: Month) -> PlanActivities:
        """The month's activities of every chapter that has officers."""
        world = self._world
        is_merged = month.start >= seasons.MERGED
        plans = []
        for key, organization in world.organizations.items():
            if organization.category != "member":
                continue
            for index, habit in enumerate(habits(key, month, is_merged=is_merged)):
                starts_at, ends_at = habit.moments(month)
                day = starts_at.date()
                participants = self._participants(key, day)
                if not participants:
                    continue
                plan = ActivityPlan(
                    f"{key}/{month}/{index}",
                    key,
                    habit.category,
                    f"{habit.title_vi} ({month.number:02d}/{month.year})",
                    f"{habit.title_en} ({month})",
                    starts_at,
                    ends_at,
                    habit.hours,
                    participants,
                )
                plans.append(plan)
                self.remember(plan)
        return PlanActivities(plans)

    def _participants(self, organization: str, day: date) -> list[tuple[int, str]]:
        world = self._world
        found: dict[int, str] = {}
        for post in world.posts_of[organization]:
            for person in world.holders[post]:
                tenure = world.tenures[person, post][-1]
                is_there = person not in self.absent and not self.is_on_leave(person, day)
                if is_there and tenure.holds_on(day):
                    found.setdefault(person, post)
        return list(found.items())

    def remember(self, plan: ActivityPlan) -> None:
        """Keep an activity for the week in which its hours are logged."""
        day = plan.starts_at.date()
        week = self._by_week[day - timedelta(days=day.weekday())]
        for participant in plan.participants:
            week.setdefault(participant, []).append(plan)

    # hours

    def log_week(self, monday: date, until: date) -> LogTime:
        """All office hours of the week from `monday`, of days before `until`."""
        week = self._by_week.pop(monday, {})
        entries: list[EntryPlan] = []
        for tenures in list(self._world.tenures.values()):
            for tenure in tenures:
                if tenure.end is None or tenure.end > monday:
                    entries.extend(self._entries(tenure, monday, until, week))
        for entry in entries:
            if entry.person in self.watched:
                self.logged[entry.person].append(entry)
        return LogTime(entries)

    def _entries(
        self,
        tenure: Tenure,
        monday: date,
        until: date,
        week: dict[tuple[int, str], list[ActivityPlan]],
    ) -> Iterator[EntryPlan]:
        person, post = tenure.person, tenure.post
        last = self.silent.get(person, until)
        days = [
            day
            for day in (monday + timedelta(days=offset) for offset in range(7))
            if day < until
            and day < last
            and tenure.holds_on(day)
            and not self.is_on_leave(person, day)
        ]
        if not days:
            return
        hours = self._hours_of_week(tenure, monday, len(days))
        for plan in week.get((person, post), ()):
            day = plan.starts_at.date()
            if day in days and self._random.random() < ATTENDANCE:
                worked = plan.planned_hours + self._random.choice((0.0, 0.0, HALF))
                hours -= worked
                yield EntryPlan(person, post, "office", plan.category, day, worked, plan.key)
        yield from self._background(person, post, days, max(hours, HALF))

    def _hours_of_week(self, tenure: Tenure, monday: date, days: int) -> float:
        organization, _, role = tenure.post.partition("#")
        middle = monday + timedelta(days=3)
        family = organization.partition(":")[0]
        ordinary = seasons.ordinary_hours(organization, role, middle >= seasons.MERGED)
        factor = seasons.season(family, middle) * seasons.zeal(self._seed, organization)
        start, pace = self.pace.get(tenure.person, (monday, 1.0))
        if monday >= start:
            factor *= pace
        jitter = 0.7 + 0.6 * self._random.random()
        return ordinary * factor * jitter * days / 7 / seasons.WEEKS_IN_A_MONTH

    def _background(
        self, person: int, post: str, days: list[date], hours: float
    ) -> Iterator[EntryPlan]:
        """Office work between activities, in pieces of at most three hours on different days."""
        halves = max(1, round(hours / HALF))
        pieces = min(len(days), -(-halves // 6))
        categories = _BACKGROUND[post.partition(":")[0]]
        random = self._random
        for index, day in enumerate(sorted(random.sample(days, pieces))):
            share = halves // pieces + (1 if index < halves % pieces else 0)
            category = categories[int(random.random() * len(categories))]
            yield EntryPlan(person, post, "office", category, day, share * HALF)

    # line hours

    def record_line_hours(
        self, month: Month, units: Iterable[str], usual_share: float = 0.97
    ) -> LogTime:
        """The month's line hours of dual holders, in the units that keep a record; on average
        `usual_share` of the hours available."""
        random = self._random
        daily = self._calendar.daily_hundredths / 100
        available = self._calendar.working_days(month.interval) * daily
        entries = []
        for person, post in self._dual_holders_on(month, set(units)):
            away = self._days_away(person, month)
            share = random.gauss(usual_share, 0.06)
            hours = max(HALF, round((available - away * daily) * share / HALF) * HALF)
            day = month.end - timedelta(days=1)
            entries.append(EntryPlan(person, post, "line", "duty", day, hours, is_month_total=True))
        return LogTime(entries)

    def _dual_holders_on(self, month: Month, units: set[str]) -> Iterator[tuple[int, str]]:
        """(person, line post) of those who held one post in these units and an office all month."""
        world = self._world
        last = month.end - timedelta(days=1)
        seen: set[int] = set()
        for tenures in world.tenures.values():
            for tenure in tenures:
                if tenure.person in seen or not tenure.holds_on(last):
                    continue
                first_post = world.line_post_on(tenure.person, month.start)
                post = world.line_post_on(tenure.person, last)
                if post and post == first_post and post.partition("#")[0] in units:
                    seen.add(tenure.person)
                    yield tenure.person, post

    def _days_away(self, person: int, month: Month) -> int:
        return sum(
            1
            for leave in self._leave.get(person, ())
            for offset in range((leave.end - leave.start).days)
            if leave.start + timedelta(days=offset) in month.interval
            and (leave.start + timedelta(days=offset)).weekday() != SUNDAY
        )
