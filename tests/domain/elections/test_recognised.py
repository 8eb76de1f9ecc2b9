"""A congress and the decision that recognises its result belong together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kiem.domain.elections.actions import (
    draft_recognition,
    name_delegates,
    nominate,
    open_contest,
    open_round,
    record_count,
    record_presence,
)
from kiem.domain.elections.queries import congress_board
from kiem.domain.elections.queries.rows import RecognitionRow
from kiem.domain.register.actions.articles import Revoke
from kiem.domain.register.actions.drafts import create_draft, discard_draft, issue_draft
from kiem.domain.register.actions.terms import open_term
from kiem.domain.register.queries.preview import preview
from kiem.platform.access import SYSTEM
from kiem.platform.kernel.errors import Conflict, DomainError
from kiem.platform.kernel.sql import fetch
from tests.factories.congress import HELD, Congress, closed_contest, seat_delegates


def elect(world: Congress, secretary: int) -> tuple[int, int]:
    """The secretary is elected by nearly all; the contest and its ballot."""
    seat_delegates(world)
    contest = closed_contest(
        world, post_id=world.places.secretary_a, seats=1, people=[secretary, world.members[1]]
    )
    ballot = open_round(contest_id=contest, mode="by_hand", actor=world.holder)
    tally(world, ballot, {secretary: 7, world.members[1]: 1})
    return contest, ballot


def tally(world: Congress, ballot: int, votes: dict[int, int], reason: str = "") -> None:
    record_count(
        round_id=ballot,
        issued=8,
        collected=8,
        invalid=0,
        votes=votes,
        reason=reason,
        actor=world.holder,
    )


def recognition(world: Congress) -> RecognitionRow | None:
    return congress_board(viewer=world.holder, congress_id=world.congress, on=HELD).recognition


def refused(act: Callable[[], object]) -> DomainError:
    with pytest.raises(Conflict) as error:
        act()
    return error.value


def test_recognised_congress_takes_no_recount_and_no_second_draft(world: Congress) -> None:
    contest, ballot = elect(world, world.members[0])
    draft = draft_recognition(congress_id=world.congress, actor=world.holder)
    decision = issue_draft(draft_id=draft, version=1, signed_on=HELD, actor=world.holder)
    found = recognition(world)
    assert found is not None
    assert (found.draft_id, found.decision_id, found.signed_on) == (draft, decision, HELD)
    votes = {world.members[0]: 1, world.members[1]: 7}
    for act in (
        lambda: draft_recognition(congress_id=world.congress, actor=world.holder),
        lambda: tally(world, ballot, votes, "Đếm lại"),
        lambda: nominate(contest_id=contest, person_id=world.members[4], actor=world.holder),
        lambda: open_contest(
            congress_id=world.congress, post_id=world.committee, seats=1, actor=world.holder
        ),
        lambda: record_presence(congress_id=world.congress, present_ids=[], actor=world.holder),
        lambda: name_delegates(
            congress_id=world.congress,
            organization_id=world.branches[0],
            person_ids=[world.members[5]],
            mandate_vi="Biên bản",
            actor=world.holder,
        ),
    ):
        error = refused(act)
        assert error.code == "elections.recognised_already"
        assert error.params["number"] == found.number


def test_decision_that_opened_the_term_recognises_without_a_draft_of_ours(world: Congress) -> None:
    elect(world, world.members[0])
    open_term(
        decision_id=world.places.decision,
        organization_id=world.places.youth_a,
        label="2025-2030",
        opens_on=date(2025, 6, 15),
        planned_from=HELD,
        planned_until=date(2030, 6, 1),
        actor=SYSTEM,
    )
    found = recognition(world)
    assert found is not None
    assert (found.draft_id, found.decision_id) == (None, world.places.decision)
    again = refused(lambda: draft_recognition(congress_id=world.congress, actor=world.holder))
    assert again.code == "elections.recognised_already"


def test_draft_discarded_or_decision_revoked_frees_the_congress(world: Congress) -> None:
    _contest, ballot = elect(world, world.members[0])
    draft = draft_recognition(congress_id=world.congress, actor=world.holder)
    discard_draft(draft_id=draft, version=1, actor=world.holder)
    assert recognition(world) is None
    tally(world, ballot, {world.members[0]: 6, world.members[1]: 2}, "Đếm lại")
    second = draft_recognition(congress_id=world.congress, actor=world.holder)
    decision = issue_draft(draft_id=second, version=1, signed_on=HELD, actor=world.holder)
    revoking = create_draft(
        issuer_id=world.places.youth,
        kind="correction",
        title_vi="Thu hồi quyết định công nhận",
        reason="Kiểm phiếu sai",
        effective_on=HELD,
        articles=[Revoke(decision)],
        actor=world.holder,
    )
    issue_draft(draft_id=revoking, version=1, signed_on=HELD, actor=world.holder)
    assert recognition(world) is None
    draft_recognition(congress_id=world.congress, actor=world.holder)


def test_secretary_elected_again_is_recognised_in_one_decision(world: Congress) -> None:
    """What is held until then ends with the article that recognises."""
    secretary = world.places.people["Ánh"]
    elect(world, secretary)
    draft = draft_recognition(congress_id=world.congress, actor=world.holder)
    assert preview(viewer=world.holder, draft_id=draft).obstacles == ()
    issue_draft(draft_id=draft, version=1, signed_on=HELD, actor=world.holder)
    held = fetch(
        """SELECT lower(valid), upper(valid), mode FROM register_appointment
        WHERE post_id = %(post)s AND upper_inf(recorded) ORDER BY lower(valid)""",
        {"post": world.places.secretary_a},
    )
    assert [row[1] for row in held] == [HELD, None]
    assert held[1][::2] == (HELD, "recognised")


def test_office_held_from_that_day_on_is_named_and_a_later_day_helps(world: Congress) -> None:
    secretary = world.places.people["Ánh"]
    elect(world, secretary)
    early = draft_recognition(
        congress_id=world.congress, effective_on=date(2025, 1, 1), actor=world.holder
    )
    found = preview(viewer=world.holder, draft_id=early).obstacles
    error = next(o.error for o in found if o.error.code == "register.already_appointed")
    assert (error.params["person_id"], error.params["valid"]) == (str(secretary), "[2025-01-01,)")
    assert "Ánh" in str(error.params["person"])
    assert error.params["post_en"]
    assert "{person} already holds the post '{post}'" in error.message
