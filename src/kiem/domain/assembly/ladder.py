"""The ladder of reminders: whom a late task is brought before, and after how many days.

A suggestion of ours, no regulation: a task that stays late is told to its owner first, and only
then, one rung a day, to those above.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rung(StrEnum):
    """Who is told."""

    OWNER = "owner"  # the person named, else who heads the body that owns the task
    HEAD = "head"  # who heads the body that owns it
    SETTER = "setter"  # who heads the body that set it; of a commitment, that held the event
    ABOVE = "above"  # who heads the body above that one


@dataclass(frozen=True, slots=True)
class Step:
    rung: Rung
    days_late: int


LADDER = (
    Step(Rung.OWNER, 1),
    Step(Rung.HEAD, 4),
    Step(Rung.SETTER, 8),
    Step(Rung.ABOVE, 15),
)
