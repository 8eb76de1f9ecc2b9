"""Marks notices as read."""

from __future__ import annotations

from collections.abc import Collection

from kiem.platform.access.permissions import Permission
from kiem.platform.access.viewer import Viewer
from kiem.platform.kernel import clock
from kiem.platform.notices.receiving import own_deliveries


def mark_read(*, notice_ids: Collection[int] | None = None, actor: Viewer) -> int:
    """Mark the actor's own notices as read (None: all of them); returns how many were not yet.

    Ids that are not the actor's change nothing. A mark for oneself, not a fact: not audited.
    """
    actor.require(Permission.SIGNED_IN)
    rows = own_deliveries(actor).filter(read_at__isnull=True)
    if notice_ids is not None:
        rows = rows.filter(pk__in=notice_ids)
    return rows.update(read_at=clock.now())
