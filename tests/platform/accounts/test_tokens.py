"""Tokens of programs: what they may do, and when they are worth nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kiem.platform.access import (
    SYSTEM,
    Permission,
    Viewer,
    grant_access,
    list_grants,
    revoke_access,
)
from kiem.platform.accounts import (
    create_account,
    create_token,
    deactivate_account,
    grantable_permissions,
    holder_of_token,
    list_tokens,
    revoke_token,
)
from kiem.platform.accounts.errors import TooManyAttempts, Unauthorized
from kiem.platform.accounts.models import ApiToken
from kiem.platform.accounts.throttling import ADDRESS_ATTEMPTS
from kiem.platform.audit import list_trail
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound

pytestmark = pytest.mark.django_db
HERE = "192.0.2.7"
STRUCTURE, LOAD = str(Permission.VIEW_STRUCTURE), str(Permission.VIEW_LOAD)


@pytest.fixture
def owner_id() -> int:
    user_id = create_account(username="lan", display_name="Lan", password=None, actor=SYSTEM)
    grant_access(
        principal=f"user:{user_id}",
        role="auditor",
        scope="all",
        valid_from=date(2025, 1, 1),
        actor=SYSTEM,
    )
    return user_id


def _token(owner_id: int, *permissions: str, days: int = 30) -> str:
    return create_token(
        user_id=owner_id,
        name="nightly report",
        permissions=permissions or (STRUCTURE,),
        valid_days=days,
        actor=SYSTEM,
    ).text


def test_token_may_do_what_it_was_made_for_and_no_more(owner_id: int) -> None:
    holder = holder_of_token(_token(owner_id, STRUCTURE), address=HERE)
    assert holder.viewer.user_id == owner_id
    assert holder.viewer.can(Permission.VIEW_STRUCTURE)
    assert not holder.viewer.can(Permission.VIEW_LOAD)
    assert not holder.viewer.can(Permission.VIEW_AUDIT)


def test_token_loses_what_its_owner_loses(owner_id: int) -> None:
    text = _token(owner_id, STRUCTURE, LOAD)
    (grant,) = list_grants(viewer=SYSTEM, on=clock.today())
    revoke_access(grant_id=grant.id, on=clock.today(), actor=SYSTEM)
    assert holder_of_token(text, address=HERE).viewer.grants == frozenset()


def test_token_gains_nothing_that_its_owner_gains(owner_id: int) -> None:
    text = _token(owner_id, STRUCTURE)
    grant_access(
        principal=f"user:{owner_id}",
        role="personnel",
        scope="all",
        valid_from=date(2025, 1, 1),
        actor=SYSTEM,
    )
    assert not holder_of_token(text, address=HERE).viewer.can(Permission.CHANGE_REGISTER)


@pytest.mark.parametrize(
    "wrong", ["", "kiem", "kiem_0000000000_x", "Bearer x", "kiem_Ω_Ω", "x" * 5000, "kiem_a\0_b"]
)
def test_text_that_is_no_token_is_unauthorized(wrong: str, owner_id: int) -> None:
    with pytest.raises(Unauthorized):
        holder_of_token(wrong, address=HERE)


def test_token_with_one_letter_changed_is_unauthorized(owner_id: int) -> None:
    text = _token(owner_id)
    changed = text[:-1] + ("A" if text[-1] != "A" else "B")
    with pytest.raises(Unauthorized):
        holder_of_token(changed, address=HERE)


def test_token_is_stored_nowhere(owner_id: int) -> None:
    text = _token(owner_id)
    row = ApiToken.objects.get()
    secret = text.removeprefix(f"{row.prefix}_")
    assert len(secret) == 43
    assert all(secret not in str(value) for value in vars(row).values())


def test_token_expires_to_the_moment(owner_id: int) -> None:
    made = datetime(2025, 10, 1, 8, tzinfo=UTC)
    with clock.travel(made):
        text = _token(owner_id, days=2)
    with clock.travel(made + timedelta(days=2, seconds=-1)):
        assert holder_of_token(text, address=HERE).viewer.user_id == owner_id
    with clock.travel(made + timedelta(days=2)), pytest.raises(Unauthorized):
        holder_of_token(text, address=HERE)


def test_revoked_token_is_worth_nothing_and_revoking_twice_is_harmless(owner_id: int) -> None:
    text = _token(owner_id)
    (row,) = list_tokens(user_id=owner_id)
    for _ in range(2):
        revoke_token(token_id=row.id, actor=SYSTEM)
    with pytest.raises(Unauthorized):
        holder_of_token(text, address=HERE)
    actions = [entry.action for entry in list_trail(viewer=SYSTEM)]
    assert actions.count("accounts.revoke_token") == 1


def test_token_of_a_closed_account_is_worth_nothing(owner_id: int) -> None:
    text = _token(owner_id)
    deactivate_account(user_id=owner_id, actor=SYSTEM)
    with pytest.raises(Unauthorized):
        holder_of_token(text, address=HERE)


def test_nobody_makes_or_revokes_a_token_of_another(owner_id: int) -> None:
    other = Viewer(name="other", user_id=owner_id + 1)
    with pytest.raises(Forbidden):
        create_token(user_id=owner_id, name="x", permissions=[STRUCTURE], valid_days=1, actor=other)
    _token(owner_id)
    (row,) = list_tokens(user_id=owner_id)
    with pytest.raises(NotFound):
        revoke_token(token_id=row.id, actor=other)


def test_administrator_cannot_make_a_token_of_another(owner_id: int) -> None:
    admin = create_account(username="admin", display_name="", password=None, actor=SYSTEM)
    grant_access(
        principal=f"user:{admin}",
        role="administrator",
        scope="all",
        valid_from=date(2025, 1, 1),
        actor=SYSTEM,
    )
    from kiem.platform.access.viewer import Grant

    viewer = Viewer(
        name="admin",
        user_id=admin,
        grants=frozenset({Grant(Permission.MANAGE_ACCESS, "all")}),
    )
    with pytest.raises(Forbidden):
        create_token(
            user_id=owner_id, name="x", permissions=[STRUCTURE], valid_days=1, actor=viewer
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"valid_days": 0}, "valid_days"),
        ({"valid_days": 367}, "valid_days"),
        ({"permissions": []}, "permissions"),
        ({"permissions": [STRUCTURE, "register.change"]}, "permissions"),
        ({"permissions": ["access.manage"]}, "permissions"),
        ({"permissions": ["signed_in"]}, "permissions"),
        ({"permissions": ["nonsense"]}, "permissions"),
    ],
)
def test_impossible_token_is_refused_by_field(
    owner_id: int, changes: dict[str, object], field: str
) -> None:
    wanted: dict[str, object] = {"name": "x", "permissions": [STRUCTURE], "valid_days": 1}
    with pytest.raises(InvalidInput) as refused:
        create_token(user_id=owner_id, actor=SYSTEM, **{**wanted, **changes})  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not ApiToken.objects.exists()


def test_account_has_at_most_twenty_usable_tokens(owner_id: int) -> None:
    for _ in range(20):
        _token(owner_id)
    with pytest.raises(Conflict):
        _token(owner_id)
    revoke_token(token_id=list_tokens(user_id=owner_id)[0].id, actor=SYSTEM)
    _token(owner_id)


def test_wrong_tokens_are_throttled_by_address_and_right_ones_never(owner_id: int) -> None:
    text = _token(owner_id)
    for _ in range(ADDRESS_ATTEMPTS):
        with pytest.raises(Unauthorized):
            holder_of_token("kiem_no_no", address=HERE)
    with pytest.raises(TooManyAttempts):
        holder_of_token("kiem_no_no", address=HERE)
    with pytest.raises(Unauthorized):
        holder_of_token("kiem_no_no", address="192.0.2.8")
    assert holder_of_token(text, address=HERE).viewer.user_id == owner_id


def test_use_is_noted_to_a_few_minutes(owner_id: int) -> None:
    text = _token(owner_id)
    first = clock.now()
    with clock.travel(first):
        holder_of_token(text, address=HERE)
    with clock.travel(first + timedelta(minutes=4)):
        holder_of_token(text, address=HERE)
        assert list_tokens(user_id=owner_id)[0].last_used_at == first
    with clock.travel(first + timedelta(minutes=6)):
        holder_of_token(text, address=HERE)
        assert list_tokens(user_id=owner_id)[0].last_used_at == first + timedelta(minutes=6)


def test_grantable_permissions_leave_out_accounts_and_the_machine() -> None:
    offered = grantable_permissions(SYSTEM)
    assert STRUCTURE in offered
    assert not {"access.manage", "platform.operate", "public", "signed_in"} & set(offered)
