"""What is elected, who stands, and the vote that closes the list."""

from __future__ import annotations

from fractions import Fraction

from django.db import transaction

from kiem.domain.assembly.actions.guards import text_of
from kiem.domain.elections.actions.rights import held_congress, note
from kiem.domain.elections.counting import Base, Majority
from kiem.domain.elections.errors import (
    counter_stands,
    hands_impossible,
    list_closed,
    list_not_carried,
    missing,
    more_seats_than_post,
    named_twice,
    no_quorum,
    nominee_barred,
    nominee_outside,
    post_elsewhere,
    reason_missing,
    surplus_broken,
    too_few_candidates,
)
from kiem.domain.elections.models import Contest, Functionary, ListClosing, Nomination
from kiem.domain.elections.queries.eligibility import reasons_for
from kiem.domain.elections.queries.facts import CongressFacts, members_among, people, rules_of
from kiem.domain.elections.queries.state import (
    ContestState,
    contests_of,
    delegates_of,
    quorum_in,
)
from kiem.domain.elections.surplus import surplus_for
from kiem.domain.register.queries.trees import line_below
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch
from kiem.platform.kernel.temporal import close_recorded, recorded_from


def open_contest(*, congress_id: int, post_id: int, seats: int, actor: Viewer) -> int:
    """Let the congress elect so many seats of one of its organisation's offices; returns the
    contest."""
    with transaction.atomic():
        facts = held_congress(congress_id, actor)
        rows = fetch(
            """SELECT s.seats FROM register_post p
            JOIN register_poststate s ON s.post_id = p.id AND upper_inf(s.recorded)
                AND s.valid @> %(on)s::date
            WHERE p.id = %(post)s AND p.organization_id = %(organization)s AND p.kind <> 'line'""",
            {"post": post_id, "organization": facts.organization_id, "on": facts.held_on},
        )
        if not rows:
            raise post_elsewhere()
        if not 1 <= seats <= rows[0][0]:
            raise more_seats_than_post(rows[0][0])
        known = contests_of(facts)
        if any(contest.post_id == post_id for contest in known):
            raise named_twice(next(c.title_vi for c in known if c.post_id == post_id))
        contest = Contest.objects.create(
            congress_id=congress_id,
            number=len(known) + 1,
            post_id=post_id,
            seats=seats,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        note("open_contest", facts, actor, contest=[contest.pk])
    return contest.pk


def nominate(
    *, contest_id: int, person_id: int, by_organization_id: int | None = None, actor: Viewer
) -> None:
    """Put somebody forward; without a body it is a self-nomination.

    Raises InvalidInput for somebody who is no member, or whom a rule with a source bars; Conflict
    once the list is closed, for somebody on it, and for a member of the counting board.
    """
    with transaction.atomic():
        facts, contest = held_contest(contest_id, actor)
        if contest.closing is not None:
            raise list_closed()
        found = people([person_id], facts.held_on)
        if person_id not in found:
            raise missing("person")
        name = found[person_id].full_name
        if person_id in contest.nominated:
            raise named_twice(name)
        is_member = members_among(facts.organization_id, [person_id], facts.held_on)
        if facts.category == "member" and not is_member:
            raise nominee_outside(name)
        if by_organization_id is not None and by_organization_id not in line_below(
            [facts.organization_id], facts.held_on, None
        ):
            raise missing("organisation")
        _guard_eligible(facts, contest, person_id, name)
        if Functionary.objects.filter(
            congress=facts.id, body="counting", person=person_id, recorded__upper_inf=True
        ).exists():
            raise counter_stands(name)
        _close_nomination(contest_id, person_id)
        row = _write_nomination(contest_id, person_id, by_organization_id, "", actor)
        note("nominate", facts, actor, nomination=[row])


def withdraw_nomination(*, contest_id: int, person_id: int, reason: str, actor: Viewer) -> None:
    """Take somebody off the list while it is open, with the reason."""
    text = text_of("reason", reason, most=300, may_be_empty=True)
    if not text:
        raise reason_missing()
    with transaction.atomic():
        facts, contest = held_contest(contest_id, actor)
        if contest.closing is not None:
            raise list_closed()
        if person_id not in contest.nominated:
            raise missing("candidate")
        by = _close_nomination(contest_id, person_id)
        row = _write_nomination(contest_id, person_id, by, text, actor)
        note("withdraw_nomination", facts, actor, nomination=[row])


def close_list(*, contest_id: int, votes_for: int, exception_vi: str = "", actor: Viewer) -> None:
    """Close the list by a show of hands of the delegates present. The ballot's order is that of
    names.

    A list that does not keep the rule of surplus candidates is refused unless `exception_vi` says
    why; the reason is kept with the closing, and only then.
    """
    exception = text_of("exception_vi", exception_vi, most=300, may_be_empty=True)
    with transaction.atomic():
        facts, contest = held_contest(contest_id, actor)
        if contest.closing is not None:
            raise list_closed()
        if len(contest.nominated) < contest.seats:
            raise too_few_candidates(len(contest.nominated), contest.seats)
        rules = rules_of(facts)
        surplus = surplus_for(contest.seats, rules)
        if surplus is None or surplus.is_kept_by(len(contest.nominated)):
            exception = ""
        elif not exception:
            raise surplus_broken(
                len(contest.nominated), surplus.seats, surplus.least, surplus.most, surplus.letter
            )
        present = present_with_quorum(facts)
        if not 0 <= votes_for <= present:
            raise hands_impossible(present)
        share = Fraction(rules["list_share"].value)
        majority = Majority(Base.CONVENED, share)
        if not majority.reached(votes_for, present):
            raise list_not_carried(majority.votes_needed(present), votes_for)
        names = people(contest.nominated, facts.held_on)
        row = ListClosing.objects.create(
            contest_id=contest_id,
            present=present,
            votes_for=votes_for,
            candidates=sorted(contest.nominated, key=lambda key: (names[key].sort_key, key)),
            exception_vi=exception,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        note("close_list", facts, actor, listclosing=[row.pk])


def held_contest(contest_id: int, actor: Viewer) -> tuple[CongressFacts, ContestState]:
    """The contest of a congress the actor holds, with the congress locked."""
    rows = Contest.objects.filter(pk=contest_id).values_list("congress_id", flat=True)
    if not rows:
        raise missing("contest")
    facts = held_congress(rows[0], actor)
    (contest,) = contests_of(facts, contest_id=contest_id)
    return facts, contest


def present_with_quorum(facts: CongressFacts) -> int:
    """How many delegates may vote; raises Conflict while the congress cannot decide."""
    quorum = quorum_in(facts, delegates_of(facts.id))
    if not quorum.is_met:
        raise no_quorum(quorum.present, quorum.needed, quorum.convened)
    return quorum.present


def _guard_eligible(facts: CongressFacts, contest: ContestState, person_id: int, name: str) -> None:
    for reason in reasons_for(facts, contest.role, [person_id]).get(person_id, ()):
        if reason.bars and reason.rule is not None:
            raise nominee_barred(
                name,
                reason.rule.title_vi,
                reason.rule.letter.value,
                int(reason.params.get("age", 0)),
                int(reason.params.get("limit", 0)),
            )


def _close_nomination(contest_id: int, person_id: int) -> int | None:
    """Close the open row, if any; returns which body had put the person forward."""
    row = Nomination.objects.filter(
        contest=contest_id, person=person_id, recorded__upper_inf=True
    ).first()
    if row is None:
        return None
    close_recorded(Nomination, [row.pk], clock.now())
    return row.by_organization_id


def _write_nomination(
    contest_id: int, person_id: int, by: int | None, withdrawn: str, actor: Viewer
) -> int:
    row = Nomination.objects.create(
        contest_id=contest_id,
        person_id=person_id,
        by_organization_id=by,
        is_withdrawn=bool(withdrawn),
        reason=withdrawn,
        recorded=recorded_from(clock.now()),
        recorded_by=actor.name,
    )
    return row.pk
