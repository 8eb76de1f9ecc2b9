"""Figures pinned as somebody saw them: over which scopes they were worked out, and the same again.

A figure of all units is of the units of whoever cited it. Pinned beside day and knowledge are the
scopes that person's permission had then, so that it comes out the same for every later reader.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

from kiem.domain.ledger.queries import explain_figure
from kiem.domain.register.queries.scopes import unit_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.access.viewer import ALL, Grant
from kiem.platform.kernel.errors import DomainError


def scopes_seen(viewer: Viewer, permission: Permission) -> list[str]:
    """The scopes to pin: those in which the viewer has the permission."""
    return sorted(viewer.scopes(permission))


def pinned_viewer(permission: Permission, scopes: Collection[str]) -> Viewer:
    """Somebody who sees what was seen when it was pinned, and nothing else."""
    grants = frozenset(Grant(permission, scope) for scope in scopes)
    return Viewer(name="as it was pinned", grants=grants)


def sees_as_much(
    viewer: Viewer,
    permission: Permission,
    scopes: Collection[str],
    on: date,
    known_at: datetime | None,
) -> bool:
    """Whether the viewer may see all that was seen when it was pinned."""
    own = viewer.scopes(permission)
    if ALL in own or own >= set(scopes):
        return True
    return bool(own) and unit_scope(viewer, permission, on, known_at).everything


def figure_value(
    viewer: Viewer, subject: str, figure: str, on: date, known_at: datetime
) -> Decimal | None:
    """A figure as it is pinned: per cent for ratios, to two decimals; None where there is nothing
    to divide by. What was known by the moment counts, also where a month was closed before."""
    found = explain_figure(viewer=viewer, subject=subject, figure=figure, on=on, known_at=known_at)
    if found.value is None:
        return None
    factor = 100 if found.unit == "ratio" else 1
    return Decimal(repr(round(found.value * factor, 2)))


def figure_again(
    scopes: Collection[str], subject: str, figure: str, on: date, known_at: datetime
) -> Decimal | None:
    """The same for what was pinned; None also where nothing of the subject is known."""
    with suppress(DomainError):
        viewer = pinned_viewer(Permission.VIEW_LOAD, scopes)
        return figure_value(viewer, subject, figure, on, known_at)
    return None
