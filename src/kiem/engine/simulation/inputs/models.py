"""Models: alternatives over the same demand. A model turns one organisation into another."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.inputs.checks import Checker, frozen_array
from kiem.engine.simulation.inputs.organisation import Organisation, Rules, Staff


def _no_ints() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Model:
    """One alternative. What is None stays as the organisation has it.

    `officer_group`: int64[units]; the offices of units with the same number go to one full-time
    officer, who sits in the lowest-numbered unit of the group; -1: they stay with their holders.
    One number per unit gives an officer each, `unit // k` one per cluster of k, -1 for some a
    mixture. Groups without an office get no officer.
    `officer_hired`: True: officers are additional people; False: the holder with the most planned
    office hours of the group gives up case work (the lowest index among equals).
    `officer_cost_per_hour`: of a hired officer.
    `rules`: replaces discipline, pooling, office mode and the rest. `cluster`: int64[units].
    `release_share`: multiplies the release norm. `trained_staff`, `trained_skill`: int64[n], skills
    added person by person. `extra_staff`: people added behind the others.
    """

    name: str
    officer_group: NDArray[np.int64] | None = None
    officer_hired: bool = True
    officer_cost_per_hour: float = 0.0
    rules: Rules | None = None
    cluster: NDArray[np.int64] | None = None
    release_share: float = 1.0
    trained_staff: NDArray[np.int64] = field(default_factory=_no_ints)
    trained_skill: NDArray[np.int64] = field(default_factory=_no_ints)
    extra_staff: Staff | None = None

    def __post_init__(self) -> None:
        check = Checker()
        for name in ("officer_group", "cluster", "trained_staff", "trained_skill"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, frozen_array(value, np.int64))
        check.shape("trained_skill", self.trained_skill, self.trained_staff.shape)
        check.within("trained_skill", self.trained_skill, 0, 64)
        for name in ("release_share", "officer_cost_per_hour"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value >= 0):
                check.add(name, "is not a number of 0 or more", "Give 0 or more")
        check.raise_if_any()

    def apply(self, organisation: Organisation) -> Organisation:
        """The organisation under this model. People keep their numbers, so demand and sickness do.

        Raises `InvalidInputError` where an array does not fit the organisation.
        """
        check = Checker()
        units = organisation.units
        for name in ("officer_group", "cluster"):
            value = getattr(self, name)
            if value is not None:
                check.shape(name, value, (units.count,))
        check.within("trained_staff", self.trained_staff, 0, len(organisation.staff.unit))
        check.raise_if_any()
        if self.cluster is not None:
            units = replace(units, cluster=self.cluster)
        offices = organisation.offices
        if self.release_share != 1.0:
            norm = offices.release_hours_per_month * self.release_share
            offices = replace(offices, release_hours_per_month=norm)
        staff = self._trained(organisation.staff)
        if self.extra_staff is not None:
            staff = join_staff(staff, self.extra_staff)
        changed = replace(
            organisation,
            units=units,
            staff=staff,
            offices=offices,
            rules=organisation.rules if self.rules is None else self.rules,
        )
        if self.officer_group is None:
            return changed
        return self._with_officers(changed, self.officer_group)

    def _trained(self, staff: Staff) -> Staff:
        if not self.trained_staff.size:
            return staff
        skills = staff.skills.copy()
        bits = np.uint64(1) << self.trained_skill.astype(np.uint64)
        np.bitwise_or.at(skills, self.trained_staff, bits)
        return replace(staff, skills=skills)

    def _with_officers(
        self, organisation: Organisation, officer_group: NDArray[np.int64]
    ) -> Organisation:
        """Hand the offices of each group to one person who does nothing else."""
        staff, offices = organisation.staff, organisation.offices
        group_of_office = officer_group[offices.unit]
        holder = offices.holder.copy()
        full_time = set(organisation.full_time.tolist())
        hours = planned_office_minutes(organisation)
        hired_units: list[int] = []
        for group in np.unique(group_of_office[group_of_office >= 0]):
            mine = np.flatnonzero(group_of_office == group)
            if self.officer_hired:
                officer = len(staff.unit) + len(hired_units)
                hired_units.append(int(np.flatnonzero(officer_group == group)[0]))
            else:
                load = np.bincount(holder[mine], hours[mine])
                officer = int(load.argmax())
            holder[mine] = officer
            full_time.add(officer)
        if hired_units:
            count = len(hired_units)
            hired = Staff(
                np.array(hired_units),
                np.zeros(count, np.uint64),
                cost_per_hour=np.full(count, self.officer_cost_per_hour),
            )
            staff = join_staff(staff, hired)
        return replace(
            organisation,
            staff=staff,
            offices=replace(offices, holder=holder),
            full_time=np.array(sorted(full_time), np.int64),
        )


def planned_office_minutes(organisation: Organisation) -> NDArray[np.float64]:
    """float64[offices]: planned work of each over the calendar, activities, travel and duties."""
    offices, activities = organisation.offices, organisation.activities
    months = organisation.units.calendars[0].days / (365.25 / 12)
    planned = offices.duty_hours_per_month * 60 * months
    work = activities.length_minutes + activities.travel_minutes
    return np.asarray(
        planned + np.bincount(activities.office, work, minlength=len(planned))[: len(planned)]
    )


def join_staff(first: Staff, second: Staff) -> Staff:
    """The people of both, those of `second` numbered on behind those of `first`."""
    per_person = (
        "unit",
        "skills",
        "sick_spells_per_year",
        "sick_mean_days",
        "leave_days_per_year",
        "cost_per_hour",
        "overtime_cost_per_hour",
        "absent_start",
        "absent_end",
    )
    joined = {
        name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in per_person
    }
    joined["absent_staff"] = np.concatenate(
        [first.absent_staff, second.absent_staff + len(first.unit)]
    )
    return Staff(leave_block_days=first.leave_block_days, **joined)
