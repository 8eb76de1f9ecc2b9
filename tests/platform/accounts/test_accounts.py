"""Creating and changing accounts."""

from __future__ import annotations

from datetime import date

import pytest
from tests.platform.accounts.conftest import PASSWORD

from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.accounts import (
    create_account,
    deactivate_account,
    list_personas,
    set_language,
    set_password,
)
from kiem.platform.accounts.models import User
from kiem.platform.audit import list_trail
from kiem.platform.kernel.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from kiem.platform.kernel.installation import mark_sample, unmark_sample

pytestmark = pytest.mark.django_db
OTHER_PASSWORD = "nine blue herons fly"


def _create(**changes: object) -> int:
    values: dict[str, object] = {
        "username": "binh",
        "display_name": "Bình (invented)",
        "password": PASSWORD,
        "actor": SYSTEM,
        **changes,
    }
    return create_account(**values)  # type: ignore[arg-type]


def test_account_is_stored_under_its_normal_name_with_argon2() -> None:
    user = User.objects.get(pk=_create(username=" BÌNH.2 "))
    assert user.username == "bình.2"
    assert user.password.startswith("argon2$argon2id$")
    assert [row.action for row in list_trail(viewer=SYSTEM)] == ["accounts.create"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"username": "a b"}, "accounts.bad_username"),
        ({"username": ""}, "accounts.bad_username"),
        ({"username": "x" * 81}, "accounts.bad_username"),
        ({"password": "short"}, "accounts.weak_password"),
        ({"password": "q1w2e3r4t5y6"}, "accounts.weak_password"),
        ({"password": "binh (invented)"}, "accounts.weak_password"),
        ({"language": "fr"}, "accounts.unknown_language"),
    ],
)
def test_impossible_account_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        _create(**changes)
    assert caught.value.code == code
    assert not User.objects.exists()


def test_taken_name_is_refused_whatever_its_case() -> None:
    _create()
    with pytest.raises(Conflict, match="'binh' is taken"):
        _create(username="BINH")


def test_person_has_one_account() -> None:
    _create(person_id=7)
    with pytest.raises(Conflict, match="Person 7 has an account"):
        _create(username="other", person_id=7)


def test_sample_account_is_refused_among_real_people() -> None:
    with pytest.raises(Forbidden, match="every person is invented"):
        _create(is_sample=True)


def test_personas_are_listed_only_in_sample_data() -> None:
    mark_sample(until=date(2025, 10, 23))
    persona = _create(is_sample=True, password=None)
    _create(username="real")
    assert [p.user_id for p in list_personas()] == [persona]
    unmark_sample()
    assert list_personas() == []


def test_own_password_may_be_set_and_anothers_not() -> None:
    mine, other = _create(), _create(username="other")
    me = Viewer(name="binh", user_id=mine)
    set_password(user_id=mine, password=OTHER_PASSWORD, actor=me)
    assert User.objects.get(pk=mine).check_password(OTHER_PASSWORD)
    with pytest.raises(Forbidden):
        set_password(user_id=other, password=OTHER_PASSWORD, actor=me)
    assert User.objects.get(pk=other).check_password(PASSWORD)


def test_deactivating_twice_is_recorded_once() -> None:
    user_id = _create()
    for _ in range(2):
        deactivate_account(user_id=user_id, reason="Left the service", actor=SYSTEM)
    assert User.objects.get(pk=user_id).is_active is False
    actions = [row.action for row in list_trail(viewer=SYSTEM)]
    assert actions == ["accounts.deactivate", "accounts.create"]


def test_unknown_account_is_not_found() -> None:
    with pytest.raises(NotFound):
        deactivate_account(user_id=4711, actor=SYSTEM)


def test_language_is_kept_or_refused() -> None:
    user_id = _create()
    set_language(user_id=user_id, language="en")
    with pytest.raises(DomainError):
        set_language(user_id=user_id, language="xx")
    assert User.objects.get(pk=user_id).language == "en"


def test_creating_accounts_needs_the_permission() -> None:
    with pytest.raises(Forbidden):
        _create(actor=Viewer(name="nobody", user_id=3))
