"""To whom tasks go by rule: bodies of a type, or all units of a level."""

from __future__ import annotations

import pytest

from kiem.domain.assembly.queries import bodies_of_type, target_groups
from kiem.domain.register.actions import found_organizations
from kiem.domain.register.queries.units import list_units
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.domain.assembly.conftest import Hall
from tests.factories.register import organization


@pytest.fixture
def wards(hall: Hall) -> list[int]:
    """Two wards beside the two communes of the city."""
    return found_organizations(
        decision_id=hall.places.decision,
        organizations=[
            organization(code, type="ward_police", parent_id=hall.places.city)
            for code in ("W1", "W2")
        ],
        actor=SYSTEM,
    )


def test_wards_and_communes_are_types_of_one_level(hall: Hall, wards: list[int]) -> None:
    today, communes = clock.today(), [hall.places.a, hall.places.b]
    by_type = {
        group.type: (group.count, group.level)
        for group in target_groups(viewer=SYSTEM, on=today)
        if group.level == "commune"
    }
    assert by_type == {"ward_police": (2, "commune"), "commune_police": (2, "commune")}
    for asked, found in (
        ("ward_police", wards),
        ("commune_police", communes),
        ("commune", [*communes, *wards]),
    ):
        bodies = bodies_of_type(viewer=SYSTEM, type_code=asked, on=today)
        assert sorted(bodies) == sorted(found)
        listed = list_units(viewer=SYSTEM, on=today, kind=asked)
        assert sorted(row.id for row in listed) == sorted(found)


def test_scope_holds_for_a_level_too(hall: Hall, wards: list[int]) -> None:
    commander = hall.viewers["commander"]
    assert bodies_of_type(viewer=commander, type_code="commune", on=clock.today()) == [
        hall.places.a
    ]
