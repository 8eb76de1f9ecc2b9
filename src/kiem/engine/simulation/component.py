"""The event loop: one replication of one component, event by event.

Order of simultaneous events: people by row (own unit first, then as `layout` sorts them), then
cases coming back from outside by arrival, then new arrivals. A person who ends a service first
sends its case on, which may go to somebody idle; then they look for work themselves: office work
that goes first, the queues of their unit, those of the cluster, other office work, nothing. A case
goes to the idle person lowest in the order of its unit, then of the units round the cluster.
"""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

import numpy as np
from numba import int64, uint64

from kiem.engine.simulation.counters import (
    ARRIVED,
    HANDED_OVER,
    RUN_AREA,
    RUN_ARRIVED,
    RUN_DONE,
    RUN_SOJOURN,
    VISITS,
    WAIT,
    clip,
    close_books,
    count_case,
)
from kiem.engine.simulation.demand_tape import STREAM_BITS, STREAM_MASK, whole_ticks
from kiem.engine.simulation.event_list import (
    CASE_BITS,
    CASE_MASK,
    NO_EVENT,
    PERSON_BITS,
    PERSON_MASK,
    person_event,
    pop_outside,
    push_outside,
    set_event,
)
from kiem.engine.simulation.machine import kernel, lowest_bit, part
from kiem.engine.simulation.offices import (
    CHOSEN,
    CHOSEN_TICKS,
    FIRST_ALIVE,
    GOES_FIRST,
    HOLDER_COLUMNS,
    NEXT_START,
    NORM_USED,
    WAKE,
    choose_activity,
)
from kiem.engine.simulation.queues import (
    EMPTY_KEY,
    FIRST_CASE,
    FIRST_KEY,
    HEAP_ROOT,
    LIST_HEAD,
    QUEUE_COLUMNS,
    join_queue,
    leave_queue,
    precedes,
)
from kiem.engine.simulation.random_numbers import (
    ROUTE,
    WORK,
    draw_minutes,
    purpose_key,
    random_word,
    stream_key,
    uniform,
    visit_counter,
)
from kiem.engine.simulation.servers import (
    ACTIVITY,
    AT_TIMETABLE,
    AWAY,
    BEGUN,
    CASE,
    CASE_TICKS,
    EXTRA,
    HANDING_OVER,
    IDLE,
    LAST_INTERVAL,
    LEFT,
    OFFICE,
    OFFICE_FROM,
    OFFICE_TICKS,
    OVERTIME_TICKS,
    SERVING,
    STATE,
    UNIT,
    UNTIL,
    came_back,
    come_and_go,
    end_of_service,
    end_of_slice,
)

NOBODY = -1
LAST_TICK = 1 << 42
PRIORITY_SHIFT = 44


@part
def _case_key(discipline, due, joined, priority, rest):
    """Where a case stands in its queue, see `Discipline`."""
    if discipline == 0:
        return joined
    if discipline == 1:
        return due
    if discipline == 2:
        return (priority << int64(PRIORITY_SHIFT)) + joined
    return due - rest


@part
def _next_stage(routes, kind, stage, u):
    """The stage a case goes on to, or -1: done."""
    first = routes.first_stage[kind]
    for j in range(routes.reach.shape[1]):
        if u < routes.reach[stage, j]:
            return first + j
    return int64(-1)


@part
def _first_in_queues(queues, waiting, can, row, unit, classes):
    """The queue of a unit whose first case comes first among those a person can take, or -1."""
    best = int64(-1)
    best_key = int64(EMPTY_KEY)
    best_case = int64(-1)
    for word in range(can.shape[1]):
        some = waiting[unit, word] & can[row, word]
        while some != uint64(0):
            q = unit * classes + (word << 6) + lowest_bit(some)
            some &= some - uint64(1)
            key, case = queues[q, FIRST_KEY], queues[q, FIRST_CASE]
            if precedes(key, case, best_key, best_case):
                best, best_key, best_case = q, key, case
    return best


@part
def _first_in_cluster(queues, waiting, can, row, unit, classes, ring, first_unit):
    """The same over the other units of the cluster."""
    best = int64(-1)
    at = ring[first_unit + unit] - first_unit
    while at != unit:
        q = _first_in_queues(queues, waiting, can, row, at, classes)
        if q >= 0 and (
            best < 0
            or precedes(
                queues[q, FIRST_KEY],
                queues[q, FIRST_CASE],
                queues[best, FIRST_KEY],
                queues[best, FIRST_CASE],
            )
        ):
            best = q
        at = ring[first_unit + at] - first_unit
    return best


@part
def _set_wake(tree, leaves, row, tick):
    """The person's next event is at this tick, if ever."""
    event = person_event(tick, row) if tick < LAST_TICK else int64(NO_EVENT)
    set_event(tree, leaves, row, event)


@kernel
def _set_people(staff, offices, first_unit, first, people, holders, offsets):
    """Everybody away at tick 0, to look for work at once."""
    for row in range(len(people)):
        person = first + row
        people[row, UNIT] = staff.unit[person] - first_unit
        people[row, STATE] = AWAY
        people[row, UNTIL] = -1
        people[row, AT_TIMETABLE] = offsets[row]
        people[row, LAST_INTERVAL] = offsets[row + 1]
        holders[row, NEXT_START] = offices.offset[person]
        holders[row, FIRST_ALIVE] = offices.offset[person]
        busy = staff.mode[person] > 0 and offices.offset[person + 1] > offices.offset[person]
        people[row, OFFICE_FROM] = 0 if busy else LAST_TICK


@kernel
def run_component(
    demand, routes, layout, staff, offices, rules, seed, replication, component,
    cases, timetable, offsets, left, people, tally,
):  # fmt: skip
    """Run all events of one replication of one component.

    The demand is on `cases.tape`; `timetable` int64[., 3] with the rows of person i of the
    component at offsets[i] : offsets[i + 1]; `left`: ticks of work left by row of `offices`;
    `people`: int64[., 16], zeros; `tally`: zeros. On return `people` holds the hours and `left`
    what was not done.
    """
    types = demand.rate.shape[1]
    classes = routes.class_stage.size
    first_unit = layout.component_units[component]
    units = layout.component_units[component + 1] - first_unit
    first_person = layout.component_staff[component]
    headcount = len(people)
    window = (rules.window_start, rules.window_end)
    horizon = demand.day_start[-1]
    staged, tracked, recorded = rules.staged > 0, rules.tracked > 0, rules.recorded > 0
    pooled = rules.pooled > 0
    discipline = rules.discipline
    overtime = rules.overtime
    tape, work, due = cases.tape, cases.work, cases.due
    keys, following, child = cases.keys, cases.following, cases.child
    word0 = staff.word_offset[first_unit]
    words = staff.word_offset[first_unit + units] - word0
    idle = np.zeros(max(int64(1), words), np.uint64)
    capable = staff.capable[word0 : word0 + words]
    can = staff.can[first_person : first_person + headcount]
    waiting = np.zeros((units, can.shape[1]), np.uint64)
    queues = np.empty((units * classes, QUEUE_COLUMNS), np.int64)
    for q in range(units * classes):
        queues[q, FIRST_KEY] = EMPTY_KEY
        queues[q, FIRST_CASE] = -1
        queues[q, LIST_HEAD] = -1
        queues[q, HEAP_ROOT] = -1
    stream_unit = np.empty(units * types, np.int32)
    stream_queue = np.empty(units * types, np.int32)
    for stream in range(units * types):
        stream_unit[stream] = stream // types
        first_class = routes.queue_class[routes.first_stage[stream % types]]
        stream_queue[stream] = stream // types * classes + first_class
    holders = np.zeros((headcount, HOLDER_COLUMNS), np.int64)
    _set_people(staff, offices, first_unit, first_person, people, holders, offsets)
    leaves = int64(1)
    while leaves < max(headcount, 2):
        leaves *= 2
    tree = np.full(2 * leaves, NO_EVENT, np.int64)
    for row in range(headcount):
        tree[leaves + row] = person_event(int64(0), row)
    for node in range(leaves - 1, 0, -1):
        tree[node] = min(tree[2 * node], tree[2 * node + 1])
    outside = cases.outside
    waiting_outside = int64(0)
    coming = int64(0)
    next_arrival = tape[0] >> int64(STREAM_BITS)
    next_return = int64(NO_EVENT)

    for day in range(demand.day_start.size - 1):
        day_end = demand.day_start[day + 1]
        # At a close, who finishes comes before who arrives; the run ends just before its last tick.
        last_tick = min(day_end, horizon - 1)
        in_cohort = 1 if window[0] <= demand.day_start[day] < window[1] else 0
        while True:
            # ---- which event is next, and whom it concerns
            joiner = int64(NOBODY)  # a case that joins queue `to`
            leaver = int64(NOBODY)  # a case that has finished a stage
            looker = int64(NOBODY)  # a person who looks for work
            to = int64(-1)
            event = tree[1]
            now = event >> int64(PERSON_BITS)
            if now <= next_arrival and now <= next_return:
                if now > last_tick:
                    break
                looker = event & int64(PERSON_MASK)
            elif next_return <= next_arrival:
                now = next_return
                if now >= day_end:
                    break
                leaver = pop_outside(outside, waiting_outside) & int64(CASE_MASK)
                waiting_outside -= 1
                next_return = int64(NO_EVENT)
                if waiting_outside > 0:
                    next_return = outside[0] >> int64(CASE_BITS)
            else:
                now = next_arrival
                if now >= day_end:
                    break
                joiner = coming
                stream = tape[coming] & int64(STREAM_MASK)
                coming += 1
                next_arrival = tape[coming] >> int64(STREAM_BITS)
                unit = int64(stream_unit[uint64(stream)])
                to = int64(stream_queue[uint64(stream)])
                kind = stream - unit * types
                calendar = layout.calendar[first_unit + unit]
                due[joiner] = (now & routes.due_mask[kind]) + routes.due_tick[calendar, kind, day]
                tally.streams[stream, ARRIVED] += in_cohort
                tally.units[unit, RUN_ARRIVED] += 1
                tally.units[unit, RUN_AREA] += horizon - now
                if tracked:
                    cases.queue[joiner] = to
                    cases.visit[joiner] = 0
                    cases.joined[joiner] = now
                    cases.since[joiner] = now
                    cases.handovers[joiner] = 0
                if recorded:
                    cases.started[joiner] = -1
                    cases.finished[joiner] = -1
                    cases.server[joiner] = -1

            # ---- a person ends what they were at
            if looker >= 0:
                person = people[looker]
                state = person[STATE]
                if state == SERVING:
                    leaver = person[CASE]
                    extra = person[EXTRA]
                    done = clip(person, timetable, window, now, work[uint64(leaver)] - extra)
                    person[CASE_TICKS] += done
                    if extra > 0 and window[0] < now <= window[1]:
                        person[OVERTIME_TICKS] += extra
                elif state == OFFICE:
                    activity = person[ACTIVITY]
                    ticks = person[LEFT]
                    person[OFFICE_TICKS] += clip(person, timetable, window, now, ticks)
                    left[activity] -= ticks
                    holders[looker, NORM_USED] += ticks
                elif state == HANDING_OVER:
                    joiner = person[CASE]
                    to = int64(cases.queue[joiner])
                    done = work[joiner] - person[LEFT]
                    person[CASE_TICKS] += clip(person, timetable, window, now, done)
                    work[joiner] = person[LEFT] + rules.handover_extra
                    cases.since[joiner] = now
                    cases.handovers[joiner] += 1
                    stream = tape[joiner] & int64(STREAM_MASK)
                    if window[0] <= tape[joiner] >> int64(STREAM_BITS) < window[1]:
                        tally.streams[stream, HANDED_OVER] += 1
                elif state == IDLE:
                    unit = person[UNIT]
                    bit = looker - (layout.unit_staff[first_unit + unit] - first_person)
                    word = staff.word_offset[first_unit + unit] - word0 + (bit >> 6)
                    idle[word] &= ~(uint64(1) << uint64(bit & 63))

            # ---- a case goes on from a stage
            if leaver >= 0:
                entry = tape[uint64(leaver)]
                stream = entry & int64(STREAM_MASK)
                arrived = entry >> int64(STREAM_BITS)
                unit = int64(stream_unit[uint64(stream)])
                stage = int64(-1)
                if staged:
                    kind = stream - unit * types
                    queue = int64(cases.queue[leaver])
                    stage = -2 - queue
                    if queue >= 0:
                        stage = routes.class_stage[queue % classes]
                    key = stream_key(seed, replication, layout.units[first_unit + unit], kind)
                    visit = int64(cases.visit[leaver])
                    counter = visit_counter(int64(cases.number[leaver]), visit)
                    key0, key1 = purpose_key(key, ROUTE, 0), purpose_key(key, ROUTE, 1)
                    u = uniform(random_word(counter, key0, key1))
                    stage = _next_stage(routes, kind, stage, u)
                    if stage >= 0:
                        cases.visit[leaver] = visit + 1
                        counter = visit_counter(int64(cases.number[leaver]), visit + 1)
                        minutes = draw_minutes(
                            demand.time_kind[stage], demand.time_a[stage], demand.time_b[stage],
                            demand.time_values, demand.time_first[stage], demand.time_count[stage],
                            counter, purpose_key(key, WORK, 0), purpose_key(key, WORK, 1),
                        )  # fmt: skip
                        ticks = whole_ticks(minutes)
                        if routes.place[stage] == 2:
                            cases.queue[leaver] = -2 - stage
                            if routes.stops_clock[stage]:
                                due[leaver] += ticks
                            entry = ((now + ticks) << int64(CASE_BITS)) | leaver
                            if now + ticks < LAST_TICK // 8:
                                push_outside(outside, waiting_outside, entry)
                            else:
                                push_outside(
                                    outside, waiting_outside, int64(NO_EVENT) - CASE_MASK + leaver
                                )
                            waiting_outside += 1
                            next_return = outside[0] >> int64(CASE_BITS)
                        else:
                            at = unit
                            if routes.place[stage] == 1:
                                at = layout.position[routes.other_unit[stage]] - first_unit
                            to = at * classes + routes.queue_class[stage]
                            work[leaver] = ticks
                            cases.queue[leaver] = to
                            cases.joined[leaver] = now
                            cases.since[leaver] = now
                            joiner = leaver
                if stage < 0:
                    tally.units[unit, RUN_DONE] += 1
                    tally.units[unit, RUN_AREA] -= horizon - now
                    tally.units[unit, RUN_SOJOURN] += now - arrived
                    count_case(tally, window, stream, due[uint64(leaver)], arrived, now)
                    if recorded:
                        cases.finished[leaver] = now

            # ---- a case joins: somebody idle takes it, or it waits
            chosen = int64(NOBODY)
            case = joiner
            if joiner >= 0:
                unit = to // classes if staged or tracked else unit
                klass = to - unit * classes
                at = unit
                while chosen < 0:
                    staff0 = layout.unit_staff[first_unit + at] - first_person
                    at_word = staff.word_offset[first_unit + at] - word0
                    end_word = staff.word_offset[first_unit + at + 1] - word0
                    for word in range(at_word, end_word):
                        free = idle[uint64(word)] & capable[uint64(word), uint64(klass)]
                        while free != uint64(0):
                            bit = lowest_bit(free)
                            free &= free - uint64(1)
                            row = staff0 + ((word - at_word) << 6) + bit
                            idle[word] &= ~(uint64(1) << uint64(bit))
                            if now >= people[row, UNTIL]:
                                person = people[row]
                                rows = timetable[person[AT_TIMETABLE] : person[LAST_INTERVAL]]
                                closing = layout.closing[layout.calendar[first_unit + at]]
                                back = come_and_go(person, rows, closing, day, overtime, now)
                                if row > looker >= 0 and came_back(person, rows, now):
                                    back = now  # their turn at this tick is still to come
                                if back >= 0:
                                    person[STATE] = AWAY
                                    _set_wake(tree, leaves, row, back)
                                    continue
                            chosen = row
                            break
                        if chosen >= 0:
                            break
                    at = layout.ring[first_unit + at] - first_unit
                    if not pooled or at == unit:
                        break
                if chosen < 0:
                    stream = tape[joiner] & int64(STREAM_MASK)
                    kind = stream - int64(stream_unit[stream]) * types
                    joined = cases.joined[joiner] if tracked else now
                    key = _case_key(
                        discipline, due[joiner], joined, routes.priority[kind],
                        routes.class_rest[klass],
                    )  # fmt: skip
                    join_queue(queues, to, joiner, key, keys, following, child)
                    waiting[unit, klass >> 6] |= uint64(1) << uint64(klass & 63)

            # ---- a person looks for work
            while True:
                if chosen < 0:
                    if looker < 0:
                        break
                    row = looker
                    looker = int64(NOBODY)
                    person = people[row]
                    unit = person[UNIT]
                    if now >= person[UNTIL]:
                        rows = timetable[person[AT_TIMETABLE] : person[LAST_INTERVAL]]
                        closing = layout.closing[layout.calendar[first_unit + unit]]
                        back = come_and_go(person, rows, closing, day, overtime, now)
                        if back >= 0:
                            person[STATE] = AWAY
                            _set_wake(tree, leaves, row, back)
                            break
                    office = False
                    best = int64(-1)
                    if now >= person[OFFICE_FROM]:
                        rows = timetable[person[AT_TIMETABLE] : person[LAST_INTERVAL]]
                        choose_activity(
                            person, holders[row], rows, offices, offices.offset[first_person + row +
                            1], left, staff.mode[first_person + row], staff.norm[first_person +
                            row], rules, now,
                        )  # fmt: skip
                        office = holders[row, CHOSEN] >= 0
                    if not (office and holders[row, GOES_FIRST] > 0):
                        best = _first_in_queues(queues, waiting, can, row, unit, classes)
                        if best < 0 and pooled:
                            best = _first_in_cluster(
                                queues, waiting, can, row, unit, classes, layout.ring, first_unit
                            )
                    if best >= 0:
                        case = leave_queue(queues, best, keys, following, child)
                        if queues[best, FIRST_CASE] < 0:
                            at = best // classes
                            klass = best - at * classes
                            waiting[at, klass >> 6] &= ~(uint64(1) << uint64(klass & 63))
                        chosen = row
                    elif office:
                        activity = holders[row, CHOSEN]
                        rows = timetable[person[AT_TIMETABLE] : person[LAST_INTERVAL]]
                        end, ticks = end_of_slice(
                            person,
                            rows,
                            now,
                            holders[row, CHOSEN_TICKS],
                            offices.deadline[activity],
                        )
                        person[STATE] = OFFICE
                        person[ACTIVITY] = activity
                        person[LEFT] = ticks
                        person[BEGUN] = now
                        _set_wake(tree, leaves, row, end)
                        break
                    else:
                        person[STATE] = IDLE
                        bit = row - (layout.unit_staff[first_unit + unit] - first_person)
                        word = staff.word_offset[first_unit + unit] - word0 + (bit >> 6)
                        idle[word] |= uint64(1) << uint64(bit & 63)
                        wake = person[OFFICE_FROM]
                        if now >= wake:
                            wake = holders[row, WAKE]
                        _set_wake(tree, leaves, row, wake)
                        break
                # a service begins
                row = chosen
                chosen = int64(NOBODY)
                person = people[row]
                end = now + work[uint64(case)]
                person[STATE] = SERVING
                person[CASE] = case
                person[BEGUN] = now
                person[EXTRA] = 0
                if end > person[UNTIL]:
                    rows = timetable[person[AT_TIMETABLE] : person[LAST_INTERVAL]]
                    closing = layout.closing[layout.calendar[first_unit + person[UNIT]]]
                    end, rest, extra = end_of_service(
                        person, rows, closing, day, overtime, rules.handover_after, now, work[case]
                    )
                    person[EXTRA] = extra
                    if rest > 0:
                        person[STATE] = HANDING_OVER
                        person[LEFT] = rest
                entry = tape[uint64(case)]
                arrived = entry >> int64(STREAM_BITS)
                since = cases.since[case] if tracked else arrived
                stream = entry & int64(STREAM_MASK)
                if window[0] <= arrived < window[1]:
                    tally.streams[uint64(stream), WAIT] += now - since
                    tally.streams[uint64(stream), VISITS] += 1
                if recorded:
                    if cases.started[case] < 0:
                        cases.started[case] = now
                    cases.server[case] = layout.people[first_person + row]
                _set_wake(tree, leaves, row, end)
                if looker < 0:
                    break
        for unit in range(units):
            in_hand = tally.units[unit, RUN_ARRIVED] - tally.units[unit, RUN_DONE]
            tally.backlog[unit, day] = in_hand
    close_books(
        horizon, window, types, classes, tracked, cases, timetable, people, queues,
        waiting_outside, left, tally,
    )  # fmt: skip
