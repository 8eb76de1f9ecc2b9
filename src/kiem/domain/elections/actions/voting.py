"""Ballots: opening a round, counting, settling ties. `casting` puts ballots into the urn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction

from kiem.domain.assembly.actions.guards import choice_of, text_of
from kiem.domain.elections.actions.candidates import held_contest, present_with_quorum
from kiem.domain.elections.actions.rights import note
from kiem.domain.elections.actions.telling import tell_ballot, tell_declared
from kiem.domain.elections.counting import Tally, count_papers, troubles
from kiem.domain.elections.errors import (
    candidates_not_left,
    counted_already,
    counts_contradict,
    ended_already,
    enough_to_count,
    issued_impossible,
    list_not_closed,
    missing,
    nobody_can_cast,
    not_cast_here,
    not_counted,
    not_on_the_ballot,
    not_open,
    not_tied,
    nothing_to_elect,
    reason_missing,
    result_used,
    round_running,
    too_few_for_secrecy,
    too_few_to_count,
    urn_counts_itself,
)
from kiem.domain.elections.models import Count, Ending, Round, TieBreak, Urn
from kiem.domain.elections.queries.facts import CongressFacts, rules_of
from kiem.domain.elections.queries.state import (
    CodesState,
    ContestState,
    ContestStatus,
    DelegateState,
    RoundState,
    delegates_of,
)
from kiem.platform.access import Viewer
from kiem.platform.accounts.lookup import who_can_sign_in
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch
from kiem.platform.kernel.temporal import close_recorded, recorded_from

FEWEST_BALLOTS = 5  # cast on site; fewer would tell who cast which
WITH_URN = (Round.Mode.ON_SITE, Round.Mode.BY_CODE)  # the program holds and counts the ballots


def open_round(
    *, contest_id: int, mode: str, candidates: Collection[int] = (), actor: Viewer
) -> int:
    """Open a ballot among the candidates who are left, or some of them; returns the round.

    After a tie all who are tied stand, for the seats they share. Who is there with confirmed
    credentials may vote, and nobody else; the rules of the day are pinned.
    """
    choice_of("mode", mode, Round.Mode.values)
    with transaction.atomic():
        facts, contest = held_contest(contest_id, actor)
        standing, seats = _standing(contest, candidates)
        present_with_quorum(facts)
        delegates = delegates_of(facts.id)
        voters = [delegate.id for delegate in delegates if delegate.may_vote]
        if mode in WITH_URN and len(voters) < FEWEST_BALLOTS:
            raise too_few_for_secrecy(FEWEST_BALLOTS, len(voters))
        if mode == Round.Mode.ON_SITE:
            _guard_accounts([delegate for delegate in delegates if delegate.may_vote])
        rules = rules_of(facts)
        row = Round.objects.create(
            contest_id=contest_id,
            number=len(contest.rounds) + 1,
            mode=mode,
            seats=seats,
            candidates=standing,
            voter_ids=voters,
            convened=sum(delegate.counts for delegate in delegates),
            majority_base=rules["majority_base"].value,
            majority_share=rules["majority_share"].value,
            majority_strictly=True,
            blank_is_valid=rules["blank_ballot"].value == "valid",
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        if mode in WITH_URN:
            Urn.objects.create(round=row)
        note("open_round", facts, actor, round=[row.pk])
        if mode == Round.Mode.ON_SITE:
            tell_ballot(facts, contest, row.pk, voters, actor)
    return row.pk


def record_count(
    *,
    round_id: int,
    issued: int,
    collected: int,
    invalid: int,
    votes: Mapping[int, int],
    reason: str = "",
    actor: Viewer,
) -> None:
    """Enter what the counting board counted on paper, or with a reason what a recount found.

    Counts that contradict each other are refused, naming the first contradiction.
    """
    text = text_of("reason", reason, most=300, may_be_empty=True)
    with transaction.atomic():
        facts, contest, state = held_round(round_id, actor)
        if state.mode in WITH_URN:
            raise urn_counts_itself()
        if set(votes) != set(state.candidates):
            raise not_on_the_ballot()
        if state.tally is not None:
            if not text:
                raise counted_already()
            _guard_unused(contest, state)
        tally = Tally(state.convened, len(state.voter_ids), issued, collected, invalid, votes)
        for trouble in troubles(tally, state.seats):
            raise counts_contradict(trouble)
        _write_count(contest, state, tally, text, facts, actor)


def close_urn(*, round_id: int, issued: int | None = None, actor: Viewer) -> None:
    """End the casting of a round and count the urn.

    `issued`: with codes, how many slips were handed out; a ballot on devices issues one to
    whoever casts it.
    """
    with transaction.atomic():
        facts, contest, state = held_round(round_id, actor)
        if state.mode not in WITH_URN:
            raise not_open()
        _guard_open(state)
        tally = count_urn(state)
        if tally.collected < FEWEST_BALLOTS:
            raise too_few_to_count(FEWEST_BALLOTS, tally.collected)
        if state.codes is not None:
            tally = replace(tally, issued=_slips_issued(state.codes, issued))
        _write_count(contest, state, tally, "", facts, actor)


def end_without_result(*, round_id: int, reason: str, actor: Viewer) -> None:
    """End a ballot whose urn holds too few to be counted; another ballot may follow.

    What was cast stays secret: it is not counted, then or later. An urn that can be counted is
    refused, so that nobody takes back a vote that was held.
    """
    text = text_of("reason", reason, most=300, may_be_empty=True)
    if not text:
        raise reason_missing()
    with transaction.atomic():
        facts, _contest, state = held_round(round_id, actor)
        if state.cast is None:
            raise not_cast_here()
        _guard_open(state)
        if state.cast >= FEWEST_BALLOTS:
            raise enough_to_count(state.cast, FEWEST_BALLOTS)
        row = Ending.objects.create(
            round_id=round_id,
            ballots=state.cast,
            reason=text,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        note("end_without_result", facts, actor, ending=[row.pk])


def _guard_open(state: RoundState) -> None:
    if state.tally is not None:
        raise counted_already()
    if state.ended:
        raise ended_already()


def settle_tie(*, round_id: int, order: Sequence[int], how_vi: str, actor: Viewer) -> None:
    """Record how a tie was settled without another ballot: all who are tied, in order."""
    text = text_of("how_vi", how_vi, most=300, may_be_empty=True)
    if not text:
        raise reason_missing()
    with transaction.atomic():
        facts, contest, state = held_round(round_id, actor)
        if state.outcome is None:
            raise not_counted()
        if contest.deciding is None or contest.deciding.id != round_id:
            raise result_used()
        tied = state.outcome.tied
        if not tied or set(order) != set(tied) or len(order) != len(tied):
            raise not_tied()
        row = TieBreak.objects.create(
            round_id=round_id,
            order=list(order),
            how_vi=text,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        note("settle_tie", facts, actor, tiebreak=[row.pk])


def count_urn(state: RoundState) -> Tally:
    """Count the ballots of a round cast on site."""
    ((papers,),) = fetch(
        "SELECT papers FROM elections_urn WHERE round_id = %(round)s", {"round": state.id}
    )
    return count_papers(
        [frozenset(int(key) for key in paper.split(",") if key) for paper in papers],
        state.candidates,
        state.seats,
        convened=state.convened,
        voters=len(state.voter_ids),
        blank_is_valid=state.blank_is_valid,
    )


def _guard_accounts(voters: Sequence[DelegateState]) -> None:
    """A ballot fewer can cast than it takes to count it would never have a result."""
    able = len(who_can_sign_in([voter.person_id for voter in voters]))
    if able < FEWEST_BALLOTS:
        raise nobody_can_cast(able, len(voters), FEWEST_BALLOTS)


def _slips_issued(codes: CodesState, issued: int | None) -> int:
    """Slips handed out: no fewer than ballots cast, no more than codes that count."""
    given = -1 if issued is None else issued
    if not codes.spent <= given <= codes.live:
        raise issued_impossible(given, codes.spent, codes.live)
    return given


def _standing(contest: ContestState, wanted: Collection[int]) -> tuple[list[int], int]:
    """Who stands for how many seats, in the order of the list."""
    if contest.closing is None:
        raise list_not_closed()
    if contest.status is ContestStatus.VOTING:
        raise round_running()
    left = contest.candidates_left
    if contest.status is ContestStatus.FILLED or not left:
        raise nothing_to_elect()
    chosen = set(wanted or left)
    if not chosen <= set(left):
        raise candidates_not_left()
    if contest.status is ContestStatus.TIED and chosen != set(left):
        raise candidates_not_left()
    return [key for key in contest.listed if key in chosen], contest.seats_left


def held_round(round_id: int, actor: Viewer) -> tuple[CongressFacts, ContestState, RoundState]:
    """The round of a congress the actor holds; locked, so that nobody casts or counts beside."""
    row = Round.objects.filter(pk=round_id).first()
    if row is None:
        raise missing("round")
    held_contest(row.contest_id, actor)
    Round.objects.select_for_update(no_key=True).get(pk=round_id)
    facts, contest = held_contest(row.contest_id, actor)
    return facts, contest, next(each for each in contest.rounds if each.id == round_id)


def _guard_unused(contest: ContestState, state: RoundState) -> None:
    if contest.deciding is None or contest.deciding.id != state.id or state.lot:
        raise result_used()


def _write_count(
    contest: ContestState,
    state: RoundState,
    tally: Tally,
    reason: str,
    facts: CongressFacts,
    actor: Viewer,
) -> None:
    rows = Count.objects.filter(round=state.id, recorded__upper_inf=True)
    close_recorded(Count, list(rows.values_list("pk", flat=True)), clock.now())
    try:
        with transaction.atomic():
            row = Count.objects.create(
                round_id=state.id,
                issued=tally.issued,
                collected=tally.collected,
                invalid=tally.invalid,
                votes=[[key, tally.votes[key]] for key in state.candidates],
                reason=reason,
                recorded=recorded_from(clock.now()),
                recorded_by=actor.name,
            )
    except IntegrityError as error:
        raise counted_already() from error
    note("record_count", facts, actor, count=[row.pk])
    tell_declared(facts, contest, state, row.pk, actor)
