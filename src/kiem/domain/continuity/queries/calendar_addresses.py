"""Whose dates a calendar address shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiem.domain.continuity import errors
from kiem.domain.continuity.actions.calendar_addresses import digest_of
from kiem.domain.continuity.models import CalendarAddress
from kiem.platform.access import Permission, Viewer, viewer_for
from kiem.platform.accounts.lookup import active_account


@dataclass(frozen=True, slots=True)
class Subscriber:
    """On whose behalf a calendar asks, and in which language it is answered."""

    viewer: Viewer
    language: str


def subscriber_of(secret: str) -> Subscriber:
    """The account whose address has this secret part, with today's rights.

    Raises NotFound for a secret that is unknown or revoked, for an account that may not sign in any
    more, and for one that has no rights left: all the same answer.
    """
    address = CalendarAddress.objects.filter(
        digest=digest_of(secret), revoked_at__isnull=True
    ).first()
    account = None if address is None else active_account(address.user_id)
    if account is None:
        raise errors.no_feed()
    viewer = viewer_for(account)
    if not viewer.grants:
        raise errors.no_feed()
    return Subscriber(viewer, account.language)


def address_made_at(*, viewer: Viewer) -> datetime | None:
    """When the viewer's address in force was made; None without one."""
    viewer.require(Permission.SIGNED_IN)
    if viewer.user_id is None:
        return None
    held = CalendarAddress.objects.filter(user_id=viewer.user_id, revoked_at__isnull=True)
    return held.values_list("created_at", flat=True).first()
