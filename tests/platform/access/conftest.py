"""Accounts and a small world of posts and scopes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from kiem.platform.access import Viewer, register_resolver, resolving
from kiem.platform.access.permissions import Permission
from kiem.platform.access.viewer import Grant
from kiem.platform.accounts.models import User

MERGER = date(2025, 7, 1)


@pytest.fixture
def world() -> Iterator[None]:
    """Person 7 holds post 77 until the merger; unit 12 becomes unit 99; unit 1 is above all."""
    before = resolving.current_resolver()

    def posts(person_id: int, day: date) -> frozenset[int]:
        return frozenset({77}) if person_id == 7 and day < MERGER else frozenset()

    def successors(scope: str, day: date) -> frozenset[str]:
        return frozenset({"unit:99"}) if scope == "unit:12" and day >= MERGER else frozenset()

    def is_inside(outer: str, inner: str, day: date) -> bool:
        return outer == "unit:1"

    register_resolver(posts, successors, is_inside)
    yield
    register_resolver(before.posts_of_person, before.successors_of_scope, before.scope_contains)


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(username: str, **values: object) -> User:
        return User.objects.create(username=username, display_name=username.title(), **values)

    return make


@pytest.fixture
def administrator() -> Viewer:
    """Manages access below unit 1; their own person is 7."""
    grants = frozenset({Grant(Permission.MANAGE_ACCESS, "unit:12")})
    return Viewer(name="admin", user_id=900, person_id=7, grants=grants)
