"""Lists of grants, for those who manage access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.platform.access.models import AccessGrant
from kiem.platform.access.permissions import Permission
from kiem.platform.access.resolving import contains
from kiem.platform.access.viewer import Viewer
from kiem.time.interval import DateInterval


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant as recorded. `principal`: `user:5` or `post:77`."""

    id: int
    principal: str
    role: str
    scope: str
    valid: DateInterval
    granted_by: str


def list_grants(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    principal: str | None = None,
) -> list[GrantRow]:
    """Grants that hold on the day within the viewer's own scopes, by principal and role.

    Raises Forbidden without `access.manage`.
    """
    viewer.require(Permission.MANAGE_ACCESS)
    held = viewer.scopes(Permission.MANAGE_ACCESS)
    grants = AccessGrant.objects.on(on, known_at)
    if principal is not None:
        grants = grants.filter(principal=principal)
    return [
        GrantRow(g.pk, g.principal, g.role, g.scope, g.interval, g.granted_by)
        for g in grants.order_by("principal", "role", "scope")
        if any(contains(outer, g.scope, on) for outer in held)
    ]
