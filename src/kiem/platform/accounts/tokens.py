"""Judges the tokens that programs send, and lists those of an account."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiem.platform.access.permissions import Permission
from kiem.platform.access.queries import viewer_for
from kiem.platform.access.viewer import Viewer
from kiem.platform.accounts import errors, throttling
from kiem.platform.accounts.actions.tokens import GRANTABLE, MARK, digest_of
from kiem.platform.accounts.models import ApiToken, User
from kiem.platform.kernel import clock

USE_NOTED_EVERY = timedelta(minutes=5)
_SHAPE = re.compile(r"[A-Za-z0-9_-]{20,200}")


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """On whose behalf a request with a token runs. `language`: the owner's."""

    viewer: Viewer
    token_id: int
    language: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its owner sees it. `usable`: neither revoked nor expired."""

    id: int
    name: str
    prefix: str
    permissions: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    usable: bool


def holder_of_token(text: str, *, address: str) -> TokenHolder:
    """Who may do what with this token now: what it was made for and its owner still holds.

    Raises Unauthorized for any token that is not usable, with one message, and TooManyAttempts
    once an address has sent as many wrong ones as wrong sign-ins. A right token is never counted:
    nobody can keep it out by sending wrong ones.
    """
    token = _find(text)
    if token is None:
        throttling.count_wrong_token(address)
        raise errors.unusable_token()
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    viewer = viewer_for(token.user)
    kept = frozenset(grant for grant in viewer.grants if str(grant.permission) in token.permissions)
    return TokenHolder(replace(viewer, grants=kept), token.pk, token.user.language)


def list_tokens(*, user_id: int) -> list[TokenRow]:
    """The tokens of an account, newest first. Whoever calls shows them to their owner only."""
    now = clock.now()
    return [
        TokenRow(
            id=token.pk,
            name=token.name,
            prefix=token.prefix,
            permissions=tuple(token.permissions),
            created_at=token.created_at,
            expires_at=token.expires_at,
            revoked_at=token.revoked_at,
            last_used_at=token.last_used_at,
            usable=token.revoked_at is None and token.expires_at > now,
        )
        for token in ApiToken.objects.filter(user_id=user_id).order_by("-created_at", "-pk")
    ]


def grantable_permissions(viewer: Viewer) -> tuple[str, ...]:
    """What the viewer could give to a token today, in the order permissions are declared."""
    return tuple(str(p) for p in Permission if p in GRANTABLE and viewer.can(p))


def permissions_for_token(user_id: int) -> tuple[str, ...]:
    """Everything a token of this account could be given today. Raises NotFound."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise errors.no_account(user_id)
    return grantable_permissions(viewer_for(user))


def _find(text: str) -> ApiToken | None:
    """The token of that text if it can be used now."""
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != MARK or not _SHAPE.fullmatch(text):
        return None
    found = ApiToken.objects.select_related("user").filter(prefix=f"{MARK}_{parts[1]}").first()
    if found is None or not hmac.compare_digest(found.digest, digest_of(text)):
        return None
    is_live = found.revoked_at is None and found.expires_at > clock.now()
    return found if is_live and found.user.is_active else None
