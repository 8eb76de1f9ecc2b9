"""Large scopes and long lists take other statements than small ones, with the same answers."""

from __future__ import annotations

import pytest

from kiem.domain.register.actions import NewAppointment, appoint
from kiem.domain.register.queries import common_names, holdings, people
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from tests.factories.register import START, Town


@pytest.fixture
def staffed(town: Town) -> Town:
    appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(town.people[0], town.officer, START, "appointed", 100),
            NewAppointment(town.people[1], town.other_officer, START, "appointed", 100),
            NewAppointment(town.people[0], town.secretary, START, "elected", 0),
        ],
        actor=SYSTEM,
    )
    return town


def test_people_of_a_wide_scope_are_those_of_a_narrow_one(
    staffed: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for scope, expected in (
        (f"unit:{staffed.unit}", [staffed.people[0]]),
        (f"person:{staffed.people[1]}", [staffed.people[1]]),
    ):
        viewer = Viewer("v", user_id=1, grants=frozenset({Grant(Permission.VIEW_PERSON, scope)}))
        for few in (40, -1):
            monkeypatch.setattr(people, "FEW_ORGANIZATIONS", few)
            rows = people.list_people(viewer=viewer, on=START)
            assert [row.id for row in rows] == expected
            words = rows[0].full_name
            found = people.list_people(viewer=viewer, on=START, search=words, limit=1)
            assert [row.id for row in found] == expected


@pytest.mark.parametrize("walked", [20_000, 2, 0])
def test_common_names_are_walked_to_the_people_that_would_be_collected(
    staffed: Town, monkeypatch: pytest.MonkeyPatch, walked: int
) -> None:
    """Also when the walk ends before the page is full."""
    monkeypatch.setattr(common_names, "WALKED", walked)
    monkeypatch.setattr(people, "FEW_ORGANIZATIONS", -1)
    text = people.list_people(viewer=SYSTEM, on=START)[0].full_name.split()[0]
    everything = SYSTEM
    unit = frozenset({Grant(Permission.VIEW_PERSON, f"unit:{staffed.city}")})
    for viewer in (everything, Viewer("v", user_id=1, grants=unit)):
        for after_first in (False, True):
            found = []
            for common_from in (1_000_000, 0):
                monkeypatch.setattr(common_names, "COMMON_FROM", common_from)
                first = people.list_people(viewer=viewer, on=START, search=text, limit=1)
                assert len(first) == 1
                after = (first[0].sort_key, first[0].id) if after_first else None
                found += [
                    people.list_people(
                        viewer=viewer, on=START, search=text, after=after, limit=limit
                    )
                    for limit in (1, 2, 50)
                ]
            assert found[:3] == found[3:]


def test_staff_of_many_units_is_that_of_few(staffed: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    units = [staffed.unit, staffed.city]
    few = holdings.staff_counts(units, START)
    monkeypatch.setattr(holdings, "FEW_UNITS", 0)
    assert holdings.staff_counts(units, START) == few == {staffed.unit: 1}


def test_names_page_by_page_give_everybody_once(staffed: Town) -> None:
    seen: list[int] = []
    after: tuple[str, int] | None = None
    while page := people.list_people(viewer=SYSTEM, on=START, after=after, limit=4):
        seen += [row.id for row in page]
        after = page[-1].sort_key, page[-1].id
    assert seen == list(staffed.people)
