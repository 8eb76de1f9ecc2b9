"""How alike two units are: five features, each compared on its own scale, nothing hidden.

A feature's closeness falls from 1 to 0 over its scale; the likeness is the mean of those both
units have. The scales are ours: what staff who know such units call "quite different".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import log2
from typing import Any


@dataclass(frozen=True, slots=True)
class Profile:
    """A unit at a moment. `staff` in people, the shares and the load as ratios; the load is None
    where it is not known."""

    staff: int
    young_share: float
    women_share: float
    dual_share: float
    load: float | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


# Difference at which a feature counts as wholly different; of staff in doublings.
SCALES: Mapping[str, float] = {
    "staff": 1.0,
    "young_share": 0.25,
    "women_share": 0.15,
    "dual_share": 0.10,
    "load": 0.25,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One feature of both units and how close they are in it, 0 to 1."""

    feature: str
    here: float
    there: float
    closeness: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """`percent`: whole per cents, rounded down, of the mean closeness."""

    percent: int
    parts: tuple[Part, ...]


def profile_from(values: Mapping[str, Any]) -> Profile:
    """A profile as it was pinned."""
    return Profile(**{name: values.get(name) for name in SCALES})  # type: ignore[arg-type]  # own keys


def likeness(here: Profile, there: Profile) -> Likeness:
    """How alike two units are; 100 is alike in everything both have."""
    parts = []
    for feature, scale in SCALES.items():
        a, b = getattr(here, feature), getattr(there, feature)
        if a is None or b is None:
            continue
        distance = abs(log2(max(a, 1) / max(b, 1))) if feature == "staff" else abs(a - b)
        parts.append(Part(feature, a, b, round(max(0.0, 1 - distance / scale), 4)))
    mean = sum(part.closeness for part in parts) / len(parts)
    return Likeness(int(100 * mean + 1e-9), tuple(parts))
