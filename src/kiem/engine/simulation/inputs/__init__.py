"""What a simulation is given: frozen, checked dataclasses of arrays.

`Demand` (what is asked) and `Organisation` (who is there to do it) do not know each other; a
`Model` turns one `Organisation` into another and never touches the `Demand`. That is why models are
compared on common random numbers without anybody having to take care.
"""

from kiem.engine.simulation.inputs.calendars import DAY_MINUTES, Calendar, Horizon
from kiem.engine.simulation.inputs.checks import InvalidInputError, Problem
from kiem.engine.simulation.inputs.demand import (
    ArrivalList,
    ArrivalRates,
    CaseType,
    Demand,
    Distribution,
    DistributionKind,
    DueUnit,
    Place,
    Stage,
)
from kiem.engine.simulation.inputs.models import Model, planned_office_minutes
from kiem.engine.simulation.inputs.organisation import (
    Activities,
    ActivityPlace,
    Discipline,
    OfficeMode,
    Offices,
    Organisation,
    Rules,
    Staff,
    Units,
)

__all__ = [
    "DAY_MINUTES",
    "Activities",
    "ActivityPlace",
    "ArrivalList",
    "ArrivalRates",
    "Calendar",
    "CaseType",
    "Demand",
    "Discipline",
    "Distribution",
    "DistributionKind",
    "DueUnit",
    "Horizon",
    "InvalidInputError",
    "Model",
    "OfficeMode",
    "Offices",
    "Organisation",
    "Place",
    "Problem",
    "Rules",
    "Staff",
    "Stage",
    "Units",
    "planned_office_minutes",
]
