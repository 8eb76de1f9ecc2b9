"""Groups that results are broken down by: bands of size and of the share of dual holders.

Bounds are ours, no regulation's: chosen so that the 126 commune units fall into all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_noop as _

# Lower bound in people -> name.
SIZE_BANDS: Mapping[int, str] = {
    0: _("fewer than 20 people"),
    20: _("20 to 49 people"),
    50: _("50 to 99 people"),
    100: _("100 people or more"),
}
# Lower bound in per cent of the staff -> name.
DUAL_BANDS: Mapping[int, str] = {
    0: _("under 5 % dual holders"),
    5: _("5 to under 10 % dual holders"),
    10: _("10 to under 15 % dual holders"),
    15: _("15 % dual holders or more"),
}

# What a person is counted as in an anonymous survey -> name.
IS_DUAL: Mapping[str, str] = {
    "yes": _("dual holders"),
    "no": _("people without an office"),
}
REMAINDER = _("not shown by itself")


def size_band(staff: int) -> int:
    """The lower bound of the band a number of people falls into."""
    return max(low for low in SIZE_BANDS if low <= staff)


def dual_band(dual_holders: int, staff: int) -> int:
    """The lower bound, in per cent, of the band; a unit without staff is in the lowest."""
    if not staff:
        return 0
    return max(low for low in DUAL_BANDS if low * staff <= 100 * dual_holders)


def size_sql(alias: str) -> str:
    """`size_band` of a target's columns, as an expression."""
    return _cases([(f"{alias}.staff >= {low}", low) for low in SIZE_BANDS])


def dual_sql(alias: str) -> str:
    """`dual_band` of a target's columns, as an expression."""
    return _cases(
        [
            (f"{alias}.staff > 0 AND {low} * {alias}.staff <= 100 * {alias}.dual_holders", low)
            for low in DUAL_BANDS
        ]
    )


def _cases(bands: Sequence[tuple[str, int]]) -> str:
    whens = " ".join(f"WHEN {holds} THEN {low}" for holds, low in reversed(bands))
    return f"CASE {whens} ELSE 0 END"
