"""How many delegates each chapter sends: apportionment, every step shown, ties reported.

Pure: whole numbers in, frozen dataclasses out, exact fractions between. Methods and their names
after M. L. Balinski and H. P. Young, *Fair Representation* (2nd ed., 2001): largest remainders
(Hamilton) with the quotas of Hare and Droop; the divisor methods of Sainte-Lague (Webster),
D'Hondt (Jefferson), Adams, and Huntington-Hill. Two rules of practice stand beside them: so many
delegates each and the rest in proportion, and a fixed number by size band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

MOST_SEATS = 10_000
MOST_CLAIMS = 10_000


class Method(StrEnum):
    """How seats follow weights."""

    HARE = "hare"
    DROOP = "droop"
    SAINTE_LAGUE = "sainte_lague"
    DHONDT = "dhondt"
    ADAMS = "adams"
    HUNTINGTON_HILL = "huntington_hill"

    @property
    def is_divisor(self) -> bool:
        """Divisor methods never take a seat away when there is one more to give."""
        return self not in (Method.HARE, Method.DROOP)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who asks for seats: an identity and a weight (members), never negative."""

    key: int
    weight: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one claim gets, and why.

    `base` seats everybody has; `whole` by the quota, or won by quotients; `extra` by the
    remainder. `quotient` is weight / quota for remainders; for divisors the last quotient that won
    (None: none did). `remainder` is what is left of the quotient, or the next quotient, which did
    not win. Huntington-Hill's quotients are given squared, so that they stay exact.
    """

    key: int
    weight: int
    base: int
    whole: int
    extra: int
    quotient: Fraction | None
    remainder: Fraction | None

    @property
    def seats(self) -> int:
        return self.base + self.whole + self.extra


@dataclass(frozen=True, slots=True)
class Award:
    """One seat of a divisor method, in the order given: who won it with which quotient (None:
    the first seat of Adams and of Huntington-Hill, whose quotient is infinite)."""

    number: int
    key: int
    quotient: Fraction | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Claims with equal right to fewer seats than they are. Nobody gets these until lots decide."""

    keys: tuple[int, ...]
    seats: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """The result: shares in the order of the claims. `quota` for remainders only; `awards` for
    divisors only; `tie` leaves its seats open."""

    method: Method | None
    seats: int
    shares: tuple[Share, ...]
    quota: Fraction | None = None
    awards: tuple[Award, ...] = ()
    tie: Tie | None = None

    @property
    def given(self) -> int:
        return sum(share.seats for share in self.shares)

    def seats_of(self, key: int) -> int:
        return next(share.seats for share in self.shares if share.key == key)


def allocate(
    claims: Sequence[Claim],
    seats: int,
    method: Method,
    *,
    base: int = 0,
    lots: Sequence[int] = (),
) -> Allocation:
    """`seats` seats by weight, after `base` for each claim with any weight at all.

    `lots`: keys in the order drawn; a tie among keys that were all drawn is settled by it, any
    other is reported. Raises ValueError for numbers that make no sense; see `check`.
    """
    check(claims, seats, base)
    weighty = [claim for claim in claims if claim.weight > 0]
    rest = seats - base * len(weighty)
    if method.is_divisor:
        found = _by_divisors(weighty, rest, method, base, lots)
    else:
        found = _by_remainders(weighty, rest, method, base, lots)
    shares = {share.key: share for share in found.shares}
    every = tuple(
        shares.get(claim.key, Share(claim.key, 0, 0, 0, 0, None, None)) for claim in claims
    )
    return Allocation(method, seats, every, found.quota, found.awards, found.tie)


def check(claims: Sequence[Claim], seats: int, base: int = 0) -> None:
    """Raise ValueError, its text naming the trouble, for what cannot be apportioned."""
    if not claims or len(claims) > MOST_CLAIMS:
        raise ValueError("claims")
    if len({claim.key for claim in claims}) < len(claims):
        raise ValueError("twice")
    if any(claim.weight < 0 for claim in claims) or not any(claim.weight for claim in claims):
        raise ValueError("weights")
    if not 1 <= seats <= MOST_SEATS:
        raise ValueError("seats")
    if base < 0 or base * sum(claim.weight > 0 for claim in claims) > seats:
        raise ValueError("base")


def allocate_by_bands(claims: Sequence[Claim], bands: Sequence[tuple[int, int]]) -> Allocation:
    """As many seats as the size band says: pairs of `members from` and `seats`, ascending.

    The total follows from the bands; below the first band there are no seats.
    """
    starts = [start for start, _seats in bands]
    if not bands or starts != sorted(set(starts)) or any(n < 0 for pair in bands for n in pair):
        raise ValueError("bands")
    if not claims or len({claim.key for claim in claims}) < len(claims):
        raise ValueError("twice")
    shares = []
    for claim in claims:
        reached = [seats for start, seats in bands if claim.weight >= start]
        shares.append(Share(claim.key, claim.weight, 0, (reached or [0])[-1], 0, None, None))
    return Allocation(None, sum(share.seats for share in shares), tuple(shares))


def quota_of(method: Method, weight: int, seats: int) -> Fraction:
    """Hare: weight / seats. Droop: the least whole number that `seats + 1` can never all reach."""
    if method is Method.DROOP:
        return Fraction(weight // (seats + 1) + 1)
    return Fraction(weight, seats)


def _by_remainders(
    claims: Sequence[Claim], seats: int, method: Method, base: int, lots: Sequence[int]
) -> Allocation:
    """Whole quotas first; what is left goes to the largest remainders, one each."""
    if not seats:
        return _only_base(claims, base)
    quota = quota_of(method, sum(claim.weight for claim in claims), seats)
    quotients = {claim.key: claim.weight / quota for claim in claims}
    whole = {key: int(quotient) for key, quotient in quotients.items()}
    remainders = {key: quotients[key] - whole[key] for key in quotients}
    left = seats - sum(whole.values())
    # Droop's quota is rounded up: with hardly more members than seats a round for all comes first.
    for key in whole:
        whole[key] += left // len(claims)
    left %= len(claims)
    winners, tie = _first(remainders, left, lots)
    return Allocation(
        method,
        seats,
        tuple(
            Share(
                claim.key,
                claim.weight,
                base,
                whole[claim.key],
                int(claim.key in winners),
                quotients[claim.key],
                remainders[claim.key],
            )
            for claim in claims
        ),
        quota,
        (),
        tie,
    )


def _by_divisors(
    claims: Sequence[Claim], seats: int, method: Method, base: int, lots: Sequence[int]
) -> Allocation:
    """One seat after the other to the largest quotient. All who share it win while seats last."""
    held = {claim.key: 0 for claim in claims}
    weights = {claim.key: claim.weight for claim in claims}
    last: dict[int, Fraction | None] = {}
    awards: list[Award] = []
    tie: Tie | None = None
    asked = {key: _priority(method, weights[key], 0) for key in held}
    while len(awards) < seats and tie is None:
        best = max(asked.values())
        level = {key: best[1] for key in held if asked[key] == best}
        winners, tie = _first(level, min(seats - len(awards), len(level)), lots)
        for key in (key for key in level if key in winners):
            last[key] = None if best[0] else best[1]
            awards.append(Award(len(awards) + 1, key, last[key]))
            held[key] += 1
            asked[key] = _priority(method, weights[key], held[key])
    return Allocation(
        method,
        seats,
        tuple(
            Share(
                claim.key,
                claim.weight,
                base,
                held[claim.key],
                0,
                last.get(claim.key),
                None if asked[claim.key][0] else asked[claim.key][1],
            )
            for claim in claims
        ),
        None,
        tuple(awards),
        tie,
    )


def _priority(method: Method, weight: int, held: int) -> tuple[int, Fraction]:
    """The right to one more seat: (1, weight) is infinite, the larger weight before the smaller."""
    match method:
        case Method.SAINTE_LAGUE:
            return 0, Fraction(weight, 2 * held + 1)
        case Method.DHONDT:
            return 0, Fraction(weight, held + 1)
        case Method.ADAMS if held:
            return 0, Fraction(weight, held)
        case Method.HUNTINGTON_HILL if held:
            return 0, Fraction(weight * weight, held * (held + 1))
    return 1, Fraction(weight)


def _first(
    rights: dict[int, Fraction], seats: int, lots: Sequence[int]
) -> tuple[set[int], Tie | None]:
    """The `seats` keys of largest right. Where the last of them share theirs with others, lots
    decide; without lots of all of them the seats stay open and the tie is reported."""
    ordered = sorted(rights, key=lambda key: -rights[key])
    if seats >= len(ordered):
        return set(ordered), None
    if not seats:
        return set(), None
    edge = rights[ordered[seats - 1]]
    sure = {key for key in ordered if rights[key] > edge}
    level = [key for key in ordered if rights[key] == edge]
    open_seats = seats - len(sure)
    if open_seats == len(level):
        return sure | set(level), None
    if set(level) <= set(lots):
        drawn = [key for key in lots if key in set(level)]
        return sure | set(drawn[:open_seats]), None
    return sure, Tie(tuple(sorted(level)), open_seats)


def _only_base(claims: Sequence[Claim], base: int) -> Allocation:
    shares = tuple(Share(claim.key, claim.weight, base, 0, 0, None, None) for claim in claims)
    return Allocation(None, 0, shares)
