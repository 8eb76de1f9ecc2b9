"""A ballot that too few cast ends without a result, and the congress goes on."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from kiem.domain.elections.actions import (
    cast_ballot,
    close_urn,
    end_without_result,
    open_round,
    record_count,
)
from kiem.domain.elections.queries.facts import congress_facts
from kiem.domain.elections.queries.state import ContestState, ContestStatus, contests_of
from kiem.domain.elections.queries.verify import verify_elections
from kiem.platform.accounts.models import User
from kiem.platform.kernel.errors import Conflict, DomainError, InvalidInput, NotFound
from kiem.platform.kernel.sql import fetch
from tests.factories.congress import Congress, accounts_of, closed_contest, seat_delegates


def state_of(world: Congress) -> ContestState:
    facts = congress_facts("c.id = %(id)s", {"id": world.congress})[0]
    return contests_of(facts)[0]


def contest_for(world: Congress, seats: int = 1, people: int = 2) -> int:
    seat_delegates(world)
    return closed_contest(
        world, post_id=world.committee, seats=seats, people=list(world.members[:people])
    )


def test_ballot_by_accounts_is_refused_where_too_few_have_one(world: Congress) -> None:
    contest = contest_for(world)
    with pytest.raises(Conflict) as refused:
        open_round(contest_id=contest, mode="on_site", actor=world.holder)
    assert refused.value.code == "elections.nobody_can_cast"
    assert refused.value.params == {"able": 0, "voters": 8, "fewest": 5}
    accounts = [viewer.user_id for viewer in accounts_of(world)]
    User.objects.filter(pk__in=accounts[:4]).update(is_active=False)
    with pytest.raises(Conflict) as closed:
        open_round(contest_id=contest, mode="on_site", actor=world.holder)
    assert closed.value.params["able"] == 4
    User.objects.filter(pk__in=accounts[:1]).update(is_active=True)
    open_round(contest_id=contest, mode="on_site", actor=world.holder)


def test_urn_with_too_few_ballots_ends_and_paper_decides(world: Congress) -> None:
    contest = contest_for(world)
    voters = accounts_of(world)
    first = open_round(contest_id=contest, mode="on_site", actor=world.holder)
    for voter in voters[:4]:
        cast_ballot(round_id=first, candidates=[world.members[0]], actor=voter)
    with pytest.raises(InvalidInput):
        end_without_result(round_id=first, reason=" ", actor=world.holder)
    end_without_result(round_id=first, reason="Mất mạng trong hội trường", actor=world.holder)
    state = state_of(world)
    assert state.status is ContestStatus.READY
    assert (state.rounds[0].ended, state.rounds[0].cast, state.rounds[0].tally) == (
        "Mất mạng trong hội trường",
        4,
        None,
    )
    for late in (
        lambda: cast_ballot(round_id=first, candidates=[], actor=voters[5]),
        lambda: close_urn(round_id=first, actor=world.holder),
        lambda: end_without_result(round_id=first, reason="Lại", actor=world.holder),
    ):
        with pytest.raises(Conflict):
            late()
    second = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    record_count(
        round_id=second,
        issued=8,
        collected=8,
        invalid=0,
        votes={world.members[0]: 6, world.members[1]: 2},
        actor=world.holder,
    )
    decided = state_of(world)
    assert (decided.status, decided.elected) == (ContestStatus.FILLED, (world.members[0],))
    assert all(check.problems == () for check in verify_elections())


def test_tie_still_stands_after_a_ballot_that_ended(world: Congress) -> None:
    contest = contest_for(world, seats=1, people=3)
    m = world.members
    accounts_of(world)
    first = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    record_count(
        round_id=first,
        issued=8,
        collected=8,
        invalid=0,
        votes={m[0]: 4, m[1]: 4, m[2]: 0},
        actor=world.holder,
    )
    again = open_round(
        contest_id=contest, mode="on_site", candidates=[m[0], m[1]], actor=world.holder
    )
    end_without_result(round_id=again, reason="Không ai bỏ phiếu được", actor=world.holder)
    assert state_of(world).status is ContestStatus.AGAIN  # 4 of 8 is not more than half
    assert state_of(world).candidates_left == (m[0], m[1], m[2])


def test_urn_that_can_be_counted_is_not_given_up(world: Congress) -> None:
    contest = contest_for(world)
    voters = accounts_of(world)
    ballot = open_round(contest_id=contest, mode="on_site", actor=world.holder)
    for voter in voters[:5]:
        cast_ballot(round_id=ballot, candidates=[], actor=voter)
    with pytest.raises(Conflict) as refused:
        end_without_result(round_id=ballot, reason="Không thích", actor=world.holder)
    assert refused.value.code == "elections.enough_to_count"
    close_urn(round_id=ballot, actor=world.holder)
    with pytest.raises(Conflict):
        end_without_result(round_id=ballot, reason="Không thích", actor=world.holder)


def test_paper_ballot_is_counted_and_strangers_end_nothing(world: Congress) -> None:
    contest = contest_for(world)
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    with pytest.raises(DomainError) as refused:
        end_without_result(round_id=ballot, reason="Thôi", actor=world.holder)
    assert refused.value.code == "elections.not_cast_here"
    with pytest.raises(NotFound):
        end_without_result(round_id=ballot, reason="Thôi", actor=accounts_of(world)[0])


def test_database_keeps_what_ended_as_it_was(world: Congress) -> None:
    contest = contest_for(world)
    voter = accounts_of(world)[0]
    ballot = open_round(contest_id=contest, mode="on_site", actor=world.holder)
    cast_ballot(round_id=ballot, candidates=[world.members[0]], actor=voter)
    end_without_result(round_id=ballot, reason="Mất điện", actor=world.holder)
    for statement in (
        f"UPDATE elections_urn SET papers = papers || '{world.members[0]}'::text",
        "UPDATE elections_ending SET ballots = 0",
        "DELETE FROM elections_ending",
        f"""INSERT INTO elections_count (round_id, issued, collected, invalid, votes, reason,
            recorded, recorded_by) VALUES ({ballot}, 1, 1, 0, '[]', '', '[2025-06-01,)', 'x')""",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert fetch("SELECT papers FROM elections_urn", {}) == [([str(world.members[0])],)]
