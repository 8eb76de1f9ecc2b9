"""Rules applied again find counts that were changed behind the guards."""

from __future__ import annotations

import pytest
from django.db import connection

from kiem.domain.elections.actions import draft_recognition, open_round, settle_tie
from kiem.domain.elections.queries.verify import verify_elections
from kiem.domain.register.actions.drafts import issue_draft
from tests.domain.elections.test_congress import count
from tests.factories.congress import HELD, Congress, closed_contest, seat_delegates

ROUNDS = "elections: each round has the seats and candidates the ones before left"
RECOGNISED = "elections: whoever is recognised was elected by the counts"


@pytest.fixture
def held(world: Congress) -> Congress:
    """Three seats filled in two rounds, the second by lot among two; the result is recognised."""
    m = world.members
    seat_delegates(world)
    contest = closed_contest(world, post_id=world.committee, seats=3, people=list(m[:5]))
    first = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    count(world, first, {m[0]: 7, m[1]: 6, m[2]: 4, m[3]: 3, m[4]: 2})
    second = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    count(world, second, {m[2]: 2, m[3]: 6, m[4]: 0})
    draft = draft_recognition(congress_id=world.congress, actor=world.holder)
    issue_draft(draft_id=draft, version=1, signed_on=HELD, actor=world.holder)
    return world


def broken() -> set[str]:
    return {check.name for check in verify_elections() if not check.is_sound}


def tamper(table: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE elections_{table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE elections_{table} ENABLE TRIGGER USER")


def test_sound_results_are_counted(held: Congress) -> None:
    counted = {check.name: check.counted for check in verify_elections()}
    assert (counted[ROUNDS], counted[RECOGNISED]) == (2, 1)
    assert broken() == set()


def test_other_counts_elect_others_than_were_recognised(held: Congress) -> None:
    m = held.members
    tamper(
        "count",
        f"UPDATE elections_count SET votes = '[[{m[2]}, 6], [{m[3]}, 2]]'"
        " WHERE id IN (SELECT max(id) FROM elections_count)",
    )
    assert broken() == {RECOGNISED}


def test_other_counts_of_the_first_round_leave_other_candidates(held: Congress) -> None:
    m = held.members
    tamper(
        "count",
        f"UPDATE elections_count SET votes = '[[{m[0]}, 7], [{m[3]}, 6], [{m[1]}, 2]]'"
        " WHERE id IN (SELECT min(id) FROM elections_count)",
    )
    assert ROUNDS in broken()


def test_counts_that_cannot_be_are_found(held: Congress) -> None:
    tamper("count", "UPDATE elections_count SET issued = 7, collected = 8")
    assert ROUNDS in broken()


def test_tie_settled_among_others_is_found(world: Congress) -> None:
    m = world.members
    seat_delegates(world)
    contest = closed_contest(world, post_id=world.committee, seats=2, people=list(m[:3]))
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    count(world, ballot, {m[0]: 6, m[1]: 5, m[2]: 5})
    settle_tie(round_id=ballot, order=[m[2], m[1]], how_vi="Bốc thăm", actor=world.holder)
    assert broken() == set()
    tamper("tiebreak", f"UPDATE elections_tiebreak SET \"order\" = '{{{m[2]},{m[0]}}}'")
    assert broken() == {ROUNDS}
