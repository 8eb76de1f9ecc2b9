"""Slows down guessing: a few attempts a quarter of an hour, counted in the database.

An attempt is counted before it is judged, in one statement, so that many at once cannot slip
through together. The window is fixed: attempts made while waiting do not prolong the wait, or
anybody could keep anybody else out for ever.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from kiem.platform.accounts import errors
from kiem.platform.accounts.models import Throttle
from kiem.platform.kernel import clock

WINDOW = timedelta(minutes=15)
ACCOUNT_ATTEMPTS = 5
OWN_ATTEMPTS = 5
ADDRESS_ATTEMPTS = 50  # many people can share one address
CODE_ATTEMPTS = 500  # codes nobody drew, from all addresses together


@dataclass(frozen=True, slots=True)
class Attempt:
    """Counted attempts, to be forgiven when the credentials turn out right."""

    account_key: str
    address_key: str


def count_sign_in(username: str, address: str) -> Attempt:
    """Count an attempt to sign in. Raises TooManyAttempts when account or address had its share.

    Unknown names are counted as known ones are: the answer says nothing about who has an account.
    """
    attempt = Attempt(_key("account", username), _key("address", _network(address)))
    now = clock.now()
    _count(attempt.address_key, ADDRESS_ATTEMPTS, now)
    _count(attempt.account_key, ACCOUNT_ATTEMPTS, now)
    return attempt


def count_own(what: str, user_id: int) -> str:
    """Count an attempt at a known account's `factor` or `password`; returns the key to forget."""
    key = _key(what, str(user_id))
    _count(key, OWN_ATTEMPTS, clock.now())
    return key


def count_wrong_token(address: str) -> None:
    """Count a token that was wrong. Raises TooManyAttempts when the address had its share.

    Counted apart from sign-ins: a program with an old token keeps nobody from signing in.
    """
    _count(_key("token", _network(address)), ADDRESS_ATTEMPTS, clock.now())


def count_code(address: str) -> tuple[str, str]:
    """Count a code of a ballot before it is looked up; returns the keys to give back if it is one.

    Raises TooManyAttempts when the address, or all addresses together, had their share.
    """
    keys = _key("code", _network(address)), _key("code", "everybody")
    _count(keys[0], ADDRESS_ATTEMPTS, clock.now())
    _count(keys[1], CODE_ATTEMPTS, clock.now())
    return keys


def give_back(keys: Collection[str]) -> None:
    """The attempts were not guesses: they count no longer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_throttle SET attempts = attempts - 1"
            " WHERE key = ANY (%s) AND attempts > 0",
            [list(keys)],
        )


def forgive(attempt: Attempt) -> None:
    """The credentials were right: the account starts afresh, the address gets this attempt back."""
    forget(attempt.account_key)
    give_back([attempt.address_key])


def forget(key: str) -> None:
    Throttle.objects.filter(key=key).delete()


def purge_throttles() -> int:
    """Delete counts whose window has passed; returns how many."""
    return Throttle.objects.filter(started_at__lte=clock.now() - WINDOW).delete()[0]


def _count(key: str, limit: int, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_throttle AS kept (key, attempts, started_at)
            VALUES (%(key)s, 1, %(now)s)
            ON CONFLICT (key) DO UPDATE SET
                attempts = CASE WHEN kept.started_at <= %(past)s THEN 1
                                ELSE least(kept.attempts + 1, %(limit)s + 1) END,
                started_at = CASE WHEN kept.started_at <= %(past)s THEN %(now)s
                                  ELSE kept.started_at END
            RETURNING attempts, started_at
            """,
            {"key": key, "now": now, "past": now - WINDOW, "limit": limit},
        )
        attempts, started_at = cursor.fetchone()
    if attempts > limit:
        left = started_at + WINDOW - now
        raise errors.too_many_attempts(max(1, math.ceil(left / timedelta(minutes=1))))


def _key(kind: str, value: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{kind}:{value}".encode(), hashlib.sha256)
    return f"{kind}:{digest.hexdigest()[:40]}"


def _network(address: str) -> str:
    """The address, or for IPv6 its /64: whoever has one address there has them all."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(parsed)
