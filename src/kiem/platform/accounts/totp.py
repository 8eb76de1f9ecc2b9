"""Time-based one-time passwords (RFC 6238: SHA-1, six digits, 30 seconds, as every app speaks)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp
import segno
from django.conf import settings

STEP_S = 30
ISSUER = "Kiem"
_RECOVERY_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 signs, none like another
RECOVERY_CODES = 10


def new_salt() -> str:
    return secrets.token_hex(32)


def secret_of(salt: str) -> str:
    """The shared secret, 160 bits in base 32, from the installation's secret key and the salt."""
    key = hmac.new(settings.SECRET_KEY.encode(), f"totp:{salt}".encode(), hashlib.sha256)
    return base64.b32encode(key.digest()[:20]).decode()


def provisioning_uri(secret: str, username: str) -> str:
    return str(pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER))


def qr_svg(uri: str) -> str:
    """The QR code as one `<svg>` element without style or script, black on white in every theme."""
    code = segno.make(uri, error="m")
    return str(code.svg_inline(scale=5, border=4, light="#fff", dark="#000", svgclass="qr"))


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step whose code this is: now, one before or one after; None if none.

    All three are compared in constant time, whichever matches.
    """
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // STEP_S
    found = None
    for step in (current - 1, current, current + 1):
        if hmac.compare_digest(str(totp.generate_otp(step)), code):
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Ten codes of ten signs (50 bits each), written `ABCDE-FGH23`."""
    codes = []
    for _ in range(RECOVERY_CODES):
        signs = "".join(secrets.choice(_RECOVERY_ALPHABET) for _ in range(10))
        codes.append(f"{signs[:5]}-{signs[5:]}")
    return codes


def recovery_digest(user_id: int, code: str) -> str:
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(f"recovery:{user_id}:{signs}".encode()).hexdigest()
