"""From the plan to the recognised committee by the actions alone, and every refusal on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from kiem.domain.elections.actions import (
    appoint_functionaries,
    close_list,
    draft_recognition,
    nominate,
    open_contest,
    open_round,
    prepare_congress,
    record_count,
    settle_tie,
    withdraw_nomination,
)
from kiem.domain.elections.queries.facts import CongressFacts, congress_facts
from kiem.domain.elections.queries.state import ContestState, ContestStatus, contests_of
from kiem.domain.register.actions.drafts import issue_draft
from kiem.domain.register.queries.terms import term_rows
from kiem.platform.access import viewer_for
from kiem.platform.accounts.models import User
from kiem.platform.kernel.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from kiem.platform.kernel.sql import fetch
from tests.factories.congress import (
    HELD,
    SCHEME,
    Congress,
    closed_contest,
    delegate_people,
    seat_delegates,
)


def facts(world: Congress) -> CongressFacts:
    return congress_facts("c.id = %(id)s", {"id": world.congress})[0]


def contest_state(world: Congress, contest: int) -> ContestState:
    return contests_of(facts(world), contest_id=contest)[0]


def count(world: Congress, round_id: int, votes: Mapping[int, int], **values: object) -> None:
    given = {"issued": 8, "collected": 8, "invalid": 0, **values}
    record_count(round_id=round_id, votes=votes, actor=world.holder, **given)  # type: ignore[arg-type]  # counts


def code(refused: pytest.ExceptionInfo[DomainError]) -> str:
    return refused.value.code


def test_congress_elects_a_committee_that_is_recognised_and_cuts_the_old_term_short(
    world: Congress,
) -> None:
    holder, places, m = world.holder, world.places, world.members
    seat_delegates(world)
    committee = closed_contest(world, post_id=world.committee, seats=3, people=list(m[:4]))
    ballot = open_round(contest_id=committee, mode="by_hand", actor=holder)
    count(world, ballot, {m[0]: 7, m[1]: 6, m[2]: 4, m[3]: 5})
    state = contest_state(world, committee)
    assert state.elected == (m[0], m[1], m[3])  # 4 of 8 is not more than half
    assert state.status is ContestStatus.FILLED
    head = closed_contest(world, post_id=places.secretary_a, seats=1, people=[m[1]])
    count(world, open_round(contest_id=head, mode="by_hand", actor=holder), {m[1]: 8})
    draft = draft_recognition(congress_id=world.congress, actor=holder)
    decision = issue_draft(draft_id=draft, version=1, signed_on=HELD, actor=holder)
    new, old = term_rows([places.youth_a])
    assert (new.label, new.valid.start, new.planned.end) == ("2025-2030", HELD, date(2030, 6, 1))
    assert (old.label, old.valid.end, old.cut_short) == ("2022-2027", HELD, True)
    assert new.decision_id == decision
    holders = dict(
        fetch(
            """SELECT a.person_id, a.post_id FROM register_appointment a
            JOIN register_post p ON p.id = a.post_id
            WHERE p.organization_id = %(youth)s AND a.valid @> %(on)s::date
              AND upper_inf(a.recorded)""",
            {"youth": places.youth_a, "on": HELD},
        )
    )
    # Elected twice, the secretary takes the leading post; Ánh leaves the office that day.
    assert holders == {m[0]: world.committee, m[1]: places.secretary_a, m[3]: world.committee}


def test_second_round_among_those_left_fills_the_seat(world: Congress) -> None:
    m = world.members
    seat_delegates(world)
    contest = closed_contest(world, post_id=world.committee, seats=3, people=list(m[:5]))
    first = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    count(world, first, {m[0]: 7, m[1]: 6, m[2]: 4, m[3]: 3, m[4]: 2})
    state = contest_state(world, contest)
    assert (state.status, state.seats_left) == (ContestStatus.AGAIN, 1)
    second = open_round(
        contest_id=contest, mode="by_hand", candidates=[m[2], m[3]], actor=world.holder
    )
    assert contest_state(world, contest).rounds[1].seats == 1
    count(world, second, {m[2]: 3, m[3]: 5})
    assert contest_state(world, contest).elected == (m[0], m[1], m[3])
    with pytest.raises(Conflict) as refused:
        open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    assert code(refused) == "elections.nothing_to_elect"


def test_tie_goes_to_another_ballot_among_the_tied(world: Congress) -> None:
    m = world.members
    seat_delegates(world)
    contest = closed_contest(world, post_id=world.committee, seats=2, people=list(m[:4]))
    first = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    count(world, first, {m[0]: 6, m[1]: 5, m[2]: 5, m[3]: 0})
    state = contest_state(world, contest)
    assert (state.status, state.elected, state.candidates_left) == (
        ContestStatus.TIED,
        (m[0],),
        (m[1], m[2]),
    )
    with pytest.raises(InvalidInput) as refused:
        open_round(contest_id=contest, mode="by_hand", candidates=[m[1]], actor=world.holder)
    assert code(refused) == "elections.candidates_not_left"
    again = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    count(world, again, {m[1]: 3, m[2]: 5})
    assert contest_state(world, contest).elected == (m[0], m[2])


def test_tie_settled_by_lot_names_all_who_are_tied(world: Congress) -> None:
    m = world.members
    seat_delegates(world)
    contest = closed_contest(world, post_id=world.committee, seats=1, people=list(m[:3]))
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    with pytest.raises(Conflict) as refused:
        settle_tie(round_id=ballot, order=[m[0]], how_vi="Bốc thăm", actor=world.holder)
    assert code(refused) == "elections.not_counted"
    count(world, ballot, {m[0]: 0, m[1]: 0, m[2]: 8})
    with pytest.raises(Conflict) as refused:
        settle_tie(round_id=ballot, order=[m[0]], how_vi="Bốc thăm", actor=world.holder)
    assert code(refused) == "elections.not_tied"


def test_lot_decides_between_equals(world: Congress) -> None:
    m = world.members
    seat_delegates(world)
    contest = closed_contest(world, post_id=world.committee, seats=2, people=list(m[:3]))
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    count(world, ballot, {m[0]: 6, m[1]: 5, m[2]: 5})
    for order, reason in (([m[1]], "Bốc thăm"), ([m[1], m[2]], " ")):
        with pytest.raises(DomainError):
            settle_tie(round_id=ballot, order=order, how_vi=reason, actor=world.holder)
    settle_tie(round_id=ballot, order=[m[2], m[1]], how_vi="Bốc thăm", actor=world.holder)
    state = contest_state(world, contest)
    assert (state.status, state.elected) == (ContestStatus.FILLED, (m[0], m[2]))


@pytest.mark.parametrize("persona", ["women", "personnel", "commander", "auditor", "dual"])
def test_congress_is_held_from_its_own_side_only(world: Congress, persona: str) -> None:
    """Personnel conduct assemblies in the city's units, and still hold no chapter's congress."""
    other = viewer_for(User.objects.get(pk=world.places.accounts[persona]))
    with pytest.raises((NotFound, Forbidden)):
        open_contest(congress_id=world.congress, post_id=world.committee, seats=1, actor=other)
    with pytest.raises((NotFound, Forbidden)):
        prepare_congress(event_id=world.event, scheme=SCHEME, actor=other)


def test_every_row_is_guarded_against_rewriting(world: Congress) -> None:
    from django.db import IntegrityError, connection, transaction

    seat_delegates(world)
    assert len(delegate_people(world)) == 8
    for statement in (
        "UPDATE elections_delegate SET kind = 'designated'",
        "DELETE FROM elections_credential",
        "UPDATE elections_scheme SET term_label = 'x'",
        "DELETE FROM elections_apportionment",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("values", "votes", "expected"),
    [
        ({"issued": 9}, (4, 4), "elections.more_issued_than_voters"),
        ({"collected": 9}, (4, 4), "elections.more_collected_than_issued"),
        ({"invalid": 9}, (0, 0), "elections.more_invalid_than_collected"),
        ({"invalid": 3}, (6, 0), "elections.more_votes_than_valid"),
        ({}, (8, 1), "elections.more_votes_than_places"),
        ({}, (-1, 4), "elections.more_votes_than_valid"),
    ],
)
def test_counts_that_cannot_be_true_are_refused(
    world: Congress, values: dict[str, int], votes: tuple[int, int], expected: str
) -> None:
    m = world.members
    seat_delegates(world)
    contest = closed_contest(world, post_id=world.places.secretary_a, seats=1, people=list(m[:2]))
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    with pytest.raises(InvalidInput) as refused:
        count(world, ballot, dict(zip(m[:2], votes, strict=True)), **values)
    assert code(refused) == expected
    assert refused.value.remedy
    assert contest_state(world, contest).status is ContestStatus.VOTING


def test_recount_replaces_counts_with_a_reason_until_something_is_built_on_them(
    world: Congress,
) -> None:
    m = world.members
    seat_delegates(world)
    contest = closed_contest(world, post_id=world.committee, seats=2, people=list(m[:3]))
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    count(world, ballot, {m[0]: 6, m[1]: 5, m[2]: 4})
    with pytest.raises(Conflict) as refused:
        count(world, ballot, {m[0]: 6, m[1]: 4, m[2]: 5})
    assert code(refused) == "elections.counted_already"
    count(world, ballot, {m[0]: 6, m[1]: 4, m[2]: 4}, reason="Đếm lại phiếu gấp đôi")
    state = contest_state(world, contest)
    assert state.elected == (m[0],)
    assert state.rounds[0].recount_reason == "Đếm lại phiếu gấp đôi"
    open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    with pytest.raises(Conflict) as refused:
        count(world, ballot, {m[0]: 6, m[1]: 5, m[2]: 4}, reason="Lại nữa")
    assert code(refused) == "elections.result_used"


def test_congress_without_quorum_decides_nothing(world: Congress) -> None:
    seat_delegates(world, present=5)  # 6 of 8 are two thirds
    contest = open_contest(
        congress_id=world.congress, post_id=world.committee, seats=1, actor=world.holder
    )
    nominate(contest_id=contest, person_id=world.members[0], actor=world.holder)
    with pytest.raises(Conflict) as refused:
        close_list(contest_id=contest, votes_for=5, actor=world.holder)
    assert code(refused) == "elections.no_quorum"
    assert refused.value.params == {"present": 5, "needed": 6, "convened": 8}


def test_nominee_over_age_is_refused_with_rule_and_letter(world: Congress) -> None:
    """Decision 289-QD/TW names 35 for leading offices at commune level, letter S: it bars."""
    contest = open_contest(
        congress_id=world.congress,
        post_id=world.places.secretary_a,
        seats=1,
        actor=world.holder,
    )
    with pytest.raises(InvalidInput) as refused:
        nominate(contest_id=contest, person_id=world.old, actor=world.holder)
    assert code(refused) == "elections.nominee_barred"
    assert refused.value.params["age"] == 41
    assert refused.value.params["limit"] == 35
    assert refused.value.params["letter"] == "S"
    # The same source names no age for committee members: nothing bars there.
    other = open_contest(
        congress_id=world.congress, post_id=world.committee, seats=1, actor=world.holder
    )
    nominate(contest_id=other, person_id=world.old, actor=world.holder)


def test_nominee_who_is_no_member_is_refused(world: Congress) -> None:
    contest = open_contest(
        congress_id=world.congress, post_id=world.committee, seats=1, actor=world.holder
    )
    with pytest.raises(InvalidInput) as refused:
        nominate(contest_id=contest, person_id=world.places.people["Cúc"], actor=world.holder)
    assert code(refused) == "elections.nominee_outside"


def test_candidates_do_not_count_and_counters_do_not_stand(world: Congress) -> None:
    seat_delegates(world)
    m, congress = world.members, world.congress
    contest = open_contest(
        congress_id=congress, post_id=world.committee, seats=1, actor=world.holder
    )
    nominate(contest_id=contest, person_id=m[0], actor=world.holder)
    with pytest.raises(Conflict) as refused:
        appoint_functionaries(
            congress_id=congress, body="counting", person_ids=[m[0]], actor=world.holder
        )
    assert code(refused) == "elections.candidate_counts"
    appoint_functionaries(
        congress_id=congress, body="counting", person_ids=[m[1], m[2]], actor=world.holder
    )
    with pytest.raises(Conflict) as refused:
        nominate(contest_id=contest, person_id=m[2], actor=world.holder)
    assert code(refused) == "elections.counter_stands"
    withdraw_nomination(contest_id=contest, person_id=m[0], reason="Xin rút", actor=world.holder)
    appoint_functionaries(
        congress_id=congress, body="counting", person_ids=[m[0]], actor=world.holder
    )
    with pytest.raises(InvalidInput) as outside:
        appoint_functionaries(
            congress_id=congress,
            body="presidium",
            person_ids=[world.members[9]],
            actor=world.holder,
        )
    assert code(outside) == "elections.not_a_delegate"


def test_closed_list_changes_no_more(world: Congress) -> None:
    seat_delegates(world)
    m = world.members
    contest = open_contest(
        congress_id=world.congress, post_id=world.committee, seats=2, actor=world.holder
    )
    nominate(contest_id=contest, person_id=m[1], actor=world.holder)
    with pytest.raises(Conflict) as refused:
        close_list(contest_id=contest, votes_for=8, actor=world.holder)
    assert code(refused) == "elections.too_few_candidates"
    nominate(contest_id=contest, person_id=m[0], actor=world.holder)
    for hands, expected in ((9, "elections.hands_impossible"), (4, "elections.list_not_carried")):
        with pytest.raises(DomainError) as bad:
            close_list(contest_id=contest, votes_for=hands, exception_vi="x", actor=world.holder)
        assert code(bad) == expected
    close_list(contest_id=contest, votes_for=5, exception_vi="x", actor=world.holder)
    assert contest_state(world, contest).listed == (m[0], m[1])
    late_acts: tuple[Callable[[], None], ...] = (
        lambda: nominate(contest_id=contest, person_id=m[2], actor=world.holder),
        lambda: withdraw_nomination(
            contest_id=contest, person_id=m[0], reason="Muộn", actor=world.holder
        ),
        lambda: close_list(contest_id=contest, votes_for=5, actor=world.holder),
    )
    for act in late_acts:
        with pytest.raises(Conflict) as late:
            act()
        assert code(late) == "elections.list_closed"


def test_contest_is_for_offices_of_the_organisation_and_its_seats(world: Congress) -> None:
    for post_id, seats, expected in (
        (world.places.chair_b, 1, "elections.post_elsewhere"),
        (world.committee, 4, "elections.more_seats_than_post"),
        (world.committee, 0, "elections.more_seats_than_post"),
    ):
        with pytest.raises(InvalidInput) as refused:
            open_contest(
                congress_id=world.congress, post_id=post_id, seats=seats, actor=world.holder
            )
        assert code(refused) == expected


def test_recognition_waits_for_every_contest_and_is_drafted_once(world: Congress) -> None:
    m = world.members
    seat_delegates(world)
    contest = closed_contest(world, post_id=world.committee, seats=2, people=list(m[:3]))
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    with pytest.raises(Conflict) as refused:
        draft_recognition(congress_id=world.congress, actor=world.holder)
    assert code(refused) == "elections.not_finished"
    count(world, ballot, {m[0]: 6, m[1]: 5, m[2]: 4})
    draft_recognition(congress_id=world.congress, actor=world.holder)
    with pytest.raises(Conflict) as again:
        draft_recognition(congress_id=world.congress, actor=world.holder)
    assert code(again) == "elections.drafted_already"
    with pytest.raises(Conflict) as late:
        count(world, ballot, {m[0]: 6, m[1]: 4, m[2]: 5}, reason="Đếm lại")
    assert code(late) == "elections.drafted_already"
