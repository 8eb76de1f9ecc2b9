"""Office work: which activity is next, and whether it goes before the cases that wait.

Activities of a person are taken in order of deadline among those whose window is open. Desk work is
done in slices; work away is begun only if it can be finished in one piece before its deadline.
"""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

from numba import float64, int64

from kiem.engine.simulation.availability import END_OF_TIME
from kiem.engine.simulation.machine import bare
from kiem.engine.simulation.servers import INTERVAL, OFFICE_FROM

# Columns of the table of holders, beside that of people.
NEXT_START = 0  # row of `by_start`: the first whose window is not known to be open
FIRST_ALIVE = 1  # first row by deadline that is neither done nor over
NORM_USED = 2  # ticks of office work done in the month NORM_MONTH
NORM_MONTH = 3
CHOSEN = 4
CHOSEN_TICKS = 5
GOES_FIRST = 6
WAKE = 7  # when to think again if nothing is chosen and no case comes
HOLDER_COLUMNS = 8

FIRST_MODE, FULL_TIME_MODE = 2, 3


@bare
def choose_activity(person, holder, timetable, offices, last, left, mode, norm, rules, now):
    """Look for office work at a moment when the person is present and free.

    Sets CHOSEN (a row of `offices`, or -1), CHOSEN_TICKS, GOES_FIRST and WAKE of the holder, and
    OFFICE_FROM of the person. `left`: ticks of work left, by row of `offices`; `last`: the end of
    the person's rows.
    """
    coming = holder[NEXT_START]
    while coming < last and offices.start[offices.by_start[coming]] <= now:
        coming += 1
    holder[NEXT_START] = coming
    next_start = offices.start[offices.by_start[coming]] if coming < last else int64(END_OF_TIME)
    month = now // rules.month_ticks
    if holder[NORM_MONTH] != month:
        holder[NORM_MONTH] = month
        holder[NORM_USED] = 0
    alive = holder[FIRST_ALIVE]
    while alive < last and (left[alive] <= 0 or offices.deadline[alive] <= now):
        alive += 1
    holder[FIRST_ALIVE] = alive
    holder[CHOSEN] = -1
    holder[GOES_FIRST] = 0
    holder[WAKE] = next_start
    pending = False
    for activity in range(alive, last):
        if left[activity] <= 0 or offices.deadline[activity] <= now:
            continue
        if offices.start[activity] > now:
            continue
        pending = True
        if offices.away[activity]:
            end = now + left[activity]
            if end > offices.deadline[activity]:
                continue
            if timetable[person[INTERVAL], 0] < end:  # away before it would be over
                holder[WAKE] = min(holder[WAKE], timetable[person[INTERVAL], 1])
                continue
        _take(holder, activity, offices, left, mode, norm, rules, now)
        break
    person[OFFICE_FROM] = 0 if pending else next_start


@bare
def _take(holder, activity, offices, left, mode, norm, rules, now):
    """Choose this activity: how much of it now, and whether before cases."""
    allowance = norm - holder[NORM_USED]
    first = mode == FULL_TIME_MODE
    if allowance > 0:
        first = first or mode == FIRST_MODE
        margin = float64(offices.deadline[activity] - now)
        if rules.urgency > 0.0 and margin <= rules.urgency * float64(left[activity]):
            first = True
    ticks = left[activity]
    if not offices.away[activity]:
        ticks = min(ticks, rules.slice_ticks)
        if first and mode != FULL_TIME_MODE:
            ticks = min(ticks, allowance)
    holder[CHOSEN] = activity
    holder[CHOSEN_TICKS] = ticks
    holder[GOES_FIRST] = 1 if first else 0
