"""Finds accounts."""

from __future__ import annotations

from collections.abc import Collection

from kiem.platform.accounts import errors
from kiem.platform.accounts.models import User
from kiem.platform.accounts.names import normal_username


def user_id_of(username: str) -> int:
    """The id of the active account with this name, however it is written. Raises NotFound."""
    name = normal_username(username)
    user_id = User.objects.filter(username=name, is_active=True).values_list("pk", flat=True)
    found = user_id.first()
    if found is None:
        raise errors.no_account_named(username)
    return int(found)


def active_account(user_id: int) -> User | None:
    """The account, if it exists and may sign in."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def lock_account(user_id: int) -> None:
    """Let the caller's transaction be the only one that changes what belongs to the account."""
    list(User.objects.select_for_update().filter(pk=user_id).values_list("pk"))


def who_can_sign_in(person_ids: Collection[int]) -> frozenset[int]:
    """Those of the people who have an account that is active."""
    held = User.objects.filter(person_id__in=list(person_ids), is_active=True)
    people = held.values_list("person_id", flat=True)
    return frozenset(int(person) for person in people if person is not None)


def accounts_of_people(person_ids: Collection[int]) -> dict[int, int]:
    """Person -> account, for those who have one."""
    held = User.objects.filter(person_id__in=list(person_ids)).values_list("person_id", "pk")
    return {int(person): int(pk) for person, pk in held if person is not None}
