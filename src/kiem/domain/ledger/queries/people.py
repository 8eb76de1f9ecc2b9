"""The load of people: one person over months, a unit's people in one month, a unit over months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiem.domain.ledger.errors import too_many_months
from kiem.domain.ledger.queries.accounts import Account
from kiem.domain.ledger.queries.gathering import Gathered, gather, office_kinds
from kiem.domain.ledger.queries.population import population
from kiem.domain.ledger.queries.results import Figures, PersonMonth, PersonRow, person_month
from kiem.domain.ledger.queries.slots import Case, MonthState, Slot, make_slots
from kiem.domain.ledger.queries.sums import add_up
from kiem.domain.ledger.queries.units import people_shown
from kiem.domain.register.queries.scopes import nameable, require_person
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding, known
from kiem.time.month import Month

MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """One month of a unit's series. `staff`: line posts held on the month's reference day."""

    month: Month
    month_state: MonthState
    staff: int
    figures: Figures


def person_load(
    *,
    viewer: Viewer,
    person_id: int,
    on: date,
    known_at: datetime | None = None,
    months: int = 1,
) -> tuple[PersonMonth, ...]:
    """A person's `months` months up to the one that contains `on`, oldest first.

    Months in which the person held no office are there too, with what there is. Raises Forbidden,
    NotFound outside the scope, InvalidInput for more than 60 months.
    """
    require_person(viewer, Permission.VIEW_LOAD, person_id, on, known_at)
    gathered = gather_person(person_id, on, known_at, months)
    return tuple(
        _row(gathered, case, account)
        for case, account in zip(gathered.cases, gathered.accounts, strict=True)
    )


def unit_people_load(
    *, viewer: Viewer, unit_id: int, on: date, known_at: datetime | None = None
) -> tuple[PersonRow, ...]:
    """The dual holders of one unit on `on`, in Vietnamese order of names, with their month.

    A viewer who may see only their own load gets only their own row, a member organisation those
    who hold a post in its line.
    """
    shown = people_shown(viewer=viewer, unit_id=unit_id, on=on, known_at=known_at)
    month = Month.of(on)
    slots = make_slots([(unit_id, month, on)], known_at)
    cases, _ = population(slots, office_kinds())
    if shown is not None:
        cases = [case for case in cases if case.person_id in shown]
    named = nameable(viewer, Permission.VIEW_LOAD, {c.person_id for c in cases}, on, known_at)
    cases = [case for case in cases if case.person_id in named]
    gathered = gather(slots, cases)
    names = _names([case.person_id for case in cases], on, known_at)
    rows = [
        PersonRow(case.person_id, *names[case.person_id], _row(gathered, case, account))
        for case, account in zip(cases, gathered.accounts, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.sort_key, row.person_id)))


def unit_load_series(
    *,
    viewer: Viewer,
    unit_id: int,
    on: date,
    known_at: datetime | None = None,
    months: int = 24,
) -> tuple[UnitMonth, ...]:
    """A unit's `months` months up to the one that contains `on`, oldest first.

    Each month shows who belonged to the unit on its last day, the month of `on` on that day. The
    number of statements is that of one month.
    """
    _require_months(months)
    shown = people_shown(viewer=viewer, unit_id=unit_id, on=on, known_at=known_at)
    slots = make_slots([(unit_id, month, day) for month, day in _days(on, months)], known_at)
    cases, staff = population(slots, office_kinds())
    if shown is not None:
        cases = [case for case in cases if case.person_id in shown]
    gathered = gather(slots, cases)
    sums = add_up(cases, gathered.accounts, len(slots))
    return tuple(
        UnitMonth(slot.month, slot.state, staff.get(index, 0), sums[index].figures())
        for index, slot in enumerate(slots)
    )


def gather_person(person_id: int, on: date, known_at: datetime | None, months: int) -> Gathered:
    """The accounts of one person, a case a month, oldest first. Applies no scope."""
    _require_months(months)
    days = _days(on, months)
    units = _line_units(person_id, [day for _, day in days], known_at)
    keys = [(units.get(day, 0), month, day) for month, day in days]
    slots = make_slots(keys, known_at)
    return gather(slots, [Case(index, person_id) for index in range(len(slots))])


def gather_unit(unit_id: int, on: date, known_at: datetime | None) -> Gathered:
    """The accounts of one unit's dual holders in the month of `on`. Applies no scope."""
    slots = make_slots([(unit_id, Month.of(on), on)], known_at)
    cases, _ = population(slots, office_kinds())
    return gather(slots, cases)


def _days(on: date, months: int) -> list[tuple[Month, date]]:
    """Months up to that of `on`, each with its reference day."""
    last = Month.of(on)
    past = [last.shift(-back) for back in range(months - 1, 0, -1)]
    return [*((month, month.end - timedelta(days=1)) for month in past), (last, on)]


def _row(gathered: Gathered, case: Case, account: Account) -> PersonMonth:
    slot: Slot = gathered.slots[case.slot]
    return person_month(case.person_id, slot, account)


def _line_units(person_id: int, days: Sequence[date], known_at: datetime | None) -> dict[date, int]:
    """Day -> unit of the line post on it (the weightier one of two)."""
    rows = fetch(
        f"""SELECT d.day, p.organization_id
        FROM unnest(%(days)s::date[]) AS d (day)
            JOIN register_appointment a ON a.person_id = %(person)s AND a.valid @> d.day
                AND {known("a", known_at)}
            JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
        ORDER BY a.share_percent, a.id DESC""",
        {"days": list(days), "person": person_id, "known_at": known_at},
    )
    return dict(rows)


def _names(
    people: Sequence[int], on: date, known_at: datetime | None
) -> dict[int, tuple[str, str, str]]:
    """Person -> staff number, full name, sort key on the day."""
    rows = fetch(
        f"""SELECT s.person_id, s.staff_number, s.full_name, s.sort_key
        FROM register_personstate s
        WHERE s.person_id = ANY (%(people)s::bigint[]) AND {holding("s", known_at)}""",
        {"people": list(people), "on": on, "known_at": known_at},
    )
    found = {row[0]: (row[1], row[2], row[3]) for row in rows}
    return {person: found.get(person, ("", "", "")) for person in people}


def _require_months(months: int) -> None:
    if not 1 <= months <= MOST_MONTHS:
        raise too_many_months(months, MOST_MONTHS)
