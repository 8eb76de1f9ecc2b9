"""Within one reading a scope is resolved once; outside, and in the next one, anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kiem.domain.register.actions import found_organizations
from kiem.domain.register.queries.reading import once_a_reading, one_reading
from kiem.domain.register.queries.scopes import unit_scope
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from tests.factories.register import START, Town, organization


def resolve(town: Town) -> frozenset[int]:
    grants = frozenset({Grant(Permission.VIEW_STRUCTURE, f"unit:{town.unit}")})
    viewer = Viewer("v", user_id=1, grants=grants)
    return unit_scope(viewer, Permission.VIEW_STRUCTURE, START).unit_ids


def queries_of(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_scope_within_a_reading_is_resolved_once(town: Town) -> None:
    first = queries_of(lambda: resolve(town))
    with one_reading():
        assert queries_of(lambda: resolve(town)) == first
        assert queries_of(lambda: resolve(town)) == 0
    assert queries_of(lambda: resolve(town)) == first


def test_scope_of_the_next_reading_knows_what_was_written_between(town: Town) -> None:
    with one_reading():
        before = resolve(town)
    (new,) = found_organizations(
        decision_id=town.decision,
        organizations=[organization("NEW", parent_id=town.unit)],
        actor=SYSTEM,
    )
    with one_reading():
        assert resolve(town) == before | {new}


def test_different_arguments_within_a_reading_are_different_questions() -> None:
    asked: list[tuple[int, ...]] = []

    @once_a_reading
    def total(numbers: list[int]) -> int:
        asked.append(tuple(numbers))
        return sum(numbers)

    with one_reading():
        assert [total([1, 2]), total([2, 1]), total([1])] == [3, 3, 1]
    assert asked == [(1, 2), (1,)]


def test_failed_question_within_a_reading_is_asked_again() -> None:
    answers = iter([ZeroDivisionError, 5])

    @once_a_reading
    def fragile() -> int:
        answer = next(answers)
        if not isinstance(answer, int):
            raise answer
        return answer

    with one_reading():
        with pytest.raises(ZeroDivisionError):
            fragile()
        assert fragile() == 5
