"""Every setting of `study.toml`: type, unit, default and limits, in one place.

The reader checks against these descriptions, and a test holds `docs/reference/study.md` to them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kiem.engine.study.schema import WEEKDAYS


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `kind` is a type of TOML; a setting without default is required."""

    name: str
    kind: type
    meaning: str
    unit: str = ""
    default: Any = None
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


DISCIPLINES = ("fcfs", "due", "priority", "slack")
OFFICE_MODES = ("concurrent", "per_unit", "per_cluster")
ACTIVITY_MODES = ("idle", "fixed", "first")

SECTIONS: dict[str, tuple[Setting, ...]] = {
    "study": (
        Setting("title", str, "Title of the report.", required=True),
        Setting("title_vi", str, "Title of the Vietnamese report.", default=""),
        Setting("note", str, "Said under the title.", default=""),
        Setting("note_vi", str, "The same in Vietnamese.", default=""),
        Setting("invented", bool, "The data are invented; every report says so.", default=False),
    ),
    "time": (
        Setting("start", dt.date, "First day that counts.", required=True),
        Setting("end", dt.date, "Last day that counts.", required=True),
        Setting(
            "warm_up_days",
            int,
            "Days before `start` in which queues fill; their cases are not counted.",
            "calendar days",
            default=0,
            low=0,
            high=3650,
        ),
        Setting(
            "drain_days",
            int,
            "Days after `end` in which counted cases may still be finished; demand goes on, "
            "uncounted.",
            "calendar days",
            default=0,
            low=0,
            high=3650,
        ),
        Setting(
            "weekdays",
            list,
            "Working days of the week.",
            default=["mon", "tue", "wed", "thu", "fri"],
            choices=WEEKDAYS,
        ),
        Setting(
            "hours",
            list,
            "Working hours of a day, such as `07:30-11:30`.",
            default=["08:00-12:00", "13:00-17:00"],
        ),
    ),
    "service": (
        Setting(
            "discipline",
            str,
            "Which waiting case is taken first.",
            default="fcfs",
            choices=DISCIPLINES,
        ),
        Setting(
            "handover_hours",
            float,
            "After so much absence of its holder a case goes back to the queue.",
            "working hours",
            default=8.0,
            low=0,
            high=2000,
        ),
        Setting(
            "handover_minutes",
            float,
            "Work of reading in after a handover.",
            "working minutes",
            default=0.0,
            low=0,
            high=10_000,
        ),
        Setting(
            "overtime_minutes",
            float,
            "A case that would end within so long after closing is finished in "
            "overtime; otherwise it pauses.",
            "minutes",
            default=0.0,
            low=0,
            high=600,
        ),
        Setting(
            "slice_minutes",
            float,
            "Longest stretch of office work before looking at the queue again.",
            "working minutes",
            default=60.0,
            low=1,
            high=600,
        ),
        Setting(
            "urgency",
            float,
            "Interleaved office work goes first once the time to its deadline is at most so "
            "many times its remaining length; 0: never.",
            "ratio",
            default=0.0,
            low=0,
            high=100,
        ),
        Setting(
            "leave_block_days",
            int,
            "Length of a block of leave.",
            "working days",
            default=5,
            low=1,
            high=60,
        ),
        Setting(
            "growth_per_year",
            float,
            "Growth of arrivals, continuous; negative shrinks.",
            "share per year",
            default=0.0,
            low=-0.9,
            high=5,
        ),
    ),
    "run": (
        Setting(
            "replications",
            int,
            "Independent repetitions of the period.",
            "replications",
            default=30,
            low=1,
            high=100_000,
        ),
        Setting("seed", int, "Seed of all random numbers.", default=1, low=0, high=1_000_000_000),
    ),
    "cost": (
        Setting("currency", str, "Name of the currency, in the report.", default=""),
        Setting(
            "overtime_factor",
            float,
            "Pay of an overtime hour over that of a normal one.",
            "ratio",
            default=1.5,
            low=0,
            high=10,
        ),
    ),
    "objective": (
        Setting(
            "late_case_hours",
            float,
            "What a case answered late weighs.",
            "hours of work per case",
            default=2.0,
            low=0,
            high=10_000,
        ),
        Setting(
            "waiting_hour_hours",
            float,
            "What an hour of turnaround weighs.",
            "hours of work per hour",
            default=0.0,
            low=0,
            high=100,
        ),
        Setting(
            "missed_hour_hours",
            float,
            "What an activity hour not done in time weighs.",
            "hours of work per hour",
            default=1.0,
            low=0,
            high=10_000,
        ),
        Setting(
            "overtime_hour_hours",
            float,
            "What an hour of overtime weighs.",
            "hours of work per hour",
            default=1.5,
            low=0,
            high=10_000,
        ),
        Setting(
            "extra_staff_hour_hours",
            float,
            "What a paid hour of staff added by a model weighs.",
            "hours of work per hour",
            default=1.0,
            low=0,
            high=100,
        ),
    ),
}

MODEL_SETTINGS: tuple[Setting, ...] = (
    Setting("name", str, "Code of the model: small letters, digits, `-` and `_`.", required=True),
    Setting("title", str, "Name in the report (English).", default=""),
    Setting("title_vi", str, "Name in the report (Vietnamese).", default=""),
    Setting(
        "offices",
        str,
        "Who does the work of the offices: `concurrent`: the holders, beside their post; "
        "`per_unit`: one full-time officer in each unit; `per_cluster`: one for each cluster.",
        default="concurrent",
        choices=OFFICE_MODES,
    ),
    Setting(
        "by_profile",
        dict,
        'The same per profile of units, `ward = "per_unit"`; profiles left out follow `offices`.',
        default={},
    ),
    Setting(
        "activities",
        str,
        "When concurrent holders do activities: `idle`: interleaved when no case waits; "
        "`fixed`: at fixed times inside the window; `first`: before cases.",
        default="idle",
        choices=ACTIVITY_MODES,
    ),
    Setting(
        "pooling",
        bool,
        "Any unit of a cluster may serve the others' cases when its own are done.",
        default=False,
    ),
    Setting(
        "cluster_size",
        int,
        "Clusters of so many neighbouring units, instead of those in `units`; 0: those in `units`.",
        "units",
        default=0,
        low=0,
        high=64,
    ),
    Setting(
        "release_factor",
        float,
        "Multiplies the release norm of all offices.",
        "ratio",
        default=1.0,
        low=0,
        high=10,
    ),
    Setting(
        "officer",
        str,
        "Full-time officers are `hired`, on top of the staff, or `released`: the holder with most "
        "office hours gives up case work.",
        default="released",
        choices=("hired", "released"),
    ),
    Setting(
        "officer_cost_per_hour",
        float,
        "Pay and charges of a hired officer.",
        "currency per hour",
        default=0.0,
        low=0,
    ),
    Setting("discipline", str, "Instead of that of the study.", choices=DISCIPLINES),
    Setting(
        "training",
        list,
        'Skills added: `{ staff_profile = "desk", case_type = "C3" }`.',
        default=[],
    ),
    Setting(
        "extra_staff",
        list,
        'People added: `{ staff_profile = "desk", count = 1, unit = "U1" }`, or '
        '`profile = "ward"` for each unit of a profile, or neither for each unit.',
        default=[],
    ),
)


TRAINING_SETTINGS = (
    Setting("staff_profile", str, "Profile that is trained.", required=True),
    Setting("case_type", str, "Type it can serve afterwards.", required=True),
)
EXTRA_STAFF_SETTINGS = (
    Setting("staff_profile", str, "Profile of the people added.", required=True),
    Setting("count", int, "How many.", "people", required=True, low=1, high=500),
    Setting("unit", str, "Unit they are added to.", default=""),
    Setting("profile", str, "Profile of the units they are added to.", default=""),
)
