"""From the models of `study.toml` to the engine's models."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kiem.engine.simulation.inputs import Model as EngineModel
from kiem.engine.simulation.inputs import Organisation, Staff
from kiem.engine.study.build_demand import numbering
from kiem.engine.study.build_organisation import build_rules, make_staff, spread
from kiem.engine.study.check.rows import Tables
from kiem.engine.study.reading import Rows
from kiem.engine.study.settings import Model, Settings
from kiem.engine.study.skillbits import SkillBits

Ints = npt.NDArray[np.int64]


def build_model(
    settings: Settings, tables: Tables, bits: SkillBits, organisation: Organisation, model: Model
) -> EngineModel:
    """One alternative in the engine's terms.

    Officers who are hired join the first unit of their group.
    """
    units = tables["units"]
    cluster = organisation.units.cluster
    if model.cluster_size > 1:
        cluster = neighbour_clusters(
            units.numbers("latitude"), units.numbers("longitude"), model.cluster_size
        )
    trained_staff, trained_skill = _training(settings, tables, bits, model)
    return EngineModel(
        model.name,
        officer_group=_officer_groups(units, model, cluster),
        officer_hired=model.officer == "hired",
        officer_cost_per_hour=model.officer_cost_per_hour,
        rules=build_rules(settings, model),
        cluster=cluster,
        release_share=model.release_factor,
        trained_staff=trained_staff,
        trained_skill=trained_skill,
        extra_staff=_extra_staff(settings, tables, bits, model),
    )


def _officer_groups(units: Rows, model: Model, cluster: Ints) -> Ints | None:
    """Number of the group whose offices share an officer; -1 where the holders do the work
    themselves.
    """
    modes = [model.offices_in(profile) for profile in units.texts("profile")]
    groups = np.full(len(modes), -1, dtype=np.int64)
    for index, mode in enumerate(modes):
        if mode == "per_unit":
            groups[index] = index
        elif mode == "per_cluster":
            groups[index] = len(modes) + cluster[index]
    return groups if (groups >= 0).any() else None


def _training(
    settings: Settings, tables: Tables, bits: SkillBits, model: Model
) -> tuple[Ints, Ints]:
    position = settings.models.index(model)
    codes = tables["staff_profiles"].texts("staff_profile")
    profile = spread(tables).profile
    staff, skill = [], []
    for number, code in enumerate(codes):
        persons = np.flatnonzero(profile == number)
        for bit in sorted(bits.trained[position][code] - bits.held[code]):
            staff.append(persons)
            skill.append(np.full(persons.size, bit, dtype=np.int64))
    if not staff:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate(staff), np.concatenate(skill)


def _extra_staff(settings: Settings, tables: Tables, bits: SkillBits, model: Model) -> Staff | None:
    units = tables["units"]
    numbers, profiles = (
        numbering(units, "unit"),
        numbering(tables["staff_profiles"], "staff_profile"),
    )
    unit: list[int] = []
    profile: list[int] = []
    for extra in model.extra_staff:
        places = [numbers[extra.unit]] if extra.unit else list(range(len(units)))
        if extra.profile:
            places = [place for place in places if units["profile"][place] == extra.profile]
        for place in places:
            unit += [place] * extra.count
            profile += [profiles[extra.staff_profile]] * extra.count
    if not unit:
        return None
    nobody = (np.empty(0, np.int64), np.empty(0), np.empty(0))
    return make_staff(
        settings,
        tables,
        bits,
        np.array(unit, dtype=np.int64),
        np.array(profile, dtype=np.int64),
        np.ones(len(unit)),
        nobody,
        bits.trained[settings.models.index(model)],
    )


def neighbour_clusters(
    latitude: npt.NDArray[np.float64], longitude: npt.NDArray[np.float64], size: int
) -> Ints:
    """Clusters of `size` neighbours: again and again the unit farthest out takes its nearest free
    ones.

    Degrees are brought to equal length at the mean latitude; good to a percent within a country of
    a few hundred kilometres. Ties go to the unit that stands first. The last cluster may be
    smaller.
    """
    x = np.radians(longitude) * np.cos(np.radians(latitude.mean()))
    y = np.radians(latitude)
    outward = np.hypot(x - x.mean(), y - y.mean())
    cluster = np.full(latitude.size, -1, dtype=np.int64)
    number = 0
    for seed in np.argsort(-outward, kind="stable"):
        if cluster[seed] >= 0:
            continue
        free = np.flatnonzero(cluster < 0)
        distance = np.hypot(x[free] - x[seed], y[free] - y[seed])
        cluster[free[np.argsort(distance, kind="stable")[:size]]] = number
        number += 1
    return cluster
