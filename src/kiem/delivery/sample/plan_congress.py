"""The vocabulary of congresses in the chronicle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.delivery.sample.plan_assembly import Texts


@dataclass(frozen=True, slots=True)
class PrepareCongress:
    """The congress of an event that was planned, with its term and `delegates` allocated; 0: all
    members meet. `days`: delegates named by, nominations from and until."""

    event: str
    term: str
    planned_from: date
    planned_until: date
    delegates: int
    days: tuple[date, date, date]


@dataclass(frozen=True, slots=True)
class NameDelegates:
    """Delegates of a prepared congress: as many of each chapter as it was given, or `everyone`."""

    event: str
    mandate: Texts
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class HoldCongress:
    """A congress is held with all its delegates but `absent`. `elected`: pairs of post and person;
    `others`: who stood for the last post and lost; `by_codes`: the last vote is by codes."""

    event: str
    elected: Sequence[tuple[str, int]]
    others: Sequence[int]
    absent: int
    by_codes: bool


CongressOperation = PrepareCongress | NameDelegates | HoldCongress
