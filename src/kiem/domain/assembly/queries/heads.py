"""Who heads a body: who is told what is set to it."""

from __future__ import annotations

from collections.abc import Collection

from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch, holding

_HEADING_ROLES = (
    "director",
    "division_head",
    "chief",
    "secretary",
    "chair",
    "branch_head",
    "party_secretary",
)


def heads_of(organization_ids: Collection[int]) -> set[int]:
    """People who head one of the bodies today; one statement for a country. No viewer: who sets a
    task reaches its owner, whom the setter need not know."""
    if not organization_ids:
        return set()
    rows = fetch(
        f"""
        SELECT DISTINCT a.person_id FROM register_post p
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", None)}
        JOIN register_appointment a ON a.post_id = p.id AND {holding("a", None)}
        WHERE p.organization_id = ANY (%(organizations)s) AND s.role_id = ANY (%(roles)s)
        """,
        {
            "organizations": list(organization_ids),
            "roles": list(_HEADING_ROLES),
            "on": clock.today(),
        },
    )
    return {row[0] for row in rows}
