"""Kept pictures: used while nothing was written, not after a write, not in a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kiem.domain.ledger.actions import NewTimeEntry, log_time
from kiem.domain.ledger.queries import load_picture
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from kiem.platform.kernel import clock
from tests.factories.ledger_world import World

ON = date(2026, 6, 30)


@pytest.fixture
def holder(transactional_db: None) -> Iterator[tuple[int, int, int]]:
    with clock.travel(datetime(2026, 7, 5, 9, tzinfo=UTC)), transaction.atomic():
        world = World()
        unit = world.unit("U1")
        holder = world.dual(unit, world.chapter(unit))
    with clock.travel(datetime(2026, 7, 5, 9, tzinfo=UTC)):
        log(holder, 9)  # an entry of this run's own: other runs keep other pictures
        yield holder


def log(holder: tuple[int, int, int], day: int) -> None:
    entry = NewTimeEntry(holder[0], holder[2], "office", "meeting", date(2026, 6, day), Decimal(2))
    log_time(entries=[entry], actor=SYSTEM)


def test_picture_is_kept_until_something_is_written(holder: tuple[int, int, int]) -> None:
    first = load_picture(viewer=SYSTEM, on=ON)
    with CaptureQueriesContext(connection) as captured:
        again = load_picture(viewer=SYSTEM, on=ON)
    assert (len(captured), again) == (1, first)
    log(holder, 10)
    assert load_picture(viewer=SYSTEM, on=ON).totals.figures.office_hours == 4.0


def test_picture_of_another_scope_is_another(holder: tuple[int, int, int]) -> None:
    assert load_picture(viewer=SYSTEM, on=ON).totals.units == 1
    stranger = Viewer("s", 1, None, frozenset({Grant(Permission.VIEW_LOAD, "unit:987654")}))
    assert load_picture(viewer=stranger, on=ON).totals.units == 0


def test_what_is_rolled_back_is_never_kept(holder: tuple[int, int, int]) -> None:
    with transaction.atomic():
        log(holder, 10)
        assert load_picture(viewer=SYSTEM, on=ON).totals.figures.office_hours == 4.0
        transaction.set_rollback(True)
    assert load_picture(viewer=SYSTEM, on=ON).totals.figures.office_hours == 2.0
