"""When people of the oracle are there, what their offices ask of them, and when cases are due."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any

from tests.engine.simulation.oracle_parts import (
    MONTH,
    NEVER,
    TICKS,
    Arrival,
    Clock,
    Draws,
    Job,
    Person,
    Stretch,
)

from kiem.engine.simulation.inputs import (
    CaseType,
    Demand,
    DueUnit,
    OfficeMode,
    Organisation,
)


class TimeOfTheOracle:
    """Timetables and due dates of one replication; nothing here knows events or queues."""

    def __init__(
        self, demand: Demand, organisation: Organisation, clock: Clock, draws: Draws
    ) -> None:
        self.demand, self.organisation, self.clock, self.draws = demand, organisation, clock, draws
        self.rules = organisation.rules
        self.closings = [
            [clock.close(calendar, day) for day in range(clock.days)]
            for calendar in organisation.units.calendars
        ]
        self.due: dict[tuple[int, int, int], int] = {}

    def people(self) -> list[Person]:
        staff, offices = self.organisation.staff, self.organisation.offices
        officers = set(self.organisation.full_time.tolist())
        holders = set(offices.holder.tolist()) | officers

        def order(number: int) -> tuple[int, bool, int, int]:
            skills = int(staff.skills[number]).bit_count()
            return int(staff.unit[number]), number in holders, skills, number

        people = []
        for row, number in enumerate(sorted(range(len(staff.unit)), key=order)):
            unit = int(staff.unit[number])
            mode: int | None = None
            if number in holders:
                mode = int(self.rules.office_mode if self.rules.office_mode.ndim == 0
                           else self.rules.office_mode[unit])  # fmt: skip
            norm = sum(
                float(hours) * 60 * TICKS
                for hours, holder in zip(
                    offices.release_hours_per_month, offices.holder, strict=True
                )
                if holder == number
            )
            full_time = number in officers
            person = Person(
                row,
                number,
                unit,
                0 if full_time else int(staff.skills[number]),
                mode,
                full_time,
                NEVER if full_time else int(min(round(norm), NEVER)),
                [],
                self._jobs(number),
            )
            self._set_timetable(person)
            people.append(person)
        return people

    def _jobs(self, holder: int) -> list[Job]:
        """Activities and months of duty by deadline, start, number (duties behind)."""
        offices, activities = self.organisation.offices, self.organisation.activities
        jobs = []
        for i in range(len(activities.office)):
            office = int(activities.office[i])
            if offices.holder[office] != holder:
                continue
            away = bool(activities.place[i])
            minutes = activities.length_minutes[i] + (activities.travel_minutes[i] if away else 0)
            start = self.clock.tick(float(activities.start[i]))
            if start < self.clock.horizon:
                end = self.clock.tick(float(activities.deadline[i]))
                jobs.append(Job(office, i, start, end, round(float(minutes) * TICKS), away))
        for office in range(len(offices.holder)):
            if offices.holder[office] != holder or offices.duty_hours_per_month[office] <= 0:
                continue
            month = 0
            while month * MONTH < self.clock.days - 1e-9:
                start_day, end_day = month * MONTH, min((month + 1) * MONTH, self.clock.days)
                hours = float(offices.duty_hours_per_month[office])
                minutes = hours * 60 * (end_day - start_day) / MONTH
                start, end = self.clock.tick(start_day * 1440), self.clock.tick(end_day * 1440)
                jobs.append(Job(office, 10**6 + month, start, end, round(minutes * TICKS), False))
                month += 1
        for job in jobs:
            job.left = job.length
        return sorted(jobs, key=lambda job: (job.deadline, job.start, job.number, job.office))

    def _set_timetable(self, person: Person) -> None:
        """Second by second would be plainest; cut at every boundary is the same and quicker."""
        units = self.organisation.units
        calendar = units.calendars[int(units.calendar[person.unit])]
        absent = self.draws.absences[person.number]
        opened = [
            (self.clock.tick(float(a)), self.clock.tick(float(b)))
            for a, b in zip(calendar.open_start, calendar.open_end, strict=True)
            if a < self.clock.days * 1440
        ]
        bounds = sorted({0, *(t for span in opened for t in span)})
        closed = [
            (a, b)
            for a, b in zip(bounds, [*bounds[1:], self.clock.horizon], strict=True)
            if a < b and not any(x <= a and b <= y for x, y in opened)
        ]
        slots: list[tuple[int, int]] = []
        visits: list[tuple[int, int]] = []
        if person.mode == OfficeMode.FIXED and not person.full_time:
            slots = self._fixed_times(person.number, calendar)
            free = 0
            for job in sorted(person.jobs, key=lambda job: (job.start, person.jobs.index(job))):
                end = job.start + job.length
                blocked = any(a < end and b > job.start for a, b in [*absent, *closed])
                if job.away and job.start >= free and end <= job.deadline and not blocked:
                    visits.append((job.start, end))
                    person.stretches.append(Stretch(job.start, end, "office", job))
                    free, job.left = end, 0
        layers = [("absent", absent), ("closed", closed), ("visit", visits), ("slot", slots)]
        cuts = sorted({t for _, spans in layers for span in spans for t in span})
        pieces: list[tuple[int, int, str]] = []
        for a, b in pairwise(cuts):
            kind = next((n for n, spans in layers if any(x <= a < y for x, y in spans)), None)
            if kind and pieces and pieces[-1][1] == a and pieces[-1][2] == kind:
                pieces[-1] = (pieces[-1][0], b, kind)
            elif kind:
                pieces.append((a, b, kind))
        person.timetable = pieces
        person.ends = [piece[1] for piece in pieces]
        if slots:
            self._work_in_slots(person)

    def _fixed_times(self, number: int, calendar: Any) -> list[tuple[int, int]]:
        offices = self.organisation.offices
        days = sorted({int(a // 1440) for a in calendar.open_start})
        slots = []
        for office in range(len(offices.holder)):
            if offices.holder[office] != number:
                continue
            length = round(float(offices.release_hours_per_month[office]) * 7 / MONTH * 60 * TICKS)
            for day in days:
                if (calendar.first_weekday + day) % 7 == offices.slot_weekday[office]:
                    start = self.clock.tick(day * 1440 + float(offices.slot_minute[office]))
                    if start < self.clock.horizon:
                        slots.append((start, min(start + length, self.clock.horizon)))
        return slots

    def _work_in_slots(self, person: Person) -> None:
        """The earliest deadline among those open, at every moment."""
        moments = {t for job in person.jobs for t in (job.start, job.deadline)}
        for a, b, kind in person.timetable:
            if kind != "slot":
                continue
            now = a
            while now < b:
                open_jobs = [
                    job
                    for job in person.jobs
                    if not job.away and job.left > 0 and job.start <= now < job.deadline
                ]
                until = min([b, *(t for t in moments if t > now)])
                if open_jobs:
                    job = open_jobs[0]
                    until = min(until, now + job.left)
                    job.left -= until - now
                    person.stretches.append(Stretch(now, until, "office", job))
                now = until

    def break_at(self, person: Person, tick: int) -> tuple[int, int, str] | None:
        """The break a person is in."""
        i = bisect_right(person.ends, tick)
        if i < len(person.ends) and person.timetable[i][0] <= tick:
            return person.timetable[i]
        return None

    def next_break(self, person: Person, tick: int) -> tuple[int, int, str]:
        i = bisect_right(person.ends, tick)
        while i < len(person.ends) and person.timetable[i][0] < tick:
            i += 1
        return person.timetable[i] if i < len(person.ends) else (NEVER, NEVER, "closed")

    def next_close(self, person: Person, tick: int) -> int:
        closings = self.closings[int(self.organisation.units.calendar[person.unit])]
        i = bisect_right(closings, tick)
        return closings[i] if i < len(closings) else NEVER

    def due_of(self, arrival: Arrival) -> int:
        kind = self.demand.types[arrival.kind]
        calendar_number = int(self.organisation.units.calendar[arrival.unit])
        if kind.due == float("inf"):
            return NEVER
        if kind.due_unit == DueUnit.WORKING_HOURS:
            return arrival.tick + round(kind.due * 60 * TICKS)
        day = bisect_right(self.clock.day_start, arrival.tick) - 1
        known = self.due.get((arrival.unit, arrival.kind, day))
        if known is None:
            known = self._due_of_day(calendar_number, kind, day)
            self.due[arrival.unit, arrival.kind, day] = known
        return known

    def _due_of_day(self, calendar_number: int, kind: CaseType, day: int) -> int:
        calendar = self.organisation.units.calendars[calendar_number]
        due_day = day + int(kind.due)
        if kind.due_unit == DueUnit.WORKING_DAYS:
            working = sorted(
                {int(a // 1440) for a in calendar.open_start if a < self.clock.days * 1440}
            )
            later = [d for d in working if d > day]
            if int(kind.due) == 0:
                due_day = max((d for d in working if d <= day), default=day)
            elif len(later) >= int(kind.due):
                due_day = later[int(kind.due) - 1]
            else:
                beyond = int(kind.due) - len(later)
                due_day = (
                    self.clock.days - 1 + ceil(Fraction(beyond * self.clock.days, len(working)))
                )
        if due_day < self.clock.days:
            return self.closings[calendar_number][due_day]
        return self.clock.tick((due_day + 1) * 1440.0)
