"""A commune's congress of all members (summer 2025), and the city's by delegates in autumn.

The term "2022-2027" of the city's committee is cut short by the decision that follows it. Bodies
and terms are the story's; people and votes are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from kiem.delivery.sample import chapters, codes
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.compositions import (
    CHAPTER_CONGRESSES,
    CITY_CONGRESS,
    CITY_TERM,
    NEW_TERM,
    youth_members,
)
from kiem.delivery.sample.places import youth_key
from kiem.delivery.sample.plan import Operation, Step
from kiem.delivery.sample.plan_assembly import HoldEvent, OpenProject, PlanEvent
from kiem.delivery.sample.plan_congress import HoldCongress, NameDelegates, PrepareCongress
from kiem.delivery.sample.planting_places import ordinary, shown_code
from kiem.delivery.sample.world import World

OPENED = date(2025, 7, 21)
CITY_PREPARED = date(2025, 9, 16)
CITY_NAMED = date(2025, 10, 20)
CITY_DELEGATES = 250
SECOND_PREPARED, EXTRAORDINARY = date(2026, 10, 15), date(2027, 3, 19)
EXTRAORDINARY_AT = 30  # its place among the ordinary units
OLDEST = 30
PROJECT = "DH-2025"
_ROLES = (codes.SECRETARY, codes.DEPUTY_SECRETARY, codes.COMMITTEE_MEMBER)

Play = Callable[[], Iterable[Step]]


def _days_before(held_on: date) -> tuple[date, date, date]:
    """Delegates named by, nominations from and until: a week before, and the two weeks up to it."""
    week = timedelta(days=7)
    return held_on - week, held_on - 3 * week, held_on - week


class Congresses:
    """The operations of both, each at its moment."""

    def __init__(self, world: World, clerk: Clerk) -> None:
        self._world = world
        self._clerk = clerk
        self._code = shown_code()
        self.key = youth_key(self._code)
        wave = list(strengths()).index(self._code) % len(CHAPTER_CONGRESSES)
        self._day = CHAPTER_CONGRESSES[wave]

    def agenda(self) -> Iterator[tuple[datetime, Play]]:
        yield self._at(OPENED, 9, "Congresses of the term 2025-2030", self._open)
        yield self._at(CITY_PREPARED, 8, "The city's congress is prepared", self._prepare_city)
        yield self._at(CITY_NAMED, 9, "Chapters name the city's delegates", self._name_city)
        yield self._at(CITY_CONGRESS, 19, "Minutes of the city's congress", self._city_minutes)
        yield self._at(SECOND_PREPARED, 8, "A congress between terms", self._between_terms)

    def commune(self, day: date, recognise: Callable[[], Step]) -> list[Step]:
        """The vote, if it is this commune's day, and the decision that recognises it."""
        if day != self._day:
            return [recognise()]
        return self._voted(at(day, 16, 59), "A commune's congress", self._hold, recognise)

    def city(self, recognise: Callable[[], Step]) -> list[Step]:
        """The city's vote and the decision that recognises it."""
        moment = at(CITY_CONGRESS, 17, 59)
        return self._voted(moment, "The city's congress", self._hold_city, recognise)

    def _voted(
        self,
        moment: datetime,
        label: str,
        vote: Callable[[], list[Operation]],
        recognise: Callable[[], Step],
    ) -> list[Step]:
        """Who is to be recognised is made out first, so that they are whom the vote elects."""
        operations: list[Operation] = []
        held = self._clerk.note(moment, operations, label=label)
        decision = recognise()
        operations.extend(vote())
        return [held, decision]

    def _at(
        self, day: date, hour: int, label: str, operations: Callable[[], list[Operation]]
    ) -> tuple[datetime, Play]:
        moment = at(day, hour, 7)
        return moment, lambda: [self._clerk.note(moment, operations(), label=label)]

    def _open(self) -> list[Operation]:
        return [
            OpenProject(
                PROJECT,
                chapters.YOUTH_CITY,
                ("Đại hội nhiệm kỳ 2025-2030", "Congresses of the term 2025-2030"),
            ),
            self._event("commune-congress", self.key, "Đại hội Đoàn cơ sở", self._day),
            PrepareCongress(
                "commune-congress",
                NEW_TERM[0],
                self._day,
                NEW_TERM[1],
                0,
                _days_before(self._day),
            ),
        ]

    def _hold(self) -> list[Operation]:
        members = self._world.members[self.key]
        elected = self._seats([f"{self.key}#{role}" for role in _ROLES])
        return [
            NameDelegates(
                "commune-congress",
                ("Nghị quyết triệu tập đại hội toàn thể", "Resolution convening all members"),
                everyone=True,
            ),
            HoldCongress(
                "commune-congress",
                elected,
                self._others(elected, members, 1),
                absent=1,  # on duty
                by_codes=True,
            ),
        ]

    def _hold_city(self) -> list[Operation]:
        elected = self._seats(self._world.posts_of[chapters.YOUTH_CITY])
        young = youth_members(self._world)
        others = self._others(elected, young, 2)
        return [HoldCongress("city-congress", elected, others, absent=9, by_codes=False)]

    def _name_city(self) -> list[Operation]:
        mandate = ("Biên bản đại hội đại biểu cấp cơ sở", "Minutes of the chapters' meetings")
        return [NameDelegates("city-congress", mandate)]

    def _seats(self, posts: Iterable[str]) -> list[tuple[str, int]]:
        return [(post, person) for post in posts for person in self._world.holders[post]]

    def _others(
        self, elected: Sequence[tuple[str, int]], members: Iterable[int], number: int
    ) -> list[int]:
        """Who stood beside those elected, and lost."""
        standing = {person for _post, person in elected}
        day = self._world.day
        left = [p for p in members if p not in standing and self._world.age(p, day) <= OLDEST]
        return left[-number:]

    def _prepare_city(self) -> list[Operation]:
        return [
            self._event(
                "city-congress",
                chapters.YOUTH_CITY,
                "Đại hội Đoàn Thanh niên Công an thành phố",
                CITY_CONGRESS,
            ),
            PrepareCongress(
                "city-congress",
                CITY_TERM[0],
                CITY_CONGRESS,
                CITY_TERM[1],
                CITY_DELEGATES,
                _days_before(CITY_CONGRESS),
            ),
        ]

    def _city_minutes(self) -> list[Operation]:
        return [
            HoldEvent(
                "city-congress",
                (),
                (),
                (),
                (),
                (),
                (
                    "Đại hội bầu Ban Chấp hành; cấp trên công nhận cùng ngày.",
                    "The congress elected the committee; the higher body recognised it that day.",
                ),
            )
        ]

    def _between_terms(self) -> list[Operation]:
        key = youth_key(ordinary()[EXTRAORDINARY_AT])
        return [
            self._event("extraordinary", key, "Đại hội Đoàn cơ sở bất thường", EXTRAORDINARY),
            PrepareCongress(
                "extraordinary",
                NEW_TERM[0],
                EXTRAORDINARY,
                NEW_TERM[1],
                0,
                _days_before(EXTRAORDINARY),
            ),
        ]

    def _event(self, key: str, organizer: str, title: str, day: date) -> PlanEvent:
        english = "Congress of the Youth Union"
        return PlanEvent(
            key,
            PROJECT,
            organizer,
            "congress",
            (f"{title}, nhiệm kỳ 2025-2030", f"{english}, term 2025-2030"),
            day,
            ("Hội trường", "Assembly hall"),
            (
                ("Báo cáo nhiệm kỳ", "Report on the term"),
                ("Bầu Ban Chấp hành", "Election of the committee"),
            ),
            (),
        )
