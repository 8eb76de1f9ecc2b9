"""What would be left behind by a change event: found before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from kiem.domain.register.errors import conflict, refusal
from kiem.platform.kernel.sql import fetch

SHOWN = 10


def guard_links(links: Sequence[tuple[int, int | None]], day: date) -> None:
    """Originals exist on the day before, results on the day; each result is a real successor."""
    if not links:
        raise refusal(
            "no_links",
            "A change event links at least one original organisation to what becomes of it.",
            "Give the links.",
            field="links",
        )
    rows = fetch(
        """
        SELECT given.id, given.day FROM (
            SELECT unnest(%(originals)s::bigint[]) AS id, %(day)s::date - 1 AS day
            UNION SELECT unnest(%(results)s::bigint[]), %(day)s::date
        ) given
        WHERE given.id IS NOT NULL AND NOT EXISTS (
            SELECT FROM register_organizationstate s
            WHERE s.organization_id = given.id AND upper_inf(s.recorded) AND s.valid @> given.day)
        ORDER BY given.id
        """,
        {
            "originals": [original for original, _ in links],
            "results": [result for _, result in links],
            "day": day,
        },
    )
    if rows:
        raise refusal(
            "link_outside_life",
            "Organisation {organization_id} does not exist on {day}, where the event needs it.",
            "Originals live until the day, results from the day on; found the results first.",
            field="links",
            organization_id=rows[0][0],
            day=rows[0][1],
        )
    dissolved = {original for original, result in links if result is None}
    if both := sorted(dissolved & {original for original, result in links if result is not None}):
        raise refusal(
            "dissolved_and_succeeded",
            "Organisation {organization_id} would be dissolved and have a successor.",
            "Give one or the other.",
            field="links",
            organization_id=both[0],
        )


def guard_everybody_placed(
    ending: Collection[int], day: date, *, placed: Collection[int], chapters: Collection[int]
) -> None:
    """Raise Conflict listing every person, unit and chapter that would be left without a place."""
    parameters = {
        "ending": list(ending),
        "day": day,
        "placed": list(placed),
        "chapters": list(chapters),
    }
    people = fetch(_PEOPLE_LEFT, parameters)
    organizations = fetch(_ORGANIZATIONS_LEFT, parameters)
    if not people and not organizations:
        return
    units = [row for row in organizations if row[1] == "unit"]
    hosted = [row for row in organizations if row[1] != "unit"]
    raise conflict(
        "change_leaves_behind",
        "On {day} this would leave behind {people_count} people ({people}), {unit_count} units "
        "({units}) and {chapter_count} hosted organisations ({chapters}).",
        "Place each person, link each unit, and say what becomes of each hosted organisation.",
        day=day,
        people_count=len(people),
        people=_named(people),
        unit_count=len(units),
        units=_named(units),
        chapter_count=len(hosted),
        chapters=_named(hosted),
        person_ids=[row[0] for row in people],
        organization_ids=[row[0] for row in organizations],
    )


def _named(rows: Sequence[tuple[Any, ...]]) -> str:
    names = ", ".join(str(row[2]) for row in rows[:SHOWN])
    return f"{names}, ..." if len(rows) > SHOWN else names or "-"


# Whoever has a line post in what ends, on the day or planned for later, and no placement.
_PEOPLE_LEFT = """
    SELECT DISTINCT a.person_id, 'person', coalesce(s.full_name, '?')
    FROM register_post p
    JOIN register_appointment a ON a.post_id = p.id AND upper_inf(a.recorded)
        AND (upper_inf(a.valid) OR upper(a.valid) > %(day)s)
    LEFT JOIN register_personstate s ON s.person_id = a.person_id AND upper_inf(s.recorded)
        AND s.valid @> greatest(%(day)s::date, lower(a.valid))
    WHERE p.organization_id = ANY (%(ending)s) AND p.kind = 'line'
      AND (lower(a.valid) >= %(day)s OR NOT a.person_id = ANY (%(placed)s))
    ORDER BY 3, 1
"""

# Whatever still stands under what ends and neither ends itself nor is linked as a chapter.
_ORGANIZATIONS_LEFT = """
    SELECT DISTINCT s.organization_id, o.category, s.name_vi
    FROM register_organizationstate s JOIN register_organization o ON o.id = s.organization_id
    WHERE s.parent_id = ANY (%(ending)s) AND upper_inf(s.recorded)
      AND (upper_inf(s.valid) OR upper(s.valid) > %(day)s)
      AND NOT s.organization_id = ANY (%(ending)s)
      AND NOT s.organization_id = ANY (%(chapters)s)
    ORDER BY 3, 1
"""
