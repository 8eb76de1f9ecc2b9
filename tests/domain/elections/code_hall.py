"""A hall in which ballots are cast by codes on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from kiem.domain.elections.actions import (
    appoint_functionaries,
    cast_with_code,
    close_urn,
    draw_codes,
    open_round,
    present_code,
)
from kiem.domain.elections.queries.facts import congress_facts
from kiem.domain.elections.queries.state import RoundState, contests_of
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch
from tests.factories.congress import (
    Congress,
    closed_contest,
    seat_delegates,
)

DEVICE = "10.0.0.7"


class Hall:
    """A ballot by codes: eight voters, four candidates, two seats, a counting board of two."""

    def __init__(self, world: Congress) -> None:
        self.world = world
        self.delegates = seat_delegates(world)
        self.candidates = list(world.members[:4])
        appoint_functionaries(
            congress_id=world.congress,
            body="counting",
            person_ids=world.members[7:9],
            actor=world.holder,
        )
        self.contest = closed_contest(
            world, post_id=world.committee, seats=2, people=self.candidates
        )
        self.round = open_round(contest_id=self.contest, mode="by_code", actor=world.holder)

    def draw(self) -> tuple[str, ...]:
        return draw_codes(round_id=self.round, actor=self.world.holder)

    def vote(self, code: str, names: Sequence[int] = ()) -> None:
        opened = present_code(code=code, address=DEVICE)
        cast_with_code(code_pass=opened, candidates=names)

    def count(self, issued: int) -> RoundState:
        close_urn(round_id=self.round, issued=issued, actor=self.world.holder)
        return self.state()

    def state(self) -> RoundState:
        facts = congress_facts("c.id = %(id)s", {"id": self.world.congress})[0]
        return contests_of(facts)[0].rounds[-1]

    def choices(self) -> list[list[int]]:
        a, b, c, d = self.candidates
        return [[], [a], [b], [c], [d], [a, b], [b, c], [c, d]]


def book() -> tuple[list[str], list[str], list[str]]:
    ((waiting, spent, revoked),) = fetch(
        "SELECT waiting, spent, revoked FROM elections_codebook", {}
    )
    return waiting, spent, revoked


def refused(code: str, act: Callable[[], object]) -> DomainError:
    with pytest.raises(DomainError) as error:
        act()
    assert error.value.code == code
    return error.value


def book_of(round_id: int) -> tuple[list[str], list[str]]:
    rows = fetch(
        "SELECT waiting, spent FROM elections_codebook WHERE round_id = %(round)s",
        {"round": round_id},
    )
    return rows[0][0], rows[0][1]
