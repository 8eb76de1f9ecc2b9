"""Makes and revokes the tokens with which programs use the API."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kiem.platform import audit
from kiem.platform.access.permissions import Permission
from kiem.platform.access.queries import viewer_for
from kiem.platform.access.viewer import Viewer
from kiem.platform.accounts import errors
from kiem.platform.accounts.actions.accounts import locked_account
from kiem.platform.accounts.models import ApiToken
from kiem.platform.kernel import clock

MARK = "kiem"  # makes a token that was leaked into a file easy to find
PREFIX_BYTES, SECRET_BYTES = 5, 32
LONGEST_DAYS = 366
MOST_TOKENS = 20
NAME_LENGTH = 80

# What a program can be given. Accounts and rights are managed by people, after signing in.
GRANTABLE = frozenset(Permission) - {
    Permission.PUBLIC,
    Permission.SIGNED_IN,
    Permission.MANAGE_ACCESS,
    Permission.OPERATE,
}


@dataclass(frozen=True, slots=True)
class NewToken:
    """`text` is the token itself: shown this once, stored nowhere."""

    id: int
    text: str
    prefix: str
    expires_at: datetime


def create_token(
    *,
    user_id: int,
    name: str,
    permissions: Collection[str],
    valid_days: int,
    actor: Viewer,
) -> NewToken:
    """Make a token of one's own account, for some of the permissions held today.

    Nobody makes one for somebody else, whatever they may manage: it would be that person's rights.
    Raises Forbidden for another's account, InvalidInput for a name, permissions or days that
    cannot be, Conflict when the account has as many tokens as it may.
    """
    if not (actor.is_system or actor.user_id == user_id):
        raise errors.token_of_another()
    cleaned = _checked_name(name)
    if not 1 <= valid_days <= LONGEST_DAYS:
        raise errors.token_days(LONGEST_DAYS)
    now = clock.now()
    with transaction.atomic():
        user = locked_account(user_id)
        viewer = viewer_for(user)
        held = {str(permission) for permission in GRANTABLE if viewer.can(permission)}
        wanted = sorted(set(permissions))
        if not wanted:
            raise errors.token_without_permission()
        if beyond := [permission for permission in wanted if permission not in held]:
            raise errors.token_beyond_rights(beyond, sorted(held))
        usable = ApiToken.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=now)
        if usable.count() >= MOST_TOKENS:
            raise errors.too_many_tokens(MOST_TOKENS)
        prefix = f"{MARK}_{secrets.token_hex(PREFIX_BYTES)}"
        text = f"{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
        token = ApiToken.objects.create(
            user=user,
            name=cleaned,
            prefix=prefix,
            digest=digest_of(text),
            permissions=wanted,
            created_at=now,
            expires_at=now + timedelta(days=valid_days),
        )
        audit.record(
            action="accounts.create_token",
            actor=actor,
            subject=f"user:{user_id}",
            reason=cleaned,
            rows={"accounts_apitoken": [token.pk]},
        )
    return NewToken(token.pk, text, prefix, token.expires_at)


def revoke_token(*, token_id: int, actor: Viewer) -> None:
    """Let a token be worth nothing from now on: one's own, or with `access.manage` any.

    Repeats change nothing. Raises NotFound for a token that is not the actor's to revoke.
    """
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
        may_any = actor.can(Permission.MANAGE_ACCESS)
        if token is None or not (may_any or token.user_id == actor.user_id):
            raise errors.no_token(token_id)
        if token.revoked_at is not None:
            return
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        audit.record(
            action="accounts.revoke_token",
            actor=actor,
            subject=f"user:{token.user_id}",
            rows={"accounts_apitoken": [token.pk]},
        )


def digest_of(text: str) -> str:
    """What is stored of a token; 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()


def _checked_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not (0 < len(cleaned) <= NAME_LENGTH and cleaned.isprintable()):
        raise errors.token_name(NAME_LENGTH)
    return cleaned
