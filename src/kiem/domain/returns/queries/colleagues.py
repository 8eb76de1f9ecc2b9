"""Who may join or leave a chapter: people of its unit, and its members.

Internal, like `state`: only numbers a sender writes are looked up, none are listed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kiem.domain.returns.queries.state import ChapterMonth
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the unit or the chapter in the month; `memberships`: (organisation, from, until)
    in the chapter and its branches, as known now."""

    person_id: int
    staff_number: str
    full_name: str
    memberships: tuple[tuple[int, date, date | None], ...]

    def is_member(self, organization_id: int, day: date) -> bool:
        return any(
            organization == organization_id and start <= day and (end is None or day < end)
            for organization, start, end in self.memberships
        )


def colleagues(state: ChapterMonth, staff_numbers: Collection[str]) -> dict[str, Colleague]:
    """Those of `staff_numbers` who were in the unit or the chapter in the month."""
    if not staff_numbers:
        return {}
    rows = fetch(
        """WITH known AS MATERIALIZED (
            SELECT DISTINCT ON (ps.staff_number) ps.person_id, ps.staff_number, ps.full_name
            FROM register_personstate ps
            WHERE ps.staff_number = ANY (%(numbers)s) AND upper_inf(ps.recorded)
                AND ps.valid && daterange(%(start)s::date - 1, %(end)s)
            ORDER BY ps.staff_number, lower(ps.valid) DESC)
        SELECT k.person_id, k.staff_number, k.full_name, m.organization_id, lower(m.valid),
            upper(m.valid)
        FROM known k LEFT JOIN register_membership m ON m.person_id = k.person_id
            AND m.organization_id = ANY (%(organizations)s) AND upper_inf(m.recorded)
        WHERE m.valid && daterange(%(start)s::date - 1, %(end)s)
            OR EXISTS (SELECT FROM register_appointment a
                JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
                WHERE a.person_id = k.person_id AND p.organization_id = %(unit)s
                    AND upper_inf(a.recorded)
                    AND a.valid && daterange(%(start)s::date - 1, %(end)s))
        ORDER BY k.person_id, lower(m.valid)""",
        {
            "numbers": sorted(staff_numbers),
            "organizations": list(state.organization_ids.values()),
            "unit": state.chapter.unit_id,
            "start": state.month.start,
            "end": state.month.end,
        },
    )
    found: dict[str, Colleague] = {}
    for person, number, name, organization, start, end in rows:
        before = found[number].memberships if number in found else ()
        more = () if organization is None else ((organization, start, end),)
        found[number] = Colleague(person, number, name, before + more)
    return found
