"""What `platform.access` asks about posts and scopes, which it does not understand itself.

Registered as its resolver when the app is ready. Rights are those of a day as known now.
"""

from __future__ import annotations

from datetime import date

from kiem.domain.register.queries.scopes import organization_within, person_in_scope
from kiem.platform.access.permissions import Permission
from kiem.platform.access.viewer import ALL, Grant, Viewer
from kiem.platform.kernel.sql import fetch, holding

# Any permission would do: it only has to be held in the outer scope. This one does not reach
# from a line to the units that host it.
_PROBE = Permission.VIEW_OFFICES


def posts_of_person(person_id: int, day: date) -> frozenset[int]:
    """Posts of every kind the person holds on the day."""
    rows = fetch(
        f"""
        SELECT a.post_id FROM register_appointment a
        WHERE a.person_id = %(person)s AND {holding("a", None)}
        """,
        {"person": person_id, "on": day},
    )
    return frozenset(post_id for (post_id,) in rows)


def successors_of_scope(scope: str, day: date) -> frozenset[str]:
    """`unit:12` -> `unit:99` when 12 was merged into 99 by the day, however many steps it took.

    Only principal links are followed: of a split, one successor inherits. Each successor must
    still exist; scopes of people have none.
    """
    kind, _, number = scope.partition(":")
    if kind not in ("unit", "line") or not number.isdigit():
        return frozenset()
    rows = fetch(
        f"""
        WITH RECURSIVE after (id) AS (
            SELECT %(organization)s::bigint
            UNION
            SELECT l.result_id FROM after
            JOIN register_changelink l ON l.original_id = after.id
                AND l.is_principal AND l.result_id IS NOT NULL
            JOIN register_changeevent e ON e.id = l.event_id
                AND upper_inf(e.recorded) AND lower(e.valid) <= %(on)s
        )
        SELECT after.id FROM after
        JOIN register_organizationstate s ON s.organization_id = after.id AND {holding("s", None)}
        WHERE after.id <> %(organization)s
        """,
        {"organization": int(number), "on": day},
    )
    return frozenset(f"{kind}:{organization_id}" for (organization_id,) in rows)


def scope_contains(outer: str, inner: str, day: date) -> bool:
    """Whether everything in `inner` lies in `outer` on the day.

    A unit never contains the line of a member organisation, though it hosts its chapters: whoever
    administers the employer's side cannot give away what is the member organisation's.
    """
    if outer in (ALL, inner):
        return True
    if inner == ALL:
        return _is_top(outer, day)
    outer_kind, inner_kind = outer.partition(":")[0], inner.partition(":")[0]
    number = int(inner.partition(":")[2])
    probe = Viewer(name="scope", grants=frozenset({Grant(_PROBE, outer)}))
    if inner_kind == "person":
        return person_in_scope(probe, _PROBE, number, day)
    return inner_kind == outer_kind and organization_within(probe, _PROBE, number, day, None)


def _is_top(scope: str, day: date) -> bool:
    """The unit exists on the day and is the only one without a superior."""
    kind, _, number = scope.partition(":")
    if kind != "unit" or not number.isdigit():
        return False
    rows = fetch(
        f"""
        SELECT s.organization_id FROM register_organizationstate s
        JOIN register_organization o ON o.id = s.organization_id AND o.category = 'unit'
        WHERE s.parent_id IS NULL AND {holding("s", None)} LIMIT 2
        """,
        {"on": day},
    )
    return rows == [(int(number),)]
