"""Each operation of the plan that belongs to a congress, as the actions a user would take."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from itertools import groupby

from kiem.delivery.sample import plan_congress as plan
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.elections import actions as elections
from kiem.domain.elections.codes import key_of

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
            delegates_due_on=operation.days[0],
            nominations_from=operation.days[1],
            nominations_until=operation.days[2],
        ),
        actor=ACTOR,
    )
    elections.allocate_delegates(
        congress_id=congress,
        method="sainte_lague",
        total=operation.delegates,
        exception_vi=operation.why_delegates,
        actor=ACTOR,
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
        if number < len(posts):
            _elect_on_paper(congress, post, elected, len(present), book)
        else:
            _elect_by_codes(congress, post, elected, operation.others, len(present), book)
    book.rows += 2 * len(delegates) + 4 * len(posts)


def _elect_on_paper(
    congress: int, post: str, elected: list[int], voters: int, book: Identities
) -> None:
    """One contest without others, decided in its first ballot by plausible counts."""
    won = [book.people[person] for person in elected]
    contest = _closed_list(congress, post, won, [], voters, book)
    ballot = elections.open_round(contest_id=contest, mode="by_hand", actor=ACTOR)
    valid = voters - INVALID_BALLOTS
    elections.record_count(
        round_id=ballot,
        issued=voters,
        collected=voters,
        invalid=INVALID_BALLOTS,
        votes={person: valid - place for place, person in enumerate(won)},
        actor=ACTOR,
    )


def _elect_by_codes(
    congress: int,
    post: str,
    elected: list[int],
    others: Sequence[int],
    voters: int,
    book: Identities,
) -> None:
    """One contest by codes on slips: each voter casts one, every fourth for somebody who loses."""
    won = [book.people[person] for person in elected]
    lost = [book.people[person] for person in others]
    contest = _closed_list(congress, post, won, lost, voters, book)
    ballot = elections.open_round(contest_id=contest, mode="by_code", actor=ACTOR)
    codes = elections.draw_codes(round_id=ballot, actor=ACTOR)
    for number, code in enumerate(codes):
        names = list(won)
        if lost and number % 4 == 1:
            names[number % len(won)] = lost[number % len(lost)]
        opened = elections.CodePass(ballot, key_of(code))
        elections.cast_with_code(code_pass=opened, candidates=names)
    elections.close_urn(round_id=ballot, issued=len(codes), actor=ACTOR)


def _closed_list(
    congress: int,
    post: str,
    won: Sequence[int],
    lost: Sequence[int],
    voters: int,
    book: Identities,
) -> int:
    contest = elections.open_contest(
        congress_id=congress, post_id=book.posts[post], seats=len(won), actor=ACTOR
    )
    for person in (*won, *lost):
        elections.nominate(contest_id=contest, person_id=person, actor=ACTOR)
    elections.close_list(
        contest_id=contest,
        votes_for=voters,
        exception_vi="Theo đề án nhân sự đã được cấp trên thông qua",
        actor=ACTOR,
    )
    return contest
