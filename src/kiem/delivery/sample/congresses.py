"""A commune's congress is held (summer 2025), and the city's of autumn is prepared.

The term "2022-2027" of the city's committee is cut short by the decision that follows it. Bodies
and terms are the story's; people and votes are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from kiem.delivery.sample import chapters, codes
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.compositions import (
    CHAPTER_CONGRESSES,
    CITY_CONGRESS,
    CITY_TERM,
    NEW_TERM,
)
from kiem.delivery.sample.places import youth_key
from kiem.delivery.sample.plan import Operation, Step
from kiem.delivery.sample.plan_assembly import HoldEvent, OpenProject, PlanEvent
from kiem.delivery.sample.plan_congress import HoldCongress, PrepareCongress
from kiem.delivery.sample.planting_places import ordinary, shown_code
from kiem.delivery.sample.world import World

OPENED = date(2025, 7, 21)
CITY_PREPARED = date(2025, 9, 16)
CITY_DELEGATES = 250
SECOND_PREPARED, EXTRAORDINARY = date(2026, 10, 15), date(2027, 3, 19)
EXTRAORDINARY_AT = 30  # its place among the ordinary units
DELEGATES = 24
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
        self._key = youth_key(self._code)
        wave = list(strengths()).index(self._code) % len(CHAPTER_CONGRESSES)
        self._day = CHAPTER_CONGRESSES[wave]

    def agenda(self) -> Iterator[tuple[datetime, Play]]:
        yield self._at(OPENED, 9, "Congresses of the term 2025-2030", self._open)
        yield self._at(self._day, 19, "A commune's congress", self._hold)
        yield self._at(CITY_PREPARED, 8, "The city's congress is prepared", self._prepare_city)
        yield self._at(CITY_CONGRESS, 19, "Minutes of the city's congress", self._hold_city)
        yield self._at(SECOND_PREPARED, 8, "A congress between terms", self._between_terms)

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
            self._event("commune-congress", self._key, "Đại hội Đoàn cơ sở", self._day),
            PrepareCongress(
                "commune-congress",
                NEW_TERM[0],
                self._day,
                NEW_TERM[1],
                DELEGATES,
                _days_before(self._day),
                "Đơn vị phải bảo đảm trực, không họp toàn thể được",
            ),
        ]

    def _hold(self) -> list[Operation]:
        members = self._world.members[self._key]
        elected = [
            (post, person)
            for role in _ROLES
            for post in [f"{self._key}#{role}"]
            for person in self._world.holders[post]
            if person in members  # recognised by decision without a vote where they are not
        ]
        standing = {person for _post, person in elected}
        others = [
            person
            for person in members
            if person not in standing and self._world.age(person, self._day) <= OLDEST
        ]
        return [
            HoldCongress(
                "commune-congress",
                self._key,
                [*standing, *others][:DELEGATES],
                elected,
                others[-1:],
                ("Biên bản hội nghị đoàn viên", "Minutes of the members' meeting"),
            )
        ]

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

    def _hold_city(self) -> list[Operation]:
        """It votes by show of hands, so that no ballot is kept: the decision of that day says who
        was recognised."""
        return [
            HoldEvent(
                "city-congress",
                (),
                (),
                (),
                (),
                (),
                (
                    "Đại hội biểu quyết nhân sự; cấp trên công nhận Ban Chấp hành cùng ngày.",
                    (
                        "The congress voted by show of hands; the higher body recognised the"
                        " committee the same day."
                    ),
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
                DELEGATES,
                _days_before(EXTRAORDINARY),
                "Đơn vị phải bảo đảm trực, không họp toàn thể được",
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
