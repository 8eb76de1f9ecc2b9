"""The order of events: an agenda of moments, played until the day the sample ends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from kiem.delivery.sample import communes_merge, districts_end, units
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.chapters import Chooser
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.communes_merge import DAY as MERGED
from kiem.delivery.sample.communes_merge import FOUNDED, merge_communes
from kiem.delivery.sample.compositions import (
    CHAPTER_CONGRESSES,
    CITY_CONGRESS,
    DESIGNATED_BY_WOMEN,
    DESIGNATED_BY_YOUTH,
    OUTSIDE_DESIGNATED,
    PARTY_APPOINTED,
    WOMEN_CONGRESS,
    chapter_congress,
    city_congress,
    first_compositions,
    women_congress,
)
from kiem.delivery.sample.congresses import Congresses
from kiem.delivery.sample.districts_end import DAY as DISTRICTS_ENDED
from kiem.delivery.sample.districts_end import POSTS_SIGNED, end_districts
from kiem.delivery.sample.factbook import city_facts
from kiem.delivery.sample.forum import Forum
from kiem.delivery.sample.ground import CALENDAR, SEED
from kiem.delivery.sample.ledgerwork import LedgerWork
from kiem.delivery.sample.opening import START, open_world
from kiem.delivery.sample.people import PeopleMaker
from kiem.delivery.sample.personnel import SIGNED_DAY, Personnel
from kiem.delivery.sample.plan import CloseMonth, Step
from kiem.delivery.sample.planted import Planter
from kiem.delivery.sample.sharing import Sharing
from kiem.delivery.sample.survey_story import SurveyStory
from kiem.delivery.sample.world import World
from kiem.time.month import Month

CLOSING_DAYS = (8, 9, 10, 11, 12, 13)  # of the next month: units close one group after the other
RECORDING_UNITS = 5  # one unit in so many keeps a monthly record of line hours

Play = Callable[[], Iterable[Step]]


class Chronicle:
    """The whole story up to the morning of `until`; `steps()` tells it once, in order."""

    def __init__(self, until: date, seed: str = SEED) -> None:
        if until <= START:
            raise ValueError(f"The sample starts on {START.isoformat()}; choose a later day.")
        self.until = until
        self.world = World(START)
        self.clerk = Clerk()
        self.seed = seed
        self.chooser = Chooser(self.world, seed)
        self.maker = PeopleMaker(seed)
        self.ledger = LedgerWork(self.world, seed, CALENDAR)
        self.personnel = Personnel(self.world, self.maker, self.chooser, seed)
        self.planter = Planter(self.world, self.ledger, self.personnel, until)

    @property
    def end(self) -> datetime:
        """Nothing is recorded after this moment: the first minute of `until`."""
        return at(self.until, 0)

    def steps(self) -> Iterator[Step]:
        agenda = sorted(self._agenda(), key=lambda item: item[0])
        for moment, play in agenda:
            if moment > self.end:
                return
            for step in play():
                if step.moment <= self.end:
                    yield step

    def _agenda(self) -> Iterator[tuple[datetime, Play]]:
        yield at(START, 7, 30), self._open
        yield from _one_by_one(
            end_districts(self.world, self.clerk, self.seed),
            [POSTS_SIGNED, districts_end.SIGNED],
        )
        yield from _one_by_one(
            merge_communes(self.world, self.clerk, self.seed), [FOUNDED, communes_merge.SIGNED]
        )
        yield from _one_by_one(
            first_compositions(self.world, self.clerk, self.chooser, self.until),
            [DESIGNATED_BY_YOUTH, DESIGNATED_BY_WOMEN, PARTY_APPOINTED, OUTSIDE_DESIGNATED],
        )
        congresses = Congresses(self.world, self.clerk)
        for wave, day in enumerate(CHAPTER_CONGRESSES):
            recognise = partial(self._congress, wave, congresses.key)
            yield at(day, 17), partial(congresses.commune, day, recognise)
        renew = partial(city_congress, self.world, self.clerk, self.chooser)
        yield at(CITY_CONGRESS, 18), partial(congresses.city, renew)
        yield at(WOMEN_CONGRESS, 18), lambda: [women_congress(self.world, self.clerk, self.chooser)]
        for month in Month.of(START).through(Month.of(self.until).shift(2)):
            yield from self._month(month)
        monday = START - timedelta(days=START.weekday())
        while monday < self.until:
            yield self._weekly(monday)
            monday += timedelta(days=7)
        yield from self.planter.agenda(self.clerk)
        yield from Forum(self.clerk).agenda()
        yield from SurveyStory(self.world, self.clerk, self.until).agenda()
        yield from congresses.agenda()
        yield from Sharing(self.clerk).agenda()

    def _open(self) -> Iterator[Step]:
        return open_world(self.world, self.clerk, self.maker, self.chooser)

    def _congress(self, wave: int, told: str) -> Step:
        return chapter_congress(self.world, self.clerk, self.chooser, wave, told=told)

    # month by month

    def _month(self, month: Month) -> Iterator[tuple[datetime, Play]]:
        planned = self._planning_day(month)
        yield at(planned, 9), lambda: [self._grant_leave(month, planned)]
        yield at(planned, 11), lambda: [self._plan_activities(month, planned)]
        if month.start > MERGED:
            signed = month.shift(-1).start + timedelta(days=SIGNED_DAY - 1)
            yield at(signed, 10), lambda: self.personnel.decide(self.clerk, month)
            recorded = month.end + timedelta(days=4)
        if month.start >= MERGED:
            recorded = month.end + timedelta(days=4)
            yield at(recorded, 15), lambda: [self._record_line_hours(month, recorded)]
        for group, closing_day in enumerate(CLOSING_DAYS):
            day = month.end + timedelta(days=closing_day - 1)
            yield (
                at(day, 16),
                lambda group=group, day=day: [  # type: ignore[misc]
                    self._close(month, group, day)
                ],
            )

    @staticmethod
    def _planning_day(month: Month) -> date:
        """Mid-month before; later where a reorganisation changes who is there."""
        special = {
            Month.of(START): START + timedelta(days=1),
            Month.of(DISTRICTS_ENDED): date(2025, 2, 25),
            Month.of(MERGED): date(2025, 6, 29),
        }
        return special.get(month, month.shift(-1).start + timedelta(days=9))

    def _grant_leave(self, month: Month, day: date) -> Step:
        operation = self.ledger.grant_leave(month)
        return self.clerk.note(at(day, 9), [operation], label=f"Leave of {month}")

    def _plan_activities(self, month: Month, day: date) -> Step:
        operation = self.ledger.plan_activities(month)
        return self.clerk.note(at(day, 11), [operation], label=f"Activities of {month}")

    def _record_line_hours(self, month: Month, day: date) -> Step:
        recording = [units.new_key(code) for code in list(strengths())[::RECORDING_UNITS]]
        operation = self.ledger.record_line_hours(month, recording)
        return self.clerk.note(at(day, 15), [operation], label=f"Line hours of {month}")

    def _close(self, month: Month, group: int, day: date) -> Step:
        keys = units_in(month)
        operation = CloseMonth(keys[group :: len(CLOSING_DAYS)], month.start)
        label = f"{month} closed, group {group + 1}"
        return self.clerk.note(at(day, 16), [operation], label=label)

    # week by week

    def _weekly(self, monday: date) -> tuple[datetime, Play]:
        moment = min(at(monday + timedelta(days=7), 20), self.end)

        def play() -> list[Step]:
            operation = self.ledger.log_week(monday, self.until)
            label = f"Hours of the week from {monday.isoformat()}"
            return [self.clerk.note(moment, [operation], label=label)]

        return moment, play


def _one_by_one(
    steps: Iterator[Step], moments: Iterable[datetime]
) -> Iterator[tuple[datetime, Play]]:
    """Each step at its own moment: other things happen between the decisions of one story."""
    for moment in moments:
        yield moment, lambda: [next(steps)]


def units_in(month: Month) -> list[str]:
    """The units below the city's command that close the month."""
    if month.start >= MERGED:
        return [units.new_key(commune.code) for commune in city_facts().communes]
    keys = [units.former_key(former.code) for former in city_facts().former_communes]
    if month.start < DISTRICTS_ENDED:
        keys.extend(units.district_key(district) for district in city_facts().districts)
    return keys
