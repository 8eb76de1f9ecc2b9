"""Everything the engine needs for a checked study, built once."""

from __future__ import annotations

from dataclasses import dataclass

from kiem.engine.simulation.inputs import Demand, Horizon, Organisation
from kiem.engine.simulation.inputs import Model as EngineModel
from kiem.engine.study.build_demand import build_demand
from kiem.engine.study.build_models import build_model
from kiem.engine.study.build_organisation import build_organisation
from kiem.engine.study.check.rows import Tables
from kiem.engine.study.settings import Settings
from kiem.engine.study.skillbits import SkillBits, assign_bits


@dataclass(frozen=True, slots=True)
class Built:
    """A study in the engine's terms.

    Units, types and models are numbered in the order of their tables.
    """

    demand: Demand
    organisation: Organisation
    horizon: Horizon
    models: tuple[EngineModel, ...]
    bits: SkillBits


def build(settings: Settings, tables: Tables) -> Built:
    """Build a study whose tables have passed their checks."""
    bits = assign_bits(settings, tables)
    organisation = build_organisation(settings, tables, bits)
    return Built(
        build_demand(settings, tables, bits),
        organisation,
        Horizon(
            (settings.end - settings.start).days + 1, settings.warm_up_days, settings.drain_days
        ),
        tuple(
            build_model(settings, tables, bits, organisation, model) for model in settings.models
        ),
        bits,
    )
