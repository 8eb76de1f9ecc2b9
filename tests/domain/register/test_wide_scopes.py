"""Large scopes and long lists take other statements than small ones, with the same answers."""

from __future__ import annotations

import pytest

from kiem.domain.register.actions import NewAppointment, appoint
from kiem.domain.register.queries import holdings, people
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from kiem.time.interval import DateInterval
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


def test_staff_and_dual_holders_of_many_units_are_those_of_few(
    staffed: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = [staffed.unit, staffed.city]
    month = DateInterval(START, START.replace(month=2))
    few = holdings.staff_counts(units, START), holdings.dual_holdings(unit_ids=units, days=month)
    monkeypatch.setattr(holdings, "FEW_UNITS", 0)
    monkeypatch.setattr(holdings, "FEW_IDS", 0)
    many = holdings.staff_counts(units, START), holdings.dual_holdings(unit_ids=units, days=month)
    assert few == many
    assert few[0] == {staffed.unit: 1}
    assert [holding.kind for holding in few[1]] == ["office", "line"]


def test_names_page_by_page_give_everybody_once(staffed: Town) -> None:
    seen: list[int] = []
    after: tuple[str, int] | None = None
    while page := people.list_people(viewer=SYSTEM, on=START, after=after, limit=4):
        seen += [row.id for row in page]
        after = page[-1].sort_key, page[-1].id
    assert seen == list(staffed.people)
