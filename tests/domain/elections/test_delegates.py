"""Delegates have a mandate; credentials are judged; presence makes the quorum."""

from __future__ import annotations

import pytest

from kiem.domain.elections.actions import (
    allocate_delegates,
    judge_credentials,
    name_delegates,
    record_presence,
)
from kiem.platform.access import viewer_for
from kiem.platform.accounts.models import User
from kiem.platform.kernel.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from kiem.platform.kernel.sql import fetch
from tests.factories.congress import (
    Congress,
    seat_delegates,
)


def code(refused: pytest.ExceptionInfo[DomainError]) -> str:
    return refused.value.code


def test_delegate_without_mandate_is_refused_by_name(world: Congress) -> None:
    allocate_delegates(
        congress_id=world.congress, method="hare", total=4, exception_vi="x", actor=world.holder
    )
    with pytest.raises(InvalidInput) as refused:
        name_delegates(
            congress_id=world.congress,
            organization_id=world.branches[1],
            person_ids=[world.members[6], world.members[0]],
            mandate_vi="Biên bản",
            actor=world.holder,
        )
    assert code(refused) == "elections.without_mandate"
    assert "Hạ 1" in str(refused.value)
    assert fetch("SELECT count(*) FROM elections_delegate", {}) == [(0,)]


def test_chapter_sends_no_more_than_it_was_given(world: Congress) -> None:
    with pytest.raises(Conflict) as refused:
        name_delegates(
            congress_id=world.congress,
            organization_id=world.branches[1],
            person_ids=[world.members[6]],
            mandate_vi="Biên bản",
            actor=world.holder,
        )
    assert code(refused) == "elections.not_allocated"
    ids = seat_delegates(world)
    with pytest.raises(Conflict) as refused:
        name_delegates(
            congress_id=world.congress,
            organization_id=world.branches[1],
            person_ids=[world.members[9]],
            mandate_vi="Biên bản",
            actor=world.holder,
        )
    assert code(refused) == "elections.seats_taken"
    judge_credentials(
        congress_id=world.congress,
        delegate_ids=[ids[-1]],
        verdict="withdrawn",
        reason="Ốm",
        actor=world.holder,
    )
    assert name_delegates(
        congress_id=world.congress,
        organization_id=world.branches[1],
        person_ids=[world.members[9]],
        mandate_vi="Biên bản bổ sung",
        actor=world.holder,
    )


def test_chapter_names_its_own_delegates_and_no_others(world: Congress) -> None:
    allocate_delegates(
        congress_id=world.congress, method="hare", total=4, exception_vi="x", actor=world.holder
    )
    secretary = viewer_for(User.objects.get(pk=world.places.accounts["secretary"]))
    asked = {
        "congress_id": world.congress,
        "organization_id": world.branches[0],
        "person_ids": [world.members[0]],
        "mandate_vi": "Biên bản",
    }
    for stranger in ("women", "commander", "personnel"):
        other = viewer_for(User.objects.get(pk=world.places.accounts[stranger]))
        with pytest.raises((NotFound, Forbidden)):
            name_delegates(**asked, actor=other)  # type: ignore[arg-type]  # as above
    assert len(name_delegates(**asked, actor=secretary)) == 1  # type: ignore[arg-type]  # as above
    with pytest.raises(NotFound):
        judge_credentials(
            congress_id=world.congress, delegate_ids=[], verdict="confirmed", actor=secretary
        )


def test_delegate_by_office_holds_one(world: Congress) -> None:
    asked = {"congress_id": world.congress, "organization_id": None, "mandate_vi": "Đương nhiên"}
    with pytest.raises(InvalidInput) as refused:
        name_delegates(**asked, person_ids=[world.members[0]], actor=world.holder)  # type: ignore[arg-type]  # as above
    assert code(refused) == "elections.not_ex_officio"
    anh = world.places.people["Ánh"]
    assert name_delegates(**asked, person_ids=[anh], actor=world.holder)  # type: ignore[arg-type]  # as above
    with pytest.raises(Conflict) as twice:
        name_delegates(**asked, person_ids=[anh], actor=world.holder)  # type: ignore[arg-type]  # as above
    assert code(twice) == "elections.named_twice"


def test_refused_credentials_need_a_reason_and_take_the_vote(world: Congress) -> None:
    ids = seat_delegates(world)
    with pytest.raises(InvalidInput) as refused:
        judge_credentials(
            congress_id=world.congress,
            delegate_ids=ids[:1],
            verdict="refused",
            actor=world.holder,
        )
    assert code(refused) == "elections.reason_missing"
    judge_credentials(
        congress_id=world.congress,
        delegate_ids=ids[:1],
        verdict="refused",
        reason="Bầu không đúng thể thức",
        actor=world.holder,
    )
    with pytest.raises(NotFound):
        record_presence(congress_id=world.congress, present_ids=ids[:1], actor=world.holder)
