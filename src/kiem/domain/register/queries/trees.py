"""The two lines organisations stand in, walked on a day: what lies below, above and beside.

`parent` leads from a chapter to the unit that hosts it and from a unit to the one above, `higher`
from a member organisation to its superior one. Asked once for a page (see `reading`); applies no
scope: that is what `scopes` makes of the answers.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from kiem.domain.register.queries.reading import once_a_reading
from kiem.platform.kernel.sql import fetch, holding


@once_a_reading
def only_top(on: date, known_at: datetime | None) -> int | None:
    """The unit above all units, if there is one: its scope needs no filter."""
    tops = fetch(
        f"""
        SELECT s.organization_id FROM register_organizationstate s
        JOIN register_organization o ON o.id = s.organization_id AND o.category = 'unit'
        WHERE s.parent_id IS NULL AND {holding("s", known_at)} LIMIT 2
        """,
        {"on": on, "known_at": known_at},
    )
    return tops[0][0] if len(tops) == 1 else None


@once_a_reading
def units_below(roots: Collection[int], on: date, known_at: datetime | None) -> list[int]:
    """The roots that exist on the day and the units below them, without what they host."""
    unit = "JOIN register_organization o ON o.id = s.organization_id AND o.category = 'unit'"
    return _below("parent_id", unit, roots, on, known_at)


@once_a_reading
def line_below(roots: Collection[int], on: date, known_at: datetime | None) -> list[int]:
    """The member organisations that exist on the day and those below them in their own line."""
    return _below("higher_id", "", roots, on, known_at)


def _below(
    column: str, among: str, roots: Collection[int], on: date, known_at: datetime | None
) -> list[int]:
    """The roots and what points to them by `column`; `among` joins a condition on what is found."""
    if not roots:
        return []
    return _column(
        f"""
        WITH RECURSIVE below (id) AS (
            SELECT s.organization_id FROM register_organizationstate s
            WHERE s.organization_id = ANY (%(ids)s) AND {holding("s", known_at)}
            UNION
            SELECT s.organization_id FROM below
            JOIN register_organizationstate s ON s.{column} = below.id AND {holding("s", known_at)}
            {among}
        )
        SELECT id FROM below
        """,
        roots,
        on,
        known_at,
    )


@once_a_reading
def superiors(organization_id: int, on: date, known_at: datetime | None) -> list[tuple[str, int]]:
    """The organisation and what it stands under, in both lines; empty if it does not exist."""
    return [
        (line, node)
        for line, node in fetch(
            f"""
            WITH RECURSIVE up (line, node) AS (
                SELECT line.name, s.organization_id
                FROM register_organizationstate s
                CROSS JOIN (VALUES ('parent'), ('higher')) AS line(name)
                WHERE s.organization_id = %(organization)s AND {holding("s", known_at)}
                UNION
                SELECT up.line, CASE up.line WHEN 'parent' THEN s.parent_id ELSE s.higher_id END
                FROM up JOIN register_organizationstate s ON s.organization_id = up.node
                    AND {holding("s", known_at)}
                WHERE up.node IS NOT NULL
            )
            SELECT line, node FROM up WHERE node IS NOT NULL
            """,
            {"organization": organization_id, "on": on, "known_at": known_at},
        )
    ]


@once_a_reading
def hosts(organizations: Collection[int], on: date, known_at: datetime | None) -> set[int]:
    """The units that host the organisations."""
    if not organizations:
        return set()
    return set(
        _column(
            f"""
            SELECT DISTINCT s.parent_id FROM register_organizationstate s
            WHERE s.organization_id = ANY (%(ids)s) AND s.parent_id IS NOT NULL
              AND {holding("s", known_at)}
            """,
            organizations,
            on,
            known_at,
        )
    )


@once_a_reading
def hosted_by(units: Collection[int], on: date, known_at: datetime | None) -> set[int]:
    """The organisations other than units that the units host."""
    if not units:
        return set()
    return set(
        _column(
            f"""
            SELECT s.organization_id FROM register_organizationstate s
            JOIN register_organization o ON o.id = s.organization_id AND o.category <> 'unit'
            WHERE s.parent_id = ANY (%(ids)s) AND {holding("s", known_at)}
            """,
            units,
            on,
            known_at,
        )
    )


def _column(statement: str, ids: Collection[int], on: date, known_at: datetime | None) -> list[int]:
    return [row[0] for row in fetch(statement, {"ids": list(ids), "on": on, "known_at": known_at})]
