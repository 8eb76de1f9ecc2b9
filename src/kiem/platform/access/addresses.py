"""From which address a request comes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address throttling counts by.

    `X-Forwarded-For` is believed for as many hops as `KIEM_PROXIES` says, from the right: what
    stands further left was written by the client and may be anything.
    """
    hops: int = settings.TRUSTED_PROXIES
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if hops == 0:
        return direct
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return forwarded[-hops] if len(forwarded) >= hops and forwarded[-hops] else direct
