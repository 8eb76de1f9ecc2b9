"""Each operation of the plan that belongs to a congress, as the actions a user would take."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from itertools import groupby

from kiem.delivery.sample import plan_congress as plan
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.elections import actions as elections
from kiem.domain.elections.codes import key_of
from kiem.domain.elections.queries.facts import congress_facts, members_by_chapter
from kiem.domain.elections.queries.state import delegates_of, seats_by_chapter

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
    if operation.delegates:
        elections.allocate_delegates(
            congress_id=congress, method="sainte_lague", total=operation.delegates, actor=ACTOR
        )
    book.congresses[operation.event] = congress
    book.rows += 3


@write_congress.register
def _(operation: plan.NameDelegates, book: Identities) -> None:
    congress, mandate = book.congresses[operation.event], operation.mandate[0]
    if operation.everyone:
        ids = elections.convene_every_member(congress_id=congress, mandate_vi=mandate, actor=ACTOR)
    else:
        (facts,) = congress_facts("c.id = %(id)s", {"id": congress})
        seats = seats_by_chapter(congress) or {}
        members: dict[int, list[int]] = {}
        for chapter, person in members_by_chapter(list(seats), facts.held_on):
            members.setdefault(chapter, []).append(person)
        ids = elections.name_delegations(
            congress_id=congress,
            delegations={c: members[c][:number] for c, number in seats.items() if number},
            mandate_vi=mandate,
            actor=ACTOR,
        )
    book.rows += 2 * len(ids)


@write_congress.register
def _(operation: plan.HoldCongress, book: Identities) -> None:
    congress = book.congresses[operation.event]
    standing = {book.people[person] for _post, person in operation.elected}
    standing |= {book.people[person] for person in operation.others}
    delegates = delegates_of(congress)
    # who serves comes first and who is on duty elsewhere last: neither of them stands
    free = [d for d in delegates if d.person_id not in standing]
    away = {d.id for d in free[len(free) - operation.absent :]}
    present = [d.id for d in delegates if d.id not in away]
    elections.judge_credentials(
        congress_id=congress,
        delegate_ids=[d.id for d in delegates],
        verdict="confirmed",
        actor=ACTOR,
    )
    elections.record_presence(congress_id=congress, present_ids=present, actor=ACTOR)
    for body, serving in (("presidium", free[:2]), ("counting", free[2:5])):
        elections.appoint_functionaries(
            congress_id=congress,
            body=body,
            person_ids=[d.person_id for d in serving],
            actor=ACTOR,
        )
    posts = [
        (post, [person for _post, person in seats])
        for post, seats in groupby(operation.elected, key=lambda seat: seat[0])
    ]
    for number, (post, elected) in enumerate(posts, start=1):
        others = operation.others if number == len(posts) else ()
        if others and operation.by_codes:
            _elect_by_codes(congress, post, elected, others, len(present), book)
        else:
            _elect_on_paper(congress, post, elected, others, len(present), book)
    book.rows += 2 * len(delegates) + 4 * len(posts)


def _elect_on_paper(
    congress: int,
    post: str,
    elected: list[int],
    others: Sequence[int],
    voters: int,
    book: Identities,
) -> None:
    """One contest decided in its first ballot by plausible counts."""
    won = [book.people[person] for person in elected]
    lost = [book.people[person] for person in others]
    contest = _closed_list(congress, post, won, lost, voters, book)
    ballot = elections.open_round(contest_id=contest, mode="by_hand", actor=ACTOR)
    valid = voters - INVALID_BALLOTS
    votes = {person: voters // 8 + place for place, person in enumerate(lost)}
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
