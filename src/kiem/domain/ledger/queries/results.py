"""What the ledger's queries return. Hours are floats that print to the hundredth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kiem.domain.ledger.queries.accounts import Account, Status
from kiem.domain.ledger.queries.hundredths import to_hours, to_ratio
from kiem.domain.ledger.queries.slots import MonthState, Slot
from kiem.time.month import Month


class Figures(NamedTuple):
    """Sums over people. Hours as floats to the hundredth; `load` and `office_share` are ratios of
    the sums, None where there is nothing to divide by.

    `release_hours_by_letter`: letter of the rule (C, S, E, M) -> hours; they add up to
    `release_hours`. `unregulated_offices`: offices and external seats held without any rule.
    """

    dual_holders: int
    available_hours: float
    line_hours: float
    office_hours: float
    release_hours: float
    release_hours_by_letter: Mapping[str, float]
    unregulated_offices: int
    uncovered_hours: float
    load: float | None
    office_share: float | None
    within: int
    strained: int
    overloaded: int


class UnitLoad(NamedTuple):
    """A unit's month. `staff`: line posts held on the day. `findings`: how many there are."""

    unit_id: int
    unit_code: str
    name_vi: str
    name_en: str
    kind: str
    latitude: float | None
    longitude: float | None
    sort_key: str
    month_state: MonthState
    staff: int
    figures: Figures
    findings: int

    @property
    def dual_holders(self) -> int:
        return self.figures.dual_holders

    @property
    def available_hours(self) -> float:
        return self.figures.available_hours

    @property
    def line_hours(self) -> float:
        return self.figures.line_hours

    @property
    def office_hours(self) -> float:
        return self.figures.office_hours

    @property
    def release_hours(self) -> float:
        return self.figures.release_hours

    @property
    def release_hours_by_letter(self) -> Mapping[str, float]:
        return self.figures.release_hours_by_letter

    @property
    def unregulated_offices(self) -> int:
        return self.figures.unregulated_offices

    @property
    def uncovered_hours(self) -> float:
        return self.figures.uncovered_hours

    @property
    def load(self) -> float | None:
        return self.figures.load

    @property
    def within(self) -> int:
        return self.figures.within

    @property
    def strained(self) -> int:
        return self.figures.strained

    @property
    def overloaded(self) -> int:
        return self.figures.overloaded


@dataclass(frozen=True, slots=True)
class Totals:
    """All units together. Each person counts once, also one with line posts in two units."""

    units: int
    staff: int
    figures: Figures
    findings: int


@dataclass(frozen=True, slots=True)
class LoadPicture:
    """The load of a viewer's units in the month that contains `on`.

    `month_state` is closed when every unit has closed it; `closed_units` says how many have.
    """

    on: date
    known_at: datetime | None
    month: Month
    month_state: MonthState
    closed_units: int
    units: tuple[UnitLoad, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class OfficeMonth:
    """One office or external seat of a person in a month.

    `letters`: letters of the rules that gave the release hours; `rule_ids` their ids; both empty
    where no rule applies.
    """

    post_id: int
    appointment_id: int
    organization_id: int
    kind: str
    role: str
    days_held: int
    logged_hours: float
    planned_hours: float
    office_hours: float
    release_hours: float
    letters: tuple[str, ...]
    rule_ids: tuple[str, ...]

    @property
    def is_regulated(self) -> bool:
        return bool(self.rule_ids)


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """One person's month: A, L, O, R and what follows.

    `line_is_recorded`: the month is closed and `line_hours` were recorded (else they are the
    norm). `load`: None without available hours. `is_dual`: on the month's reference day the
    person holds a line post and at least one office or external seat.
    """

    person_id: int
    unit_id: int | None
    month: Month
    month_state: MonthState
    available_hours: float
    line_hours: float
    line_is_recorded: bool
    office_hours: float
    release_hours: float
    uncovered_hours: float
    load: float | None
    office_share: float | None
    status: Status
    is_dual: bool
    unregulated_offices: int
    offices: tuple[OfficeMonth, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A dual holder in a unit's list."""

    person_id: int
    staff_number: str
    full_name: str
    sort_key: str
    month: PersonMonth


def person_month(person_id: int, slot: Slot, account: Account) -> PersonMonth:
    """An account as readers see it."""
    offices = tuple(
        OfficeMonth(
            post_id=post.holding.post_id,
            appointment_id=post.holding.appointment_id,
            organization_id=post.holding.organization_id,
            kind=post.holding.kind,
            role=post.holding.role,
            days_held=post.holding.end - post.holding.start,
            logged_hours=to_hours(post.logged),
            planned_hours=to_hours(post.planned),
            office_hours=to_hours(post.office_hours),
            release_hours=to_hours(post.release),
            letters=tuple(sorted({part.rule.letter.value for part in post.parts})),
            rule_ids=tuple(part.rule.rule_id for part in post.parts),
        )
        for post in account.posts
    )
    offset = (slot.day - slot.month.start).days
    return PersonMonth(
        person_id=person_id,
        unit_id=slot.unit_id or None,
        month=slot.month,
        month_state=slot.state,
        available_hours=to_hours(account.available),
        line_hours=to_hours(account.line),
        line_is_recorded=account.recorded_line,
        office_hours=to_hours(account.office),
        release_hours=to_hours(account.release),
        uncovered_hours=to_hours(account.uncovered),
        load=to_ratio(account.demand, account.available),
        office_share=to_ratio(account.office, account.line + account.office),
        status=account.status,
        is_dual=bool(slot.unit_id)
        and any(post.holding.start <= offset < post.holding.end for post in account.posts),
        unregulated_offices=account.unregulated,
        offices=offices,
    )
