"""How many candidates a list has beside the seats (bầu cử có số dư). Pure and exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kiem.domain.elections.rules import ElectionRule


@dataclass(frozen=True, slots=True)
class Surplus:
    """The rule for a contest: at least `least` and at most `most` more candidates than seats.

    `letter`: that of the value the list is measured by; the weakest of those used.
    """

    seats: int
    least: int
    most: int
    letter: str

    def is_kept_by(self, candidates: int) -> bool:
        return self.least <= candidates - self.seats <= self.most


_WEAKEST_FIRST = "EMSC"


def surplus_for(seats: int, rules: Mapping[str, ElectionRule]) -> Surplus | None:
    """The rule for so many seats, or None where it asks for none.

    The greatest surplus is a share of the seats, rounded up, and never less than the least.
    """
    wanted = [rules.get(f"surplus_{part}") for part in ("from_seats", "least", "most_share")]
    first, least, most = wanted
    if first is None or least is None or most is None or seats < int(first.value):
        return None
    share = Fraction(most.value) * seats
    letters = [rule.letter.value for rule in wanted if rule is not None]
    return Surplus(
        seats,
        int(least.value),
        max(int(least.value), -(-share.numerator // share.denominator)),
        min(letters, key=_WEAKEST_FIRST.index),
    )
