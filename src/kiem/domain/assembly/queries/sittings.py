"""Who leads an event, and who came."""

from __future__ import annotations

from datetime import date, datetime

from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.rows import ChairRow
from kiem.platform.kernel.sql import fetch, holding, known


def chairs_of(event_id: int, held_on: date, known_at: datetime | None) -> tuple[ChairRow, ...]:
    """Those who lead an event in their order, by the names and offices of its day."""
    rows = fetch(
        f"""SELECT c.part, c.person_id, c.post_id, coalesce(n.name, h.names, ''),
            coalesce(s.title_vi, ''), coalesce(s.title_en, ''), {BODY_COLUMNS.format("o")}
        FROM assembly_eventchair c
        LEFT JOIN register_post p ON p.id = c.post_id
        LEFT JOIN LATERAL (SELECT title_vi, title_en FROM register_poststate i
            WHERE i.post_id = c.post_id AND {known("i", known_at)}
            ORDER BY i.valid @> %(on)s::date DESC, lower(i.valid) DESC LIMIT 1) s ON true
        LEFT {body_join("o", "p.organization_id", known_at)}
        LEFT JOIN LATERAL (SELECT full_name AS name FROM register_personstate z
            WHERE z.person_id = c.person_id AND upper_inf(z.recorded)
            ORDER BY lower(z.valid) DESC LIMIT 1) n ON true
        LEFT JOIN LATERAL (SELECT string_agg(z.full_name, ', ' ORDER BY z.sort_key) AS names
            FROM register_appointment a JOIN register_personstate z ON z.person_id = a.person_id
                AND {holding("z", known_at)}
            WHERE a.post_id = c.post_id AND {holding("a", known_at)}) h ON true
        WHERE c.event_id = %(event)s AND {known("c", known_at)} ORDER BY c.position""",
        {"event": event_id, "on": held_on, "known_at": known_at},
    )
    return tuple(
        ChairRow(
            part=row[0],
            person_id=row[1],
            post_id=row[2],
            name=row[3],
            title_vi=row[4],
            title_en=row[5],
            body=to_body(row[6:10]) if row[6] is not None else None,
        )
        for row in rows
    )
