"""Sets up and removes the second factor of an account."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from kiem.platform import audit
from kiem.platform.access.permissions import Permission
from kiem.platform.access.viewer import Viewer
from kiem.platform.accounts import errors, throttling, totp
from kiem.platform.accounts.actions.accounts import locked_account
from kiem.platform.accounts.factors import accept_code
from kiem.platform.accounts.models import RecoveryCode, SecondFactor, User
from kiem.platform.kernel import clock


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app needs: `qr_svg` to scan, `secret` to type, both say the same."""

    secret: str
    uri: str
    qr_svg: str


def start_factor(*, user_id: int) -> Enrolment:
    """Begin, or go on with, setting up a factor. It is not asked for until it is confirmed.

    Raises Conflict when the account has a confirmed factor.
    """
    with transaction.atomic():
        user = locked_account(user_id)
        factor, _ = SecondFactor.objects.get_or_create(
            user=user, defaults={"salt": totp.new_salt()}
        )
        if factor.confirmed_at is not None:
            raise errors.factor_exists()
    secret = totp.secret_of(factor.salt)
    uri = totp.provisioning_uri(secret, user.username)
    return Enrolment(secret, uri, totp.qr_svg(uri))


def confirm_factor(*, user_id: int, code: str, actor: Viewer) -> tuple[str, ...]:
    """Turn the factor on with a first code of the app; the recovery codes, shown this once.

    Raises InvalidInput for a wrong code, TooManyAttempts, Conflict when nothing was started or
    the factor is on already.
    """
    key = throttling.count_own("factor", user_id)
    with transaction.atomic():
        factor = _started(locked_account(user_id))
        step = totp.matching_step(totp.secret_of(factor.salt), code.strip(), clock.now())
        if step is None:
            raise errors.wrong_code()
        factor.confirmed_at, factor.last_step = clock.now(), step
        factor.save(update_fields=["confirmed_at", "last_step"])
        codes = _replace_recovery_codes(user_id)
        audit.record(action="accounts.add_factor", actor=actor, subject=f"user:{user_id}")
    throttling.forget(key)
    return codes


def remove_factor(*, user_id: int, code: str, actor: Viewer) -> None:
    """Turn one's own factor off, which takes a valid code. Raises as `accept_code` does."""
    accept_code(user_id=user_id, code=code)
    _delete(user_id, "accounts.remove_factor", actor)


def reset_factor(*, user_id: int, reason: str, actor: Viewer) -> None:
    """Take away another's factor, for somebody who lost phone and recovery codes."""
    actor.require(Permission.MANAGE_ACCESS)
    if actor.user_id == user_id:
        raise errors.own_factor()
    _delete(user_id, "accounts.reset_factor", actor, reason)


def _delete(user_id: int, action: str, actor: Viewer, reason: str = "") -> None:
    with transaction.atomic():
        user = locked_account(user_id)
        SecondFactor.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        audit.record(action=action, actor=actor, subject=f"user:{user_id}", reason=reason)


def _started(user: User) -> SecondFactor:
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is None:
        raise errors.factor_not_started()
    if factor.confirmed_at is not None:
        raise errors.factor_exists()
    return factor


def _replace_recovery_codes(user_id: int) -> tuple[str, ...]:
    codes = tuple(totp.new_recovery_codes())
    RecoveryCode.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user_id, digest=totp.recovery_digest(user_id, code)) for code in codes
    )
    return codes
