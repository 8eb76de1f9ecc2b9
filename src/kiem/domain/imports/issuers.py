"""In whose name an import is decided: the organisations an actor's right to change stands on."""

from __future__ import annotations

from kiem.domain.imports import errors
from kiem.domain.register.queries import trees
from kiem.domain.register.queries.matching import OrganizationName, names_of_organizations
from kiem.platform.access import Permission, Viewer
from kiem.platform.access.viewer import ALL
from kiem.platform.kernel import clock


def issuers_of(actor: Viewer) -> list[OrganizationName]:
    """Units and member organisations the actor may speak for today, units first."""
    today = clock.today()
    scopes = actor.scopes(Permission.CHANGE_REGISTER)
    units, lines = _numbers(scopes, "unit"), _numbers(scopes, "line")
    if ALL in scopes and (top := trees.only_top(today, None)) is not None:
        units.append(top)
    found = names_of_organizations(units, today, ("unit",)) if units else []
    return found + (names_of_organizations(lines, today, ("member",)) if lines else [])


def issuer_of(actor: Viewer, wanted: int | None) -> int:
    """The organisation wanted, if the actor speaks for it; else the first. Raises DomainError."""
    offered = [organization.id for organization in issuers_of(actor)]
    if wanted is not None and wanted in offered:
        return wanted
    if not offered or wanted is not None:
        raise errors.no_issuer()
    return offered[0]


def _numbers(scopes: frozenset[str], kind: str) -> list[int]:
    parts = [scope.partition(":") for scope in sorted(scopes)]
    return [int(number) for name, _, number in parts if name == kind and number.isdigit()]
