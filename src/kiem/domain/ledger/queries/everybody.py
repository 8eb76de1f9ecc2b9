"""The staff and the dual holders of a whole country, with the posts they hold.

For most of the units there are, and one day and knowledge, it is cheaper to begin with the offices
than with the units: they are a tenth of all posts. Who is a dual holder follows from the posts held
in the month, so that nobody has to be looked up again. `population` and `inputs.holdings` say the
same for any slots; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kiem.domain.ledger.queries.inputs import Holding, by_number
from kiem.domain.ledger.queries.slots import Case, Slots, known_in_slot, slot_parameters
from kiem.platform.kernel.sql import fetch


class Everybody(NamedTuple):
    """Dual holders by slot, line posts held on the day by slot, and by case every post held on
    some day of the month."""

    cases: list[Case]
    staff: dict[int, int]
    holdings: dict[int, list[Holding]]


def everybody(slots: Slots, kinds: Sequence[str]) -> Everybody:
    """`slots` are uniform, a unit has one slot. A dual holder has, on the day, a line post in the
    unit and a post of `kinds` anywhere."""
    parameters = slot_parameters(slots)
    staff = dict(fetch(_staff(slots), parameters))
    posts = by_number(Holding, fetch(_posts(slots), parameters))
    places = {slot.unit_id: index for index, slot in enumerate(slots)}
    offset = (slots[0].day - slots[0].month.start).days if slots else 0
    found = []
    for person, held in posts.items():
        units = []
        is_dual = False
        for holding in held:
            if holding.start <= offset < holding.end:
                if holding.kind == "line":
                    if holding.organization_id in places:
                        units.append(places[holding.organization_id])
                elif holding.kind in kinds:
                    is_dual = True
        if is_dual:
            found += [(index, person) for index in set(units)]
    found.sort()
    return Everybody(
        [Case(index, person) for index, person in found],
        {places[unit]: number for unit, number in staff.items() if unit in places},
        {number: posts[person] for number, (_, person) in enumerate(found)},
    )


def _staff(slots: Slots) -> str:
    """Line posts held on the day, by unit. The day is a constant: it tells the planner how many
    rows to expect."""
    return f"""SELECT p.organization_id, count(*)::int
        FROM register_post p JOIN register_appointment a ON a.post_id = p.id
            AND a.valid @> %(one_day)s::date AND {known_in_slot("a", slots)}
        WHERE p.kind = 'line' GROUP BY p.organization_id"""


_DAYS_AND_SHARE = """greatest(lower(a.valid), %(one_start)s::date) - %(one_start)s::date,
            least(upper(a.valid), %(one_end)s::date) - %(one_start)s::date,
            CASE a.share_percent WHEN 100 THEN 10000 WHEN 0 THEN 0
                ELSE (a.share_percent * 100)::int END"""


def _posts(slots: Slots) -> str:
    """Everything held in the month by whoever holds anything beside a line post. Offices are
    looked up post by post: joined, the planner would read all appointments for them too."""
    known = known_in_slot("a", slots)
    return f"""WITH seat AS MATERIALIZED (
            SELECT a.*, p.kind, p.organization_id FROM register_post p CROSS JOIN LATERAL (
                SELECT a.id, a.person_id, a.post_id, a.valid, a.share_percent,
                    greatest(lower(a.valid), %(one_start)s::date) AS first_day
                FROM register_appointment a
                WHERE a.post_id = p.id AND a.valid && daterange(%(one_start)s, %(one_end)s)
                    AND {known} OFFSET 0) a
            WHERE p.kind <> 'line')
        SELECT a.person_id, a.id, a.post_id, a.kind, a.organization_id,
            {_DAYS_AND_SHARE}, s.role_id
        FROM seat a LEFT JOIN register_poststate s ON s.post_id = a.post_id
            AND lower(s.valid) <= a.first_day
            AND coalesce(upper(s.valid), 'infinity') > a.first_day
            AND {known_in_slot("s", slots)}
        UNION ALL
        SELECT a.person_id, a.id, a.post_id, p.kind, p.organization_id,
            {_DAYS_AND_SHARE}, NULL
        FROM (SELECT a.id, a.person_id, a.post_id, a.valid, a.share_percent
                FROM register_appointment a
                WHERE a.person_id IN (SELECT person_id FROM seat) AND {known}
                    AND a.valid && daterange(%(one_start)s, %(one_end)s) OFFSET 0) a
            JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'"""
