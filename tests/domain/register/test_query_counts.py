"""Pages cost the same number of queries with one row and with thirty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    admit_members,
    appoint,
    create_posts,
    found_organizations,
    register_people,
)
from kiem.domain.register.queries.organizations import (
    list_members,
    list_organizations,
    organization_detail,
)
from kiem.domain.register.queries.people import list_people, person_detail
from kiem.domain.register.queries.posts import post_detail
from kiem.domain.register.queries.search import search
from kiem.domain.register.queries.units import list_units, unit_detail
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from tests.factories.register import START, Town, organization, person, post


def fill(town: Town, first: int, count: int) -> None:
    """`count` more of everything: units with chapters, posts, dual holders, members."""
    numbers = range(first, first + count)
    units = found_organizations(
        decision_id=town.decision,
        organizations=[organization(f"U{n}", parent_id=town.city) for n in numbers],
        actor=SYSTEM,
    )
    found_organizations(
        decision_id=town.decision,
        organizations=[
            organization(
                f"Y{n}",
                category="member",
                type="youth_branch",
                parent_id=town.unit,
                higher_id=town.chapter,
            )
            for n in numbers
        ],
        actor=SYSTEM,
    )
    seats = create_posts(
        decision_id=town.decision, posts=[post(town.unit) for _ in units], actor=SYSTEM
    )
    offices = create_posts(
        decision_id=town.decision,
        posts=[
            post(town.chapter, kind="office", role="committee_member", title_vi="Ủy viên")
            for _ in units
        ],
        actor=SYSTEM,
    )
    people = register_people(
        decision_id=town.decision, people=[person(n) for n in numbers], actor=SYSTEM
    )
    appoint(
        decision_id=town.decision,
        appointments=[
            *(
                NewAppointment(p, seat, START, "appointed", 100)
                for p, seat in zip(people, seats, strict=True)
            ),
            *(
                NewAppointment(p, office, START, "elected", 0)
                for p, office in zip(people, offices, strict=True)
            ),
        ],
        actor=SYSTEM,
    )
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(p, town.chapter, START) for p in people],
        actor=SYSTEM,
    )


@pytest.mark.parametrize("scope", ["all", "unit", "line"])
def test_query_counts_are_the_same_for_1_and_30_rows(town: Town, scope: str) -> None:
    scopes = {"all": "all", "unit": f"unit:{town.unit}", "line": f"line:{town.youth}"}
    viewer = Viewer(
        name=scope,
        user_id=1,
        grants=frozenset(
            Grant(permission, scopes[scope])
            for permission in (
                Permission.VIEW_STRUCTURE,
                Permission.VIEW_OFFICES,
                Permission.VIEW_PERSON,
                Permission.VIEW_MEMBERS,
            )
        ),
    )
    fill(town, 100, 1)
    somebody = list_people(viewer=SYSTEM, on=START, only_dual=True)[0].id
    pages: dict[str, Callable[[], Any]] = {
        "units": lambda: list_units(viewer=viewer, on=START),
        "unit": lambda: unit_detail(viewer=viewer, unit_id=town.unit, on=START),
        "organizations": lambda: list_organizations(viewer=viewer, on=START),
        "organization": lambda: organization_detail(
            viewer=viewer, organization_id=town.chapter, on=START
        ),
        "people": lambda: list_people(viewer=viewer, on=START),
        "person": lambda: person_detail(viewer=viewer, person_id=somebody, on=START),
        "post": lambda: post_detail(viewer=viewer, post_id=town.secretary, on=START),
        "search": lambda: search(viewer=viewer, text="nguyen", on=START),
    }
    if scope != "unit":
        pages["members"] = lambda: list_members(
            viewer=viewer, organization_id=town.chapter, on=START
        )
    with_one = {name: _count(page) for name, page in pages.items()}
    fill(town, 200, 29)
    assert {name: _count(page) for name, page in pages.items()} == with_one


def _count(page: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        page()
    return len(queries)
