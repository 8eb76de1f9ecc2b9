"""Fills an empty database with the sample, and takes the sample away again.

The installation is marked as a sample without a day before the first row and given the day after
the last one. A sample without a day is therefore one whose making was interrupted: each step of it
is whole or absent, and the next filling erases it and starts again (decision 0060).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from kiem.delivery.sample.ahead import planned_ahead
from kiem.delivery.sample.clerk import at
from kiem.delivery.sample.identities import ACTOR
from kiem.delivery.sample.plan import Step
from kiem.delivery.sample.seeding import Seeder, play
from kiem.delivery.sample.stories import HANOI, STORIES, Story, Tale
from kiem.domain.register.actions import load_catalogue
from kiem.domain.register.queries.emptiness import is_empty
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import OperationalError
from kiem.platform.kernel.installation import (
    InstallationMark,
    mark_sample,
    read_installation,
)

LOCK_KEY = 5_114_301  # an advisory lock of its own: one filling of a database at a time
FOREIGN_TO_DJANGO = ("django_", "procrastinate_")  # tables of ours that belong to no app

Tell = Callable[[str], None]


class SampleError(OperationalError):
    """The sample cannot be made or erased here."""


@dataclass(frozen=True, slots=True)
class Filled:
    """`made`: False when the sample was there already. `seconds` of wall time."""

    until: date
    made: bool
    steps: int
    rows: int
    seconds: float


def fill(until: date | None, *, name: str | None, tell: Tell) -> Filled:
    """Make the sample of this name (None: Hanoi, or whatever sample is there) up to `until` (None:
    its last day, or that of the sample that is there).

    Raises SampleError in a database with real data, with another sample or one up to another day,
    for a day outside the story, and while somebody else is filling the database.
    """
    with _alone():
        mark = read_installation()
        story = STORIES[name or mark.sample_name or HANOI.name]
        _require_inside(story, until)
        if mark.is_sample and mark.sample_until is not None:
            _require_same(mark, name, until)
            return Filled(mark.sample_until, False, 0, 0, 0.0)
        if mark.is_sample:
            tell("An earlier filling was interrupted: starting again from an empty database.")
            _empty_schema()
        elif not is_empty():
            raise SampleError(
                "This database holds data that is not a sample; nothing was changed. "
                "Name another folder with --data, or another DATABASE_URL."
            )
        return _make(story, until or story.last_day(), tell)


def _require_same(mark: InstallationMark, name: str | None, until: date | None) -> None:
    """What is there is what was asked for."""
    there = mark.sample_name or HANOI.name  # samples older than their names were Hanoi's
    if name not in (None, there):
        raise SampleError(
            f"This database holds the sample '{there}', not '{name}'. "
            "Run `kiem erase-demo` first, or name another folder with --data."
        )
    if until not in (None, mark.sample_until):
        raise SampleError(
            f"This database holds a sample up to {mark.sample_until}. "
            "Run `kiem erase-demo` first, or name another folder with --data."
        )


def _require_inside(story: Story, until: date | None) -> None:
    last = story.last_day()
    if until is not None and not story.first < until <= last:
        words = "today" if story.last is None else "its last day"
        raise SampleError(
            f"The sample's story runs from {story.first.isoformat()} to {words} "
            f"({last.isoformat()}); {until.isoformat()} is outside it. "
            "Choose another day with --until."
        )


def erase() -> date | None:
    """Take the sample away and leave an empty database; the day it went up to.

    Raises SampleError where there is no sample: real data is never erased.
    """
    with _alone():
        mark = read_installation()
        if not mark.is_sample:
            raise SampleError("There is no sample in this database; nothing was changed.")
        _empty_schema()
        return mark.sample_until


def _make(story: Story, until: date, tell: Tell) -> Filled:
    started = time.monotonic()
    steps, seeder = play_story(story, story.tell(until), tell)
    return Filled(until, True, steps, seeder.rows, time.monotonic() - started)


def play_story(story: Story, tale: Tale, tell: Tell) -> tuple[int, Seeder]:
    """Play it into an empty database, with personas and both marks; returns steps and seeder."""
    with connection.cursor() as cursor:
        # A crash may lose the last moments, never mix them: the mark that counts comes last.
        cursor.execute("SET synchronous_commit = off")
    mark_sample(until=None, name=story.name)
    with clock.travel(at(story.first, 5)):
        load_catalogue(actor=ACTOR)
    seeder = Seeder(tale.ledger.watched)
    steps = play(planned_ahead(tale.steps()), seeder, _Progress(tell))
    story.complete(tale, seeder)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET synchronous_commit = on")
    mark_sample(until=tale.until, name=story.name)
    return steps, seeder


class _Progress:
    """A line for each decision that changes much, and for each month."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._month = ""
        self._analyzed_at = 0

    def __call__(self, step: Step, rows: int) -> None:
        month = step.moment.strftime("%Y-%m")
        if step.decision is not None and step.decision.kind in ("organization", "import"):
            self._tell(f"  {step.moment:%Y-%m-%d}  {step.label}")
        elif month != self._month:
            self._tell(f"  {month}     {rows:>7,} facts")
        self._month = month
        if rows > 3 * self._analyzed_at + 10_000:
            self._analyzed_at = rows
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the planner would otherwise think the tables empty


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else fills or erases this database meanwhile; a crash frees the lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_KEY])
        (is_free,) = cursor.fetchone()
    if not is_free:
        raise SampleError("Another kiem is filling this database. Wait for it, then try again.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])


def _empty_schema() -> None:
    """Drop everything of Kiem's and build the tables anew. Refuses beside foreign tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ours = (*FOREIGN_TO_DJANGO, *(f"{app.label}_" for app in apps.get_app_configs()))
        foreign = sorted(name for (name,) in cursor.fetchall() if not name.startswith(ours))
        if foreign:
            raise SampleError(
                f"The database also holds tables that are not Kiem's ({', '.join(foreign[:3])}). "
                "Drop and create the database by hand instead."
            )
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", interactive=False, verbosity=0)
