"""The person or program on whose behalf a query or action runs."""

from __future__ import annotations

from dataclasses import dataclass

from kiem.platform.access.permissions import Permission
from kiem.platform.kernel.errors import Forbidden

ALL = "all"


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission within a scope. The scope is opaque here; the register resolves it.

    Scopes: `all`; `unit:12` (the unit and all below it); `line:40` (a member organisation, those
    below it in its own line, and for structure and load the units that host them);
    `person:7` (one person's own page and hours).
    """

    permission: Permission
    scope: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Frozen for one request or command; queries take it as `viewer`, actions as `actor`."""

    name: str
    user_id: int | None = None
    person_id: int | None = None
    grants: frozenset[Grant] = frozenset()
    is_system: bool = False

    def scopes(self, permission: Permission) -> frozenset[str]:
        """The scopes in which the permission is held; empty = nowhere."""
        if self.is_system:
            return frozenset({ALL})
        return frozenset(g.scope for g in self.grants if g.permission == permission)

    def can(self, permission: Permission) -> bool:
        if permission == Permission.PUBLIC:
            return True
        if permission == Permission.SIGNED_IN:
            return self.is_system or self.user_id is not None
        return bool(self.scopes(permission))

    def require(self, permission: Permission) -> None:
        """Raise Forbidden unless the permission is held somewhere."""
        if not self.can(permission):
            raise Forbidden(
                "access.forbidden",
                "This needs the permission '{permission}', which your account does not have.",
                remedy="Ask whoever administers accounts in your organisation.",
                params={"permission": str(permission)},
            )


SYSTEM = Viewer(name="system", is_system=True)
