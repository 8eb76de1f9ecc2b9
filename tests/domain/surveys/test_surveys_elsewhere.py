"""Surveys where others look: what a unit owes, and bodies that have ceased to exist."""

from __future__ import annotations

import pytest

from kiem.domain.assembly.queries import duties_of
from kiem.domain.register.actions import (
    ChapterLink,
    Link,
    Placement,
    apply_change_event,
    create_posts,
    found_organizations,
    register_transaction,
)
from kiem.domain.surveys.actions import answer_survey
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict
from tests.domain.surveys.conftest import ANSWERS, Asking
from tests.factories.register import organization, post


def surveys_owed(asking: Asking) -> list[tuple[str, int, str]]:
    rows = duties_of(viewer=asking.viewers["commander"], unit_id=asking.places.a, on=clock.today())
    return [(row.kind, row.body.id, row.link) for row in rows if row.kind == "survey"]


def answer(asking: Asking, survey: int) -> int:
    return answer_survey(
        survey_id=survey,
        organization_id=asking.places.a,
        typed=ANSWERS,
        actor=asking.viewers["commander"],
    )


def merged_into_one(asking: Asking) -> None:
    """A and B become the commune C, whose staff and chapters are theirs."""
    places, today = asking.places, clock.today()
    with register_transaction(SYSTEM):
        (unit,) = found_organizations(
            decision_id=places.decision,
            organizations=[
                organization("C", parent_id=places.city, valid_from=today, name_vi="Xã mới")
            ],
            actor=SYSTEM,
        )
        (seat,) = create_posts(
            decision_id=places.decision,
            posts=[post(unit, seats=9, valid_from=today)],
            actor=SYSTEM,
        )
        apply_change_event(
            decision_id=places.decision,
            kind="merge",
            effective_on=today,
            title_vi="Sắp xếp",
            title_en="Merger",
            links=[Link(places.a, unit), Link(places.b, unit)],
            placements=[Placement(person, seat) for person in places.people.values()],
            chapters=[
                ChapterLink(chapter, chapter)
                for chapter in (places.youth_a, places.women_b, places.council_a)
            ],
            members=[],
            actor=SYSTEM,
        )


def test_sheet_is_a_duty_of_the_unit_until_it_is_sent(asking: Asking) -> None:
    assert surveys_owed(asking) == []
    survey = asking.opened()
    address = f"/surveys/{survey}/sheets/{asking.places.a}/"
    assert surveys_owed(asking) == [("survey", asking.places.a, address)]
    answer(asking, survey)
    assert surveys_owed(asking) == []


def test_answer_of_a_unit_that_has_ended_is_refused_naming_its_successor(asking: Asking) -> None:
    survey = asking.opened()
    merged_into_one(asking)
    with pytest.raises(Conflict) as refused:
        answer_survey(
            survey_id=survey, organization_id=asking.places.a, typed=ANSWERS, actor=SYSTEM
        )
    assert refused.value.code == "surveys.body_ended_with_successor"
    assert refused.value.params["successors"] == "Xã mới"
    assert refused.value.remedy
