"""Judges second-factor codes."""

from __future__ import annotations

from dataclasses import dataclass

from kiem.platform.accounts import errors, throttling, totp
from kiem.platform.accounts.models import RecoveryCode, SecondFactor
from kiem.platform.kernel import clock


@dataclass(frozen=True, slots=True)
class FactorState:
    """Whether the account has a second factor, and how many recovery codes are left."""

    is_on: bool
    recovery_codes_left: int


def factor_state(user_id: int) -> FactorState:
    is_on = SecondFactor.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists()
    left = RecoveryCode.objects.filter(user_id=user_id, used_at__isnull=True).count()
    return FactorState(is_on, left if is_on else 0)


def accept_code(*, user_id: int, code: str) -> None:
    """Take a code of the app or a recovery code, each of them once.

    Raises InvalidInput for any other, TooManyAttempts after five within a quarter of an hour.
    """
    key = throttling.count_own("factor", user_id)
    typed = "".join(code.split())
    taken = _take_app_code(user_id, typed) if typed.isdigit() else _take_recovery(user_id, typed)
    if not taken:
        raise errors.wrong_code()
    throttling.forget(key)


def _take_app_code(user_id: int, code: str) -> bool:
    factor = SecondFactor.objects.filter(user_id=user_id, confirmed_at__isnull=False).first()
    if factor is None:
        return False
    step = totp.matching_step(totp.secret_of(factor.salt), code, clock.now())
    # The update decides: of two requests with one code, one finds the step still behind.
    return step is not None and bool(
        SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step)
    )


def _take_recovery(user_id: int, code: str) -> bool:
    return bool(
        RecoveryCode.objects.filter(
            user_id=user_id,
            digest=totp.recovery_digest(user_id, code),
            used_at__isnull=True,
        ).update(used_at=clock.now())
    )
