"""Codes on paper slips: how they look, how hard they are to guess, and what is kept of them.

Sixteen digits in groups of four: fifteen drawn at random and one that checks them. Digits, because
phones offer a large keypad for them and Vietnamese typing turns letters into others. 10^15 codes
are 49.8 bits. The check digit tells a typing error from a guess.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from math import log2

from django.utils.crypto import salted_hmac

from kiem.domain.elections.errors import code_misshapen

DRAWN_DIGITS = 15
LENGTH = DRAWN_DIGITS + 1
GROUP = 4
ENTROPY_BITS = DRAWN_DIGITS * log2(10)
_KEY_LETTERS = 32


def draw(count: int) -> list[str]:
    """So many different codes from the machine's source of randomness."""
    found: set[str] = set()
    while len(found) < count:
        digits = "".join(secrets.choice("0123456789") for _ in range(DRAWN_DIGITS))
        found.add(digits + check_digit(digits))
    codes = list(found)
    secrets.SystemRandom().shuffle(codes)
    return codes


def check_digit(digits: str) -> str:
    """The digit that makes every second one, doubled, and the others add up to tens (ISO/IEC
    7812-1): it finds any one wrong digit and nearly every pair that changed places."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def read_code(text: str) -> str:
    """The digits of a code as typed. Raises InvalidInput for a number that is none."""
    digits = "".join(text.replace("-", " ").replace(".", " ").split())
    is_number = digits.isascii() and digits.isdigit() and len(digits) == LENGTH
    if not is_number or check_digit(digits[:-1]) != digits[-1]:
        raise code_misshapen(LENGTH)
    return digits


def written(code: str) -> str:
    """`4829 1730 5664 1187`, for reading."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def key_of(code: str) -> str:
    """What is kept of a code: a hash keyed by the installation's secret, which is not in the
    database. Without that secret nobody finds the code, however fast the machine."""
    return salted_hmac("kiem.ballot_code", code, algorithm="sha256").hexdigest()[:_KEY_LETTERS]


def keys_of(codes: Collection[str]) -> list[str]:
    """Sorted by themselves: their order says nothing about the sheet."""
    return sorted(key_of(code) for code in codes)
