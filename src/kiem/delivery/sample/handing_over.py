"""Some handovers under way on the sample's last day: one complete, one half, one begun."""

from __future__ import annotations

from datetime import date

from kiem.delivery.sample.identities import ACTOR
from kiem.domain.continuity.actions import Tick, tick_handover
from kiem.domain.continuity.queries import Handover, list_handovers

# How many matters are given and received, by handover; the rest have not been begun.
_PROGRESS = ((99, 99), (3, 1), (1, 0))


def hand_over(on: date) -> int:
    """Tick the first handovers that somebody follows in, as far as each has come; returns how many
    were begun. A sample that ends where nobody leaves has none."""
    followed = [
        handover
        for handover in list_handovers(viewer=ACTOR, on=on)
        if handover.leaving.successor_id is not None and len(handover.lines) > 3
    ]
    begun = list(zip(followed, _PROGRESS, strict=False))
    for handover, (given, taken) in begun:
        tick_handover(
            post_id=handover.leaving.post_id,
            person_id=handover.leaving.person_id,
            ticks=[*_ticks(handover, "giver", given), *_ticks(handover, "taker", taken)],
            on=on,
            actor=ACTOR,
        )
    return len(begun)


def _ticks(handover: Handover, side: str, count: int) -> list[Tick]:
    return [Tick(line.matter.kind, line.matter.key, side) for line in handover.lines[:count]]
