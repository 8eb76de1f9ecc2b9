"""Findings put there on purpose, one of every kind, so that each can be seen and tested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from kiem.delivery.sample.clerk import Clerk
from kiem.delivery.sample.ledgerwork import LedgerWork
from kiem.delivery.sample.personnel import Personnel
from kiem.delivery.sample.plan import Step
from kiem.delivery.sample.world import World


class Planter:
    def __init__(self, world: World, ledger: LedgerWork, personnel: Personnel, until: date) -> None:
        self._world = world

    def agenda(self, clerk: Clerk) -> Iterable[tuple[datetime, Callable[[], Iterable[Step]]]]:
        return []

    def plant_offices(self, clerk: Clerk) -> Iterator[Step]:
        yield from ()
