"""Whom a rule asks on a day: bodies with what they are grouped by, and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.ledger.queries.gathering import office_kinds
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding

_RULES = {
    "type": f"""SELECT s.organization_id FROM register_organizationstate s
        WHERE s.type_id = ANY (%(types)s) AND {holding("s", None)}""",
    "hosting": f"""SELECT DISTINCT s.parent_id FROM register_organizationstate s
        JOIN register_organization o ON o.id = s.parent_id AND o.category = 'unit'
        WHERE s.type_id = ANY (%(types)s) AND {holding("s", None)}""",
    "list": f"""SELECT s.organization_id FROM register_organizationstate s
        WHERE s.organization_id = ANY (%(ids)s) AND {holding("s", None)}""",
}

# Dual holders: people who hold an office beside a line post, anywhere.
_SEATS = f"""SELECT DISTINCT a.person_id FROM register_post p
    JOIN register_appointment a ON a.post_id = p.id AND {holding("a", None)}
    WHERE p.kind = ANY (%(kinds)s) AND EXISTS (SELECT FROM register_appointment i
        JOIN register_post j ON j.id = i.post_id AND j.kind = 'line'
        WHERE i.person_id = a.person_id AND {holding("i", None)})"""


@dataclass(frozen=True, slots=True)
class AskedBody:
    """A body of a rule. `unit_id`: itself, or the unit that hosts it; None where there is none.
    `staff`: people with a line post in that unit, `dual_holders` those of them with an office."""

    organization_id: int
    type_code: str
    unit_id: int | None
    staff: int
    dual_holders: int


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Somebody of the bodies of a rule, once, with the groups they are counted in."""

    person_id: int
    type_code: str
    staff: int
    is_dual: bool


def asked_bodies(
    *,
    viewer: Viewer,
    rule: str,
    types: Sequence[str] = (),
    organization_ids: Sequence[int] = (),
    on: date,
) -> tuple[AskedBody, ...]:
    """Bodies a rule finds on the day in the viewer's scope, in order of their names.

    `rule`: `type` (bodies of `types`), `hosting` (units hosting a member organisation of `types`),
    `list` (`organization_ids`). The same statements for one body as for a country.
    """
    bodies = any_scope(viewer, Permission.VIEW_ASSEMBLY, on)
    rows = fetch(
        f"""
        WITH found AS MATERIALIZED (
            SELECT s.organization_id, s.type_id, s.sort_key,
                CASE o.category WHEN 'unit' THEN o.id ELSE h.id END AS unit_id
            FROM register_organizationstate s
            JOIN register_organization o ON o.id = s.organization_id
            LEFT JOIN register_organization h ON h.id = s.parent_id AND h.category = 'unit'
            WHERE s.organization_id IN ({_RULES[rule]}) AND {holding("s", None)}
                AND (%(bodies)s::bigint[] IS NULL OR s.organization_id = ANY (%(bodies)s))),
        line AS MATERIALIZED (
            SELECT DISTINCT p.organization_id AS unit_id, a.person_id
            FROM register_post p JOIN register_appointment a ON a.post_id = p.id
                AND {holding("a", None)}
            WHERE p.kind = 'line' AND p.organization_id IN (SELECT unit_id FROM found)),
        seat AS MATERIALIZED ({_SEATS}),
        counted AS (
            SELECT l.unit_id, count(*) AS staff, count(seat.person_id) AS dual
            FROM line l LEFT JOIN seat ON seat.person_id = l.person_id GROUP BY l.unit_id)
        SELECT f.organization_id, f.type_id, f.unit_id, coalesce(c.staff, 0), coalesce(c.dual, 0)
        FROM found f LEFT JOIN counted c ON c.unit_id = f.unit_id
        ORDER BY f.sort_key, f.organization_id
        """,
        {
            "types": list(types),
            "ids": list(organization_ids),
            "bodies": None if bodies is None else sorted(bodies),
            "kinds": list(office_kinds()),
            "on": on,
        },
    )
    return tuple(AskedBody(*row) for row in rows)


def asked_people(
    bodies: Sequence[AskedBody], *, only_dual: bool, on: date
) -> tuple[AskedPerson, ...]:
    """People with a line post in the units among `bodies`, or an office in the others, each once.

    Somebody of two bodies is counted in the first by number. No viewer: the bodies were narrowed.
    """
    rows = fetch(
        f"""
        WITH seat AS MATERIALIZED ({_SEATS})
        SELECT DISTINCT ON (a.person_id) a.person_id, b.type_code, b.staff,
            seat.person_id IS NOT NULL
        FROM unnest(%(ids)s::bigint[], %(type_codes)s::text[], %(staff)s::int[])
            AS b(id, type_code, staff)
        JOIN register_post p ON p.organization_id = b.id AND p.kind IN ('line', 'office')
        JOIN register_appointment a ON a.post_id = p.id AND {holding("a", None)}
        LEFT JOIN seat ON seat.person_id = a.person_id
        WHERE NOT %(only_dual)s OR seat.person_id IS NOT NULL
        ORDER BY a.person_id, b.id
        """,
        {
            "ids": [body.organization_id for body in bodies],
            "type_codes": [body.type_code for body in bodies],
            "staff": [body.staff for body in bodies],
            "kinds": list(office_kinds()),
            "only_dual": only_dual,
            "on": on,
        },
    )
    return tuple(AskedPerson(*row) for row in rows)


def codes_of(organization_ids: Sequence[int], *, on: date) -> dict[int, str]:
    """Codes of bodies on a day, in the order given; for whoever has named them before."""
    rows = fetch(
        f"""SELECT s.organization_id, s.code FROM register_organizationstate s
        WHERE s.organization_id = ANY (%(ids)s) AND {holding("s", None)}""",
        {"ids": list(organization_ids), "on": on},
    )
    codes = dict(rows)
    return {number: codes[number] for number in organization_ids if number in codes}
