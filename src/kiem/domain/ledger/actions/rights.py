"""Whose hours and whose activities an actor may change."""

from __future__ import annotations

from collections.abc import Collection

from kiem.domain.ledger.errors import outside_scope
from kiem.domain.ledger.queries.own import own_people
from kiem.domain.ledger.queries.superiors import confirm_scope
from kiem.domain.register.queries.places import line_units
from kiem.domain.register.queries.scopes import any_scope, require_organizations, unit_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.access.viewer import ALL
from kiem.platform.kernel import clock
from kiem.time.month import Month


def require_for_people(actor: Viewer, person_ids: Collection[int], *, own: bool) -> None:
    """Raise Forbidden or NotFound unless the actor may change these people's hours.

    With `own`, holders of `LOG_TIME` in `person:N` may for person N. Others need `CHANGE_LEDGER`
    in the unit of the line post that the person holds today.
    """
    left = set(person_ids) - (own_people(actor) if own else set())
    if not left:
        return
    if own and not actor.can(Permission.CHANGE_LEDGER):
        actor.require(Permission.LOG_TIME)
        raise outside_scope("person")
    actor.require(Permission.CHANGE_LEDGER)
    if ALL in actor.scopes(Permission.CHANGE_LEDGER):
        return
    today = clock.today()
    scope = unit_scope(actor, Permission.CHANGE_LEDGER, today)
    units = line_units(left, today)
    if any(not scope.allows(units.get(person)) for person in left):
        raise outside_scope("person")


def people_within(actor: Viewer, person_ids: Collection[int]) -> frozenset[int]:
    """Those of the people whom `require_for_people` lets pass."""
    wanted = frozenset(person_ids)
    if ALL in actor.scopes(Permission.CHANGE_LEDGER):
        return wanted
    own = wanted & own_people(actor)
    if not actor.can(Permission.CHANGE_LEDGER) or own == wanted:
        return own
    today = clock.today()
    scope, units = unit_scope(actor, Permission.CHANGE_LEDGER, today), line_units(wanted, today)
    return own | {person for person in wanted if scope.allows(units.get(person))}


def organizations_within(actor: Viewer, organization_ids: Collection[int]) -> frozenset[int]:
    """Those of the organisations that `require_for_organizations` lets pass."""
    scope = any_scope(actor, Permission.CHANGE_LEDGER, clock.today())
    return frozenset(organization_ids) if scope is None else scope & frozenset(organization_ids)


def is_only_holder(actor: Viewer, person_id: int) -> bool:
    """Whether the actor may change this person's hours as the person alone, with no office over
    them."""
    if person_id not in own_people(actor):
        return False
    if not actor.can(Permission.CHANGE_LEDGER):
        return True
    today = clock.today()
    scope = unit_scope(actor, Permission.CHANGE_LEDGER, today)
    return not scope.allows(line_units([person_id], today).get(person_id))


def require_for_organizations(actor: Viewer, organization_ids: Collection[int]) -> None:
    """Raise Forbidden or NotFound unless the actor may change these organisations' ledger."""
    actor.require(Permission.CHANGE_LEDGER)
    if ALL not in actor.scopes(Permission.CHANGE_LEDGER):
        require_organizations(actor, Permission.CHANGE_LEDGER, organization_ids, clock.today())


def require_to_close(actor: Viewer, organization_ids: Collection[int]) -> None:
    """Raise Forbidden or NotFound unless the actor may close and reopen these units' months: as
    their commander (`CONFIRM_TIME` in the unit), or as who keeps the whole ledger."""
    if actor.can(Permission.CONFIRM_TIME):
        scope = confirm_scope(actor, Month.of(clock.today()))
        if all(scope.allows_unit(number) for number in organization_ids):
            return
        if not actor.can(Permission.CHANGE_LEDGER):
            raise outside_scope("unit")
    require_for_organizations(actor, organization_ids)
