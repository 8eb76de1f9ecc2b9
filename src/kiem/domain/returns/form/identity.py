"""What a form is: whose, for which month, of which version, made when; with proof it is ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.utils.crypto import constant_time_compare

from kiem.time.month import Month

_SALT = "kiem.return"


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """`made_at`: the moment of knowledge its filled-in lines were read at."""

    organization_id: int
    organization_code: str
    month: Month
    version: int
    made_at: datetime

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """For the hidden sheet, without the hash."""
        return [
            ("form", "kiem-return"),
            ("version", str(self.version)),
            ("organization", str(self.organization_id)),
            ("code", self.organization_code),
            ("month", str(self.month)),
            ("made_at", self.made_at.isoformat()),
        ]

    @property
    def hash(self) -> str:
        """A keyed hash of the pairs: nobody outside can make a form for another chapter."""
        text = "\n".join("=".join(pair) for pair in self.pairs)
        return signing.Signer(salt=_SALT).signature(text)


def read_identity(pairs: dict[str, str]) -> FormIdentity | None:
    """What the hidden sheet says; None unless its hash is ours."""
    try:
        found = FormIdentity(
            int(pairs["organization"]),
            pairs["code"],
            Month.parse(pairs["month"]),
            int(pairs["version"]),
            datetime.fromisoformat(pairs["made_at"]),
        )
    except (KeyError, ValueError):
        return None
    given = pairs.get("hash", "")
    return found if constant_time_compare(given, found.hash) else None
