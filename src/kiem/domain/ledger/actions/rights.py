"""Whose hours and whose activities an actor may change."""

from __future__ import annotations

from collections.abc import Collection

from kiem.domain.ledger.errors import outside_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.access.viewer import ALL


def require_for_people(actor: Viewer, person_ids: Collection[int], *, own: bool) -> None:
    """Raise Forbidden or NotFound unless the actor may change these people's hours.

    `own`: holders of `LOG_TIME` in `person:N` may, for person N.
    """
    if own and _own_people(actor) >= set(person_ids):
        return
    if own and not actor.can(Permission.CHANGE_LEDGER):
        actor.require(Permission.LOG_TIME)
        raise outside_scope("person")
    actor.require(Permission.CHANGE_LEDGER)
    if ALL not in actor.scopes(Permission.CHANGE_LEDGER):
        raise outside_scope("person")


def require_for_organizations(actor: Viewer, organization_ids: Collection[int]) -> None:
    """Raise Forbidden or NotFound unless the actor may change these organisations' ledger."""
    actor.require(Permission.CHANGE_LEDGER)
    if ALL not in actor.scopes(Permission.CHANGE_LEDGER):
        raise outside_scope("organisation")


def _own_people(actor: Viewer) -> set[int]:
    people = set()
    for scope in actor.scopes(Permission.LOG_TIME):
        kind, _, number = scope.partition(":")
        if kind == "person" and number.isdigit():
            people.add(int(number))
    return people
