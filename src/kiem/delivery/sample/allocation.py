"""How many people stand where: strengths by rule, since no strength of a unit is published.

Everything here is arithmetic on the facts, without chance; `docs/explanation/sample-data.md` states
the rules in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from math import cos, hypot, radians, sqrt

from kiem.delivery.sample.factbook import CityFacts, Succession, city_facts, number


def apportion(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers in proportion to `weights` that add up to `total` (largest remainders).

    Ties go to the key that sorts first. Raises ValueError without a positive weight.
    """
    whole = sum(weights.values())
    if whole <= 0:
        raise ValueError("apportion() needs at least one positive weight.")
    exact = {key: total * weight / whole for key, weight in weights.items()}
    counts = {key: int(value) for key, value in exact.items()}
    missing = total - sum(counts.values())
    by_remainder = sorted(exact, key=lambda key: (counts[key] - exact[key], key))
    for key in by_remainder[:missing]:
        counts[key] += 1
    return counts


def apportion_at_least(total: int, minimum: int, weights: Mapping[str, float]) -> dict[str, int]:
    """`apportion`, but nobody gets less than `minimum`: who would is fixed there first."""
    fixed: dict[str, int] = {}
    while True:
        rest = {key: weight for key, weight in weights.items() if key not in fixed}
        counts = apportion(total - minimum * len(fixed), rest)
        low = [key for key, count in counts.items() if count < minimum]
        if not low:
            return {key: fixed.get(key, counts.get(key, minimum)) for key in weights}
        fixed.update(dict.fromkeys(low, minimum))


@cache
def strengths() -> dict[str, int]:
    """Staff of each of the 126 units: in proportion to the root of how many former communes met."""
    merged = Counter(link.code for link in city_facts().successions)
    return apportion_at_least(
        number("city", "staff"),
        number("city", "minimum_staff"),
        {commune.code: sqrt(merged[commune.code]) for commune in city_facts().communes},
    )


@cache
def former_strengths() -> dict[str, int]:
    """Staff of each of the 526 former units on 1 January 2025: a ward or town 1.1 of a commune."""
    return apportion(
        number("city", "former_communes_staff"),
        {
            former.code: 1.0 if former.name.startswith("Xã") else 1.1
            for former in city_facts().former_communes
        },
    )


@cache
def principal_successors() -> dict[str, str]:
    """The successor that answers for a former commune.

    It is the one that took over its code; else, among those a second source confirms, the one that
    fewest former communes went into (a larger part of it, then), the lowest code on a tie.
    """
    facts = city_facts()
    merged = Counter(link.code for link in facts.successions)

    def preference(link: Succession) -> tuple[bool, bool, int, str]:
        return (not link.inherits_code, not link.in_second_source, merged[link.code], link.code)

    return {
        former.code: min(facts.successors(former.code), key=preference).code
        for former in facts.former_communes
    }


@cache
def reinforcements() -> dict[str, int]:
    """How many of its district's staff each former commune received on 1 March 2025.

    Together they lift the 526 to the published 11,164; a commune gets more the more its principal
    successor is going to need for each commune it answers for.
    """
    principal = principal_successors()
    answered = Counter(principal.values())
    need = {code: strengths()[target] / answered[target] for code, target in principal.items()}
    return apportion(number("city", "staff") - number("city", "former_communes_staff"), need)


@cache
def district_strengths() -> dict[str, int]:
    """Staff of each district unit: what its communes receive, and those who go to the city."""
    counts = Counter[str]()
    for former in city_facts().former_communes:
        counts[former.district] += reinforcements()[former.code]
    extra = int(number("headquarters", "received_from_each_district"))
    return {district: counts[district] + extra for district in city_facts().districts}


def share_out(staff: int, former_code: str) -> dict[str, int]:
    """Where the staff of a former commune go on 1 July 2025, before levelling.

    Undivided: all to the only successor. Divided: half, rounded up, to the principal successor,
    the others in equal parts by code.
    """
    links = city_facts().successors(former_code)
    principal = principal_successors()[former_code]
    others = sorted(link.code for link in links if link.code != principal)
    if not others:
        return {principal: staff}
    shares = apportion(staff // 2, dict.fromkeys(others, 1.0))
    return {principal: staff - staff // 2, **{code: n for code, n in shares.items() if n}}


def level(inflow: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Moves (from, to) -> people that bring each unit from its inflow to its strength.

    Units above their strength, in order of code, give to the nearest below theirs.
    """
    target = strengths()
    missing = {code: target[code] - inflow.get(code, 0) for code in target}
    moves: Counter[tuple[str, str]] = Counter()
    for giver in sorted(code for code in missing if missing[code] < 0):
        for taker in _by_distance(giver):
            if missing[giver] == 0:
                break
            count = min(-missing[giver], max(0, missing[taker]))
            if count:
                moves[giver, taker] += count
                missing[giver] += count
                missing[taker] -= count
    return dict(moves)


@cache
def _by_distance(code: str) -> tuple[str, ...]:
    """The other communes, nearest first (flat kilometres are exact enough within one city)."""
    facts: CityFacts = city_facts()
    here = next(commune for commune in facts.communes if commune.code == code)

    def distance(latitude: float, longitude: float) -> float:
        east = (longitude - here.longitude) * cos(radians(here.latitude))
        return hypot(east, latitude - here.latitude)

    others = [commune for commune in facts.communes if commune.code != code]
    others.sort(key=lambda c: (distance(c.latitude, c.longitude), c.code))
    return tuple(commune.code for commune in others)
