"""The facts the sample stands on, typed in or derived; `facts/README.md` says from where."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "facts"


@dataclass(frozen=True, slots=True)
class Commune:
    """One of the 126 communes and wards since 1 July 2025."""

    code: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """One of the 526 communes, wards and towns until 30 June 2025."""

    code: str
    name: str
    district: str


@dataclass(frozen=True, slots=True)
class Succession:
    """A former commune, or a part of it, became part of a commune."""

    former_code: str
    code: str
    inherits_code: bool
    in_second_source: bool


@dataclass(frozen=True, slots=True)
class CityFacts:
    """The units of Hanoi before and after 1 July 2025, each list ordered by code."""

    communes: tuple[Commune, ...]
    former_communes: tuple[FormerCommune, ...]
    successions: tuple[Succession, ...]

    @property
    def districts(self) -> tuple[str, ...]:
        return tuple(sorted({former.district for former in self.former_communes}))

    def successors(self, former_code: str) -> tuple[Succession, ...]:
        return tuple(s for s in self.successions if s.former_code == former_code)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def city_facts() -> CityFacts:
    """The three tables of Hanoi's units, read once."""
    return CityFacts(
        communes=tuple(
            Commune(row["code"], row["name"], float(row["latitude"]), float(row["longitude"]))
            for row in _rows("communes.csv")
        ),
        former_communes=tuple(
            FormerCommune(row["code"], row["name"], row["district"])
            for row in _rows("former_communes.csv")
        ),
        successions=tuple(
            Succession(
                row["former_code"],
                row["code"],
                row["inherits_code"] == "1",
                row["in_second_source"] == "1",
            )
            for row in _rows("successions.csv")
        ),
    )


@cache
def _json(name: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return values


def number(*path: str) -> Any:
    """A value of `force.json`, e.g. `number("city", "staff")`; KeyError when it is not there."""
    place: Any = _json("force.json")
    for part in path:
        place = place[part]
    return place["value"]


def name_pools() -> dict[str, Any]:
    """Family names with shares, and middle and given names by sex."""
    return _json("names.json")
