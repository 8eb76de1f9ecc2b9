"""Whole lists for export, as they come: appointments and memberships of a scope on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from kiem.domain.register.queries.scopes import any_scope, organization_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import holding, stream


class AppointmentLine(NamedTuple):
    """Who holds which post on the day."""

    staff_number: str
    full_name: str
    organization_code: str
    organization_vi: str
    organization_en: str
    kind: str
    role: str
    title_vi: str
    title_en: str
    since: date
    until: date | None
    mode: str
    share_percent: float
    decision: str


class MembershipLine(NamedTuple):
    """Who is a member where on the day."""

    staff_number: str
    full_name: str
    organization_code: str
    organization_vi: str
    organization_en: str
    since: date
    until: date | None
    decision: str


def every_appointment(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> Iterator[AppointmentLine]:
    """Appointments that hold on the day in the viewer's scope, by organisation and name."""
    viewer.require(Permission.VIEW_OFFICES)
    within = any_scope(viewer, Permission.VIEW_OFFICES, on, known_at)
    rows = stream(
        f"""SELECT ps.staff_number, ps.full_name, o.code, o.name_vi, o.name_en, p.kind, s.role_id,
            s.title_vi, s.title_en, lower(a.valid), upper(a.valid), a.mode,
            a.share_percent::float, d.number
        FROM register_appointment a
            JOIN register_post p ON p.id = a.post_id
            JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
            JOIN register_organizationstate o ON o.organization_id = p.organization_id
                AND {holding("o", known_at)}
            JOIN register_personstate ps ON ps.person_id = a.person_id
                AND {holding("ps", known_at)}
            JOIN register_decision d ON d.id = a.decision_id
        WHERE {holding("a", known_at)}
            AND (%(within)s::bigint[] IS NULL OR p.organization_id = ANY (%(within)s))
        ORDER BY o.sort_key, p.kind, ps.sort_key, a.id""",
        _parameters(on, known_at, within),
    )
    return (AppointmentLine(*row) for row in rows)


def every_membership(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> Iterator[MembershipLine]:
    """Memberships that hold on the day, of the viewer's own line: Forbidden for anybody else."""
    viewer.require(Permission.VIEW_MEMBERS)
    scope = organization_scope(viewer, Permission.VIEW_MEMBERS, on, known_at)
    rows = stream(
        f"""SELECT ps.staff_number, ps.full_name, o.code, o.name_vi, o.name_en, lower(m.valid),
            upper(m.valid), d.number
        FROM register_membership m
            JOIN register_organizationstate o ON o.organization_id = m.organization_id
                AND {holding("o", known_at)}
            JOIN register_personstate ps ON ps.person_id = m.person_id
                AND {holding("ps", known_at)}
            JOIN register_decision d ON d.id = m.decision_id
        WHERE {holding("m", known_at)}
            AND (%(within)s::bigint[] IS NULL OR m.organization_id = ANY (%(within)s))
        ORDER BY o.sort_key, ps.sort_key, m.id""",
        _parameters(on, known_at, None if scope.everything else scope.organization_ids),
    )
    return (MembershipLine(*row) for row in rows)


def _parameters(
    on: date, known_at: datetime | None, within: frozenset[int] | None
) -> dict[str, object]:
    return {
        "on": on,
        "known_at": known_at,
        "within": None if within is None else sorted(within),
    }
