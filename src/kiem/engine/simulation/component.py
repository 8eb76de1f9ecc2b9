"""The event loop: one replication of one component, event by event.

Order of simultaneous events: people by row (own unit first, then as `layout` sorts them), then
cases coming back from outside by arrival, then new arrivals. A person who ends a service first
sends its case on, which may go to somebody idle; then they look for work themselves: office work
that goes first, the queues of their unit, those of the cluster, other office work, nothing. A case
goes to the idle person lowest in the order of its unit, then of the units round the cluster.
"""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

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
from kiem.engine.simulation.machine import bare, lowest_bit, part
from kiem.engine.simulation.offices import (
    CHOSEN,
    CHOSEN_TICKS,
    GOES_FIRST,
    NORM_USED,
    WAKE,
    choose_activity,
)
from kiem.engine.simulation.queues import (
    EMPTY_KEY,
    FIRST_CASE,
    FIRST_KEY,
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
from kiem.engine.simulation.state import LAST_TICK

NOBODY = -1
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
        some = waiting[uint64(unit), uint64(word)] & can[uint64(row), uint64(word)]
        while some != uint64(0):
            q = unit * classes + (word << 6) + lowest_bit(some)
            some &= some - uint64(1)
            key, case = queues[uint64(q), FIRST_KEY], queues[uint64(q), FIRST_CASE]
            better = precedes(key, case, best_key, best_case)
            best = q if better else best
            best_key = key if better else best_key
            best_case = case if better else best_case
    return best


@part
def _first_in_cluster(queues, waiting, can, row, unit, classes, ring):
    """The same over the other units of the cluster."""
    best = int64(-1)
    at = ring[unit]
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
        at = ring[at]
    return best


@part
def _set_wake(tree, leaves, row, tick):
    """The person's next event is at this tick, if ever."""
    event = person_event(tick, row) if tick < LAST_TICK else int64(NO_EVENT)
    set_event(tree, leaves, row, event)


@bare
def run_component(
    demand, routes, layout, staff, offices, rules, seed, replication, component,
    cases, timetable, left, state, tally,
):  # fmt: skip
    """Run all events of one replication of one component.

    The demand is on `cases.tape`; `timetable` int64[., 3] holds the rows of all people; `left`:
    ticks of work left by row of `offices`; `state` is fresh, `tally` zero. On return `state.people`
    holds the hours and `left` what was not done.
    """
    types = demand.rate.shape[1]
    classes = routes.class_stage.size
    first_unit = layout.component_units[component]
    units = layout.component_units[component + 1] - first_unit
    first_person = layout.component_staff[component]
    window = (rules.window_start, rules.window_end)
    horizon = demand.day_start[-1]
    staged, tracked, recorded = rules.staged > 0, rules.tracked > 0, rules.recorded > 0
    pooled = rules.pooled > 0
    discipline = rules.discipline
    overtime = rules.overtime
    tape, work, due = cases.tape, cases.work, cases.due
    keys, following, child = cases.keys, cases.following, cases.child
    case_queue, case_visit, case_number = cases.queue, cases.visit, cases.number
    case_joined, case_since, handovers = cases.joined, cases.since, cases.handovers
    streams, square, histogram = tally.streams, tally.square, tally.histogram
    unit_counts = tally.units
    due_mask, due_tick, priority = routes.due_mask, routes.due_tick, routes.priority
    class_stage, class_rest = routes.class_stage, routes.class_rest
    window_start, window_end = window
    calendar_of = layout.calendar[first_unit : first_unit + units]
    word0, word1 = staff.word_offset[first_unit], staff.word_offset[first_unit + units]
    capable = staff.capable[word0:word1]
    can = staff.can[first_person : first_person + len(state.people)]
    people, holders, tree, idle = state.people, state.holders, state.tree, state.idle
    waiting, queues, ring = state.waiting, state.queues, state.ring
    unit_row, unit_word = state.unit_row, state.unit_word
    stream_unit, stream_queue = state.stream_unit, state.stream_queue
    leaves = len(tree) // 2
    outside = cases.outside
    waiting_outside = int64(0)
    coming = int64(0)
    next_arrival = tape[0] >> int64(STREAM_BITS)
    next_return = int64(NO_EVENT)

    for day in range(demand.day_start.size - 1):
        day_end = demand.day_start[day + 1]
        due_today = due_tick[day]
        # At a close, who finishes comes before who arrives; the run ends just before its last tick.
        last_tick = min(day_end, horizon - 1)
        in_cohort = 1 if window_start <= demand.day_start[day] < window_end else 0
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
                stream = tape[uint64(coming)] & int64(STREAM_MASK)
                coming += 1
                next_arrival = tape[uint64(coming)] >> int64(STREAM_BITS)
                unit = int64(stream_unit[uint64(stream)])
                to = int64(stream_queue[uint64(stream)])
                kind = stream - unit * types
                calendar = calendar_of[uint64(unit)]
                due[uint64(joiner)] = (now & due_mask[uint64(kind)]) + due_today[
                    uint64(calendar), uint64(kind)
                ]
                streams[uint64(stream), ARRIVED] += in_cohort
                unit_counts[uint64(unit), RUN_ARRIVED] += 1
                unit_counts[uint64(unit), RUN_AREA] += horizon - now
                if tracked:
                    case_queue[joiner] = to
                    case_visit[joiner] = 0
                    case_joined[joiner] = now
                    case_since[joiner] = now
                    handovers[joiner] = 0
                if recorded:
                    cases.started[joiner] = -1
                    cases.finished[joiner] = -1
                    cases.server[joiner] = -1

            # ---- a person ends what they were at
            if looker >= 0:
                who = uint64(looker)
                doing = people[who, STATE]
                if doing == SERVING:
                    leaver = people[who, CASE]
                    extra = people[who, EXTRA]
                    done = clip(
                        people,
                        looker,
                        timetable,
                        window_start,
                        window_end,
                        now,
                        work[uint64(leaver)] - extra,
                    )
                    people[who, CASE_TICKS] += done
                    if extra > 0 and window_start < now <= window_end:
                        people[who, OVERTIME_TICKS] += extra
                elif doing == OFFICE:
                    activity = people[who, ACTIVITY]
                    ticks = people[who, LEFT]
                    people[who, OFFICE_TICKS] += clip(
                        people, looker, timetable, window_start, window_end, now, ticks
                    )
                    left[activity] -= ticks
                    holders[looker, NORM_USED] += ticks
                elif doing == HANDING_OVER:
                    joiner = people[who, CASE]
                    to = int64(case_queue[joiner])
                    done = work[joiner] - people[who, LEFT]
                    people[who, CASE_TICKS] += clip(
                        people, looker, timetable, window_start, window_end, now, done
                    )
                    work[joiner] = people[who, LEFT] + rules.handover_extra
                    case_since[joiner] = now
                    handovers[joiner] += 1
                    stream = tape[uint64(joiner)] & int64(STREAM_MASK)
                    if window_start <= tape[joiner] >> int64(STREAM_BITS) < window_end:
                        streams[stream, HANDED_OVER] += 1
                elif doing == IDLE:
                    unit = people[who, UNIT]
                    bit = looker - (unit_row[uint64(unit)])
                    word = unit_word[uint64(unit)] + (bit >> 6)
                    idle[uint64(word)] &= ~(uint64(1) << uint64(bit & 63))

            # ---- a case goes on from a stage
            if leaver >= 0:
                entry = tape[uint64(leaver)]
                stream = entry & int64(STREAM_MASK)
                arrived = entry >> int64(STREAM_BITS)
                unit = int64(stream_unit[uint64(stream)])
                stage = int64(-1)
                if staged:
                    kind = stream - unit * types
                    queue = int64(case_queue[leaver])
                    stage = -2 - queue
                    if queue >= 0:
                        stage = class_stage[queue % classes]
                    key = stream_key(seed, replication, layout.units[first_unit + unit], kind)
                    visit = int64(case_visit[leaver])
                    counter = visit_counter(int64(case_number[leaver]), visit)
                    key0, key1 = purpose_key(key, ROUTE, 0), purpose_key(key, ROUTE, 1)
                    u = uniform(random_word(counter, key0, key1))
                    stage = _next_stage(routes, kind, stage, u)
                    if stage >= 0:
                        case_visit[leaver] = visit + 1
                        counter = visit_counter(int64(case_number[leaver]), visit + 1)
                        minutes = draw_minutes(
                            demand.time_kind[stage], demand.time_a[stage], demand.time_b[stage],
                            demand.time_values, demand.time_first[stage], demand.time_count[stage],
                            counter, purpose_key(key, WORK, 0), purpose_key(key, WORK, 1),
                        )  # fmt: skip
                        ticks = whole_ticks(minutes)
                        if routes.place[stage] == 2:
                            case_queue[leaver] = -2 - stage
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
                            case_queue[leaver] = to
                            case_joined[leaver] = now
                            case_since[leaver] = now
                            joiner = leaver
                if stage < 0:
                    unit_counts[uint64(unit), RUN_DONE] += 1
                    unit_counts[uint64(unit), RUN_AREA] -= horizon - now
                    unit_counts[uint64(unit), RUN_SOJOURN] += now - arrived
                    count_case(
                        streams,
                        square,
                        histogram,
                        window_start,
                        window_end,
                        stream,
                        due[uint64(leaver)],
                        arrived,
                        now,
                    )
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
                    staff0 = unit_row[uint64(at)]
                    at_word = unit_word[uint64(at)]
                    end_word = unit_word[uint64(at + 1)]
                    for word in range(at_word, end_word):
                        free = idle[uint64(word)] & capable[uint64(word), uint64(klass)]
                        while free != uint64(0):
                            bit = lowest_bit(free)
                            free &= free - uint64(1)
                            row = staff0 + ((word - at_word) << 6) + bit
                            idle[uint64(word)] &= ~(uint64(1) << uint64(bit))
                            if now >= people[uint64(row), UNTIL]:
                                rows = timetable[
                                    people[row, AT_TIMETABLE] : people[row, LAST_INTERVAL]
                                ]
                                closing = layout.closing[calendar_of[at]]
                                back = come_and_go(people[row], rows, closing, day, overtime, now)
                                if row > looker >= 0 and came_back(people[row], rows, now):
                                    back = now  # their turn at this tick is still to come
                                if back >= 0:
                                    people[row, STATE] = AWAY
                                    _set_wake(tree, leaves, row, back)
                                    continue
                            chosen = row
                            break
                        if chosen >= 0:
                            break
                    at = ring[uint64(at)]
                    if not pooled or at == unit:
                        break
                if chosen < 0:
                    stream = tape[uint64(joiner)] & int64(STREAM_MASK)
                    kind = stream - int64(stream_unit[uint64(stream)]) * types
                    joined = case_joined[joiner] if tracked else now
                    key = _case_key(
                        discipline, due[uint64(joiner)], joined, priority[uint64(kind)],
                        class_rest[uint64(klass)],
                    )  # fmt: skip
                    join_queue(queues, to, joiner, key, keys, following, child)
                    waiting[uint64(unit), uint64(klass >> 6)] |= uint64(1) << uint64(klass & 63)

            # ---- a person looks for work
            while True:
                if chosen < 0:
                    if looker < 0:
                        break
                    row = looker
                    who = uint64(row)
                    looker = int64(NOBODY)
                    unit = people[who, UNIT]
                    if now >= people[who, UNTIL]:
                        rows = timetable[people[who, AT_TIMETABLE] : people[who, LAST_INTERVAL]]
                        closing = layout.closing[calendar_of[uint64(unit)]]
                        back = come_and_go(people[who], rows, closing, day, overtime, now)
                        if back >= 0:
                            people[who, STATE] = AWAY
                            _set_wake(tree, leaves, row, back)
                            break
                    office = False
                    best = int64(-1)
                    if now >= people[who, OFFICE_FROM]:
                        rows = timetable[people[who, AT_TIMETABLE] : people[who, LAST_INTERVAL]]
                        person = first_person + row
                        choose_activity(
                            people[who], holders[row], rows, offices, offices.offset[person + 1],
                            left, staff.mode[person], staff.norm[person], rules, now,
                        )  # fmt: skip
                        office = holders[row, CHOSEN] >= 0
                    if not (office and holders[row, GOES_FIRST] > 0):
                        best = _first_in_queues(queues, waiting, can, row, unit, classes)
                        if best < 0 and pooled:
                            best = _first_in_cluster(queues, waiting, can, row, unit, classes, ring)
                    if best >= 0:
                        case = leave_queue(queues, best, keys, following, child)
                        if queues[uint64(best), FIRST_CASE] < 0:
                            at = best // classes
                            klass = best - at * classes
                            waiting[uint64(at), uint64(klass >> 6)] &= ~(
                                uint64(1) << uint64(klass & 63)
                            )
                        chosen = row
                    elif office:
                        activity = holders[row, CHOSEN]
                        rows = timetable[people[who, AT_TIMETABLE] : people[who, LAST_INTERVAL]]
                        end, ticks = end_of_slice(
                            people[who],
                            rows,
                            now,
                            holders[row, CHOSEN_TICKS],
                            offices.deadline[activity],
                        )
                        people[who, STATE] = OFFICE
                        people[who, ACTIVITY] = activity
                        people[who, LEFT] = ticks
                        people[who, BEGUN] = now
                        _set_wake(tree, leaves, row, end)
                        break
                    else:
                        people[who, STATE] = IDLE
                        bit = row - (unit_row[uint64(unit)])
                        word = unit_word[uint64(unit)] + (bit >> 6)
                        idle[uint64(word)] |= uint64(1) << uint64(bit & 63)
                        wake = people[who, OFFICE_FROM]
                        if now >= wake:
                            wake = holders[row, WAKE]
                        _set_wake(tree, leaves, row, wake)
                        break
                # a service begins
                row = chosen
                who = uint64(row)
                chosen = int64(NOBODY)
                end = now + work[uint64(case)]
                people[who, STATE] = SERVING
                people[who, CASE] = case
                people[who, BEGUN] = now
                people[who, EXTRA] = 0
                if end > people[who, UNTIL]:
                    rows = timetable[people[who, AT_TIMETABLE] : people[who, LAST_INTERVAL]]
                    closing = layout.closing[calendar_of[people[who, UNIT]]]
                    end, rest, extra = end_of_service(
                        people[who],
                        rows,
                        closing,
                        day,
                        overtime,
                        rules.handover_after,
                        now,
                        work[case],
                    )
                    people[who, EXTRA] = extra
                    if rest > 0:
                        people[who, STATE] = HANDING_OVER
                        people[who, LEFT] = rest
                entry = tape[uint64(case)]
                arrived = entry >> int64(STREAM_BITS)
                since = case_since[case] if tracked else arrived
                stream = entry & int64(STREAM_MASK)
                if window_start <= arrived < window_end:
                    streams[uint64(stream), WAIT] += now - since
                    streams[uint64(stream), VISITS] += 1
                if recorded:
                    if cases.started[case] < 0:
                        cases.started[case] = now
                    cases.server[case] = layout.people[first_person + row]
                _set_wake(tree, leaves, row, end)
                if looker < 0:
                    break
        for unit in range(units):
            in_hand = unit_counts[uint64(unit), RUN_ARRIVED] - unit_counts[uint64(unit), RUN_DONE]
            tally.backlog[uint64(unit), day] = in_hand
    close_books(
        horizon, window, types, classes, tracked, cases, timetable, people, queues,
        waiting_outside, left, tally,
    )  # fmt: skip
