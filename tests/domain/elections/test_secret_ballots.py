"""Ballots on site: nobody twice, nothing lost, and no way back from a ballot to its voter."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import IntegrityError, connection, connections, transaction

from kiem.domain.elections.actions import (
    cast_ballot,
    close_urn,
    judge_credentials,
    open_round,
    record_count,
)
from kiem.domain.elections.queries.facts import congress_facts
from kiem.domain.elections.queries.state import contests_of
from kiem.domain.elections.queries.verify import verify_elections
from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, DomainError, InvalidInput, NotFound
from kiem.platform.kernel.sql import fetch
from tests.factories.congress import (
    Congress,
    accounts_of,
    build_congress,
    closed_contest,
    seat_delegates,
)

ROOT = Path(__file__).resolve().parents[3]
NOON = datetime(2025, 6, 1, 5, tzinfo=UTC)


class Polling:
    """A round open on site: eight voters, four candidates, two seats."""

    def __init__(self, world: Congress) -> None:
        self.world = world
        self.delegates = seat_delegates(world)
        self.voters = accounts_of(world)
        self.candidates = list(world.members[:4])
        self.contest = closed_contest(
            world, post_id=world.committee, seats=2, people=self.candidates
        )
        self.round = open_round(contest_id=self.contest, mode="on_site", actor=world.holder)

    def cast(self, voter: Viewer, names: Sequence[int]) -> None:
        cast_ballot(round_id=self.round, candidates=names, actor=voter)

    def papers(self) -> list[str]:
        ((papers,),) = fetch("SELECT papers FROM elections_urn", {})
        return list(papers)

    def marks(self) -> int:
        ((count,),) = fetch("SELECT count(*) FROM elections_votemark", {})
        return int(count)

    def choices(self) -> list[list[int]]:
        """Eight different ballots, so that any link would show."""
        a, b, c, d = self.candidates
        return [[], [a], [b], [c], [d], [a, b], [b, c], [c, d]]


@pytest.fixture
def polling(world: Congress) -> Polling:
    return Polling(world)


def everything() -> dict[str, list[str]]:
    """Every row of every table as text, in the order in which it lies there."""
    tables = fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename", {}
    )
    return {
        name: [row for (row,) in fetch(f'SELECT t::text FROM "{name}" t ORDER BY ctid', {})]
        for (name,) in tables
    }


def sequences() -> dict[str, int | None]:
    """Where each sequence stands; None: it was never asked."""
    rows = fetch(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'", {}
    )
    return dict(rows)


def test_what_is_stored_is_the_same_whoever_cast_which_ballot(polling: Polling) -> None:
    """The attempt to link: the same voters vote at the same moments, once each with one ballot,
    once each with another. Every row of every table, the audit chain included, is the same to the
    letter; so nothing stored tells who cast what, to anybody, by any cleverness."""
    before, stored = sequences(), []
    choices = polling.choices()
    for given in (choices, choices[::-1], choices[3:] + choices[:3]):
        with suppress(_Undo), transaction.atomic():
            for minute, (voter, names) in enumerate(zip(polling.voters, given, strict=True)):
                with clock.travel(NOON + timedelta(minutes=minute)):
                    polling.cast(voter, names)
            stored.append(everything())
            raise _Undo
        for name, value in before.items():
            fetch(
                f"SELECT setval('\"{name}\"', %(value)s, %(used)s)",
                {"value": value or 1, "used": value is not None},
            )
    first, second, third = stored
    assert len(first["elections_votemark"]) == 8
    assert first == second
    assert first == third


class _Undo(Exception):
    """Rolls a scenario back."""


def test_urn_tells_how_often_and_nothing_else(polling: Polling) -> None:
    a, b, _c, _d = polling.candidates
    for voter, names in zip(polling.voters, [[b], [a, b], [], [b, a], [a]], strict=False):
        polling.cast(voter, names)
    assert polling.papers() == sorted(["", str(a), str(b), f"{a},{b}", f"{a},{b}"])
    columns = fetch(
        """SELECT column_name FROM information_schema.columns
        WHERE table_name = 'elections_urn' ORDER BY 1""",
        {},
    )
    assert columns == [("id",), ("papers",), ("round_id",)]


def test_audit_trail_says_that_somebody_voted_and_not_what(polling: Polling) -> None:
    told = (
        "SELECT action, reason, decision_id, rows::text FROM audit_entry ORDER BY id DESC LIMIT 1"
    )
    polling.cast(polling.voters[0], [polling.candidates[0]])
    (first,) = fetch(told, {})
    polling.cast(polling.voters[1], [])
    (second,) = fetch(told, {})
    assert first[0] == "elections.cast_ballot"
    # Neither the names nor their number: but for the voter's own mark the entries are the same.
    assert [re.sub(r"[0-9]+", "#", str(part)) for part in second] == [
        re.sub(r"[0-9]+", "#", str(part)) for part in first
    ]


def test_ballots_are_counted_as_cast(polling: Polling) -> None:
    a, b, c, d = polling.candidates
    given = [[a, b], [a, b], [a], [a, c], [b], [], [a, b], [b, d]]
    for voter, names in zip(polling.voters, given, strict=True):
        polling.cast(voter, names)
    close_urn(round_id=polling.round, actor=polling.world.holder)
    facts = congress_facts("c.id = %(id)s", {"id": polling.world.congress})[0]
    (state,) = contests_of(facts)
    tally = state.rounds[0].tally
    assert tally is not None
    assert (tally.voters, tally.issued, tally.collected, tally.invalid) == (8, 8, 8, 0)
    assert dict(tally.votes) == {a: 5, b: 5, c: 1, d: 1}
    assert state.elected == (a, b)
    assert all(check.is_sound for check in verify_elections())


def test_nobody_votes_twice(polling: Polling) -> None:
    a, b = polling.candidates[:2]
    polling.cast(polling.voters[0], [a])
    with pytest.raises(Conflict) as refused:
        polling.cast(polling.voters[0], [b])
    assert refused.value.code == "elections.voted_already"
    assert polling.papers() == [str(a)]


@pytest.mark.parametrize("who", ["holder", "stranger", "system", "late"])
def test_only_voters_of_the_round_vote(polling: Polling, who: str) -> None:
    world = polling.world
    actor = {
        "holder": world.holder,
        "stranger": Viewer("x", person_id=world.old, grants=polling.voters[0].grants),
        "system": SYSTEM,
        "late": Viewer("y", person_id=world.members[9], grants=polling.voters[0].grants),
    }[who]
    with pytest.raises(NotFound):
        polling.cast(actor, [])
    assert polling.marks() == 0


def test_roll_of_voters_stays_as_it_was_when_the_round_opened(polling: Polling) -> None:
    judge_credentials(
        congress_id=polling.world.congress,
        delegate_ids=polling.delegates[:1],
        verdict="withdrawn",
        reason="Về sớm",
        actor=polling.world.holder,
    )
    polling.cast(polling.voters[0], [])
    assert polling.marks() == 1


def test_spoilt_ballot_is_refused_before_it_is_cast(polling: Polling) -> None:
    with pytest.raises(InvalidInput) as many:
        polling.cast(polling.voters[0], polling.candidates[:3])
    assert many.value.code == "elections.too_many_chosen"
    with pytest.raises(InvalidInput) as foreign:
        polling.cast(polling.voters[0], [polling.world.old])
    assert foreign.value.code == "elections.not_on_the_ballot"
    assert (polling.marks(), polling.papers()) == (0, [])


def test_closed_urn_takes_no_ballot_and_no_counts_by_hand(polling: Polling) -> None:
    with pytest.raises(Conflict) as by_hand:
        record_count(
            round_id=polling.round,
            issued=8,
            collected=8,
            invalid=0,
            votes=dict.fromkeys(polling.candidates, 0),
            actor=polling.world.holder,
        )
    assert by_hand.value.code == "elections.urn_counts_itself"
    for voter in polling.voters[:6]:
        polling.cast(voter, [])
    close_urn(round_id=polling.round, actor=polling.world.holder)
    with pytest.raises(Conflict) as late:
        polling.cast(polling.voters[6], [])
    assert late.value.code == "elections.not_open"
    with pytest.raises(Conflict) as twice:
        close_urn(round_id=polling.round, actor=polling.world.holder)
    assert twice.value.code == "elections.counted_already"


def test_few_ballots_are_not_counted_and_few_voters_do_not_vote_on_site(
    world: Congress,
) -> None:
    polling = Polling(world)
    for voter in polling.voters[:4]:
        polling.cast(voter, [])
    with pytest.raises(Conflict) as refused:
        close_urn(round_id=polling.round, actor=world.holder)
    assert refused.value.code == "elections.too_few_to_count"
    polling.cast(polling.voters[4], [])
    close_urn(round_id=polling.round, actor=world.holder)


def test_urn_is_not_to_be_tampered_with(polling: Polling) -> None:
    a, b = polling.candidates[:2]
    polling.cast(polling.voters[0], [a])
    polling.cast(polling.voters[1], [b])
    for statement in (
        "DELETE FROM elections_urn",
        "UPDATE elections_urn SET papers = '{}'",
        f"UPDATE elections_urn SET papers = '{{{a},{a}}}'",  # one ballot swapped
        f"UPDATE elections_urn SET papers = '{{{b},{a},{a}}}'",  # not sorted
        f"UPDATE elections_urn SET papers = '{{{a},{a},{a}}}'",  # one more, another gone
        "DELETE FROM elections_votemark",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    # A ballot without a voter, and a voter without a ballot, are refused at commit.
    for statement in (
        f"UPDATE elections_urn SET papers = ARRAY['', '{a}', '{b}']",
        f"""INSERT INTO elections_votemark (round_id, delegate_id, recorded_at, recorded_by)
            VALUES ({polling.round}, {polling.delegates[4]}, now(), 'x')""",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            at_commit(statement)


def at_commit(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_verify_finds_what_a_superuser_changed(polling: Polling) -> None:
    a = polling.candidates[0]
    for voter in polling.voters[:6]:
        polling.cast(voter, [a])
    close_urn(round_id=polling.round, actor=polling.world.holder)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("urn", "votemark", "apportionment"):
            cursor.execute(f"ALTER TABLE elections_{table} DISABLE TRIGGER USER")
        cursor.execute("UPDATE elections_urn SET papers = papers[1:5] || '999999'::text")
        cursor.execute(
            "DELETE FROM elections_votemark WHERE id IN (SELECT max(id) FROM elections_votemark)"
        )
        cursor.execute("UPDATE elections_apportionment SET total = total, seats = weights")
        for table in ("urn", "votemark", "apportionment"):
            cursor.execute(f"ALTER TABLE elections_{table} ENABLE TRIGGER USER")
    broken = {check.name for check in verify_elections() if not check.is_sound}
    assert broken == {
        "elections: as many ballots in an urn as voters marked or codes spent",
        "elections: urns counted again say the same",
        "elections: delegates are what the method gives",
    }


# at once, and killed


def race(*actions: Callable[[], None]) -> list[str]:
    """Run the actions at once, each in its own connection; the codes of the refusals, or ""."""
    barrier = threading.Barrier(len(actions))
    outcomes = [""] * len(actions)

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=20)
            actions[number]()
        except DomainError as error:
            outcomes[number] = error.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_all_at_once_every_ballot_counts_once(transactional_db: None) -> None:
    polling = Polling(build_congress())
    a, b = polling.candidates[:2]
    eager = [lambda v=voter: polling.cast(v, [a, b]) for voter in polling.voters]
    twice = [lambda: polling.cast(polling.voters[0], [a]) for _ in range(3)]
    assert race(*eager, *twice) == [""] * 8 + ["elections.voted_already"] * 3
    assert polling.marks() == 8
    assert len(polling.papers()) == 8
    holder = polling.world.holder
    closing = [lambda: close_urn(round_id=polling.round, actor=holder) for _ in range(2)]
    assert race(*closing) == ["", "elections.counted_already"]
    assert all(check.is_sound for check in verify_elections())


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_leave_one_count(transactional_db: None) -> None:
    world = build_congress()
    seat_delegates(world)
    people = list(world.members[:2])
    contest = closed_contest(world, post_id=world.committee, seats=1, people=people)
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)

    def enter(first: int) -> Callable[[], None]:
        return lambda: record_count(
            round_id=ballot,
            issued=8,
            collected=8,
            invalid=0,
            votes={people[0]: first, people[1]: 8 - first},
            actor=world.holder,
        )

    assert race(enter(5), enter(3)) == ["", "elections.counted_already"]
    assert fetch("SELECT count(*) FROM elections_count", {}) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_killed_while_casting_nothing_is_left_and_the_voter_votes_again(
    transactional_db: None,
) -> None:
    polling = Polling(build_congress())
    voter, name = polling.voters[0], polling.candidates[0]
    settings = connection.settings_dict
    where = ":".join(filter(None, [quote(settings["HOST"], safe=""), str(settings["PORT"])]))
    secret = f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    url = f"postgres://{settings['USER']}{secret}@{where}/{settings['NAME']}"
    dying = subprocess.Popen(
        [sys.executable, "-m", "tests.domain.elections.cast_and_die",
         str(voter.user_id), str(polling.round), str(name)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        assert dying.stdout is not None
        assert dying.stdout.readline() == "cast\n"  # mark and ballot are written, not committed
    finally:
        dying.kill()
        dying.wait(timeout=10)
        if dying.stdout is not None:
            dying.stdout.close()
    assert (polling.marks(), polling.papers()) == (0, [])
    polling.cast(voter, [name])
    assert (polling.marks(), polling.papers()) == (1, [str(name)])
