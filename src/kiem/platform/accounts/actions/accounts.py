"""Creates and changes accounts."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kiem.platform import audit
from kiem.platform.access.permissions import Permission
from kiem.platform.access.viewer import Viewer
from kiem.platform.accounts import errors
from kiem.platform.accounts.models import User
from kiem.platform.accounts.names import normal_username
from kiem.platform.kernel.installation import read_installation

_USERNAME = re.compile(r"[\w.-]{1,80}")


def create_account(
    *,
    username: str,
    display_name: str,
    password: str | None,
    person_id: int | None = None,
    language: str = "vi",
    is_sample: bool = False,
    actor: Viewer,
) -> int:
    """Create an account without any rights; its id. `password` None: it cannot sign in by password.

    Raises InvalidInput for an impossible name, a weak password or an unknown language, Conflict
    when the name is taken or the person has an account, Forbidden without `access.manage` or for
    a sample account in a database of real people.
    """
    actor.require(Permission.MANAGE_ACCESS)
    name = normal_username(username)
    if not _USERNAME.fullmatch(name):
        raise errors.bad_username(username)
    _check_language(language)
    if is_sample and not read_installation().is_sample:
        raise errors.not_sample_data()
    user = User(
        username=name,
        display_name=display_name.strip() or name,
        person_id=person_id,
        language=language,
        is_sample=is_sample,
    )
    _put_password(user, password)
    with transaction.atomic():
        if User.objects.filter(username=name).exists():
            raise errors.username_taken(name)
        if person_id is not None and User.objects.filter(person_id=person_id).exists():
            raise errors.person_has_account(person_id)
        user.save(force_insert=True)
        _record("accounts.create", user, actor)
    return int(user.pk)


def set_password(*, user_id: int, password: str, actor: Viewer) -> None:
    """Set a password: one's own, or with `access.manage` another's. The account's sessions end.

    Raises InvalidInput for a weak password, NotFound, Forbidden.
    """
    if actor.user_id != user_id:
        actor.require(Permission.MANAGE_ACCESS)
    with transaction.atomic():
        user = locked_account(user_id)
        _put_password(user, password)
        user.save(update_fields=["password"])
        _record("accounts.set_password", user, actor)


def deactivate_account(*, user_id: int, reason: str = "", actor: Viewer) -> None:
    """Let an account sign in no more; its sessions end with their next request. Repeats change
    nothing."""
    actor.require(Permission.MANAGE_ACCESS)
    with transaction.atomic():
        user = locked_account(user_id)
        if not user.is_active:
            return
        user.is_active = False
        user.save(update_fields=["is_active"])
        _record("accounts.deactivate", user, actor, reason)


def set_language(*, user_id: int, language: str) -> None:
    """Remember the language an account reads in. A preference, not a fact: not audited."""
    _check_language(language)
    User.objects.filter(pk=user_id).update(language=language)


def locked_account(user_id: int) -> User:
    """The account, locked until the transaction ends. Raises NotFound."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise errors.no_account(user_id)
    return user


def _put_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise errors.weak_password(error.messages) from None
    user.set_password(password)


def _check_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise errors.unknown_language(language)


def _record(action: str, user: User, actor: Viewer, reason: str = "") -> None:
    audit.record(action=action, actor=actor, subject=f"user:{user.pk}", reason=reason)
