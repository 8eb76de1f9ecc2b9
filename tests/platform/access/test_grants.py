"""Granting and revoking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from kiem.platform.access import SYSTEM, Viewer, grant_access, list_grants, revoke_access
from kiem.platform.access.models import AccessGrant
from kiem.platform.accounts.models import User
from kiem.platform.audit import list_trail
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from kiem.time.interval import DateInterval

START = date(2025, 1, 1)
JUNE = date(2025, 6, 1)

pytestmark = pytest.mark.django_db


def _grant(**changes: object) -> int:
    values: dict[str, object] = {
        "principal": "post:5",
        "role": "auditor",
        "scope": "unit:12",
        "valid_from": START,
        "actor": SYSTEM,
        **changes,
    }
    return grant_access(**values)  # type: ignore[arg-type]


def test_grant_is_audited_with_its_reason() -> None:
    grant_id = _grant(reason="Decision 12")
    (entry,) = list_trail(viewer=SYSTEM)
    assert (entry.action, entry.subject, entry.reason) == ("access.grant", "post:5", "Decision 12")
    assert entry.rows == {"access_accessgrant": str(grant_id)}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"role": "king"}, "access.unknown_role", "role"),
        ({"principal": "5"}, "access.bad_principal", "principal"),
        ({"principal": "user:0"}, "access.bad_principal", "principal"),
        ({"principal": "user:4711"}, "access.unknown_account", "principal"),
        ({"scope": "unit"}, "access.bad_scope", "scope"),
        ({"scope": "unit:-1"}, "access.bad_scope", "scope"),
        ({"role": "youth_officer", "scope": "all"}, "access.scope_not_for_role", "scope"),
        ({"role": "youth_officer", "scope": "unit:1"}, "access.scope_not_for_role", "scope"),
        ({"role": "dual_holder", "scope": "unit:1"}, "access.scope_not_for_role", "scope"),
        ({"valid_until": START}, "access.bad_interval", "valid_until"),
    ],
)
def test_impossible_grant_is_refused_and_nothing_written(
    changes: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        _grant(**changes)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.remedy != ""
    assert not AccessGrant.objects.exists()
    assert list_trail(viewer=SYSTEM) == []


def test_same_grant_twice_is_a_conflict_and_changes_nothing() -> None:
    _grant()
    with pytest.raises(Conflict, match="granted already"):
        _grant(valid_from=JUNE)
    assert AccessGrant.objects.count() == 1
    assert len(list_trail(viewer=SYSTEM)) == 1


def test_same_grant_on_other_days_is_accepted() -> None:
    _grant(valid_until=JUNE)
    _grant(valid_from=JUNE)
    assert AccessGrant.objects.known().count() == 2


def test_revoking_keeps_what_was_known_before() -> None:
    with clock.travel(datetime(2025, 1, 1, tzinfo=UTC)):
        grant_id = _grant()
    with clock.travel(datetime(2025, 5, 1, tzinfo=UTC)):
        revoke_access(grant_id=grant_id, on=JUNE, reason="Moved", actor=SYSTEM)
    (open_row,) = AccessGrant.objects.known()
    assert open_row.interval == DateInterval(START, JUNE)
    (known_before,) = AccessGrant.objects.known(datetime(2025, 4, 1, tzinfo=UTC))
    assert known_before.interval == DateInterval(START, None)
    assert [row.action for row in list_trail(viewer=SYSTEM)] == ["access.revoke", "access.grant"]


def test_revoking_before_its_first_day_leaves_no_open_row() -> None:
    revoke_access(grant_id=_grant(), on=START, actor=SYSTEM)
    assert not AccessGrant.objects.known().exists()


def test_revoking_twice_says_that_it_is_gone() -> None:
    grant_id = _grant()
    revoke_access(grant_id=grant_id, on=JUNE, actor=SYSTEM)
    with pytest.raises(NotFound, match="no open grant"):
        revoke_access(grant_id=grant_id, on=JUNE, actor=SYSTEM)
    (left,) = AccessGrant.objects.known()
    with pytest.raises(Conflict, match="has ended by 2025-06-01"):
        revoke_access(grant_id=left.pk, on=JUNE, actor=SYSTEM)


@pytest.mark.usefixtures("world")
def test_nobody_changes_their_own_rights(administrator: Viewer) -> None:
    User.objects.create(pk=900, username="admin", display_name="Admin")
    for principal in ("user:900", "post:77"):
        with clock.travel(datetime(2025, 2, 1, tzinfo=UTC)), pytest.raises(Forbidden) as caught:
            _grant(principal=principal, actor=administrator)
        assert caught.value.code == "access.own_grant"


def test_administrator_grants_only_inside_their_scope(administrator: Viewer) -> None:
    _grant(actor=administrator)
    for role, scope in (
        ("auditor", "all"),
        ("auditor", "unit:13"),
        ("youth_officer", "line:12"),
    ):
        with pytest.raises(Forbidden) as caught:
            _grant(role=role, scope=scope, actor=administrator)
        assert caught.value.code == "access.outside_scope"


def test_revoking_outside_the_scope_is_refused(administrator: Viewer) -> None:
    grant_id = _grant(scope="unit:13")
    with pytest.raises(Forbidden):
        revoke_access(grant_id=grant_id, on=JUNE, actor=administrator)
    assert AccessGrant.objects.known().get().interval == DateInterval(START, None)


@pytest.mark.parametrize("use", ["grant", "revoke", "list"])
def test_managing_access_needs_the_permission(use: str) -> None:
    outsider = Viewer(name="outsider", user_id=3)
    calls: dict[str, Callable[[], object]] = {
        "grant": lambda: _grant(actor=outsider),
        "revoke": lambda: revoke_access(grant_id=1, on=JUNE, actor=outsider),
        "list": lambda: list_grants(viewer=outsider, on=JUNE),
    }
    with pytest.raises(DomainError) as caught:
        calls[use]()
    assert caught.value.code == "access.forbidden"


def test_list_shows_grants_of_the_day_inside_the_scope(administrator: Viewer) -> None:
    inside = _grant()
    _grant(scope="unit:13")
    _grant(principal="post:6", valid_until=JUNE)
    assert [row.id for row in list_grants(viewer=administrator, on=JUNE)] == [inside]
    assert len(list_grants(viewer=SYSTEM, on=START)) == 3
    assert list_grants(viewer=SYSTEM, on=START, principal="post:6")[0].valid == DateInterval(
        START, JUNE
    )
