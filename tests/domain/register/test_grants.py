"""Posts and scopes as the access rules ask about them, on a real register."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiem.domain.register.actions import (
    AppointmentEnd,
    NewAppointment,
    appoint,
    end_appointments,
)
from kiem.domain.register.models import ChangeEvent, ChangeLink
from kiem.domain.register.queries.grants import (
    posts_of_person,
    scope_contains,
    successors_of_scope,
)
from kiem.platform.access import SYSTEM, Permission, grant_access, viewer_for
from kiem.platform.accounts.models import User
from kiem.platform.kernel.temporal import recorded_from, to_range
from kiem.time.interval import DateInterval
from tests.factories.register import START, Town

JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)


def _sit(town: Town, post_id: int, until: date | None = None) -> int:
    """Person 0 in a post from START; the id of the appointment."""
    ids = appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(
                person_id=town.people[0],
                post_id=post_id,
                valid_from=START,
                valid_until=until,
                mode="appointed",
                share_percent=100,
            )
        ],
        actor=SYSTEM,
    )
    return ids[0]


def _follow(town: Town, original: int, result: int | None, on: date, *, principal: bool) -> None:
    event = ChangeEvent.objects.create(
        kind="merge",
        title_vi="Sáp nhập",
        title_en="Merger",
        decision_id=town.decision,
        valid=to_range(DateInterval(on)),
        recorded=recorded_from(datetime(2025, 1, 1, tzinfo=UTC)),
    )
    ChangeLink.objects.create(
        event=event, original_id=original, result_id=result, is_principal=principal
    )


def test_posts_of_person_are_those_of_the_day(town: Town) -> None:
    _sit(town, town.chief, until=JUNE)
    assert posts_of_person(town.people[0], date(2025, 5, 31)) == {town.chief}
    assert posts_of_person(town.people[0], JUNE) == frozenset()
    assert posts_of_person(town.people[1], START) == frozenset()


def test_who_is_relieved_loses_what_the_post_granted(town: Town) -> None:
    appointment = _sit(town, town.chief)
    user = User.objects.create(username="chief", display_name="C", person_id=town.people[0])
    grant_access(
        principal=f"post:{town.chief}",
        role="unit_commander",
        scope=f"unit:{town.unit}",
        valid_from=START,
        actor=SYSTEM,
    )
    assert viewer_for(user, on=JULY).scopes(Permission.VIEW_LOAD) == {f"unit:{town.unit}"}
    end_appointments(
        decision_id=town.decision, ends=[AppointmentEnd(appointment, JUNE)], actor=SYSTEM
    )
    assert viewer_for(user, on=JULY).grants == frozenset()
    assert viewer_for(user, on=START).can(Permission.VIEW_LOAD)


def test_successors_follow_principal_links_step_by_step(town: Town) -> None:
    _follow(town, town.unit, town.other_unit, JUNE, principal=True)
    _follow(town, town.other_unit, town.city, JULY, principal=True)
    scope = f"unit:{town.unit}"
    assert successors_of_scope(scope, date(2025, 5, 31)) == frozenset()
    assert successors_of_scope(scope, JUNE) == {f"unit:{town.other_unit}"}
    assert successors_of_scope(scope, JULY) == {f"unit:{town.other_unit}", f"unit:{town.city}"}


def test_other_parts_of_a_split_and_dissolution_inherit_nothing(town: Town) -> None:
    _follow(town, town.unit, town.other_unit, JUNE, principal=False)
    _follow(town, town.unit, None, JULY, principal=True)
    assert successors_of_scope(f"unit:{town.unit}", JULY) == frozenset()


def test_people_and_words_have_no_successors(town: Town) -> None:
    for scope in (f"person:{town.people[0]}", "all", "unit:x", ""):
        assert successors_of_scope(scope, JULY) == frozenset()


def test_kind_of_the_scope_is_kept(town: Town) -> None:
    _follow(town, town.chapter, town.youth, JUNE, principal=True)
    assert successors_of_scope(f"line:{town.chapter}", JUNE) == {f"line:{town.youth}"}


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("unit:{city}", "all", True),  # the top of the only tree
        ("unit:{unit}", "all", False),
        ("line:{youth}", "all", False),
        ("unit:{city}", "unit:{unit}", True),
        ("unit:{unit}", "unit:{city}", False),
        ("unit:{unit}", "unit:{other_unit}", False),
        ("line:{youth}", "line:{chapter}", True),
        ("line:{chapter}", "line:{youth}", False),
        ("unit:{city}", "line:{youth}", False),  # hosts it, and has no say in its members
        ("unit:{unit}", "line:{chapter}", False),
        ("line:{youth}", "unit:{unit}", False),
        ("unit:{unit}", "person:{insider}", True),
        ("unit:{other_unit}", "person:{insider}", False),
        ("all", "line:{youth}", True),
    ],
)
def test_scope_contains_what_stands_below_it_in_its_own_line(
    outer: str, inner: str, expected: bool, town: Town
) -> None:
    _sit(town, town.chief)
    ids = {
        "city": town.city,
        "unit": town.unit,
        "other_unit": town.other_unit,
        "youth": town.youth,
        "chapter": town.chapter,
        "insider": town.people[0],
    }
    assert scope_contains(outer.format(**ids), inner.format(**ids), JUNE) is expected
