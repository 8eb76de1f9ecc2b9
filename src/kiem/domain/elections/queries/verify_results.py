"""Applies the rules to the counts again, for `kiem verify`: who was elected, round by round, and
whom the higher body was asked to recognise."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kiem.domain.elections.counting import decide
from kiem.domain.elections.queries.elected import committee_elected
from kiem.domain.elections.queries.facts import congress_facts
from kiem.domain.elections.queries.state import ContestState, contests_of
from kiem.domain.register.queries.verify import SHOWN, CheckResult
from kiem.platform.kernel.sql import fetch


def verify_results() -> tuple[CheckResult, ...]:
    """Two checks: rounds follow from those before, recognitions from the counts."""
    contests: dict[int, tuple[ContestState, ...]] = {}
    broken = []
    for facts in congress_facts("true", {}):
        try:
            contests[facts.id] = contests_of(facts)
        except ValueError:
            broken.append(f"congress {facts.id}: counts of a round contradict each other")
    problems = [*broken]
    rounds = 0
    for congress in contests.values():
        for contest in congress:
            rounds += len(contest.rounds)
            problems += _rounds(contest)
    return (
        CheckResult(
            "elections: each round has the seats and candidates the ones before left",
            rounds,
            tuple(problems[:SHOWN]),
        ),
        _recognitions(contests),
    )


def _rounds(contest: ContestState) -> Iterator[str]:
    """Seats and candidates of each round, and the tie it settles, worked out again."""
    seats, left = contest.seats, set(contest.listed)
    for ballot in contest.rounds:
        if ballot.seats != seats or not set(ballot.candidates) <= left:
            yield f"round {ballot.id}: its seats or candidates are not those left to it"
        if ballot.ended:
            continue
        if ballot.outcome is None or ballot.tally is None:
            return
        if ballot.lot:
            tied = decide(ballot.tally, ballot.seats, ballot.majority).tied
            if set(ballot.lot) != set(tied):
                yield f"round {ballot.id}: a tie is settled among others than the tied"
        seats -= len(ballot.outcome.elected)
        left = set(ballot.outcome.tied) or left - set(ballot.outcome.elected)


def _recognitions(contests: dict[int, tuple[ContestState, ...]]) -> CheckResult:
    """What was drafted from the result, and not changed since, names whom the counts elect."""
    rows = fetch(
        """SELECT r.congress_id, a.payload::text
        FROM elections_recognition r
        JOIN register_decisiondraft d ON d.id = r.draft_id AND d.version = 1
        JOIN register_article a ON a.draft_id = d.id AND a.verb = 'form_committee' ORDER BY r.id"""
    )
    problems = []
    for congress, payload in rows:
        elected = committee_elected(contests.get(congress, ()))
        seats = {(seat["person_id"], seat["post_id"]) for seat in json.loads(payload)["seats"]}
        if seats != set(elected or ()):
            problems.append(f"congress {congress}: the counts elect others than were drafted")
    return CheckResult(
        "elections: whoever is recognised was elected by the counts",
        len(rows),
        tuple(problems[:SHOWN]),
    )
