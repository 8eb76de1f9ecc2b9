"""Who sits on a committee on a day, and who left the seats that are free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding, known


@dataclass(frozen=True, slots=True)
class Sitting:
    """An appointment to an office of a committee: one that holds on the day, or, with `left_on`,
    the last ones of seats that are free, each with the decision that ended it.

    `full_name` is empty where the viewer may not see who holds offices.
    """

    appointment_id: int
    post_id: int
    title_vi: str
    title_en: str
    full_name: str
    since: date
    left_on: date | None
    decision_id: int | None
    decision_number: str
    decision_signed_on: date | None


def committee_seats(
    *, viewer: Viewer, organization_id: int, on: date, known_at: datetime | None = None
) -> tuple[Sitting, ...]:
    """Those who sit, by standing of the office, then those who left, the latest first.

    The caller has checked that the viewer may know of the organisation.
    """
    rows = fetch(
        f"""
        WITH post AS MATERIALIZED (
            SELECT p.id, s.title_vi, s.title_en, s.seats, r."order" FROM register_post p
            JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
            JOIN register_role r ON r.code = s.role_id
            WHERE p.organization_id = %(organization)s AND p.kind = 'office'
        ), sitting AS MATERIALIZED (
            SELECT a.*, post.title_vi, post.title_en, post.seats, post."order",
                a.valid @> %(on)s::date AS sits,
                count(*) FILTER (WHERE a.valid @> %(on)s::date) OVER (PARTITION BY post.id) AS held,
                row_number() OVER (PARTITION BY post.id, a.valid @> %(on)s::date
                    ORDER BY upper(a.valid) DESC, a.id DESC) AS place
            FROM post JOIN register_appointment a ON a.post_id = post.id AND {known("a", known_at)}
                AND lower(a.valid) <= %(on)s::date
        )
        SELECT a.id, a.post_id, a.title_vi, a.title_en, coalesce((
                SELECT ps.full_name FROM register_personstate ps
                WHERE ps.person_id = a.person_id AND {known("ps", known_at)}
                ORDER BY ps.valid @> lower(a.valid) DESC, lower(ps.valid) DESC LIMIT 1), ''),
            lower(a.valid), CASE WHEN NOT a.sits THEN upper(a.valid) END,
            d.id, coalesce(d.number, ''), d.signed_on
        FROM sitting a LEFT JOIN register_decision d ON d.id = a.ended_by_id AND NOT a.sits
        WHERE a.sits OR a.place <= a.seats - a.held
        ORDER BY a.sits DESC, CASE WHEN NOT a.sits THEN upper(a.valid) END DESC, a."order", a.id
        """,
        {"organization": organization_id, "on": on, "known_at": known_at},
    )
    names_shown = _shows_holders(viewer, organization_id, on, known_at)
    found = [Sitting(*row) for row in rows]
    return tuple(found if names_shown else (replace(each, full_name="") for each in found))


def _shows_holders(
    viewer: Viewer, organization_id: int, on: date, known_at: datetime | None
) -> bool:
    if not viewer.can(Permission.VIEW_OFFICES):
        return False
    scope = any_scope(viewer, Permission.VIEW_OFFICES, on, known_at)
    return scope is None or organization_id in scope
