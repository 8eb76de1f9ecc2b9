"""Where people stand: the organisations in which they hold posts, or are members, on a day.

Applies no scope: that is what `scopes` makes of the answers.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from kiem.domain.register.queries.reading import once_a_reading
from kiem.platform.kernel.sql import fetch, holding, known


def line_units(
    person_ids: Collection[int], on: date, known_at: datetime | None = None
) -> dict[int, int]:
    """Person -> unit of the line post on the day (the weightier post, should there be two)."""
    if not person_ids:
        return {}
    return dict(
        fetch(
            f"""
            SELECT a.person_id, p.organization_id
            FROM register_appointment a JOIN register_post p ON p.id = a.post_id
            WHERE p.kind = 'line' AND a.person_id = ANY (%(people)s) AND {holding("a", known_at)}
            ORDER BY a.person_id, a.share_percent, a.id DESC
            """,
            {"people": list(person_ids), "on": on, "known_at": known_at},
        )
    )


def last_places(person_id: int, on: date, known_at: datetime | None) -> list[tuple[int, date]]:
    """(organisation, day) of the posts held on `on`; else of the last line post before."""
    rows = fetch(
        f"""
        SELECT p.organization_id, %(on)s::date
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE a.person_id = %(person)s AND {holding("a", known_at)}
        """,
        {"person": person_id, "on": on, "known_at": known_at},
    )
    if rows:
        return [(organization, day) for organization, day in rows]
    return fetch(
        f"""
        SELECT p.organization_id, upper(a.valid) - 1
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE a.person_id = %(person)s AND p.kind = 'line' AND upper(a.valid) <= %(on)s
          AND {known("a", known_at)}
        ORDER BY upper(a.valid) DESC LIMIT 1
        """,
        {"person": person_id, "on": on, "known_at": known_at},
    )


@once_a_reading
def joined_by(people: Collection[int], on: date, known_at: datetime | None) -> set[int]:
    """Organisations other than units in which one of `people` holds a post or is a member."""
    if not people:
        return set()
    rows = fetch(
        f"""
        SELECT p.organization_id FROM register_appointment a
        JOIN register_post p ON p.id = a.post_id AND p.kind <> 'line'
        WHERE a.person_id = ANY (%(ids)s) AND {holding("a", known_at)}
        UNION
        SELECT m.organization_id FROM register_membership m
        WHERE m.person_id = ANY (%(ids)s) AND {holding("m", known_at)}
        """,
        {"ids": list(people), "on": on, "known_at": known_at},
    )
    return {row[0] for row in rows}
