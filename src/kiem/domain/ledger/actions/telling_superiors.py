"""Tells the superior that something waits for an answer: a request for leave, an objection."""

from __future__ import annotations

from collections.abc import Mapping

from kiem.domain.register.queries.heads import heads_of
from kiem.platform import notices
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch, holding

_LEVELS = 6  # units and lines are not nested deeper


def tell_superior(
    *,
    person_id: int,
    organization_id: int | None,
    code: str,
    params: Mapping[str, str | int | float],
    link: str,
    occasion: str,
    actor: Viewer,
) -> int:
    """One notice to who heads the organisation; where that is the person, or nobody, to who heads
    the one above it. Returns how many got it."""
    return notices.notify(
        code=code,
        params={"person_id": person_id, **params},
        link=link,
        person_ids=_heads(organization_id, person_id),
        occasion=occasion,
        actor=actor,
    )


def _heads(organization_id: int | None, person_id: int) -> frozenset[int]:
    """A unit stands under its parent; a member organisation under the higher one of its line."""
    today = clock.today()
    for _ in range(_LEVELS):
        if organization_id is None:
            break
        if found := frozenset(heads_of([organization_id], today)) - {person_id}:
            return found
        above = fetch(
            f"""SELECT CASE o.category WHEN 'unit' THEN s.parent_id ELSE s.higher_id END
            FROM register_organizationstate s
                JOIN register_organization o ON o.id = s.organization_id
            WHERE s.organization_id = %(organization)s AND {holding("s", None)}""",
            {"organization": organization_id, "on": today},
        )
        organization_id = above[0][0] if above else None
    return frozenset()
