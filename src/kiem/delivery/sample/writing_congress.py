"""Each operation of the plan that belongs to a congress, as the actions a user would take."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from itertools import groupby

from kiem.delivery.sample import plan_congress as plan
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.elections import actions as elections

INVALID_BALLOTS = 1  # of each round


@singledispatch
def write_congress(operation: object, book: Identities) -> None:
    """Do the operation. Raises TypeError for unknown ones."""
    raise TypeError(f"No action is known for {type(operation).__name__}.")


@write_congress.register
def _(operation: plan.PrepareCongress, book: Identities) -> None:
    congress = elections.prepare_congress(
        event_id=book.events[operation.event],
        scheme=elections.SchemePlan(
            term_label=operation.term,
            planned_from=operation.planned_from,
            planned_until=operation.planned_until,
            women_percent=15,
            young_percent=50,
            new_percent=33,
        ),
        actor=ACTOR,
    )
    elections.allocate_delegates(
        congress_id=congress, method="sainte_lague", total=operation.delegates, actor=ACTOR
    )
    book.congresses[operation.event] = congress
    book.rows += 3


@write_congress.register
def _(operation: plan.HoldCongress, book: Identities) -> None:
    congress = book.congresses[operation.event]
    people = [book.people[person] for person in operation.delegates]
    delegates = elections.name_delegates(
        congress_id=congress,
        organization_id=book.organizations[operation.organization],
        person_ids=people,
        mandate_vi=operation.mandate[0],
        actor=ACTOR,
    )
    elections.judge_credentials(
        congress_id=congress, delegate_ids=delegates, verdict="confirmed", actor=ACTOR
    )
    present = delegates[:-1]  # one is on duty
    elections.record_presence(congress_id=congress, present_ids=present, actor=ACTOR)
    standing = {person for _post, person in operation.elected} | set(operation.others)
    free = [book.people[p] for p in operation.delegates if p not in standing]
    elections.appoint_functionaries(
        congress_id=congress, body="presidium", person_ids=free[:2], actor=ACTOR
    )
    elections.appoint_functionaries(
        congress_id=congress, body="counting", person_ids=free[2:5], actor=ACTOR
    )
    posts = [
        (post, [person for _post, person in seats])
        for post, seats in groupby(operation.elected, key=lambda seat: seat[0])
    ]
    for number, (post, elected) in enumerate(posts, start=1):
        others = operation.others if number == len(posts) else ()
        _elect(congress, post, elected, others, len(present), book)
    book.rows += 2 * len(delegates) + 4 * len(posts)


def _elect(
    congress: int,
    post: str,
    elected: list[int],
    others: Sequence[int],
    voters: int,
    book: Identities,
) -> None:
    """One contest, decided in its first ballot by plausible counts."""
    lost = [book.people[person] for person in others]
    won = [book.people[person] for person in elected]
    contest = elections.open_contest(
        congress_id=congress, post_id=book.posts[post], seats=len(won), actor=ACTOR
    )
    for person in (*won, *lost):
        elections.nominate(contest_id=contest, person_id=person, actor=ACTOR)
    elections.close_list(contest_id=contest, votes_for=voters, actor=ACTOR)
    ballot = elections.open_round(contest_id=contest, mode="by_hand", actor=ACTOR)
    valid = voters - INVALID_BALLOTS
    votes = {person: place + 2 for place, person in enumerate(lost)}
    # A ballot holds as many names as there are seats: what others got, each winner lacks.
    given_up = -(-sum(votes.values()) // len(won))
    votes |= {person: valid - given_up - place for place, person in enumerate(won)}
    elections.record_count(
        round_id=ballot,
        issued=voters,
        collected=voters,
        invalid=INVALID_BALLOTS,
        votes=votes,
        actor=ACTOR,
    )
