"""From an account to the viewer on whose behalf queries and actions run."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from kiem.platform.access.models import AccessGrant
from kiem.platform.access.resolving import current_resolver
from kiem.platform.access.roles import ROLES
from kiem.platform.access.viewer import ALL, Grant, Viewer
from kiem.platform.kernel import clock


class Account(Protocol):
    """What this app needs to know of an account."""

    pk: int
    username: str
    display_name: str
    person_id: int | None
    is_active: bool


def viewer_for(user: Account, on: date | None = None) -> Viewer:
    """Everything the account may do on the day `on` (default today), as known now.

    Grants to the account itself and to every post its person holds that day. A scope that ended
    keeps its grant (for its own past days) and passes it on to its successors. An inactive account
    holds nothing. Read at every request, so that what is revoked is gone at once.
    """
    day = on or clock.today()
    grants: set[Grant] = set()
    if user.is_active:
        for role, scope in _roles_held(user, day):
            for reached in _with_successors(scope, day):
                grants.update(Grant(permission, reached) for permission in ROLES.get(role, ()))
    return Viewer(
        name=user.display_name or user.username,
        user_id=user.pk,
        person_id=user.person_id,
        grants=frozenset(grants),
    )


def _roles_held(user: Account, day: date) -> set[tuple[str, str]]:
    principals = [f"user:{user.pk}"]
    if user.person_id is not None:
        posts = current_resolver().posts_of_person(user.person_id, day)
        principals.extend(f"post:{post_id}" for post_id in sorted(posts))
    held = AccessGrant.objects.on(day).filter(principal__in=principals)
    return set(held.values_list("role", "scope"))


def _with_successors(scope: str, day: date) -> frozenset[str]:
    if scope == ALL:
        return frozenset({scope})
    return current_resolver().successors_of_scope(scope, day) | {scope}
