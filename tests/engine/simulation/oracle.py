"""The whole model a second time, in SimPy, as plainly as possible: the oracle of the engine.

It is given the same draws (arrivals, work, routes, absences) and works everything else out for
itself from the inputs: office time, due dates, queues, breaks, handover, overtime, offices. Nothing
is shared with the engine but those draws and the documented order of simultaneous events.
"""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappop, heappush
from typing import Any

import simpy
from tests.engine.simulation.oracle_parts import (
    ARRIVAL_FIRST,
    MONTH,
    NEVER,
    PERSON_FIRST,
    RETURN_FIRST,
    TICKS,
    Case,
    Clock,
    Draws,
    Job,
    Person,
    Stretch,
)
from tests.engine.simulation.oracle_time import TimeOfTheOracle

from kiem.engine.simulation.inputs import (
    Demand,
    Discipline,
    Horizon,
    OfficeMode,
    Organisation,
    Place,
)


class Oracle:
    """One replication of all units."""

    def __init__(
        self, demand: Demand, organisation: Organisation, horizon: Horizon, draws: Draws
    ) -> None:
        self.demand, self.organisation, self.draws = demand, organisation, draws
        self.rules = organisation.rules
        self.clock = Clock(organisation, horizon.days)
        self.window = (
            self.clock.day_start[horizon.warm_up_days],
            self.clock.day_start[horizon.warm_up_days + horizon.measured_days],
        )
        self.stages = [(k, s) for k, kind in enumerate(demand.types) for s in kind.stages]
        self.first = [0]
        for kind in demand.types:
            self.first.append(self.first[-1] + len(kind.stages))
        self.month = max(1, round(self.clock.horizon / horizon.days * MONTH))
        self.time = TimeOfTheOracle(demand, organisation, self.clock, draws)
        self.people = self.time.people()
        self.at_unit: list[list[Person]] = [[] for _ in range(organisation.units.count)]
        for person in self.people:
            self.at_unit[person.unit].append(person)
        self.ring = [self._cluster(unit) for unit in range(organisation.units.count)]
        self.rest: dict[int, int] = {}
        # Of each unit, a heap of (key, case) for each stage with somebody waiting.
        self.queues: list[dict[int, list[tuple[tuple[int, ...], Case]]]] = [
            {} for _ in range(organisation.units.count)
        ]
        self.cases: list[Case] = []
        self.env = simpy.Environment()

    # ---- time

    def _until(self, tick: int, priority: int) -> simpy.Event:
        """An event at a tick that is handled in the order of `priority` among its like."""
        event = simpy.Event(self.env)
        event._ok, event._value = True, None
        self.env.schedule(event, priority=priority, delay=tick - self.env.now)
        return event

    # ---- cases

    def run(self) -> None:
        for person in self.people:
            person.process = self.env.process(self._live(person))
        self.env.process(self._arrive())
        self.env.run(until=self.clock.horizon)

    def _arrive(self) -> Generator[simpy.Event, None, None]:
        for order, arrival in enumerate(self.draws.arrivals):
            yield self._until(arrival.tick, ARRIVAL_FIRST)
            case = Case(order, arrival, self.time.due_of(arrival), self.first[arrival.kind])
            case.work = arrival.work
            self.cases.append(case)
            self._join(case, fresh=True)

    def _place(self, case: Case) -> int:
        stage = self.stages[case.stage][1]
        return stage.unit if stage.place == Place.OTHER_UNIT else case.arrival.unit

    def _cluster(self, unit: int) -> list[int]:
        """The unit and those that pool with it, round the ring from it."""
        if not self.rules.pooled:
            return [unit]
        clusters = self.organisation.units.cluster
        members = [u for u in range(len(clusters)) if clusters[u] == clusters[unit]]
        at = members.index(unit)
        return members[at:] + members[:at]

    def _join(self, case: Case, *, fresh: bool) -> None:
        """A case comes to a queue: the first idle person who can takes it."""
        now = self.env.now
        if fresh:
            case.joined = now
        case.since = now
        unit = self._place(case)
        skill = self.stages[case.stage][1].skill
        for where in self.ring[unit]:
            for person in self.at_unit[where]:
                able = person.idle and person.skills >> skill & 1
                if able and not self.time.break_at(person, now):
                    person.idle = False
                    person.process.interrupt(case)
                    return
        queue = self.queues[unit].setdefault(case.stage, [])
        heappush(queue, (self._key(case), case))

    def _key(self, case: Case) -> tuple[int, ...]:
        discipline = self.rules.discipline
        if discipline == Discipline.FCFS:
            return case.joined, case.order
        if discipline == Discipline.EARLIEST_DUE:
            return case.due, case.order
        if discipline == Discipline.PRIORITY:
            return self.demand.types[case.arrival.kind].priority, case.joined, case.order
        if case.stage not in self.rest:
            self.rest[case.stage] = self._rest(case)
        return case.due - self.rest[case.stage], case.order

    def _rest(self, case: Case) -> int:
        """Expected work from this stage on, by going round the stages until nothing is left."""
        kind = self.demand.types[case.arrival.kind]
        base = self.first[case.arrival.kind]
        mass = [0.0] * len(kind.stages)
        mass[case.stage - base] = 1.0
        minutes = 0.0
        for _ in range(4000):
            following = [0.0] * len(kind.stages)
            for i, share in enumerate(mass):
                stage = kind.stages[i]
                if stage.place != Place.OUTSIDE:
                    minutes += share * stage.time.mean_minutes
                for j, chance in enumerate(stage.next_chances):
                    following[j] += share * float(chance)
            mass = following
        return round(minutes * TICKS)

    def _pick(self, person: Person) -> Case | None:
        """The first case of the own unit's queues, else of the cluster's."""
        ring = self.ring[person.unit]
        for units in (ring[:1], ring[1:]):
            best: list[tuple[tuple[int, ...], Case]] | None = None
            for unit in units:
                for stage, queue in self.queues[unit].items():
                    able = person.skills >> self.stages[stage][1].skill & 1
                    if queue and able and (best is None or queue[0][0] < best[0][0]):
                        best = queue
            if best is not None:
                return heappop(best)[1]
        return None

    def _go_on(self, case: Case) -> None:
        """After a stage: to another, outside, or done."""
        u = self.draws.route(case.arrival, case.visit)
        reach = 0.0
        base = self.first[case.arrival.kind]
        chances = self.stages[case.stage][1].next_chances
        for j, chance in enumerate(chances):
            reach += float(chance)
            if u < reach:
                case.stage = base + j
                break
        else:
            case.done = self.env.now
            return
        case.visit += 1
        ticks = self.draws.visit(case.arrival, case.visit, case.stage)
        stage = self.stages[case.stage][1]
        if stage.place == Place.OUTSIDE:
            if stage.stops_clock:
                case.due += ticks
            self.env.process(self._wait_outside(case, self.env.now + ticks))
        else:
            case.work = ticks
            self._join(case, fresh=True)

    def _wait_outside(self, case: Case, back: int) -> Generator[simpy.Event, None, None]:
        if back < self.clock.horizon:
            yield self._until(back, RETURN_FIRST + case.order)
            self._go_on(case)

    # ---- people

    def _live(self, person: Person) -> Generator[simpy.Event, Any, None]:
        yield self._until(0, PERSON_FIRST + person.row)
        while True:
            now = self.env.now
            away = self.time.break_at(person, now)
            if away:
                yield self._until(away[1], PERSON_FIRST + person.row)
                continue
            job, ticks, first, wake = self._office(person)
            case = None if job and first else self._pick(person)
            if case is None and job:
                yield from self._do_office(person, job, ticks)
                continue
            if case is None:
                person.idle = True
                wake = min(wake, self.time.next_break(person, now)[0])
                event = (
                    self._until(wake, PERSON_FIRST + person.row)
                    if wake < NEVER
                    else self.env.event()
                )
                try:
                    yield event
                    person.idle = False
                    continue
                except simpy.Interrupt as call:
                    case = call.cause
            yield from self._serve(person, case)

    def _serve(self, person: Person, case: Case) -> Generator[simpy.Event, Any, None]:
        now = self.env.now
        case.wait += now - case.since
        case.started = now if case.started < 0 else case.started
        case.server, person.case = person.number, case
        left, at, handed = case.work, now, False
        while left > 0:
            away = self.time.next_break(person, at)
            close = self.time.next_close(person, at) if self.rules.overtime_minutes > 0 else NEVER
            stop = min(away[0], close, at + left)
            if stop > at:
                yield from self._work(person, Stretch(at, stop, "case"))
            left -= stop - at
            at = stop
            if left == 0:
                break
            if at == close and left <= round(self.rules.overtime_minutes * TICKS):
                person.overtime.append((at, left))
                left = 0
            elif at == away[0]:
                limit = self.rules.handover_after_minutes
                long = away[2] == "absent" and away[1] - away[0] > limit * TICKS
                at = away[0] + round(limit * TICKS) if long else away[1]
                yield self._until(at, PERSON_FIRST + person.row)
                if long:
                    handed = True
                    break
        person.case = None
        if handed:
            case.work = left + round(self.rules.handover_extra_minutes * TICKS)
            case.handovers += 1
            self._join(case, fresh=False)
        else:
            self._go_on(case)

    def _work(self, person: Person, stretch: Stretch) -> Generator[simpy.Event, Any, None]:
        """Work without a break; what the end of the run cuts off is not counted."""
        end = stretch.end
        stretch.end = min(end, self.clock.horizon)
        person.stretches.append(stretch)
        yield self._until(end, PERSON_FIRST + person.row)

    def _office(self, person: Person) -> tuple[Job | None, int, bool, int]:
        """(activity, ticks of it now, before cases, when to think again)."""
        now = self.env.now
        if person.mode is None or (person.mode == OfficeMode.FIXED and not person.full_time):
            return None, 0, False, NEVER
        month = now // self.month
        if month != person.month:
            person.month, person.used = month, 0
        wake = min((job.start for job in person.jobs if job.start > now), default=NEVER)
        for job in person.jobs:
            if job.left <= 0 or not job.start <= now < job.deadline:
                continue
            ticks = job.left
            if job.away:
                if now + ticks > job.deadline:
                    continue
                away = self.time.next_break(person, now)
                if away[0] < now + ticks:
                    wake = min(wake, away[1])
                    continue
            allowance = person.norm - person.used
            urgent = self.rules.urgency > 0 and job.deadline - now <= self.rules.urgency * job.left
            first = person.full_time or (
                allowance > 0 and (person.mode == OfficeMode.FIRST or urgent)
            )
            if not job.away:
                ticks = min(ticks, round(self.rules.slice_minutes * TICKS))
                if first and not person.full_time:
                    ticks = min(ticks, allowance)
            return job, ticks, first, wake
        return None, 0, False, wake

    def _do_office(self, person: Person, job: Job, ticks: int) -> Generator[simpy.Event, Any, None]:
        left = ticks
        while left > 0 and self.env.now < job.deadline:
            now = self.env.now
            away = self.time.next_break(person, now)
            stop = min(now + left, away[0], job.deadline)
            if stop > now:
                yield from self._work(person, Stretch(now, stop, "office", job))
                left -= stop - now
                job.left -= stop - now
                person.used += stop - now
            if left > 0 and stop == away[0] and stop < job.deadline:
                yield self._until(min(away[1], job.deadline), PERSON_FIRST + person.row)
