"""The order of events of the second sample, played until the day it ends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from kiem.delivery.sample import codes
from kiem.delivery.sample.chapters import Chooser
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.ground import CALENDAR, SEED
from kiem.delivery.sample.ledgerwork import LedgerWork
from kiem.delivery.sample.people import PeopleMaker
from kiem.delivery.sample.plan import CloseMonth, Operation, Step
from kiem.delivery.sample.vinh import following, session, survey
from kiem.delivery.sample.vinh.bodies import CITY, COMMUNES, WARDS
from kiem.delivery.sample.vinh.changes import ASSIGNED, WEAKENED, Changes
from kiem.delivery.sample.vinh.opening import START, WOMEN_SHARE, open_world
from kiem.delivery.sample.world import World
from kiem.time.month import Month

LAST = date(2021, 1, 31)
CLOSING_DAY = 10  # of the next month
OFFICE_LEFT_ALONE = 2.3  # times the usual: one secretary does what three did
LINE_SHARE = 1.0  # of the hours available, on average

Play = Callable[[], Iterable[Step]]


class VinhChronicle:
    """The whole story up to the morning of `until`; the same interface as `Chronicle`."""

    start = START

    def __init__(self, until: date, seed: str = SEED) -> None:
        self.until = until
        self.world = World(START)
        self.clerk = Clerk("CATPV")
        seed = f"{seed}:vinh"
        self.ledger = LedgerWork(self.world, seed, CALENDAR)
        self._chooser = Chooser(self.world, seed)
        self._maker = PeopleMaker(seed, ages_on=START, women_share=WOMEN_SHARE)
        self._changes = Changes(self.world, self.clerk, self._chooser)

    @property
    def end(self) -> datetime:
        """Nothing is recorded after this moment: the first minute of `until`."""
        return at(self.until, 0)

    def steps(self) -> Iterator[Step]:
        yield from open_world(self.world, self.clerk, self._maker, self._chooser)
        for moment, play in sorted(self._agenda(), key=lambda item: item[0]):
            if moment > self.end:
                return
            yield from play()

    def _agenda(self) -> Iterator[tuple[datetime, Play]]:
        yield from self._changes.agenda()
        yield at(ASSIGNED, 6), self._leave_secretaries_alone
        yield from self._said()
        for month in Month.of(START).through(Month.of(self.until).shift(1)):
            yield from self._month(month)
        monday = START - timedelta(days=START.weekday())
        while monday < self.until:
            yield self._week(monday)
            monday += timedelta(days=7)

    # what is said, concluded and done about it

    def _said(self) -> Iterator[tuple[datetime, Play]]:
        yield self._at(at(session.OPENED, 9), "A project on the model", lambda: [session.project()])
        for moment, label, operation in (
            (at(survey.ASKED, 8, 50), "The survey is opened", survey.ask(session.PROJECT)),
            (at(survey.FIRST_ANSWERS, 15, 50), "Units answer", survey.first_answers()),
            (at(survey.LAST_ANSWERS, 15, 50), "Branches answer", survey.last_answers()),
            (at(survey.CLOSED, 8, 50), "The survey is closed", survey.close()),
        ):
            yield self._at(moment, label, partial(list, (operation,)))
        yield self._at(
            at(session.PLANNED, 9), "The session is planned", lambda: [session.session(self.world)]
        )
        yield self._at(at(session.HELD, 17, 30), "The working session", lambda: [session.held()])
        for moment, label, operations in following.agenda():
            yield self._at(moment, label, operations)

    def _at(
        self, moment: datetime, label: str, operations: Callable[[], list[Operation]]
    ) -> tuple[datetime, Play]:
        return moment, lambda: [self.clerk.note(moment, operations(), label=label)]

    # hours

    def _secretary(self, ward: str) -> int:
        (person,) = self.world.holders[f"youth:{ward}#{codes.SECRETARY}"]
        return person

    def _leave_secretaries_alone(self) -> list[Step]:
        for ward in WEAKENED:
            person = self._secretary(ward)
            self.ledger.quicken(person, f"youth:{ward}", ASSIGNED, times=OFFICE_LEFT_ALONE)
        return []

    def _month(self, month: Month) -> Iterator[tuple[datetime, Play]]:
        planned = max(month.shift(-1).start + timedelta(days=9), START + timedelta(days=1))
        yield self._at(
            at(planned, 9), f"Leave of {month}", lambda: [self.ledger.grant_leave(month)]
        )
        yield self._at(
            at(planned, 11),
            f"Activities of {month}",
            lambda: [self.ledger.plan_activities(month)],
        )
        recorded = month.end + timedelta(days=4)
        yield self._at(
            at(recorded, 15),
            f"Line hours of {month}",
            lambda: [self.ledger.record_line_hours(month, _units(), LINE_SHARE)],
        )
        closed = month.end + timedelta(days=CLOSING_DAY - 1)
        yield self._at(
            at(closed, 16), f"{month} closed", lambda: [CloseMonth(_units(), month.start)]
        )

    def _week(self, monday: date) -> tuple[datetime, Play]:
        moment = min(at(monday + timedelta(days=7), 20), self.end)
        label = f"Hours of the week from {monday.isoformat()}"
        return self._at(moment, label, lambda: [self.ledger.log_week(monday, self.until)])


def _units() -> list[str]:
    return [CITY, *WARDS, *COMMUNES]
