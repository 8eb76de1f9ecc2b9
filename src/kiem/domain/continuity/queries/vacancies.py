"""Seats to fill, each with the day by which and how many could come into question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiem.domain.regimes.eligibility import Office, oldest_for
from kiem.domain.regimes.queries import Rule, Subject
from kiem.domain.regimes.queries.limits import age_limits, limit_for_office
from kiem.domain.register.queries import catalogue
from kiem.domain.register.queries.candidates import Pool, count_young_enough, pool_of
from kiem.domain.register.queries.vacancies import AgeLimit, Cause, SeatRow, seats_to_fill
from kiem.platform.access import Viewer

HORIZON_DAYS = 180
MOST_COUNTED = 300  # more seats than anybody fills in a day; beyond them the count is left open


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat to fill. `due`: the day by which; `rule`: why then (for a seat that falls free: the
    age limit, None where an appointment simply ends). `eligible`: how many of those who come into
    question no confirmed or sourced rule bars; None when not counted.
    """

    seat: SeatRow
    due: date
    rule: Rule | None
    eligible: int | None

    def is_overdue(self, on: date) -> bool:
        return self.due < on


def list_vacancies(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> tuple[Vacancy, ...]:
    """Seats vacant on the day or falling free within 180 days, by due date, in the viewer's scope.

    Three statements, however many seats. Raises Forbidden without `register.view_offices`.
    """
    return _vacancies(viewer, on, known_at, None)


def vacancies_of_post(
    *, viewer: Viewer, post_id: int, on: date, known_at: datetime | None = None
) -> tuple[Vacancy, ...]:
    """The same for one post; empty when no seat of it is to be filled or it is out of scope."""
    return _vacancies(viewer, on, known_at, post_id)


def _vacancies(
    viewer: Viewer, on: date, known_at: datetime | None, post_id: int | None
) -> tuple[Vacancy, ...]:
    seats = seats_to_fill(
        viewer=viewer,
        on=on,
        until=on + timedelta(days=HORIZON_DAYS),
        age_limits=age_limits_on(on),
        known_at=known_at,
        post_id=post_id,
    )
    counted = _counted(seats[:MOST_COUNTED], viewer, on, known_at)
    found = [
        Vacancy(seat, *due_of(seat, on), counted[place] if place < len(counted) else None)
        for place, seat in enumerate(seats)
    ]
    return tuple(sorted(found, key=lambda v: (v.due, v.seat.host_sort_key, v.seat.post_id)))


def office_of(seat: SeatRow) -> Office:
    """The seat as rules know it."""
    return Office(seat.family, seat.organization_type, seat.role)


def age_limits_on(on: date) -> list[AgeLimit]:
    """Every age limit in force, role by role and type by type. A limit that names no role or type
    holds for all of them."""
    found: dict[tuple[str, str], int] = {}
    for rule in age_limits(on=on):
        for code in rule.organization_types or _types_of(rule.family):
            for role in rule.roles or catalogue.roles():
                found.setdefault((code, role), rule.value_hundredths // 100)
    return [AgeLimit(code, role, years) for (code, role), years in found.items()]


def _types_of(family: str) -> list[str]:
    return [t.code for t in catalogue.organization_types().values() if t.family == family]


def due_of(seat: SeatRow, on: date) -> tuple[date, Rule | None]:
    """The day by which a seat is to be filled, and the rule that says so."""
    office = office_of(seat)
    if seat.cause is Cause.VACANT:
        rule = _rule(Subject.FILL_WITHIN, office, on)
        days = 0 if rule is None else rule.value_hundredths // 100
        return seat.day + timedelta(days=days), rule
    return seat.day, _rule(Subject.AGE_UNTIL, office, on) if seat.cause is Cause.AGE else None


def _rule(subject: Subject, office: Office, on: date) -> Rule | None:
    return limit_for_office(
        subject,
        family=office.family,
        organization_type=office.organization_type,
        role=office.role,
        on=on,
    )


def _counted(
    seats: Sequence[SeatRow], viewer: Viewer, on: date, known_at: datetime | None
) -> list[int]:
    pools: dict[int, Pool] = {}
    for seat in seats:
        if seat.organization_id not in pools:
            pools[seat.organization_id] = pool_of_seat(seat, viewer, on, known_at)
    asked = [(pools[s.organization_id], oldest_for(office_of(s), on)) for s in seats]
    return count_young_enough(asked, on=on, known_at=known_at)


def pool_of_seat(seat: SeatRow, viewer: Viewer, on: date, known_at: datetime | None) -> Pool:
    """Where candidates for the seat come from, as far as this viewer may know."""
    return pool_of(
        viewer=viewer,
        organization_id=seat.organization_id,
        host_id=seat.host_id,
        category=seat.category,
        family=seat.family,
        on=on,
        known_at=known_at,
    )
