"""The vocabulary of congresses in the chronicle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.delivery.sample.plan_assembly import Texts


@dataclass(frozen=True, slots=True)
class PrepareCongress:
    """The congress of an event that was planned, with its term and `delegates` allocated.

    `days`: delegates named by, nominations from and until. `why_delegates`: where the rule would
    have all members meet.
    """

    event: str
    term: str
    planned_from: date
    planned_until: date
    delegates: int
    days: tuple[date, date, date]
    why_delegates: str = ""


@dataclass(frozen=True, slots=True)
class HoldCongress:
    """A prepared congress is held: on paper, and by codes for the last post. `delegates`: people of
    the one chapter, in order; `elected`: pairs of post and person; `others`: who stood for the last
    post and lost."""

    event: str
    organization: str
    delegates: Sequence[int]
    elected: Sequence[tuple[str, int]]
    others: Sequence[int]
    mandate: Texts


CongressOperation = PrepareCongress | HoldCongress
