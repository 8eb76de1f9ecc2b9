"""From the engine's counts to estimates of every figure, at every level.

Levels of units are each unit, each profile of units, and all; levels of types are each type and
all. Totals are kept per replication, so that every figure has its confidence interval and every
difference is paired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kiem.engine.simulation.inputs import Organisation
from kiem.engine.simulation.results import TICKS_PER_HOUR, Results, Role, histogram_edges_minutes
from kiem.engine.study.build import Built
from kiem.engine.study.build_organisation import open_days
from kiem.engine.study.estimates import Estimate, Floats, quantile, ratio, total
from kiem.engine.study.metrics import EVERY, PROFILE_MARK
from kiem.engine.study.study import Study


@dataclass(frozen=True, slots=True)
class Levels:
    """The groups that results are given for.

    units: labels of the G groups of units: each unit, then "@profile", then "*". types: labels of
    the T groups of types: each type, then "*". of_profile: the units of each profile.
    has_due: bool[types].
    """

    units: tuple[str, ...]
    types: tuple[str, ...]
    of_profile: tuple[npt.NDArray[np.int64], ...]
    has_due: npt.NDArray[np.bool_]

    @property
    def profiles(self) -> tuple[str, ...]:
        return tuple(label for label in self.units if label.startswith(PROFILE_MARK))


@dataclass(frozen=True, slots=True)
class Measures:
    """All figures of one model.

    by_type: estimates of shape (G, T). by_unit: estimates of shape (G,), over all types. Both
    follow `metrics`.
    """

    model: str
    by_type: Mapping[str, Estimate]
    by_unit: Mapping[str, Estimate]

    def overall(self, metric: str) -> Estimate:
        """Over all units and types, a scalar."""
        if metric in self.by_unit:
            found = self.by_unit[metric]
            return Estimate(found.value[-1], found.influence[:, -1])
        found = self.by_type[metric]
        return Estimate(found.value[-1, -1], found.influence[:, -1, -1])

    def of_units(self, metric: str) -> Estimate:
        """Over all types, shape (G,)."""
        if metric in self.by_unit:
            return self.by_unit[metric]
        found = self.by_type[metric]
        return Estimate(found.value[:, -1], found.influence[:, :, -1])


def levels(study: Study) -> Levels:
    units = study["units"]
    codes, profiles = units.texts("unit"), units.texts("profile")
    kinds = list(dict.fromkeys(profiles))
    types = study["case_types"]
    return Levels(
        (*codes, *(PROFILE_MARK + kind for kind in kinds), EVERY),
        (*types.texts("case_type"), EVERY),
        tuple(np.flatnonzero([profile == kind for profile in profiles]) for kind in kinds),
        types["due_unit"] != "none",
    )


def measure(study: Study, built: Built, position: int, results: Results, where: Levels) -> Measures:
    """All estimates of the model at a position of the study, from all of its replications."""
    by_type = _case_measures(study, results, where)
    by_unit = _hour_measures(results, where)
    by_unit["backlog"] = _backlog(study, results, where)
    by_unit["cost_per_case"] = ratio(
        _sum_units(results.cost, where), _sum_units(results.done.sum(axis=2), where)
    )
    extra = _extra_hours(study, built, position)
    by_unit["loss_hours"] = _loss(study, by_type, by_unit, where, extra)
    return Measures(results.model, by_type, by_unit)


def _sum_units(values: npt.NDArray[np.generic], where: Levels) -> Floats:
    """[R, U, ...] to [R, G, ...]: each unit, the sum of each profile, the sum of all."""
    single = values.astype(np.float64)
    sums = [single[:, units].sum(axis=1, keepdims=True) for units in where.of_profile]
    return np.concatenate([single, *sums, single.sum(axis=1, keepdims=True)], axis=1)


def _sum_both(values: npt.NDArray[np.generic], where: Levels) -> Floats:
    """[R, U, K] to [R, G, T]."""
    grouped = _sum_units(values, where)
    return np.concatenate([grouped, grouped.sum(axis=2, keepdims=True)], axis=2)


def _case_measures(study: Study, results: Results, where: Levels) -> dict[str, Estimate]:
    done = _sum_both(results.done, where)
    on_time = _sum_both(results.on_time * where.has_due, where)
    answered = _sum_both((results.done + results.overdue_open) * where.has_due, where)
    days = open_days(study.settings, study["holidays"])
    counted = days[
        study.settings.warm_up_days : study.settings.days - study.settings.drain_days
    ].sum()
    measures = {
        "cases": total(_sum_both(results.arrived, where)),
        "done": total(done),
        "throughput_per_day": total(done / float(counted)),
        "turnaround_hours": ratio(
            _sum_both(results.turnaround_ticks, where) / TICKS_PER_HOUR, done
        ),
        "wait_hours": ratio(_sum_both(results.wait_ticks, where) / TICKS_PER_HOUR, done),
        "on_time_share": ratio(on_time, answered),
        "late_cases": total(answered - on_time),
        "handovers": total(_sum_both(results.handed_over, where)),
    }
    for index, probability in enumerate(results.quantiles):
        name = f"turnaround_p{round(100 * probability)}_hours"
        measures[name] = _percentile(results, where, index, probability)
    return measures


def _percentile(results: Results, where: Levels, index: int, probability: float) -> Estimate:
    """Pooled percentiles for units and all units; NaN for profiles, of which no histogram per
    replication is kept.
    """
    replications, units, types = results.done.shape
    own = np.full((replications, len(where.units), types + 1), np.nan)
    own[:, :units, :types] = results.quantile[..., index]
    own[:, :units, types] = results.quantile_of_unit[..., index]
    own[:, -1, :types] = results.quantile_of_type[..., index]
    own[:, -1, types] = results.quantile_of_all[..., index]
    sizes = _sum_both(results.done, where)
    sizes[:, units:-1] = 0.0
    counts = np.zeros((len(where.units), types + 1, results.histogram.shape[2]))
    counts[:units, :types] = results.histogram
    counts[-1, :types] = results.histogram.sum(axis=0, dtype=np.float64)
    counts[:, types] = counts[:, :types].sum(axis=1)
    hours = histogram_edges_minutes() / 60.0
    return quantile(counts, hours, probability, own / 60.0, sizes)


def _hour_measures(results: Results, where: Levels) -> dict[str, Estimate]:
    def hours(ticks: npt.NDArray[np.int64]) -> Floats:
        return _sum_units(ticks, where) / TICKS_PER_HOUR

    present, cases, offices = results.available_ticks, results.case_ticks, results.office_ticks
    planned, delivered = (
        hours(results.activity_planned_ticks),
        hours(results.activity_delivered_ticks),
    )
    everyone = hours(present.sum(axis=2))
    measures = {
        "hours_present": total(everyone),
        "utilisation": ratio(hours((cases + offices).sum(axis=2)), everyone),
        "case_hours_share": ratio(hours(cases.sum(axis=2)), everyone),
        "office_hours_share": ratio(hours(offices.sum(axis=2)), everyone),
        "overtime_hours": total(hours(results.overtime_ticks.sum(axis=2))),
        "activity_hours_planned": total(planned),
        "activity_hours_delivered": total(delivered),
        "activity_delivered_share": ratio(delivered, planned),
        "activities_missed": total(_sum_units(results.activities_missed, where)),
        "cost": total(_sum_units(results.cost, where)),
    }
    for role in Role:
        measures[f"utilisation_{role.name.lower()}"] = ratio(
            hours(cases[:, :, role] + offices[:, :, role]), hours(present[:, :, role])
        )
    return measures


def _backlog(study: Study, results: Results, where: Levels) -> Estimate:
    """Mean over the counted days, for all units together; single units are in the table backlog,
    day by day.
    """
    settings = study.settings
    counted = results.backlog_of_all[:, settings.warm_up_days : settings.days - settings.drain_days]
    values = np.full((results.replications, len(where.units)), np.nan)
    values[:, -1] = counted.mean(axis=1)
    return total(values)


def _extra_hours(study: Study, built: Built, position: int) -> Floats:
    """float64[units]: paid hours of the people a model adds, in the counted period."""
    settings = study.settings
    before, model = built.organisation, built.models[position]
    added: Organisation = model.apply(before)
    people = len(before.staff.unit)
    days = open_days(settings, study["holidays"])
    counted = days[settings.warm_up_days : settings.days - settings.drain_days].sum()
    heads = np.bincount(added.staff.unit[people:], minlength=before.units.count)
    return np.asarray(heads * float(counted) * settings.day_minutes / 60.0)


def _loss(
    study: Study,
    by_type: Mapping[str, Estimate],
    by_unit: Mapping[str, Estimate],
    where: Levels,
    extra: Floats,
) -> Estimate:
    """The objective: a weighted sum of totals, so its influence values are those of its parts,
    weighted.
    """
    settings = study.settings
    late, turnaround, done = by_type["late_cases"], by_type["turnaround_hours"], by_type["done"]
    # The total of turnaround is the ratio's numerator: value times cases, replication by
    # replication.
    spent = (
        turnaround.value[:, -1] * done.influence[:, :, -1]
        + (turnaround.influence[:, :, -1] - turnaround.value[:, -1]) * done.value[:, -1]
    )
    missed = (
        by_unit["activity_hours_planned"].influence - by_unit["activity_hours_delivered"].influence
    )
    loss = (
        settings.late_case_hours * late.influence[:, :, -1]
        + settings.waiting_hour_hours * np.nan_to_num(spent)
        + settings.missed_hour_hours * missed
        + settings.overtime_hour_hours * by_unit["overtime_hours"].influence
        + settings.extra_staff_hour_hours * _sum_units(extra[None, :], where)
    )
    return total(loss)
