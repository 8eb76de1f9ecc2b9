"""The samples there are: which story each tells, between which days, and who can look in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol

from kiem.delivery.sample import opening
from kiem.delivery.sample.chronicle import Chronicle
from kiem.delivery.sample.daily_work import live_daily_work
from kiem.delivery.sample.drafting import draft_decisions
from kiem.delivery.sample.handed_in import hand_in_files
from kiem.delivery.sample.handing_over import hand_over
from kiem.delivery.sample.ledgerwork import LedgerWork
from kiem.delivery.sample.monthly_returns import send_returns
from kiem.delivery.sample.national import NationalChronicle
from kiem.delivery.sample.personas import (
    PERSONNEL,
    create_personas,
    let_secretary_act,
    persona_plans,
)
from kiem.delivery.sample.places import youth_key
from kiem.delivery.sample.plan import Step
from kiem.delivery.sample.planting_places import shown_code
from kiem.delivery.sample.seeding import Seeder
from kiem.delivery.sample.vinh import opening as vinh_opening
from kiem.delivery.sample.vinh import personas as vinh_personas
from kiem.delivery.sample.vinh.chronicle import LAST, VinhChronicle
from kiem.delivery.sample.world import World
from kiem.platform.kernel import clock


class Tale(Protocol):
    """A chronicle that can be played: its steps in order, up to the morning of `until`."""

    until: date
    world: World
    ledger: LedgerWork

    @property
    def end(self) -> datetime: ...

    def steps(self) -> Iterator[Step]: ...


@dataclass(frozen=True, slots=True)
class Story:
    """`first`: the day it begins on; `last`: the day it is told up to, None: as long as there are
    days. `complete`: what comes after the steps, accounts first of all."""

    name: str
    first: date
    last: date | None
    tell: Callable[[date], Tale]
    complete: Callable[[Tale, Seeder], None]

    def last_day(self) -> date:
        today = clock.today()
        return today if self.last is None else min(self.last, today)


def _complete_hanoi(tale: Tale, seeder: Seeder) -> None:
    with clock.travel(tale.end):
        accounts = _let_in(tale, seeder)
        hand_in_files(seeder, accounts[PERSONNEL])
    send_returns(seeder, tale.until, youth_key(shown_code()))
    live_daily_work(seeder, tale.world, tale.until, shown_code())
    draft_decisions(seeder, tale.world, tale.until)
    with clock.travel(tale.end):
        hand_over(tale.until)  # last: what is open depends on everything before


def _complete_national(tale: Tale, seeder: Seeder) -> None:
    with clock.travel(tale.end):
        accounts = _let_in(tale, seeder)
        hand_in_files(seeder, accounts[PERSONNEL])


def _complete_vinh(tale: Tale, seeder: Seeder) -> None:
    with clock.travel(tale.end):
        create_personas(vinh_personas.persona_plans(), tale.world, seeder, vinh_opening.START)
        let_secretary_act(seeder, f"youth:{vinh_personas.SHOWN}", vinh_opening.START)


def _let_in(tale: Tale, seeder: Seeder) -> list[int]:
    accounts = create_personas(persona_plans(tale.world), tale.world, seeder)
    let_secretary_act(seeder, youth_key(shown_code()))
    return accounts


HANOI = Story("hanoi", opening.START, None, Chronicle, _complete_hanoi)
NATIONAL = Story("national", opening.START, None, NationalChronicle, _complete_national)
VINH = Story("vinh", vinh_opening.START, LAST, VinhChronicle, _complete_vinh)
STORIES: Mapping[str, Story] = MappingProxyType(
    {story.name: story for story in (HANOI, NATIONAL, VINH)}
)
