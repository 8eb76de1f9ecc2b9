"""The rows the load is worked out from, as sets: one statement each, however many people and
months. Hours arrive as whole hundredths, days as offsets into the month.

These statements read the register's tables beside the ledger's own, because a closed month is
looked at with its own knowledge unit by unit (decision 0031).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from kiem.domain.ledger.queries.slots import (
    Slot,
    cases_table,
    id_array,
    known_in_slot,
    slot_parameters,
    slots_table,
)
from kiem.platform.kernel.sql import fetch

Parameters = dict[str, Any]
_FEW_UNITS = 40
DUAL_KINDS = ("office", "external")
DUAL_KINDS_WITH_PARTY = ("office", "external", "party")


class Case(NamedTuple):
    """A person in a slot. `slot` is the index into the list of slots."""

    slot: int
    person_id: int


class Holding(NamedTuple):
    """A post held in the case's month, `[start, end)` as day offsets into the month. `case`: the
    case's number, from 1."""

    case: int
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
    office hours, -1 without. `case`: the case's number, from 1."""

    case: int
    post_id: int
    line_hundredths: int
    line_entries: int
    logged_hundredths: int
    planned_hundredths: int
    last_logged: int


class Head(NamedTuple):
    """What a rule needs to know of an organisation on a day."""

    type: str
    category: str
    family: str
    host_id: int | None
    members: int


def population(
    slots: Sequence[Slot], kinds: Sequence[str] = DUAL_KINDS
) -> tuple[list[Case], dict[int, int]]:
    """The dual holders of each slot, and each slot's line posts held.

    A dual holder has, on the slot's day, a line post in the unit and a post of `kinds` anywhere.
    """
    days = [slot.day for slot in slots]
    first, last = min(days, default=None), max(days, default=None)
    many = first == last and len(slots) > _FEW_UNITS
    statement = _population_of_many(slots) if many else _population_of_few(slots)
    rows = fetch(
        statement,
        {**slot_parameters(slots), "kinds": list(kinds), "first": first, "last": last},
    )
    cases, staff = [], {}
    for slot, count, people in rows:
        staff[slot - 1] = count
        if people:
            cases += [Case(slot - 1, person) for person in {*map(int, people.split(","))}]
    cases.sort()
    return cases, staff


# Both ends are aggregated in one pass over `line` and `dual`: joined, their sizes would have to be
# guessed, and the guess of one row for a common table costs a product of both (decision 0055).
_STAFF_AND_DUAL = """SELECT slot::int, count(*) FILTER (WHERE NOT is_dual)::int,
            string_agg(person_id::text, ',') FILTER (WHERE is_dual)
        FROM (SELECT slot, person_id, false AS is_dual FROM line
            UNION ALL SELECT slot, person_id, true FROM dual) people
        GROUP BY slot"""


def _population_of_many(slots: Sequence[Slot]) -> str:
    """Units by the hundred on one day: everybody is read once, as sets.

    Each unit may have its own knowledge (a month closed unit by unit), the day is one: as a
    constant it tells the planner how many rows to expect.
    """
    return f"""WITH {slots_table(slots)}, line AS MATERIALIZED (
            SELECT w.slot, w.known_at, a.person_id
            FROM slots w JOIN register_post p ON p.organization_id = w.unit_id AND p.kind = 'line'
            JOIN register_appointment a ON a.post_id = p.id AND a.valid @> %(first)s::date
                AND {known_in_slot("a", slots)}),
        seat AS MATERIALIZED (
            SELECT a.person_id, a.recorded FROM register_post p
            JOIN register_appointment a ON a.post_id = p.id AND a.valid @> %(first)s::date
            WHERE p.kind = ANY (%(kinds)s)),
        dual AS (
            SELECT w.slot, w.person_id FROM line w JOIN seat a ON a.person_id = w.person_id
                AND {known_in_slot("a", slots)})
        {_STAFF_AND_DUAL}"""


def _population_of_few(slots: Sequence[Slot]) -> str:
    """A few units, on one day or on many: their people are looked up once, then the days."""
    return f"""WITH {slots_table(slots)}, held AS MATERIALIZED (
            SELECT u.unit_id, a.person_id, a.valid, a.recorded
            FROM (SELECT DISTINCT unit_id FROM slots) u
                JOIN LATERAL (SELECT p.id FROM register_post p
                    WHERE p.organization_id = u.unit_id AND p.kind = 'line' OFFSET 0) p ON true
                JOIN LATERAL (SELECT a.person_id, a.valid, a.recorded FROM register_appointment a
                    WHERE a.post_id = p.id AND a.valid && daterange(%(first)s, %(last)s, '[]')
                    OFFSET 0) a ON true),
        line AS MATERIALIZED (
            SELECT w.slot, w.day, w.known_at, h.person_id
            FROM slots w JOIN held h ON h.unit_id = w.unit_id AND h.valid @> w.day
                AND {known_in_slot("h", slots)}),
        seat AS MATERIALIZED (
            SELECT a.person_id, a.valid, a.recorded
            FROM (SELECT DISTINCT person_id FROM line) person
                JOIN LATERAL (SELECT a.* FROM register_appointment a
                    WHERE a.person_id = person.person_id
                        AND a.valid && daterange(%(first)s, %(last)s, '[]') OFFSET 0) a ON true
                JOIN LATERAL (SELECT FROM register_post p
                    WHERE p.id = a.post_id AND p.kind = ANY (%(kinds)s) OFFSET 0) p ON true),
        dual AS (SELECT w.slot, w.person_id FROM line w
            JOIN seat a ON a.person_id = w.person_id AND a.valid @> w.day
                AND {known_in_slot("a", slots)})
        {_STAFF_AND_DUAL}"""


def holdings(slots: Sequence[Slot], parameters: Parameters) -> dict[int, list[Holding]]:
    """Case index -> every post held on some day of the month, with the role it has."""
    # The role's days are compared by their ends: the btree on the post is quicker than the GiST.
    # Line posts ask with a null post, which costs no look-up.
    rows = fetch(
        f"""WITH {cases_table(slots)}
        SELECT w.i::int, a.id, a.post_id, p.kind, p.organization_id,
            greatest(lower(a.valid), w.start_day) - w.start_day,
            least(upper(a.valid), w.end_day) - w.start_day,
            (a.share_percent * 100)::int, s.role_id
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
    found: dict[int, list[Holding]] = {}
    for row in rows:
        found.setdefault(row[0] - 1, []).append(Holding._make(row))
    return found


def service(
    slots: Sequence[Slot], parameters: Parameters, age_from: int | None = None
) -> tuple[dict[int, list[Part]], dict[int, date]]:
    """Days of service with employment share, and birth dates, of the cases that need them.

    Service: case index -> parts, only where the month is not one whole month of full employment
    (those not named are). Birth dates: case index -> date, of people who have completed
    `age_from` years on the slot's day; none when it is None.
    """
    rows = fetch(
        f"""WITH {cases_table(slots)}
        SELECT w.i::int, greatest(lower(s.valid), w.start_day) - w.start_day,
            least(upper(s.valid), w.end_day) - w.start_day,
            (s.employment_share_percent * 100)::int,
            s.employment_share_percent = 100 AND s.valid @> daterange(w.start_day, w.end_day),
            CASE WHEN s.birth_date <= w.day - make_interval(years => %(age)s)
                THEN s.birth_date END
        FROM w LEFT JOIN register_personstate s ON s.person_id = w.person_id
            AND s.valid && daterange(w.start_day, w.end_day) AND {known_in_slot("s", slots)}
        WHERE s.id IS NULL OR s.employment_share_percent <> 100
            OR NOT s.valid @> daterange(w.start_day, w.end_day)
            OR s.birth_date <= w.day - make_interval(years => %(age)s)""",
        {**parameters, "age": 999 if age_from is None else age_from},
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


def leave(slots: Sequence[Slot], parameters: Parameters) -> dict[int, list[Part]]:
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


def hours(slots: Sequence[Slot], parameters: Parameters) -> dict[int, list[Hours]]:
    """Case index -> hours by post: logged, and planned after the last day with office hours.

    An activity's planned hours are spread evenly over its days, so that one that began before the
    last logged day, or runs over the month's end, counts for the days that are left.
    """
    known = known_in_slot("e", slots)
    rows = fetch(
        f"""WITH {cases_table(slots)}, logged AS MATERIALIZED (
            SELECT w.i, e.post_id, e.role_kind, sum(e.hours) AS hours, count(*) AS entries,
                max(e.day) AS last_day, max(e.day - w.start_day) AS last_offset
            FROM w JOIN ledger_timeentry e ON e.person_id = w.person_id
                AND e.day >= w.start_day AND e.day < w.end_day AND {known}
            GROUP BY w.i, e.post_id, e.role_kind),
        first_open AS MATERIALIZED (
            SELECT w.i, w.person_id, w.start_day, w.end_day, w.known_at,
                coalesce(max(l.last_day) + 1, w.start_day) AS day
            FROM w LEFT JOIN logged l ON l.i = w.i AND l.role_kind = 'office'
            GROUP BY w.i, w.person_id, w.start_day, w.end_day, w.known_at)
        SELECT i::int, post_id,
            CASE WHEN role_kind = 'line' THEN (hours * 100)::int ELSE 0 END,
            CASE WHEN role_kind = 'line' THEN entries::int ELSE 0 END,
            CASE WHEN role_kind = 'line' THEN 0 ELSE (hours * 100)::int END, 0,
            CASE WHEN role_kind = 'line' THEN -1 ELSE last_offset END
        FROM logged
        UNION ALL
        SELECT w.i::int, e.post_id, 0, 0, 0, sum(round(100 * e.planned_hours
            * (least(upper(e.valid), w.end_day) - greatest(lower(e.valid), w.day))
            / (upper(e.valid) - lower(e.valid))))::int, -1
        FROM first_open w JOIN ledger_participation e ON e.person_id = w.person_id
            AND lower(e.valid) > w.start_day - 32 AND lower(e.valid) < w.end_day
            AND upper(e.valid) > w.day AND w.day < w.end_day AND {known}
        GROUP BY w.i, e.post_id""",
        parameters,
    )
    found: dict[int, list[Hours]] = {}
    for row in rows:
        found.setdefault(row[0] - 1, []).append(Hours._make(row))
    return found


def silent(
    slots: Sequence[Slot], cases: Sequence[Case], first: date, last: date, kinds: Sequence[str]
) -> set[int]:
    """Indices of cases who held an office on `first` and `last` and logged no office hour from
    the one to the other."""
    rows = fetch(
        f"""WITH {cases_table(slots)}
        SELECT w.i::int FROM w
        WHERE NOT EXISTS (SELECT FROM ledger_timeentry e WHERE e.person_id = w.person_id
                AND e.day BETWEEN %(first)s AND %(last)s AND e.role_kind = 'office'
                AND {known_in_slot("e", slots)})
            AND EXISTS (SELECT FROM register_appointment a JOIN register_post p ON p.id = a.post_id
                AND p.kind = ANY (%(kinds)s)
                WHERE a.person_id = w.person_id AND a.valid @> %(first)s::date
                AND a.valid @> %(last)s::date AND {known_in_slot("a", slots)})""",
        {
            **case_parameters(slots, cases),
            "first": first,
            "last": last,
            "kinds": list(kinds),
        },
    )
    return {row[0] - 1 for row in rows}


class Clash(NamedTuple):
    """A case's activity that meets another one (`other_id`) or leave (`leave_id`)."""

    case: int
    activity_id: int
    post_id: int
    day: date
    other_id: int | None
    leave_id: int | None


def clashes(slots: Sequence[Slot], parameters: Parameters) -> list[Clash]:
    """Activities of the month that overlap an earlier one of the same person, or leave.

    Activities that overlap share a day, so only those are looked at to the minute.
    """
    known_q, known_v = known_in_slot("q", slots), known_in_slot("v", slots)
    rows = fetch(
        f"""WITH {cases_table(slots)}, part AS MATERIALIZED (
            SELECT w.i, w.person_id, w.known_at, q.activity_id, q.post_id, q.valid
            FROM w JOIN ledger_participation q ON q.person_id = w.person_id
                AND lower(q.valid) >= w.start_day AND lower(q.valid) < w.end_day AND {known_q}),
        shared AS (
            -- which of two on one day starts first is not known here: either may be the later
            SELECT p.*, max(upper(p.valid)) OVER earlier > lower(p.valid)
                OR min(lower(p.valid)) OVER later < upper(p.valid) AS meets
            FROM part p WINDOW
                earlier AS (PARTITION BY p.i ORDER BY lower(p.valid), p.activity_id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
                later AS (PARTITION BY p.i ORDER BY lower(p.valid), p.activity_id
                    ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING))
        SELECT p.i::int, p.activity_id, p.post_id, lower(p.valid), min(o.activity_id), NULL::bigint
        FROM shared p JOIN ledger_activity a ON a.id = p.activity_id
            JOIN part o ON o.i = p.i AND o.valid && p.valid AND o.activity_id <> p.activity_id
            JOIN ledger_activity b ON b.id = o.activity_id AND b.period && a.period
                AND (lower(b.period), b.id) < (lower(a.period), a.id)
        WHERE p.meets
        GROUP BY p.i, p.activity_id, p.post_id, p.valid
        UNION ALL
        SELECT w.i::int, w.activity_id, w.post_id, greatest(lower(w.valid), lower(v.valid)),
            NULL, v.id
        FROM part w JOIN ledger_leave v ON v.person_id = w.person_id AND v.valid && w.valid
            AND {known_v}
        ORDER BY 1, 4, 2""",
        parameters,
    )
    return [Clash(row[0] - 1, *row[1:]) for row in rows]


def heads(keys: Sequence[tuple[int, date, datetime | None]]) -> list[Head]:
    """Type, category, family, host and members of organisations, each on a day with a knowledge.

    Members are those of the organisation and of all below it in its own line; they are counted
    for the member organisations only.
    """
    if not keys:
        return []
    all_now = all(moment is None for _, _, moment in keys)

    def known(alias: str) -> str:
        if all_now:
            return f"upper_inf({alias}.recorded)"
        return (
            f"CASE WHEN k.known_at IS NULL THEN upper_inf({alias}.recorded) "
            f"ELSE {alias}.recorded @> k.known_at END"
        )

    rows = fetch(
        f"""WITH RECURSIVE keys AS MATERIALIZED (
            SELECT * FROM ROWS FROM (unnest(%(ids)s::bigint[]), unnest(%(days)s::date[]),
                unnest(%(moments)s::timestamptz[]))
            WITH ORDINALITY AS k (organization_id, day, known_at, number)),
        below (number, organization_id, day, known_at) AS (
            SELECT number, organization_id, day, known_at FROM keys
            UNION
            SELECT k.number, s.organization_id, k.day, k.known_at
            FROM below k JOIN register_organizationstate s ON s.higher_id = k.organization_id
                AND s.valid @> k.day AND {known("s")}),
        members AS (
            SELECT k.number, count(*) AS members FROM below k
            JOIN register_membership m ON m.organization_id = k.organization_id
                AND m.valid @> k.day AND {known("m")}
            GROUP BY k.number)
        SELECT k.number::int, s.type_id, o.category, t.family, s.parent_id,
            coalesce(m.members, 0)::int
        FROM keys k
            JOIN register_organization o ON o.id = k.organization_id
            LEFT JOIN register_organizationstate s ON s.organization_id = k.organization_id
                AND s.valid @> k.day AND {known("s")}
            LEFT JOIN register_organizationtype t ON t.code = s.type_id
            LEFT JOIN members m ON m.number = k.number""",
        {
            "ids": id_array(key[0] for key in keys),
            "days": "{" + ",".join(key[1].isoformat() for key in keys) + "}",
            "moments": [key[2] for key in keys] if not all_now else [],
        },
    )
    found = [Head("", "", "", None, 0)] * len(keys)
    for number, type_code, category, family, host_id, members in rows:
        found[number - 1] = Head(type_code or "", category, family or "", host_id, members)
    return found


def case_parameters(slots: Sequence[Slot], cases: Sequence[Case]) -> Parameters:
    """Slots and cases as every statement takes them; made once for all of them."""
    return {
        **slot_parameters(slots),
        "case_slots": id_array(case.slot + 1 for case in cases),
        "case_people": id_array(case.person_id for case in cases),
    }
