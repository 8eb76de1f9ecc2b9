"""Grants and revokes roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from kiem.platform import audit
from kiem.platform.access import errors
from kiem.platform.access.models import AccessGrant
from kiem.platform.access.permissions import Permission
from kiem.platform.access.resolving import contains, current_resolver
from kiem.platform.access.roles import ROLE_SCOPES, ROLES
from kiem.platform.access.viewer import Viewer
from kiem.platform.audit.recording import actor_key
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded, recorded_from, split_row, to_range
from kiem.time.interval import DateInterval

_PRINCIPAL = re.compile(r"(user|post):([1-9]\d{0,17})")
_SCOPE = re.compile(r"all|[a-z]+:[1-9]\d{0,17}")


def grant_access(
    *,
    principal: str,
    role: str,
    scope: str,
    valid_from: date,
    valid_until: date | None = None,
    reason: str = "",
    actor: Viewer,
) -> int:
    """Let `principal` have `role` in `scope` from a day on, until (not on) another; the grant's id.

    Raises InvalidInput for an unknown role, account, scope or an empty interval, Forbidden when
    the actor does not manage access there or would change their own rights, Conflict when an open
    grant of the same says so already.
    """
    actor.require(Permission.MANAGE_ACCESS)
    _check_words(principal, role, scope)
    try:
        valid = DateInterval(valid_from, valid_until)
    except ValueError:
        raise errors.bad_interval(valid_from, valid_until) from None
    _check_authority(actor, principal, scope)
    with transaction.atomic():
        _check_account(principal)
        with _one_grant_a_day(role, scope):
            row = AccessGrant.objects.create(
                principal=principal,
                role=role,
                scope=scope,
                valid=to_range(valid),
                recorded=recorded_from(clock.now()),
                granted_by=actor_key(actor),
            )
        audit.record(
            action="access.grant",
            actor=actor,
            subject=principal,
            reason=reason,
            rows={"access_accessgrant": [row.pk]},
        )
    return int(row.pk)


def revoke_access(*, grant_id: int, on: date, reason: str = "", actor: Viewer) -> None:
    """Let a grant end: `on` is the first day without it. What it allowed before stays recorded.

    Raises NotFound for a grant that is not open, Conflict when it has ended by then, Forbidden as
    `grant_access` does.
    """
    actor.require(Permission.MANAGE_ACCESS)
    with transaction.atomic():
        row = AccessGrant.objects.known().select_for_update().filter(pk=grant_id).first()
        if row is None:
            raise errors.grant_not_found(grant_id)
        _check_authority(actor, row.principal, row.scope)
        if row.interval.end is not None and row.interval.end <= on:
            raise errors.ended_already(grant_id, on)
        kept = [DateInterval(row.interval.start, on)] if row.interval.start < on else []
        close_recorded(AccessGrant, [grant_id], clock.now())
        new = AccessGrant.objects.bulk_create(split_row(row, kept))
        audit.record(
            action="access.revoke",
            actor=actor,
            subject=row.principal,
            reason=reason,
            rows={"access_accessgrant": [grant_id, *(copy.pk for copy in new)]},
        )


def _check_words(principal: str, role: str, scope: str) -> None:
    if role not in ROLES:
        raise errors.unknown_role(role, ", ".join(sorted(ROLES)))
    if not _PRINCIPAL.fullmatch(principal):
        raise errors.bad_principal(principal)
    if not _SCOPE.fullmatch(scope):
        raise errors.bad_scope(scope)
    if scope.partition(":")[0] not in ROLE_SCOPES[role]:
        raise errors.scope_not_for_role(role, scope, ", ".join(sorted(ROLE_SCOPES[role])))


def _check_account(principal: str) -> None:
    kind, _, number = principal.partition(":")
    users = get_user_model()._default_manager
    if kind == "user" and not users.filter(pk=int(number)).exists():
        raise errors.unknown_account(principal)


def _check_authority(actor: Viewer, principal: str, scope: str) -> None:
    """Nobody raises themselves, and nobody gives away what lies outside their own scope."""
    if actor.is_system:
        return
    today = clock.today()
    own = {f"user:{actor.user_id}"}
    if actor.person_id is not None:
        posts = current_resolver().posts_of_person(actor.person_id, today)
        own.update(f"post:{post_id}" for post_id in posts)
    if principal in own:
        raise errors.own_grant()
    held = actor.scopes(Permission.MANAGE_ACCESS)
    if not any(contains(outer, scope, today) for outer in held):
        raise errors.outside_scope(scope)


@contextmanager
def _one_grant_a_day(role: str, scope: str) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "access_grant_once_a_day" in str(error):
            raise errors.already_granted(role, scope) from None
        raise
