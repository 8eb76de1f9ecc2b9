"""What a decision does beyond the register: limits it breaks, hours it moves.

The register knows neither rules nor hours. The app that does says at start how they are asked;
without one a preview shows facts only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number a rule asks for, with what is needed to cite it. `letter`: C, S, E or M."""

    value: float
    rule_id: str
    letter: str
    source_vi: str
    source_en: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`quorum_percent`: a committee decides while more than this share of its seats is held;
    `fewest_members`: type of organisation -> members it needs."""

    quorum_percent: Threshold | None = None
    fewest_members: Mapping[str, Threshold] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """What one office or seat entitles to in a month, in hours; no letters: not regulated."""

    post_id: int
    release_hours: float
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonHours:
    """One person's month: hours available, of the line post, of offices, released for them.

    `load`: demanded over available hours, None without any; `status`: within, strained,
    overloaded.
    """

    month: date
    available_hours: float
    line_hours: float
    office_hours: float
    release_hours: float
    uncovered_hours: float
    load: float | None
    status: str
    offices: tuple[OfficeHours, ...]


class EffectsKeeper(Protocol):
    """What the ledger offers. It looks at the state it finds: the present one, or a rehearsed."""

    def thresholds(self, on: date) -> Thresholds: ...

    def hours(self, person_ids: Collection[int], on: date) -> Mapping[int, PersonHours]:
        """The first whole month from `on`, or the present one if that is later; set-based."""


_keeper: EffectsKeeper | None = None


def register_effects(keeper: EffectsKeeper | None) -> None:
    """Called once, when the app that knows rules and hours is ready. The last call counts."""
    global _keeper
    _keeper = keeper


def effects_keeper() -> EffectsKeeper | None:
    return _keeper
