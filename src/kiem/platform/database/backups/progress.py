"""How far a backup or restore has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Progress:
    """`done` of `total` in one stage.

    `save` counts rows (the total is PostgreSQL's estimate, so `done` may pass it); `check` and
    `load` count bytes of the file; `analyse` has one step.
    """

    stage: Literal["save", "check", "load", "analyse"]
    done: int
    total: int


Report = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """For callers who do not want to know."""
