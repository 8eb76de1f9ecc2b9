"""Invented names in Vietnamese order: family, middle, given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import accumulate
from random import Random

from kiem.delivery.sample.factbook import FOLDER, name_pools
from kiem.platform.kernel.collation import fold

HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class PersonName:
    family: str
    middle: str
    given: str

    @property
    def full(self) -> str:
        return f"{self.family} {self.middle} {self.given}"


def name_hash(full_name: str) -> str:
    """How `excluded_names.txt` writes a name without writing it."""
    return sha256(fold(full_name).encode()).hexdigest()[:HASH_LENGTH]


@cache
def excluded_hashes() -> frozenset[str]:
    return frozenset((FOLDER / "excluded_names.txt").read_text(encoding="ascii").split())


class NameMaker:
    """Draws names from the pools of `names.json`; never one an official in the news bears."""

    def __init__(self, random: Random) -> None:
        pools = name_pools()
        self._random = random
        self._families = list(pools["family_names"])
        self._family_weights = list(accumulate(pools["family_names"].values()))
        self._middle = {"female": pools["female_middle"], "male": pools["male_middle"]}
        self._given = {"female": pools["female_given"], "male": pools["male_given"]}
        self._excluded: dict[tuple[str, str, str], bool] = {}

    def draw(self, sex: str) -> PersonName:
        while True:
            name = PersonName(
                self._random.choices(self._families, cum_weights=self._family_weights)[0],
                self._random.choice(self._middle[sex]),
                self._random.choice(self._given[sex]),
            )
            if name.middle != name.given and not self._is_excluded(name):
                return name

    def _is_excluded(self, name: PersonName) -> bool:
        key = (name.family, name.middle, name.given)
        if key not in self._excluded:
            self._excluded[key] = name_hash(name.full) in excluded_hashes()
        return self._excluded[key]
