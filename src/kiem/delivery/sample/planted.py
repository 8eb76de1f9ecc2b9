"""Findings put there on purpose, so that one of every kind can be seen, walked to and tested.

Where a finding is about the last weeks, it is planted relative to the day the sample ends on. In a
sample that ends before October 2025 the later ones are missing: their time has not come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiem.delivery.sample import chapters, codes, units
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.calendar_of_activities import SATURDAY
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.ledgerwork import LedgerWork
from kiem.delivery.sample.personnel import Personnel
from kiem.delivery.sample.places import branch_key, youth_key
from kiem.delivery.sample.plan import (
    ActivityPlan,
    CorrectHours,
    GrantLeave,
    LeavePlan,
    PlanActivities,
    Step,
)
from kiem.delivery.sample.planting_places import (
    FIRST_END,
    ordinary,
    over_age,
    small_branch,
    term_over,
    too_many_offices,
    women_term_until,
)
from kiem.delivery.sample.world import World
from kiem.time.month import Month

SILENT_DAYS = 24
VACANT_DAYS = 80
CORRECTED_AFTER_DAYS = 45
VACANT = ordinary()[30]
REASON = "Nhập nhầm số giờ, đối chiếu lại sổ công tác (dữ liệu mẫu)"

Play = Callable[[], Iterable[Step]]


@dataclass(frozen=True, slots=True)
class Planted:
    """`kind` as `docs/explanation/sample-data.md` lists it; `code` of the unit."""

    kind: str
    code: str
    person: int | None = None


class Planter:
    """Plants the findings of hours and vacancies; `planted` lists what was planted so far."""

    def __init__(self, world: World, ledger: LedgerWork, personnel: Personnel, until: date) -> None:
        self._world = world
        self._ledger = ledger
        self._personnel = personnel
        self._until = until
        self.planted: list[Planted] = []

    def agenda(self, clerk: Clerk) -> Iterator[tuple[datetime, Play]]:
        until = self._until
        yield at(date(2025, 6, 29), 8), self._note_offices
        if until < FIRST_END:
            return
        month = Month.of(until)
        yield at(month.shift(-4).start, 8), self._change_paces
        yield at(until - timedelta(days=SILENT_DAYS), 6), self._fall_silent
        vacant = until - timedelta(days=VACANT_DAYS)
        if vacant > date(2025, 9, 15):
            yield at(vacant - timedelta(days=2), 9, 30), lambda: [self._vacate(clerk, vacant)]
        planned = month.shift(-1).start + timedelta(days=11)
        yield at(planned, 9, 30), lambda: [self._plan_clash(clerk, month, planned)]
        yield at(planned, 9, 45), lambda: [self._grant_clashing_leave(clerk, month, planned)]
        watched = until - timedelta(days=3 * CORRECTED_AFTER_DAYS)
        yield at(max(watched, date(2025, 7, 2)), 6), self._watch
        corrected = until - timedelta(days=CORRECTED_AFTER_DAYS)
        yield at(corrected, 11, 30), lambda: self._correct(clerk, corrected)

    def _holder(self, code: str, role: str) -> int:
        (person,) = self._world.holders[f"{youth_key(code)}#{role}"]
        self._personnel.keep.add(person)
        return person

    def _plant(self, kind: str, code: str, person: int | None = None) -> None:
        self.planted.append(Planted(kind, code, person))

    def _note_offices(self) -> list[Step]:
        """What the first compositions planted already."""
        world = self._world
        for code in over_age():
            self._plant("over the age limit", code, self._holder(code, codes.SECRETARY))
        for code in small_branch():
            self._personnel.keep.update(world.members[branch_key(code, 3)])
            self._plant("branch under 3 members", code)
        for code in too_many_offices():
            person = next(
                p for p in world.staff(units.new_key(code)) if len(world.dual_offices(p)) > 2
            )
            self._personnel.keep.add(person)
            self._plant("more offices than allowed", code, person)
        for code in term_over():
            if women_term_until(code, self._until):
                self._plant("term over without successor", code)
        self._holder(VACANT, codes.SECRETARY)
        for code in strengths():
            self._plant("no rule applies", code)
        return []

    def _change_paces(self) -> list[Step]:
        """Two secretaries do almost nothing any more, two far too much."""
        start = Month.of(self._until).shift(-4).start
        for code in (ordinary()[15], ordinary()[55]):
            person = self._holder(code, codes.SECRETARY)
            self._ledger.pace[person] = (start, 0.05)
            self._ledger.absent.add(person)
            self._plant("under a quarter of the release used", code, person)
        for code in (ordinary()[20], ordinary()[60]):
            person = self._holder(code, codes.SECRETARY)
            self._ledger.quicken(person, youth_key(code), start, times=3.5)
            self._plant("overloaded", code, person)
            self._plant("release exceeded", code, person)
        return []

    def _fall_silent(self) -> list[Step]:
        day = self._until - timedelta(days=SILENT_DAYS)
        for code in (ordinary()[25], ordinary()[45], ordinary()[65]):
            person = self._holder(code, codes.DEPUTY_SECRETARY)
            self._ledger.silent[person] = day
            self._plant("hours not logged for 14 days", code, person)
        return []

    def _vacate(self, clerk: Clerk, day: date) -> Step:
        code = VACANT
        post = f"{youth_key(code)}#{codes.SECRETARY}"
        self._world.day = day
        (person,) = self._world.holders[post]
        self._plant("mandatory seat vacant over 30 days", code)
        return clerk.decide(
            at(day - timedelta(days=2), 9, 30),
            day,
            [self._world.vacate([(person, post)])],
            issuer=chapters.YOUTH_CITY,
            title=(
                "Cho thôi giữ chức vụ Bí thư theo nguyện vọng cá nhân",
                "Relieve a secretary at his or her own request",
            ),
        )

    def _plan_clash(self, clerk: Clerk, month: Month, planned: date) -> Step:
        """A city training at the hour of the regular branch meeting, the first Saturday."""
        day = _first_saturday(month)
        there = [
            (code, person)
            for code in ordinary()[35:40]
            for person in [self._holder(code, codes.DEPUTY_SECRETARY)]
            if not self._ledger.is_on_leave(person, day)
        ][:2]
        people = [(person, f"{youth_key(code)}#{codes.DEPUTY_SECRETARY}") for code, person in there]
        for code, person in there:
            self._plant("two activities at once", code, person)
        start = at(day, 15)
        activity = ActivityPlan(
            f"planted:clash:{month}",
            chapters.YOUTH_CITY,
            "training",
            f"Tập huấn cán bộ Đoàn toàn thành phố ({month.number:02d}/{month.year})",
            f"City training of Youth Union officers ({month})",
            start,
            start + timedelta(hours=3),
            3.0,
            people,
        )
        self._ledger.remember(activity)
        operation = PlanActivities([activity], allow_clashes=True)
        return clerk.note(at(planned, 9, 30), [operation], label="A clash, planted")

    def _grant_clashing_leave(self, clerk: Clerk, month: Month, planned: date) -> Step:
        """Leave over the first Saturday, on which the branch meets."""
        day = _first_saturday(month)
        code, person = next(
            (code, person)
            for code in ordinary()[80:]
            for person in [self._holder(code, codes.SECRETARY)]
            if not self._ledger.is_away_between(person, day - timedelta(days=8), month.end)
        )
        self._plant("activity on leave", code, person)
        leave = LeavePlan(person, "annual", day - timedelta(days=1), day + timedelta(days=3))
        self._ledger.take_leave(leave)
        return clerk.note(at(planned, 9, 45), [GrantLeave([leave])], label="Leave, planted")

    def _watch(self) -> list[Step]:
        self._ledger.watched.add(self._holder(ordinary()[50], codes.SECRETARY))
        return []

    def _correct(self, clerk: Clerk, day: date) -> list[Step]:
        """Hours of a closed month turn out to have been more: known-at shows both."""
        code = ordinary()[50]
        (person,) = self._ledger.watched
        closed = Month.of(day).shift(-2)
        entries = [e for e in self._ledger.logged[person] if Month.of(e.day) <= closed]
        if not entries:
            return []
        self._plant("corrected after the month was closed", code, person)
        operation = CorrectHours(entries[-1], entries[-1].hours + 2.5, REASON)
        return [clerk.note(at(day, 11, 30), [operation], label="Late correction")]


def _first_saturday(month: Month) -> date:
    return month.start + timedelta(days=(SATURDAY - month.start.weekday()) % 7)
