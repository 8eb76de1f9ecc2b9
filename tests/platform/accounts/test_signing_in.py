"""Password, throttling, session."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest
from pytest_django import Settings
from tests.platform.accounts.conftest import PASSWORD
from tests.platform.accounts.hashing import CheapArgon2

from kiem.platform.access import SYSTEM
from kiem.platform.accounts import (
    create_account,
    deactivate_account,
    enter_persona,
    set_password,
    sign_in,
    sign_out,
    throttling,
)
from kiem.platform.accounts.errors import TooManyAttempts
from kiem.platform.accounts.models import Throttle, User
from kiem.platform.audit import list_trail
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Forbidden, InvalidInput, NotFound
from kiem.platform.kernel.installation import mark_sample

NOON = datetime(2025, 10, 23, 12, tzinfo=UTC)
MakeRequest = Callable[[], HttpRequest]


def _try(request: HttpRequest, password: str = PASSWORD, **changes: str) -> object:
    values = {"username": "ánh", "address": "192.0.2.1", **changes}
    return sign_in(request, password=password, **values)


def _fail(request: HttpRequest, times: int, **changes: str) -> None:
    for _ in range(times):
        with pytest.raises(InvalidInput, match="do not belong together"):
            _try(request, "wrong", **changes)


def test_right_password_opens_a_session(account_id: int, make_request: MakeRequest) -> None:
    request = make_request()
    _try(request, username=" ÁNH ")
    assert request.session[SESSION_KEY] == str(account_id)
    assert list_trail(viewer=SYSTEM)[0].action == "accounts.sign_in"


def test_session_key_changes_at_sign_in(account_id: int, make_request: MakeRequest) -> None:
    request = make_request()
    request.session["planted"] = "by somebody else"
    request.session.save()
    before = request.session.session_key
    _try(request)
    assert request.session.session_key != before
    assert "planted" not in request.session
    assert not Session.objects.filter(session_key=before).exists()


def test_wrong_password_unknown_name_and_inactive_account_say_the_same(
    account_id: int, make_request: MakeRequest
) -> None:
    messages = []
    for password, username in (("wrong", "ánh"), (PASSWORD, "nobody")):
        with pytest.raises(InvalidInput) as caught:
            _try(make_request(), password, username=username)
        messages.append(str(caught.value))
    deactivate_account(user_id=account_id, actor=SYSTEM)
    with pytest.raises(InvalidInput) as caught:
        _try(make_request())
    assert messages == [str(caught.value)] * 2


@pytest.mark.parametrize("username", ["ánh", "nobody", "persona"])
def test_every_failure_hashes_one_password(
    username: str,
    account_id: int,
    make_request: MakeRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    create_account(username="persona", display_name="P", password=None, actor=SYSTEM)
    hashed: list[str] = []
    for name in ("encode", "verify"):
        original = getattr(CheapArgon2, name)

        def count(self: CheapArgon2, *args: str, _do: Callable[..., object] = original) -> object:
            hashed.append(args[0])
            return _do(self, *args)

        monkeypatch.setattr(CheapArgon2, name, count)
    with pytest.raises(InvalidInput):
        _try(make_request(), "wrong", username=username)
    assert len(hashed) == 1


def test_old_hash_is_renewed_at_sign_in(
    account_id: int, make_request: MakeRequest, settings: Settings
) -> None:
    cheap = settings.PASSWORD_HASHERS[0]
    settings.PASSWORD_HASHERS = [cheap, "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    old = make_password(PASSWORD, hasher="pbkdf2_sha256")
    User.objects.filter(pk=account_id).update(password=old)
    _try(make_request())
    assert User.objects.get(pk=account_id).password.startswith("argon2$")


def test_sixth_attempt_in_a_quarter_of_an_hour_is_refused_even_if_right(
    account_id: int, make_request: MakeRequest
) -> None:
    with clock.travel(NOON):
        _fail(make_request(), 5)
        with pytest.raises(TooManyAttempts) as caught:
            _try(make_request())
    assert caught.value.status == 429
    assert caught.value.params == {"wait_minutes": 15}


def test_wait_ends_and_is_not_prolonged_by_attempts(
    account_id: int, make_request: MakeRequest
) -> None:
    with clock.travel(NOON):
        _fail(make_request(), 5)
    with clock.travel(NOON + timedelta(minutes=14, seconds=30)):
        with pytest.raises(TooManyAttempts) as caught:
            _try(make_request())
        assert caught.value.params == {"wait_minutes": 1}
    with clock.travel(NOON + timedelta(minutes=15)):
        _try(make_request())


@pytest.mark.django_db
def test_unknown_names_are_throttled_like_known_ones(make_request: MakeRequest) -> None:
    _fail(make_request(), 5, username="nobody")
    with pytest.raises(TooManyAttempts):
        _try(make_request(), username="nobody")


def test_success_forgives_the_account(account_id: int, make_request: MakeRequest) -> None:
    for _ in range(3):
        _fail(make_request(), 4)
        _try(make_request())
    assert not Throttle.objects.filter(key__startswith="account:").exists()


def test_address_is_throttled_over_all_accounts(account_id: int, make_request: MakeRequest) -> None:
    for number in range(throttling.ADDRESS_ATTEMPTS):
        _fail(make_request(), 1, username=f"guess{number}")
    with pytest.raises(TooManyAttempts):
        _try(make_request())
    _try(make_request(), address="192.0.2.2")


@pytest.mark.django_db
def test_ipv6_neighbours_count_as_one_address(make_request: MakeRequest) -> None:
    for number in range(throttling.ADDRESS_ATTEMPTS):
        _fail(make_request(), 1, username=f"guess{number}", address=f"2001:db8::{number:x}")
    with pytest.raises(TooManyAttempts):
        _try(make_request(), address="2001:db8::ffff")


@pytest.mark.django_db
def test_throttle_keeps_neither_name_nor_address(make_request: MakeRequest) -> None:
    _fail(make_request(), 1, username="nobody")
    keys = list(Throttle.objects.order_by("key").values_list("key", flat=True))
    assert [key.partition(":")[0] for key in keys] == ["account", "address"]
    assert not any("nobody" in key or "192.0.2.1" in key for key in keys)


@pytest.mark.django_db(transaction=True)
def test_attempts_at_once_cannot_slip_through(make_request: MakeRequest) -> None:
    refused: list[bool] = []

    def attempt() -> None:
        try:
            _try(make_request(), "wrong", username="nobody")
        except TooManyAttempts:
            refused.append(True)
        except InvalidInput:
            refused.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(refused) == [False] * 5 + [True] * 3


def test_expired_counts_and_sessions_are_swept_at_sign_in(
    account_id: int, make_request: MakeRequest
) -> None:
    with clock.travel(NOON):
        _fail(make_request(), 1, username="nobody")
    Session.objects.create(
        session_key="old", session_data="", expire_date=datetime(2025, 1, 1, tzinfo=UTC)
    )
    _try(make_request())
    assert not Session.objects.filter(session_key="old").exists()
    assert not Throttle.objects.filter(key__startswith="account:").exists()


def test_signing_out_deletes_the_session(account_id: int, make_request: MakeRequest) -> None:
    request = make_request()
    _try(request)
    request.session.save()
    request.user = get_user(request)
    key = request.session.session_key
    assert Session.objects.filter(session_key=key).exists()
    sign_out(request)
    sign_out(request)
    assert not Session.objects.filter(session_key=key).exists()


def test_changed_password_ends_other_sessions(account_id: int, make_request: MakeRequest) -> None:
    request = make_request()
    _try(request)
    assert get_user(request).is_authenticated
    set_password(user_id=account_id, password="nine blue herons fly", actor=SYSTEM)
    assert not get_user(request).is_authenticated


def test_deactivated_account_loses_its_session(account_id: int, make_request: MakeRequest) -> None:
    request = make_request()
    _try(request)
    deactivate_account(user_id=account_id, actor=SYSTEM)
    assert not get_user(request).is_authenticated


def test_persona_is_entered_only_where_people_are_invented(
    account_id: int, make_request: MakeRequest
) -> None:
    request = make_request()
    with pytest.raises(Forbidden):
        enter_persona(request, user_id=account_id)
    mark_sample(until=date(2025, 10, 23))
    with pytest.raises(NotFound):
        enter_persona(request, user_id=account_id)
    persona = create_account(
        username="p", display_name="P", password=None, is_sample=True, actor=SYSTEM
    )
    enter_persona(request, user_id=persona)
    assert request.session[SESSION_KEY] == str(persona)
