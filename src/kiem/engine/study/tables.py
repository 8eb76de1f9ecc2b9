"""Every table of a study, in the order of the documentation."""

from __future__ import annotations

from kiem.engine.study.schema_demand import (
    ARRIVALS,
    CASE_TYPES,
    CASES,
    ROUTING,
    SAMPLES,
    SHOCKS,
    STAGES,
    WEEK,
)
from kiem.engine.study.schema_people import (
    ACTIVITIES,
    HOLIDAYS,
    LEAVE,
    OFFICES,
    SKILLS,
    STAFF,
    STAFF_PROFILES,
    UNITS,
)

TABLES = (
    UNITS,
    STAFF,
    STAFF_PROFILES,
    SKILLS,
    CASE_TYPES,
    STAGES,
    ROUTING,
    SAMPLES,
    ARRIVALS,
    CASES,
    WEEK,
    SHOCKS,
    HOLIDAYS,
    LEAVE,
    OFFICES,
    ACTIVITIES,
)
