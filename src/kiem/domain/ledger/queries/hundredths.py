"""Hours are whole hundredths inside the ledger, so that sums agree to the last digit wherever they
are made, and become decimals at its edge."""

from __future__ import annotations


def divide(numerator: int, denominator: int) -> int:
    """Rounded to the nearest whole number, halves up; neither is negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def to_hours(hundredths: int) -> float:
    """Hours: the float closest to the two decimals, which prints as them."""
    return hundredths / 100


def to_ratio(numerator: int, denominator: int) -> float | None:
    """A ratio such as the load; None where there is nothing to compare with."""
    return numerator / denominator if denominator else None
