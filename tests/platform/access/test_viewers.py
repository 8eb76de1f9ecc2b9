"""What an account may do on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kiem.platform.access import SYSTEM, Permission, grant_access, revoke_access, viewer_for
from kiem.platform.access.roles import EMPLOYER_ROLES, ROLE_SCOPES, ROLES
from kiem.platform.accounts.models import User

START = date(2025, 1, 1)
JUNE = date(2025, 6, 1)
AUGUST = date(2025, 8, 1)

MakeUser = Callable[..., User]


def _grant(principal: str, role: str, scope: str, until: date | None = None) -> int:
    return grant_access(
        principal=principal,
        role=role,
        scope=scope,
        valid_from=START,
        valid_until=until,
        actor=SYSTEM,
    )


def test_account_without_grants_may_only_use_itself(make_user: MakeUser) -> None:
    viewer = viewer_for(make_user("nobody"), on=JUNE)
    assert viewer.grants == frozenset()
    assert viewer.can(Permission.SIGNED_IN)
    assert not viewer.can(Permission.VIEW_STRUCTURE)


def test_grant_gives_every_permission_of_the_role_in_its_scope(make_user: MakeUser) -> None:
    user = make_user("commander", person_id=3)
    _grant(f"user:{user.pk}", "unit_commander", "unit:12")
    viewer = viewer_for(user, on=JUNE)
    assert {g.permission for g in viewer.grants} == ROLES["unit_commander"]
    assert viewer.scopes(Permission.VIEW_LOAD) == frozenset({"unit:12"})
    assert (viewer.user_id, viewer.person_id, viewer.name) == (user.pk, 3, "Commander")


def test_grant_holds_only_on_its_days(make_user: MakeUser) -> None:
    user = make_user("auditor")
    _grant(f"user:{user.pk}", "auditor", "all", until=JUNE)
    assert viewer_for(user, on=date(2024, 12, 31)).grants == frozenset()
    assert viewer_for(user, on=date(2025, 5, 31)).can(Permission.VIEW_AUDIT)
    assert viewer_for(user, on=JUNE).grants == frozenset()


def test_revoked_grant_is_gone_from_the_day_on(make_user: MakeUser) -> None:
    user = make_user("auditor")
    grant_id = _grant(f"user:{user.pk}", "auditor", "all")
    revoke_access(grant_id=grant_id, on=JUNE, actor=SYSTEM)
    assert viewer_for(user, on=date(2025, 5, 31)).can(Permission.VIEW_AUDIT)
    assert not viewer_for(user, on=JUNE).can(Permission.VIEW_AUDIT)


@pytest.mark.usefixtures("world")
def test_grant_to_a_post_follows_whoever_holds_it(make_user: MakeUser) -> None:
    holder, other = make_user("holder", person_id=7), make_user("other", person_id=8)
    _grant("post:77", "unit_commander", "unit:12")
    assert viewer_for(holder, on=JUNE).can(Permission.VIEW_PERSON)
    assert not viewer_for(other, on=JUNE).can(Permission.VIEW_PERSON)


@pytest.mark.usefixtures("world")
def test_who_leaves_the_post_loses_what_it_granted(make_user: MakeUser) -> None:
    holder = make_user("holder", person_id=7)
    _grant("post:77", "unit_commander", "unit:12")
    assert viewer_for(holder, on=AUGUST).grants == frozenset()


@pytest.mark.usefixtures("world")
def test_successor_of_a_merged_unit_inherits_the_scope(make_user: MakeUser) -> None:
    user = make_user("personnel")
    _grant(f"user:{user.pk}", "personnel", "unit:12")
    assert viewer_for(user, on=JUNE).scopes(Permission.VIEW_LOAD) == {"unit:12"}
    assert viewer_for(user, on=AUGUST).scopes(Permission.VIEW_LOAD) == {"unit:12", "unit:99"}


def test_inactive_account_holds_nothing(make_user: MakeUser) -> None:
    user = make_user("left", is_active=False)
    _grant(f"user:{user.pk}", "auditor", "all")
    assert viewer_for(user, on=JUNE).grants == frozenset()


def test_employers_side_never_sees_membership_lists() -> None:
    for role in EMPLOYER_ROLES:
        assert Permission.VIEW_MEMBERS not in ROLES[role]
    assert {role for role, held in ROLES.items() if Permission.VIEW_MEMBERS in held} == {
        "youth_officer",
        "chapter_secretary",
    }


def test_role_with_membership_lists_is_granted_in_a_line_only() -> None:
    assert ROLE_SCOPES.keys() == ROLES.keys()
    for role, held in ROLES.items():
        if Permission.VIEW_MEMBERS in held:
            assert ROLE_SCOPES[role] == {"line"}


def test_no_role_carries_what_only_programs_do() -> None:
    for held in ROLES.values():
        assert not held & {Permission.OPERATE, Permission.PUBLIC, Permission.SIGNED_IN}


def test_viewer_costs_one_query_for_an_account_without_person(
    make_user: MakeUser, django_assert_num_queries: Callable[..., object]
) -> None:
    user = make_user("auditor")
    _grant(f"user:{user.pk}", "auditor", "all")
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        viewer_for(user, on=JUNE)
