"""Who may do what, where: permissions, opaque scopes, grants. Knows no word of the domain.

What needs the database is loaded on first use: permissions and viewers are wanted by modules that
are imported before Django is set up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiem.platform.access.permissions import Permission
from kiem.platform.access.resolving import register_resolver
from kiem.platform.access.viewer import SYSTEM, Grant, Viewer

if TYPE_CHECKING:
    from kiem.platform.access.actions import grant_access, revoke_access
    from kiem.platform.access.queries import GrantRow, list_grants, viewer_for

_HOMES = {
    "GrantRow": "queries",
    "grant_access": "actions",
    "list_grants": "queries",
    "revoke_access": "actions",
    "viewer_for": "queries",
}

__all__ = [
    "SYSTEM",
    "Grant",
    "GrantRow",
    "Permission",
    "Viewer",
    "grant_access",
    "list_grants",
    "register_resolver",
    "revoke_access",
    "viewer_for",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
