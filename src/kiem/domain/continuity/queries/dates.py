"""The dates that lie ahead of somebody: on the calendar page and in the calendar feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kiem.domain.continuity.queries.vacancies import age_limits_on, due_of
from kiem.domain.ledger.queries.own_activities import activities_of_person
from kiem.domain.register.queries.terms_ahead import terms_ending
from kiem.domain.register.queries.vacancies import Cause, SeatRow, seats_to_fill
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import NotFound

DAYS_AHEAD = 400
MOST_DATES = 2_000


class DateKind(StrEnum):
    """What happens on a day."""

    ACTIVITY = "activity"  # an activity of one's own, with its time
    TERM_ENDS = "term_ends"
    AGE_RUNS_OUT = "age_runs_out"  # the holder passes the age for the office
    APPOINTMENT_ENDS = "appointment_ends"
    SEAT_DUE = "seat_due"  # a vacant seat is to be filled by this day
    EVENT = "event"  # a session, forum or congress is held
    DEADLINE = "deadline"  # something else is due, as another part of the program says


@dataclass(frozen=True, slots=True)
class DateRow:
    """One date. `key` is the same as long as the matter is the same, whatever day it moves to.

    `starts` and `ends` (not included) are days, or moments for what has a time; the same moment
    where nobody says when it ends. No person is named: the dates travel to calendars outside.
    `place`: the organisation it is about.
    """

    kind: DateKind
    key: str
    starts: date | datetime
    ends: date | datetime
    title_vi: str
    title_en: str
    place_vi: str
    place_en: str
    link: str

    @property
    def day(self) -> date:
        """The first day, where the organisation is."""
        if isinstance(self.starts, datetime):
            return self.starts.astimezone(clock.LOCAL_ZONE).date()
        return self.starts


DateSource = Callable[[Viewer, date, date], Iterable[DateRow]]
_sources: list[DateSource] = []


def register_dates(source: DateSource) -> None:
    """Let another app add its deadlines: called with the viewer and the first and last day, it
    applies permission and scope itself. Called once, when the app is ready; repeats are harmless.
    """
    if source not in _sources:
        _sources.append(source)


def dates_ahead(
    *, viewer: Viewer, on: date, days: int = DAYS_AHEAD, known_at: datetime | None = None
) -> tuple[DateRow, ...]:
    """The viewer's dates from `on` for so many days, in order; the 2,000 next ones at most.

    Each kind is there for whoever holds the permission it needs, in their scope.
    """
    viewer.require(Permission.SIGNED_IN)
    until = on + timedelta(days=days)
    found: list[DateRow] = []
    if viewer.can(Permission.VIEW_STRUCTURE):
        found += _terms(viewer, on, until, known_at)
    if viewer.can(Permission.VIEW_OFFICES):
        found += _seats(viewer, on, until, known_at)
    if viewer.person_id is not None and viewer.can(Permission.VIEW_LOAD):
        found += _activities(viewer, viewer.person_id, on, until, known_at)
    for source in _sources:
        found += source(viewer, on, until)
    found.sort(key=lambda row: (row.day, row.kind, row.key))
    return tuple(found[:MOST_DATES])


def all_day(day: date) -> tuple[date, date]:
    """Start and end of something that takes one day."""
    return day, day + timedelta(days=1)


def _terms(
    viewer: Viewer, first: date, until: date, known_at: datetime | None
) -> Iterator[DateRow]:
    for term in terms_ending(viewer=viewer, first=first, until=until, known_at=known_at):
        last = term.ends - timedelta(days=1)  # people say the last day, not the first without it
        yield DateRow(
            DateKind.TERM_ENDS,
            str(term.term_id),
            *all_day(last),
            term.label,
            term.label,
            term.organization_vi,
            term.organization_en,
            f"/organizations/{term.organization_id}/",
        )


_SEAT_KINDS = {
    Cause.AGE: DateKind.AGE_RUNS_OUT,
    Cause.ENDING: DateKind.APPOINTMENT_ENDS,
    Cause.VACANT: DateKind.SEAT_DUE,
}


def _seats(
    viewer: Viewer, first: date, until: date, known_at: datetime | None
) -> Iterator[DateRow]:
    seats = seats_to_fill(
        viewer=viewer,
        on=first,
        until=until,
        age_limits=age_limits_on(first),
        known_at=known_at,
    )
    for seat in seats:
        due, _ = due_of(seat, first)
        if first <= due <= until:
            yield DateRow(
                _SEAT_KINDS[seat.cause],
                _key(seat),
                *all_day(due),
                seat.title_vi,
                seat.title_en,
                seat.organization_vi,
                seat.organization_en,
                f"/vacancies/{seat.post_id}/",
            )


def _key(seat: SeatRow) -> str:
    return f"{seat.post_id}-{seat.person_id or seat.day.isoformat()}"


def _activities(
    viewer: Viewer, person_id: int, first: date, until: date, known_at: datetime | None
) -> Iterator[DateRow]:
    try:
        own = activities_of_person(
            viewer=viewer, person_id=person_id, first=first, until=until, known_at=known_at
        )
    except NotFound:
        return  # a person outside the account's own scope, such as one who has left
    for activity in own:
        yield DateRow(
            DateKind.ACTIVITY,
            str(activity.activity_id),
            activity.starts_at,
            activity.ends_at,
            activity.title_vi,
            activity.title_en,
            activity.organization_vi,
            activity.organization_en,
            f"/organizations/{activity.organization_id}/",
        )
