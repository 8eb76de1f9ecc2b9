"""Makes and revokes calendar addresses."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from kiem.domain.continuity import errors
from kiem.domain.continuity.models import CalendarAddress
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.accounts.lookup import lock_account
from kiem.platform.kernel import clock

SECRET_BYTES = 32


def create_calendar_address(*, actor: Viewer) -> str:
    """Make the actor's calendar address and revoke the one before; returns its secret part.

    The secret is told this once. Raises Forbidden for nobody and for programs without account.
    """
    user_id = _own_id(actor)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        lock_account(user_id)  # two at once would each revoke the same one before
        _revoke(user_id)
        made = CalendarAddress.objects.create(
            user_id=user_id, digest=digest_of(secret), created_at=clock.now()
        )
        audit.record(
            action="continuity.create_calendar_address",
            actor=actor,
            subject=f"user:{user_id}",
            rows={"continuity_calendaraddress": [made.pk]},
        )
    return secret


def revoke_calendar_address(*, actor: Viewer) -> None:
    """Let the actor's calendar address answer no more. Repeats change nothing."""
    user_id = _own_id(actor)
    with transaction.atomic():
        if revoked := _revoke(user_id):
            audit.record(
                action="continuity.revoke_calendar_address",
                actor=actor,
                subject=f"user:{user_id}",
                rows={"continuity_calendaraddress": revoked},
            )


def digest_of(secret: str) -> str:
    """What is stored of a secret; 64 hex digits."""
    return hashlib.sha256(secret.encode("utf-8", errors="replace")).hexdigest()


def _revoke(user_id: int) -> list[int]:
    held = CalendarAddress.objects.select_for_update().filter(
        user_id=user_id, revoked_at__isnull=True
    )
    ids = [int(address.pk) for address in held]
    CalendarAddress.objects.filter(pk__in=ids).update(revoked_at=clock.now())
    return ids


def _own_id(actor: Viewer) -> int:
    actor.require(Permission.SIGNED_IN)
    if actor.user_id is None:
        raise errors.no_account()
    return actor.user_id
