"""Planning ahead changes nothing but the time it takes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from kiem.delivery.sample.ahead import planned_ahead
from kiem.delivery.sample.plan import Step

START = datetime(2025, 1, 1, tzinfo=UTC)


def steps(count: int) -> Iterator[Step]:
    for index in range(count):
        yield Step(START + timedelta(hours=index), date(2025, 1, 1), f"step {index}", ())


def test_steps_come_in_their_order() -> None:
    assert list(planned_ahead(steps(50), depth=3)) == list(steps(50))


def test_no_steps_end_at_once() -> None:
    assert list(planned_ahead(steps(0))) == []


def test_error_comes_after_the_steps_before_it() -> None:
    def broken() -> Iterator[Step]:
        yield from steps(2)
        raise ValueError("the plan is broken")

    seen: list[str] = []
    with pytest.raises(ValueError, match="the plan is broken"):
        seen.extend(step.label for step in planned_ahead(broken()))
    assert seen == ["step 0", "step 1"]


def test_closing_ends_the_thread() -> None:
    before = threading.active_count()
    iterator = planned_ahead(steps(10_000), depth=2)
    assert next(iterator).label == "step 0"
    iterator.close()  # type: ignore[attr-defined]  # generators close
    assert threading.active_count() == before
