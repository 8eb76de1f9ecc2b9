"""The rows the load is worked out from, as sets: one statement each, however many people and
months. Hours arrive as whole hundredths, days as offsets into the month.

These statements read the register's tables beside the ledger's own, because a closed month is
looked at with its own knowledge unit by unit (decision 0031).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple, TypeVar

from kiem.domain.ledger.queries.slots import Slots, cases_table, id_array, known_in_slot
from kiem.platform.kernel.sql import fetch

Parameters = dict[str, Any]
Row = TypeVar("Row", "Holding", "Hours")


class Holding(NamedTuple):
    """A post held in the case's month, `[start, end)` as day offsets into the month. `holder`:
    the index of the case, or the person."""

    holder: int
    appointment_id: int
    post_id: int
    kind: str
    organization_id: int
    start: int
    end: int
    share_hundredths: int
    role: str


class Part(NamedTuple):
    """Days of the month `[start, end)`, with a share in hundredths of a per cent."""

    start: int
    end: int
    share_hundredths: int


class Hours(NamedTuple):
    """Hours x 100 of one post in one month. `last_logged`: offset of the last day with logged
    office hours, -1 without. `case`: the index of the case."""

    case: int
    post_id: int
    line_hundredths: int
    line_entries: int
    logged_hundredths: int
    planned_hundredths: int
    last_logged: int


def holdings(slots: Slots, parameters: Parameters) -> dict[int, list[Holding]]:
    """Case index -> every post held on some day of the month, with the role it has."""
    # The role's days are compared by their ends: the btree on the post is quicker than the GiST.
    # Line posts ask with a null post, which costs no look-up. Shares are nearly always one of two.
    rows = fetch(
        f"""WITH {cases_table(slots)}
        SELECT w.i::int - 1, a.id, a.post_id, p.kind, p.organization_id,
            greatest(lower(a.valid), w.start_day) - w.start_day,
            least(upper(a.valid), w.end_day) - w.start_day,
            CASE a.share_percent WHEN 100 THEN 10000 WHEN 0 THEN 0
                ELSE (a.share_percent * 100)::int END, s.role_id
        FROM w JOIN register_appointment a ON a.person_id = w.person_id
                AND a.valid && daterange(w.start_day, w.end_day)
                AND {known_in_slot("a", slots)}
            JOIN register_post p ON p.id = a.post_id
            LEFT JOIN register_poststate s
                ON s.post_id = CASE WHEN p.kind <> 'line' THEN a.post_id END
                AND lower(s.valid) <= greatest(lower(a.valid), w.start_day)
                AND coalesce(upper(s.valid), 'infinity') > greatest(lower(a.valid), w.start_day)
                AND {known_in_slot("s", slots)}""",
        parameters,
    )
    return by_number(Holding, rows)


def service(
    slots: Slots, parameters: Parameters, doubtful: Sequence[int], age_from: int | None = None
) -> tuple[dict[int, list[Part]], dict[int, date]]:
    """Days of service with employment share, and birth dates, of the cases that need them.

    Service: case index -> parts, only where the month is not one whole month of full employment
    (those not named are). Looked up are those who are ever employed in part, and the cases of
    `doubtful`: whoever holds a post all month is in service all month. Birth dates: case index ->
    date, of doubtful people who have completed `age_from` years on the slot's day.
    """
    rows = fetch(
        f"""WITH {cases_table(slots)}, asked AS MATERIALIZED (
            SELECT * FROM w WHERE w.i = ANY (%(doubtful)s::bigint[]) OR w.person_id IN (
                SELECT person_id FROM register_personstate WHERE employment_share_percent <> 100))
        SELECT w.i::int, greatest(lower(s.valid), w.start_day) - w.start_day,
            least(upper(s.valid), w.end_day) - w.start_day,
            (s.employment_share_percent * 100)::int,
            s.employment_share_percent = 100 AND s.valid @> daterange(w.start_day, w.end_day),
            CASE WHEN s.birth_date <= w.day - make_interval(years => %(age)s)
                THEN s.birth_date END
        FROM asked w LEFT JOIN LATERAL (SELECT * FROM register_personstate s
            WHERE s.person_id = w.person_id AND s.valid && daterange(w.start_day, w.end_day)
                AND {known_in_slot("s", slots)} OFFSET 0) s ON true
        WHERE s.id IS NULL OR s.employment_share_percent <> 100
            OR NOT s.valid @> daterange(w.start_day, w.end_day)
            OR s.birth_date <= w.day - make_interval(years => %(age)s)""",
        {
            **parameters,
            "age": 999 if age_from is None else age_from,
            "doubtful": id_array([index + 1 for index in doubtful]),
        },
    )
    found: dict[int, list[Part]] = defaultdict(list)
    born: dict[int, date] = {}
    for i, start, end, share, is_whole, birth_date in rows:
        if birth_date is not None:
            born[i - 1] = birth_date
        if not is_whole:
            parts = found[i - 1]
            if share is not None:  # else not in service at all: greatest() skips the NULL
                parts.append(Part(start, end, share))
    return found, born


def leave(slots: Slots, parameters: Parameters) -> dict[int, list[Part]]:
    """Case index -> days of approved leave in the month (share 100 %)."""
    rows = fetch(
        f"""WITH {cases_table(slots)}
        SELECT w.i::int, greatest(lower(v.valid), w.start_day) - w.start_day,
            least(upper(v.valid), w.end_day) - w.start_day
        FROM w JOIN ledger_leave v ON v.person_id = w.person_id
            AND v.valid && daterange(w.start_day, w.end_day)
            AND {known_in_slot("v", slots)}""",
        parameters,
    )
    found: dict[int, list[Part]] = defaultdict(list)
    for i, start, end in rows:
        found[i - 1].append(Part(start, end, 10_000))
    return found


def hours(slots: Slots, parameters: Parameters) -> dict[int, list[Hours]]:
    """Case index -> hours by post: logged, and planned after the last day with office hours.

    Logged hours come from the sums kept beside the entries; from the entries themselves where one
    was written after the moment asked about (decision 0034).
    An activity's planned hours are spread evenly over its days, so that one that began before the
    last logged day, or runs over the month's end, counts for the days that are left.
    """
    rows = fetch(
        f"""WITH {cases_table(slots)}, kept AS MATERIALIZED (
            SELECT w.i, w.person_id, w.start_day, w.end_day, w.known_at, s.post_id, s.role_kind,
                s.hundredths, s.entries, s.last_day,
                coalesce(s.changed_at > w.known_at, false) AS is_later
            FROM w JOIN ledger_monthsum s ON s.person_id = w.person_id AND s.month = w.start_day),
        logged AS MATERIALIZED (
            SELECT i, start_day, post_id, role_kind, hundredths, entries, last_day
            FROM kept WHERE entries > 0 AND NOT is_later
            {_summed_again(slots)}),
        first_open AS MATERIALIZED (
            SELECT w.i, w.person_id, w.start_day, w.end_day, w.known_at,
                coalesce(max(l.last_day) + 1, w.start_day) AS day
            FROM w LEFT JOIN logged l ON l.i = w.i AND l.role_kind = 'office'
            GROUP BY w.i, w.person_id, w.start_day, w.end_day, w.known_at)
        SELECT i::int - 1, post_id,
            CASE role_kind WHEN 'line' THEN hundredths ELSE 0 END,
            CASE role_kind WHEN 'line' THEN entries ELSE 0 END,
            CASE role_kind WHEN 'line' THEN 0 ELSE hundredths END, 0,
            CASE role_kind WHEN 'line' THEN -1 ELSE last_day - start_day END
        FROM logged
        UNION ALL
        SELECT w.i::int - 1, e.post_id, 0, 0, 0, sum(round(100 * e.planned_hours
            * (least(upper(e.valid), w.end_day) - greatest(lower(e.valid), w.day))
            / (upper(e.valid) - lower(e.valid))))::int, -1
        FROM first_open w JOIN ledger_participation e ON e.person_id = w.person_id
            AND lower(e.valid) > w.day - 32 AND lower(e.valid) < w.end_day
            AND upper(e.valid) > w.day AND w.day < w.end_day AND {known_in_slot("e", slots)}
        GROUP BY w.i, e.post_id""",
        parameters,
    )
    return by_number(Hours, rows)


def _summed_again(slots: Slots) -> str:
    """The sums of keys that were written to after the slot's moment, from the entries known then:
    a kept sum is that of now."""
    if slots.is_known_now:
        return ""
    return f"""UNION ALL
            SELECT k.i, k.start_day, e.post_id, e.role_kind, (sum(e.hours) * 100)::int,
                count(*)::int, max(e.day)
            FROM kept k JOIN ledger_timeentry e ON k.is_later AND e.person_id = k.person_id
                AND e.day >= k.start_day AND e.day < k.end_day AND e.post_id = k.post_id
                AND e.role_kind = k.role_kind AND {known_in_slot("e", slots, "k")}
            GROUP BY k.i, k.start_day, e.post_id, e.role_kind"""


def by_number(kind: type[Row], rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Row]]:
    """First column -> its rows as named tuples. Made without their constructor, which would cost
    as much as the rest of reading them."""
    found: dict[int, list[Row]] = {}
    make = partial(tuple.__new__, kind)
    for row in rows:
        number = row[0]
        if number in found:
            found[number].append(make(row))
        else:
            found[number] = [make(row)]
    return found
