"""Whose name stands under what an organisation issues."""

from __future__ import annotations

from datetime import date

from kiem.domain.register.actions import NewAppointment, appoint
from kiem.domain.register.queries.heads import Head, head_of
from kiem.platform.access import SYSTEM
from tests.factories.register import START, Town

DAY = date(2025, 6, 1)


def test_head_is_the_holder_of_the_leading_post_that_day(town: Town) -> None:
    appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(town.people[1], town.officer, START, "appointed", 100),
            NewAppointment(town.people[0], town.chief, date(2025, 3, 1), "appointed", 100),
        ],
        actor=SYSTEM,
    )
    assert head_of(organization_id=town.unit, on=DAY) == Head(
        "Trưởng Công an", "Chief", "Nguyễn Văn Người 1", "", ""
    )
    assert head_of(organization_id=town.unit, on=date(2025, 2, 28)) is None


def test_organisation_without_a_head_has_none(town: Town) -> None:
    assert head_of(organization_id=town.city, on=DAY) is None
