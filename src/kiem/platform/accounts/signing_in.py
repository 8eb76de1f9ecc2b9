"""Signing in and out: password, second factor, session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import auth
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from kiem.platform import audit
from kiem.platform.access.viewer import Viewer
from kiem.platform.accounts import errors, throttling
from kiem.platform.accounts.actions import set_password
from kiem.platform.accounts.factors import accept_code
from kiem.platform.accounts.models import SecondFactor, User
from kiem.platform.accounts.names import normal_username
from kiem.platform.kernel import clock
from kiem.platform.kernel.installation import read_installation

FACTOR_TIME = timedelta(minutes=5)
_BACKEND = "kiem.platform.accounts.backend.AccountBackend"
_WAITING = "accounts.waiting_for_factor"


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a correct password led to: signed in, or waiting for a code."""

    user_id: int
    needs_factor: bool
    language: str


def sign_in(request: HttpRequest, *, username: str, password: str, address: str) -> SignIn:
    """Judge user name and password; open a session, or wait for the second factor.

    Raises InvalidInput (one message for every wrong pair, in the same time) or TooManyAttempts.
    The session gets a new key either way, so that one planted before is worth nothing.
    """
    name = normal_username(username)
    attempt = throttling.count_sign_in(name, address)
    user = _judge(name, password)
    throttling.forgive(attempt)
    if SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists():
        request.session.flush()
        request.session[_WAITING] = {"user": user.pk, "since": clock.now().timestamp()}
        return SignIn(user.pk, True, user.language)
    _open_session(request, user, "accounts.sign_in")
    return SignIn(user.pk, False, user.language)


def finish_sign_in(request: HttpRequest, *, code: str) -> SignIn:
    """The second step: a code within five minutes of the password.

    Raises Conflict when that has passed, InvalidInput or TooManyAttempts for the code.
    """
    user = _waiting_user(request)
    accept_code(user_id=user.pk, code=code)
    del request.session[_WAITING]
    _open_session(request, user, "accounts.sign_in")
    return SignIn(user.pk, False, user.language)


def waits_for_factor(request: HttpRequest) -> bool:
    return _WAITING in request.session


def enter_persona(request: HttpRequest, *, user_id: int) -> SignIn:
    """Sign in as a persona of the sample data, without password.

    Raises Forbidden unless every person in the database is invented, NotFound for any account
    that is not a persona.
    """
    if not read_installation().is_sample:
        raise errors.not_sample_data()
    user = User.objects.filter(pk=user_id, is_sample=True, is_active=True).first()
    if user is None:
        raise errors.no_persona()
    _open_session(request, user, "accounts.enter_persona")
    return SignIn(user.pk, False, user.language)


def change_password(request: HttpRequest, *, current: str, password: str) -> None:
    """Replace the signed-in account's password; this session goes on under a new key.

    Raises InvalidInput for a wrong present password (field `current`) or a weak new one
    (`password`), TooManyAttempts after five within a quarter of an hour.
    """
    user = request.user
    if not isinstance(user, User):
        raise errors.sign_in_expired()
    key = throttling.count_own("password", user.pk)
    if not check_password(current, user.password):
        raise errors.wrong_password()
    viewer = Viewer(name=user.username, user_id=user.pk, person_id=user.person_id)
    set_password(user_id=user.pk, password=password, actor=viewer)
    throttling.forget(key)
    user.refresh_from_db()
    auth.update_session_auth_hash(request, user)


def has_password(user_id: int) -> bool:
    """Whether the account can sign in by password at all; personas cannot."""
    user = User.objects.filter(pk=user_id).first()
    return user is not None and user.has_usable_password()


def sign_out(request: HttpRequest) -> None:
    """End the session: its row is deleted, its key worth nothing. Repeats change nothing."""
    auth.logout(request)


def _judge(name: str, password: str) -> User:
    """The account, or InvalidInput. Hashes exactly one password whatever is wrong."""
    user = User.objects.filter(username=name).first()
    if user is None:
        make_password(password)
        raise errors.wrong_credentials()
    matches = check_password(password, user.password, setter=_rehash(user))
    if not (matches and user.is_active):
        raise errors.wrong_credentials()
    return user


def _rehash(user: User) -> Callable[[str], None]:
    def store(password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    return store


def _waiting_user(request: HttpRequest) -> User:
    waiting = request.session.get(_WAITING)
    if waiting is not None:
        age_s = clock.now().timestamp() - waiting["since"]
        user = User.objects.filter(pk=waiting["user"], is_active=True).first()
        if user is not None and 0 <= age_s <= FACTOR_TIME.total_seconds():
            return user
    request.session.pop(_WAITING, None)
    raise errors.sign_in_expired()


def _open_session(request: HttpRequest, user: User, action: str) -> None:
    """Empty what was there before, then let Django rotate the key and bind it to the password."""
    request.session.flush()
    auth.login(request, user, backend=_BACKEND)
    viewer = Viewer(name=user.username, user_id=user.pk, person_id=user.person_id)
    audit.record(action=action, actor=viewer, subject=f"user:{user.pk}")
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    throttling.purge_throttles()
