"""Names of bodies beside what they said and do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from kiem.domain.assembly.queries.rows import Body
from kiem.platform.kernel.sql import fetch, known

BODY_COLUMNS = "{0}.id, {0}.category, {0}.name_vi, {0}.name_en"


def body_join(alias: str, column: str, known_at: datetime | None) -> str:
    """A join that names the organisation in `column` as on `%(on)s`, else as last before or first
    after: a task stays readable when its owner has been merged away."""
    return f"""JOIN LATERAL (
        SELECT i.id, i.category, s_{alias}.name_vi, s_{alias}.name_en
        FROM register_organization i JOIN register_organizationstate s_{alias}
            ON s_{alias}.organization_id = i.id AND {known(f"s_{alias}", known_at)}
        WHERE i.id = {column}
        ORDER BY s_{alias}.valid @> %(on)s::date DESC,
            abs(lower(s_{alias}.valid) - %(on)s::date) LIMIT 1) {alias} ON true"""


def to_body(row: Sequence[Any]) -> Body:
    return Body(*row)


def name_of_body(
    organization_id: int, on: date, known_at: datetime | None = None
) -> tuple[str, str]:
    """Both names of a body somebody was let see; empty for one that there is not."""
    rows = fetch(
        f"""SELECT {BODY_COLUMNS.format("o")} FROM (SELECT %(id)s::bigint AS id) AS b
        {body_join("o", "b.id", known_at)}""",
        {"id": organization_id, "on": on, "known_at": known_at},
    )
    return (rows[0][2], rows[0][3]) if rows else ("", "")
