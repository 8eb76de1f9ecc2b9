"""Whose hours are a viewer's own."""

from __future__ import annotations

from kiem.domain.ledger.errors import outside_scope
from kiem.platform.access import Permission, Viewer


def own_people(viewer: Viewer) -> set[int]:
    """The people whose hours the viewer logs as their own: those of `person:N` scopes."""
    people = set()
    for scope in viewer.scopes(Permission.LOG_TIME):
        kind, _, number = scope.partition(":")
        if kind == "person" and number.isdigit():
            people.add(int(number))
    return people


def own_person(viewer: Viewer) -> int:
    """The person whose month is the viewer's own. Raises Forbidden without the permission,
    NotFound when it is held for nobody in particular."""
    viewer.require(Permission.LOG_TIME)
    people = own_people(viewer)
    if not people:
        raise outside_scope("person")
    return viewer.person_id if viewer.person_id in people else min(people)


def require_own(viewer: Viewer, person_id: int) -> None:
    """Raise Forbidden or NotFound unless these are the viewer's own hours."""
    viewer.require(Permission.LOG_TIME)
    if not viewer.is_system and person_id not in own_people(viewer):
        raise outside_scope("person")
