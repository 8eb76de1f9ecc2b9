"""Who leaves a post that goes on, and who follows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding, known

DAYS_AROUND = 60
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class LeavingRow:
    """An appointment that ends while its post goes on. `leaves_on`: the first day without it.

    `appointment_id` names the row as it is known now; a correction gives it another. Person, post
    and `started_on` name the stay for good. `successor_id`: who holds the post
    next, from `successor_from` on; None while nobody does.
    """

    appointment_id: int
    person_id: int
    full_name: str
    post_id: int
    kind: str
    title_vi: str
    title_en: str
    organization_id: int
    organization_vi: str
    organization_en: str
    category: str
    started_on: date
    leaves_on: date
    successor_id: int | None
    successor_name: str
    successor_from: date | None


def leaving(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    stay: tuple[int, int] | None = None,
) -> list[LeavingRow]:
    """Offices, seats in bodies outside and mandatory line posts left within 60 days before or after
    `on`, in the viewer's scope or of the viewer's own; the next 500 by day. With `stay`
    (person, post) the last such stay alone, whenever it ends.
    """
    scope = any_scope(viewer, Permission.VIEW_OFFICES, on, known_at)
    name = """coalesce((SELECT ps.full_name FROM register_personstate ps
        WHERE ps.person_id = {one} AND {known} ORDER BY lower(ps.valid) DESC LIMIT 1), '')"""
    rows = fetch(
        f"""
        WITH gone AS MATERIALIZED (
            SELECT a.id, a.person_id, a.post_id, lower(a.valid) AS started_on,
                upper(a.valid) AS leaves_on
            FROM register_appointment a
            WHERE {known("a", known_at)} AND upper(a.valid) IS NOT NULL
              AND (a.person_id = %(person)s AND a.post_id = %(post)s
                   OR %(person)s::bigint IS NULL
                      AND upper(a.valid) BETWEEN %(first)s AND %(until)s)
        )
        SELECT gone.id, gone.person_id,
            {name.format(one="gone.person_id", known=known("ps", known_at))},
            p.id, p.kind, s.title_vi, s.title_en, p.organization_id, o.name_vi, o.name_en,
            t.category, gone.started_on, gone.leaves_on, n.person_id,
            {name.format(one="n.person_id", known=known("ps", known_at))}, n.starts
        FROM gone JOIN register_post p ON p.id = gone.post_id
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at, "gone.leaves_on")}
            AND (p.kind IN ('office', 'external') OR s.is_mandatory)
        JOIN register_organizationstate o ON o.organization_id = p.organization_id
            AND {holding("o", known_at, "gone.leaves_on")}
        JOIN register_organizationtype t ON t.code = o.type_id
        LEFT JOIN LATERAL (
            SELECT n.person_id, lower(n.valid) AS starts FROM register_appointment n
            WHERE n.post_id = gone.post_id AND {known("n", known_at)}
              AND lower(n.valid) >= gone.leaves_on ORDER BY lower(n.valid), n.id LIMIT 1) n ON true
        WHERE (%(everything)s OR p.organization_id = ANY (%(scope)s)
               OR gone.person_id = %(own)s OR n.person_id = %(own)s)
          AND NOT EXISTS (SELECT FROM register_appointment again
              WHERE again.post_id = gone.post_id AND again.person_id = gone.person_id
                AND {known("again", known_at)} AND again.valid @> gone.leaves_on)
        ORDER BY gone.leaves_on, gone.id LIMIT {MOST_ROWS}
        """,
        {
            "person": None if stay is None else stay[0],
            "post": None if stay is None else stay[1],
            "first": on - timedelta(days=DAYS_AROUND),
            "until": on + timedelta(days=DAYS_AROUND),
            "everything": scope is None,
            "scope": [] if scope is None else list(scope),
            "own": viewer.person_id,
            "known_at": known_at,
        },
    )
    found = [LeavingRow(*row) for row in rows]
    return found if stay is None else found[-1:]


def open_drafts_by(user_ids: Collection[int]) -> list[tuple[int, int, str, str]]:
    """(account, draft, title in both languages) of drafts not yet issued or discarded; no scope:
    for handovers, whose reader the caller has checked."""
    if not user_ids:
        return []
    return [
        (user_id, draft_id, title_vi, title_en)
        for user_id, draft_id, title_vi, title_en in fetch(
            """SELECT author_user_id, id, title_vi, title_en FROM register_decisiondraft
               WHERE state = 'draft' AND author_user_id = ANY (%(users)s) ORDER BY id""",
            {"users": list(user_ids)},
        )
    ]
