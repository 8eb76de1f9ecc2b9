"""Invented people: names, ages, sex and rank by the assumed shares of `force.json`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from kiem.delivery.sample.factbook import number
from kiem.delivery.sample.names import NameMaker
from kiem.delivery.sample.plan import PersonPlan

AGES_ON = date(2025, 7, 1)  # the day the shares of ages are told for

# (up to this age, ranks and their shares); assumption, see the documentation of the sample
RANKS: tuple[tuple[int, tuple[tuple[str, float], ...]], ...] = (
    (24, (("sergeant_major", 0.3), ("junior_lieutenant", 0.4), ("lieutenant", 0.3))),
    (29, (("lieutenant", 0.5), ("senior_lieutenant", 0.5))),
    (35, (("senior_lieutenant", 0.4), ("captain", 0.6))),
    (42, (("captain", 0.3), ("major", 0.45), ("lieutenant_colonel", 0.25))),
    (120, (("lieutenant_colonel", 0.65), ("senior_lieutenant_colonel", 0.35))),
)


def command_order(birth_date: date, day: date) -> tuple[bool, date]:
    """Sorts people for command: those of 36 to 52 first, the oldest of them before the others.

    Nobody is given a unit to lead a few years before leaving it.
    """
    age = (day - birth_date).days // 365
    return (not 36 <= age <= 52, birth_date)


class PeopleMaker:
    """Makes people one after the other, numbered from 1; the same seed makes the same people."""

    def __init__(
        self, seed: str, *, ages_on: date = AGES_ON, women_share: float | None = None
    ) -> None:
        """`ages_on`: the day the shares of ages are told for; `women_share`: the facts' if None."""
        self._ages_on = ages_on
        self._random = Random(f"{seed}:people")
        self._names = NameMaker(Random(f"{seed}:names"))
        self._women_share: float = number("women_share") if women_share is None else women_share
        self._bands: list[tuple[float, int, int]] = [tuple(band) for band in number("ages")]
        self._count = 0

    def force(self, count: int, day: date) -> Iterator[PersonPlan]:
        """`count` people of all ages; women are spread evenly, so that every unit has some."""
        share = self._women_share
        for _ in range(count):
            index = self._count
            is_woman = int((index + 1) * share) > int(index * share)
            yield self._make("female" if is_woman else "male", self._birth_date(), day)

    def recruit(self, sex: str, day: date) -> PersonPlan:
        """Somebody of 21 to 25 who joins on `day`."""
        days_old = self._random.randrange(21 * 365 + 10, 26 * 365)
        return self._make(sex, day - timedelta(days=days_old), day)

    def _make(self, sex: str, birth_date: date, day: date) -> PersonPlan:
        self._count += 1
        age = (day - birth_date).days // 365
        ranks = next(ranks for limit, ranks in RANKS if age <= limit)
        rank = self._random.choices(
            [code for code, _ in ranks], weights=[share for _, share in ranks]
        )[0]
        return PersonPlan(self._count, self._names.draw(sex), birth_date, sex, rank)

    def _birth_date(self) -> date:
        _, youngest, oldest = self._random.choices(
            self._bands, weights=[band[0] for band in self._bands]
        )[0]
        age = self._random.randint(youngest, oldest)
        return date(self._ages_on.year - age, self._ages_on.month, self._ages_on.day) - timedelta(
            days=self._random.randrange(365)
        )


def next_rank(rank: str) -> str | None:
    """The rank after `rank` on the ladder this sample uses, or None at its top."""
    ladder = (
        "sergeant_major",
        "junior_lieutenant",
        "lieutenant",
        "senior_lieutenant",
        "captain",
        "major",
        "lieutenant_colonel",
        "senior_lieutenant_colonel",
    )
    index = ladder.index(rank)
    return ladder[index + 1] if index + 1 < len(ladder) else None
