"""Which units are simulated together, and in what order everything is laid out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.inputs import Calendar, Demand, Organisation, Place
from kiem.engine.simulation.office_time import OfficeTime, open_days

Ints = NDArray[np.int64]


class Layout(NamedTuple):
    """`units` [U]: numbers in the order of blocks, components, numbers; `position` [U]: back again.

    `component_units` [components + 1] and `component_staff`: rows of `units` and of the staff plan;
    `block_components` [blocks + 1]. `ring` [U]: for the unit at a position, the next position of
    its cluster, round and round (its own if it does not pool). `unit_staff` [U + 1]: staff rows.
    `calendar` [U]: of the unit at a position. `people` [S]: person at each staff row.
    `closing` [calendars, D]: last close of each day. `closed_offset`, `closed`: ticks that each
    calendar is closed on the axis. `workday_offset`, `workday` [.., 2]: ticks of its open days.
    """

    units: Ints
    position: Ints
    component_units: Ints
    component_staff: Ints
    block_components: Ints
    ring: Ints
    unit_staff: Ints
    calendar: Ints
    people: Ints
    closing: Ints
    closed_offset: Ints
    closed: Ints
    workday_offset: Ints
    workday: Ints


def compile_layout(demand: Demand, organisation: Organisation, axis: OfficeTime) -> Layout:
    """Group units by who can pass cases to whom, then by shared officers."""
    units = organisation.units
    component = _Groups(units.count)
    if organisation.rules.pooled:
        first: dict[int, int] = {}
        for unit, cluster in enumerate(units.cluster.tolist()):
            component.join(unit, first.setdefault(cluster, unit))
    for unit, other in _transfers(demand, units.count):
        component.join(unit, other)
    block = component.copy()
    holder_unit = organisation.staff.unit[organisation.offices.holder]
    for unit, other in zip(organisation.offices.unit.tolist(), holder_unit.tolist(), strict=True):
        block.join(unit, other)
    of_component, of_block = component.roots(), block.roots()
    order = np.lexsort((np.arange(units.count), of_component, of_block))
    position = np.empty(units.count, np.int64)
    position[order] = np.arange(units.count)
    starts = _starts(of_component[order])
    block_starts = _starts(of_block[order])
    people, unit_staff = _staff_order(organisation, order)
    calendars = units.calendars
    closed = [axis.closed(calendar) for calendar in calendars]
    workdays = [_workdays(axis, calendar) for calendar in calendars]
    return Layout(
        units=order.astype(np.int64),
        position=position,
        component_units=starts,
        component_staff=unit_staff[starts],
        block_components=np.searchsorted(starts, block_starts).astype(np.int64),
        ring=_rings(organisation, position),
        unit_staff=unit_staff,
        calendar=units.calendar[order],
        people=people,
        closing=np.stack([axis.closings(calendar) for calendar in calendars]),
        closed_offset=np.cumsum([0, *(len(rows) for rows in closed)]).astype(np.int64),
        closed=np.concatenate(closed),
        workday_offset=np.cumsum([0, *(len(rows) for rows in workdays)]).astype(np.int64),
        workday=np.concatenate(workdays),
    )


class _Groups:
    """Union-find; the root of a group is its lowest member."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def root(self, member: int) -> int:
        while self.parent[member] != member:
            self.parent[member] = self.parent[self.parent[member]]
            member = self.parent[member]
        return member

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self.parent[high] = low

    def roots(self) -> Ints:
        return np.array([self.root(member) for member in range(len(self.parent))], np.int64)

    def copy(self) -> "_Groups":
        twin = _Groups(0)
        twin.parent = self.parent.copy()
        return twin


def _transfers(demand: Demand, units: int) -> list[tuple[int, int]]:
    """(unit, other unit) for each type a unit receives that another unit has a stage of."""
    receives = np.zeros((units, len(demand.types)), bool)
    if demand.rates is not None:
        receives |= demand.rates.cases_per_day > 0
    if demand.given is not None:
        receives[demand.given.unit, demand.given.case_type] = True
    return [
        (int(unit), stage.unit)
        for number, kind in enumerate(demand.types)
        for stage in kind.stages
        if stage.place == Place.OTHER_UNIT
        for unit in np.flatnonzero(receives[:, number])
    ]


def _starts(group: Ints) -> Ints:
    """Where each run of equal numbers starts, and the end."""
    fresh = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
    return np.append(fresh, group.size).astype(np.int64)


def _rings(organisation: Organisation, position: Ints) -> Ints:
    ring = np.arange(position.size)
    if organisation.rules.pooled:
        cluster = organisation.units.cluster
        order = np.lexsort((position, cluster))
        for members in np.split(order, np.flatnonzero(np.diff(cluster[order])) + 1):
            ring[position[members]] = position[np.roll(members, -1)]
    return ring.astype(np.int64)


def _staff_order(organisation: Organisation, order: Ints) -> tuple[Ints, Ints]:
    """People by unit position, then by who is asked first: no office, fewest skills, number."""
    staff = organisation.staff
    position = np.empty(order.size, np.int64)
    position[order] = np.arange(order.size)
    where = position[staff.unit]
    holds = np.zeros(len(staff.unit), bool)
    holds[organisation.offices.holder] = True
    holds[organisation.full_time] = True
    skills = np.array([int(mask).bit_count() for mask in staff.skills])
    people = np.lexsort((np.arange(len(where)), skills, holds, where))
    unit_staff = np.searchsorted(where[people], np.arange(order.size + 1))
    return people.astype(np.int64), unit_staff.astype(np.int64)


def _workdays(axis: OfficeTime, calendar: Calendar) -> Ints:
    days = open_days(calendar, axis.day_start.size - 1)
    return np.stack([axis.day_start[days], axis.day_start[days + 1]], axis=1)
