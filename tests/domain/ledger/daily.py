"""Who does what with hours in the tests of daily work: a holder, two superiors, a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from kiem.domain.ledger.actions import NewTimeEntry, log_time
from kiem.platform.access import Grant, Permission, Viewer
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.time.month import Month
from tests.factories.ledger_world import World

JUNE = Month(2026, 6)
DAY = date(2026, 6, 10)
JULY = datetime(2026, 7, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Daily:
    """A unit with a chapter in the city's line; `holder` is its secretary and an officer.

    `commander` heads the unit, `leader` the line; both may see and confirm, neither is the holder.
    """

    world: World
    unit: int
    line_top: int
    chapter: int
    person: int
    line_post: int
    office: int
    holder: Viewer
    commander: Viewer
    leader: Viewer

    def entry(self, hours: str = "2", day: date = DAY, **changes: object) -> NewTimeEntry:
        values: dict[str, object] = {
            "person_id": self.person,
            "post_id": self.office,
            "role_kind": "office",
            "category": "meeting",
            "day": day,
            "hours": Decimal(hours),
        }
        return NewTimeEntry(**{**values, **changes})  # type: ignore[arg-type]  # of many types

    def line_entry(self, hours: str = "8", day: date = DAY, **changes: object) -> NewTimeEntry:
        kind = {"post_id": self.line_post, "role_kind": "line", "category": "duty"}
        return self.entry(hours, day, **{**kind, **changes})

    def log(self, *entries: NewTimeEntry) -> tuple[int, ...]:
        """As the holder."""
        return log_time(entries=entries, actor=self.holder).ids


def make_daily(world: World) -> Daily:
    unit = world.unit("U1")
    line_top = world.chapter(world.city, "youth_grassroots")
    chapter = world.chapter(unit, higher=line_top)
    person, line_post, office = world.dual(unit, chapter)
    return Daily(
        world, unit, line_top, chapter, person, line_post, office,
        holder=viewer("holder", 1, person, LOG_TIME=f"person:{person}",
                      VIEW_LOAD=f"person:{person}"),
        commander=viewer("commander", 2, None, CONFIRM_TIME=f"unit:{unit}",
                         VIEW_LOAD=f"unit:{unit}"),
        leader=viewer("leader", 3, None, CONFIRM_TIME=f"line:{line_top}",
                      CHANGE_LEDGER=f"line:{line_top}", VIEW_LOAD=f"line:{line_top}"),
    )  # fmt: skip


def viewer(name: str, user_id: int, person_id: int | None, **scopes: str) -> Viewer:
    """`viewer("holder", 1, 7, LOG_TIME="person:7")`."""
    grants = frozenset(Grant(Permission[key], scope) for key, scope in scopes.items())
    return Viewer(name, user_id, person_id, grants)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL_ZONE)


def later(days: int) -> datetime:
    return JULY + timedelta(days=days)
