"""The second factor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from pytest_django import Settings
from tests.platform.accounts.conftest import PASSWORD

from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.accounts import (
    confirm_factor,
    factor_state,
    finish_sign_in,
    remove_factor,
    reset_factor,
    sign_in,
    start_factor,
    totp,
    waits_for_factor,
)
from kiem.platform.accounts.errors import TooManyAttempts
from kiem.platform.accounts.models import RecoveryCode, SecondFactor
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, Forbidden, InvalidInput

NOON = datetime(2025, 10, 23, 12, tzinfo=UTC)
MakeRequest = Callable[[], HttpRequest]


def _code(secret: str, moment: datetime) -> str:
    return str(pyotp.TOTP(secret).at(moment))


def _own(user_id: int) -> Viewer:
    return Viewer(name="ánh", user_id=user_id)


def _turn_on(account_id: int) -> tuple[str, tuple[str, ...]]:
    """Secret and recovery codes of a factor confirmed at noon."""
    with clock.travel(NOON):
        secret = start_factor(user_id=account_id).secret
        codes = confirm_factor(user_id=account_id, code=_code(secret, NOON), actor=_own(account_id))
    return secret, codes


@pytest.fixture
def secret(account_id: int) -> str:
    return _turn_on(account_id)[0]


def _password(request: HttpRequest) -> bool:
    result = sign_in(request, username="ánh", password=PASSWORD, address="192.0.2.1")
    return result.needs_factor


def test_codes_follow_the_published_test_vector() -> None:
    # RFC 6238, appendix B, SHA-1 at 59 s: 94287082, of which six digits are used.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert totp.matching_step(secret, "287082", datetime.fromtimestamp(59, UTC)) == 1
    assert totp.matching_step(secret, "287083", datetime.fromtimestamp(59, UTC)) is None


@pytest.mark.parametrize(
    ("drift_s", "is_good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_code_is_good_one_step_early_or_late_and_no_more(drift_s: int, is_good: bool) -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    code = _code(secret, NOON + timedelta(seconds=drift_s))
    assert (totp.matching_step(secret, code, NOON) is not None) is is_good


def test_secret_depends_on_the_installation(settings: Settings) -> None:
    settings.SECRET_KEY = "a" * 40
    one = totp.secret_of("salt")
    settings.SECRET_KEY = "b" * 40
    assert totp.secret_of("salt") != one
    assert len(one) == 32


def test_factor_is_not_asked_for_before_it_is_confirmed(
    account_id: int, make_request: MakeRequest
) -> None:
    start_factor(user_id=account_id)
    assert factor_state(account_id).is_on is False
    assert _password(make_request()) is False


def test_wrong_code_does_not_confirm(account_id: int) -> None:
    secret = start_factor(user_id=account_id).secret
    with clock.travel(NOON):
        wrong = _code(secret, NOON + timedelta(hours=1))
        with pytest.raises(InvalidInput) as caught:
            confirm_factor(user_id=account_id, code=wrong, actor=_own(account_id))
    assert caught.value.field == "code"
    assert factor_state(account_id).is_on is False


def test_secret_is_shown_until_confirmed_and_never_again(account_id: int) -> None:
    first = start_factor(user_id=account_id).secret
    assert _turn_on(account_id)[0] == first
    with pytest.raises(Conflict, match="has a second factor already"):
        start_factor(user_id=account_id)


def test_qr_code_is_plain_svg(account_id: int) -> None:
    enrolment = start_factor(user_id=account_id)
    assert enrolment.qr_svg.startswith("<svg")
    assert "style=" not in enrolment.qr_svg
    assert "script" not in enrolment.qr_svg
    assert enrolment.uri.startswith("otpauth://totp/Kiem:")


def test_password_alone_leaves_the_session_closed(secret: str, make_request: MakeRequest) -> None:
    request = make_request()
    assert _password(request) is True
    assert waits_for_factor(request)
    assert SESSION_KEY not in request.session


def test_code_after_the_password_opens_the_session_with_a_new_key(
    account_id: int, secret: str, make_request: MakeRequest
) -> None:
    request = make_request()
    later = NOON + timedelta(minutes=5)
    with clock.travel(later):
        _password(request)
        request.session.save()
        key = request.session.session_key
        finish_sign_in(request, code=_code(secret, later))
    assert request.session[SESSION_KEY] == str(account_id)
    assert request.session.session_key != key
    assert not waits_for_factor(request)


def test_code_is_taken_once(secret: str, make_request: MakeRequest) -> None:
    later = NOON + timedelta(minutes=5)
    with clock.travel(later):
        first, second = make_request(), make_request()
        _password(first)
        finish_sign_in(first, code=_code(secret, later))
        _password(second)
        with pytest.raises(InvalidInput, match="used already"):
            finish_sign_in(second, code=_code(secret, later))


def test_recovery_code_is_taken_once_however_it_is_written(
    account_id: int, make_request: MakeRequest
) -> None:
    _, codes = _turn_on(account_id)
    assert len(set(codes)) == 10
    assert factor_state(account_id).recovery_codes_left == 10
    request, again = make_request(), make_request()
    _password(request)
    finish_sign_in(request, code=codes[3].lower().replace("-", " "))
    assert factor_state(account_id).recovery_codes_left == 9
    _password(again)
    with pytest.raises(InvalidInput):
        finish_sign_in(again, code=codes[3])


def test_recovery_codes_are_stored_as_digests(account_id: int) -> None:
    _, codes = _turn_on(account_id)
    digests = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert {len(digest) for digest in digests} == {64}
    assert not digests & set(codes)


def test_sixth_code_is_refused_even_if_right(secret: str, make_request: MakeRequest) -> None:
    request = make_request()
    later = NOON + timedelta(minutes=1)
    with clock.travel(later):
        _password(request)
        for _ in range(5):
            with pytest.raises(InvalidInput):
                finish_sign_in(request, code="ABCDE-FGH23")
        with pytest.raises(TooManyAttempts):
            finish_sign_in(request, code=_code(secret, later))


def test_waiting_for_the_code_ends_after_five_minutes(
    secret: str, make_request: MakeRequest
) -> None:
    request = make_request()
    with clock.travel(NOON):
        _password(request)
    late = NOON + timedelta(minutes=5, seconds=1)
    with clock.travel(late), pytest.raises(Conflict, match="time for entering the code"):
        finish_sign_in(request, code=_code(secret, late))
    assert not waits_for_factor(request)


def test_removing_takes_a_code(account_id: int, secret: str) -> None:
    later = NOON + timedelta(minutes=5)
    with clock.travel(later):
        with pytest.raises(InvalidInput):
            remove_factor(user_id=account_id, code="ABCDE-FGH23", actor=_own(account_id))
        remove_factor(user_id=account_id, code=_code(secret, later), actor=_own(account_id))
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_reset_is_anothers_to_do(account_id: int, secret: str) -> None:
    with pytest.raises(Forbidden):
        reset_factor(user_id=account_id, reason="lost", actor=_own(account_id))
    reset_factor(user_id=account_id, reason="Phone lost", actor=SYSTEM)
    assert factor_state(account_id).is_on is False
