"""The tables of a study: every file, column, unit of measure and limit, in one place.

The loader checks against these descriptions, and a test holds `docs/reference/study.md` to them in both directions.
A quantity carries its unit in its name; a share is a number from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    CODE = "code"  # short text that other tables refer to; no spaces at the ends
    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    SHARE = "share"  # 0 to 1
    CHOICE = "choice"
    DATE = "date"  # 2026-03-31
    MOMENT = "moment"  # 2026-03-31T08:30
    FLAG = "flag"  # true or false


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `default` stands in for an empty cell of a column that is not required.

    `refers` names the table (and its first key column) in which the code must occur.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = True
    default: float | str | None = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    refers: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One file, `name`.csv or `name`.parquet. `key`: columns whose values together may occur once."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False
    max_rows: int = 100_000

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


DISTRIBUTIONS = ("exponential", "lognormal", "gamma", "deterministic", "empirical")
DUE_UNITS = ("none", "working_hours", "working_days", "calendar_days")
REPEATS = ("once", "week", "month", "quarter", "year")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DONE = "done"
"""Where a case goes after its last stage, in the table routing."""

_MINUTES_HIGH = 100_000.0


def _code(name: str, meaning: str, *, refers: str | None = None, required: bool = True) -> Column:
    return Column(name, Kind.CODE, meaning, required=required, refers=refers, default="")


UNITS = Table(
    "units",
    "Each place where cases arrive and staff work.",
    (
        _code("unit", "Code of the unit."),
        Column("name", Kind.TEXT, "Name shown in reports.", required=False, default=""),
        Column(
            "profile",
            Kind.CODE,
            "Kind of unit; results and the best model are told per profile.",
            required=False,
            default="all",
        ),
        Column(
            "cluster",
            Kind.CODE,
            "Units of one cluster may serve each other's cases when a model pools; empty: alone. "
            "A model with `cluster_size` forms its own clusters.",
            required=False,
            default="",
        ),
        Column("latitude", Kind.NUMBER, "Place; neighbours form clusters.", "degrees north",
               required=False, low=-90, high=90),
        Column("longitude", Kind.NUMBER, "Place; neighbours form clusters.", "degrees east",
               required=False, low=-180, high=180),
    ),
    key=("unit",),
    required=True,
    max_rows=20_000,
)  # fmt: skip

STAFF = Table(
    "staff",
    "The people, one row each or one row for several who are alike. No names: a person is a code.",
    (
        _code("staff", "Code of the person or of the group."),
        _code("unit", "Unit they belong to.", refers="units"),
        _code("staff_profile", "What they can do and how often they are away.", refers="staff_profiles"),
        Column("count", Kind.INTEGER, "How many people the row stands for.", "people",
               required=False, default=1, low=1, high=500),
        Column("employment_share", Kind.SHARE, "Part of full working hours each of them works.",
               "share of full hours", required=False, default=1.0, low=0.05, high=1),
    ),
    key=("staff",),
    required=True,
    max_rows=1_000_000,
)  # fmt: skip

STAFF_PROFILES = Table(
    "staff_profiles",
    "Kinds of staff: leave, sickness and pay.",
    (
        _code("staff_profile", "Code of the profile."),
        Column("name", Kind.TEXT, "Name shown in reports.", required=False, default=""),
        Column("leave_days_per_year", Kind.NUMBER, "Leave, drawn in blocks of `leave_block_days`.",
               "working days per year", required=False, default=0.0, low=0, high=200),
        Column("sick_spells_per_year", Kind.NUMBER, "Mean number of times away sick.",
               "spells per year", required=False, default=0.0, low=0, high=50),
        Column("sick_mean_days", Kind.NUMBER, "Mean length of a spell of sickness.",
               "working days", required=False, default=3.0, low=1, high=200),
        Column("cost_per_hour", Kind.NUMBER, "Pay and charges; overtime is paid at this times `overtime_factor`.",
               "currency per hour", required=False, default=0.0, low=0),
    ),
    key=("staff_profile",),
    required=True,
    max_rows=1_000,
)  # fmt: skip

SKILLS = Table(
    "skills",
    "Which profile can serve which type of case.",
    (
        _code("staff_profile", "Profile that has the skill.", refers="staff_profiles"),
        _code("case_type", "Type of case it can serve.", refers="case_types"),
        Column("stage", Kind.INTEGER, "Stage it can serve; empty or 0: all stages of the type.",
               required=False, default=0, low=0, high=8),
    ),
    key=("staff_profile", "case_type", "stage"),
    required=True,
)  # fmt: skip

CASE_TYPES = Table(
    "case_types",
    "Types of cases: service time, due date, priority.",
    (
        _code("case_type", "Code of the type."),
        Column("name", Kind.TEXT, "Name shown in reports (English).", required=False, default=""),
        Column("name_vi", Kind.TEXT, "Name shown in reports (Vietnamese).", required=False, default=""),
        Column("distribution", Kind.CHOICE, "Distribution of the service time of the first stage.",
               choices=DISTRIBUTIONS),
        Column("service_minutes", Kind.NUMBER, "Mean service time of the first stage; empty with `empirical`.",
               "working minutes", required=False, low=0.01, high=_MINUTES_HIGH),
        Column("cv", Kind.NUMBER, "Standard deviation of the service time over its mean (lognormal and gamma).",
               "ratio", required=False, default=1.0, low=0, high=20),
        Column("due", Kind.NUMBER, "Time limit, from receipt to the answer.", "as `due_unit` says",
               required=False, low=0, high=10_000),
        Column("due_unit", Kind.CHOICE, "Unit of `due`; `none`: no limit, never late.",
               required=False, default="none", choices=DUE_UNITS),
        Column("priority", Kind.INTEGER, "Smaller is served first, where the discipline is `priority`.",
               "rank", required=False, default=0, low=0, high=32_767),
        Column("law", Kind.TEXT, "Source of the time limit.", required=False, default=""),
        Column("letter", Kind.CHOICE, "How well the limit is known: C confirmed, S one source, E example, M from memory.",
               required=False, default="E", choices=("C", "S", "E", "M")),
    ),
    key=("case_type",),
    required=True,
    max_rows=64,
)  # fmt: skip

STAGES = Table(
    "stages",
    "Further stages of a case after the first. Without this table each case has one stage, at its unit.",
    (
        _code("case_type", "Type of case.", refers="case_types"),
        Column("stage", Kind.INTEGER, "Number of the stage; the first stage is 1 and stands in `case_types`.",
               low=2, high=8),
        Column("place", Kind.CODE, "`home`: the unit of the case; a unit's code: there; `outside`: a waiting "
               "time nobody works on."),
        Column("distribution", Kind.CHOICE, "Distribution of the service or waiting time.", choices=DISTRIBUTIONS),
        Column("service_minutes", Kind.NUMBER, "Mean service time, or waiting time outside; empty with `empirical`.",
               "working minutes", required=False, low=0.01, high=_MINUTES_HIGH),
        Column("cv", Kind.NUMBER, "Standard deviation over mean (lognormal and gamma).", "ratio",
               required=False, default=1.0, low=0, high=20),
        Column("stops_clock", Kind.FLAG, "A wait outside that puts the due date off by its own length.",
               required=False, default=0.0),
    ),
    key=("case_type", "stage"),
)  # fmt: skip

ROUTING = Table(
    "routing",
    "Where a case goes after a stage. Without rows for a stage it goes to the next one, after the last it is done.",
    (
        _code("case_type", "Type of case.", refers="case_types"),
        Column("from_stage", Kind.INTEGER, "Stage just finished.", low=1, high=8),
        Column("to_stage", Kind.CODE, "Stage that follows, or `done`; an earlier stage is a return to be completed."),
        Column("probability", Kind.SHARE, "Chance of this way; those of one stage sum to 1.", "share of cases",
               low=0, high=1),
    ),
    key=("case_type", "from_stage", "to_stage"),
)  # fmt: skip

SAMPLES = Table(
    "samples",
    "Observed service times, for the distribution `empirical`.",
    (
        _code("case_type", "Type of case.", refers="case_types"),
        Column("stage", Kind.INTEGER, "Stage the time was observed in.", required=False, default=1, low=1, high=8),
        Column("minutes", Kind.NUMBER, "One observed time.", "working minutes", low=0.01, high=_MINUTES_HIGH),
    ),
    max_rows=1_000_000,
)  # fmt: skip

ARRIVALS = Table(
    "arrivals",
    "How many cases arrive: mean rates, from which arrivals are drawn. `arrivals`, `cases` or both are needed.",
    (
        _code("unit", "Unit where the cases arrive.", refers="units"),
        _code("case_type", "Type of case.", refers="case_types"),
        Column("cases_per_day", Kind.NUMBER, "Mean number of arrivals on an ordinary open day.",
               "cases per working day", low=0, high=100_000),
    ),
    key=("unit", "case_type"),
    max_rows=1_500_000,
)  # fmt: skip

CASES = Table(
    "cases",
    "A given list of arrivals, instead of rates: every replication gets the same arrivals, in the same order.",
    (
        _code("unit", "Unit where the case arrived.", refers="units"),
        _code("case_type", "Type of case.", refers="case_types"),
        Column("arrived", Kind.MOMENT, "When it arrived; outside working hours it waits for the next opening."),
        Column("service_minutes", Kind.NUMBER, "Work of the first stage; empty: drawn as `case_types` says.",
               "working minutes", required=False, low=0.01, high=_MINUTES_HIGH),
    ),
    max_rows=2_000_000,
)  # fmt: skip

WEEK = Table(
    "week",
    "Weekday and hour profile of arrivals. Without it arrivals are even over working hours.",
    (
        Column("weekday", Kind.CHOICE, "Day of the week.", choices=WEEKDAYS),
        Column("hour", Kind.INTEGER, "Hour of the clock: 8 is from 8:00 to 9:00.", "hour of the day", low=0, high=23),
        Column("weight", Kind.NUMBER, "Relative intensity; only ratios matter.", "ratio", low=0, high=1000),
        Column("case_type", Kind.CODE, "Type it holds for; empty: all types without rows of their own.",
               required=False, default="", refers="case_types"),
    ),
    key=("case_type", "weekday", "hour"),
)  # fmt: skip

SHOCKS = Table(
    "shocks",
    "Seasons and shocks: arrivals times a factor between two dates. Overlapping rows multiply.",
    (
        Column("from_date", Kind.DATE, "First day."),
        Column("to_date", Kind.DATE, "Last day, included."),
        Column("factor", Kind.NUMBER, "Arrivals are multiplied by it.", "ratio", low=0, high=100),
        Column("unit", Kind.CODE, "Unit it holds for; empty: all.", required=False, default="", refers="units"),
        Column("case_type", Kind.CODE, "Type it holds for; empty: all.", required=False, default="",
               refers="case_types"),
    ),
)  # fmt: skip

HOLIDAYS = Table(
    "holidays",
    "Days on which nobody works and nothing arrives.",
    (
        Column("date", Kind.DATE, "The day."),
        Column("name", Kind.TEXT, "Its name.", required=False, default=""),
    ),
    key=("date",),
    max_rows=10_000,
)

LEAVE = Table(
    "leave",
    "Known absences of single people, on top of those drawn from the profile.",
    (
        _code("staff", "Code of the person; a row of `staff` with `count` 1.", refers="staff"),
        Column("from_date", Kind.DATE, "First day away."),
        Column("to_date", Kind.DATE, "Last day away, included."),
    ),
    max_rows=1_000_000,
)

OFFICES = Table(
    "offices",
    "Offices in member organisations, and who holds them.",
    (
        _code("office", "Code of the office."),
        Column("name", Kind.TEXT, "Name shown in reports.", required=False, default=""),
        Column("holder", Kind.CODE, "Row of `staff` the holder belongs to. In a row with `count` above 1 the "
               "offices go to different people as long as there are enough.", required=False, default="",
               refers="staff"),
        Column("release_hours_per_month", Kind.NUMBER, "Release norm: working time the office entitles to; empty: "
               "no norm, no limit.", "hours per month", required=False, low=0, high=250),
        Column("duty_hours_per_month", Kind.NUMBER, "Regular duties without a date: meetings, minutes, visits.",
               "hours per month", required=False, default=0.0, low=0, high=250),
        Column("slot_weekday", Kind.CHOICE, "Weekday of the weekly fixed time, in models with `fixed`; empty: "
               "offices take the working days in turn.", required=False, default="", choices=WEEKDAYS),
        Column("slot_hour", Kind.NUMBER, "When the fixed time starts; empty: at opening.", "hour of the day",
               required=False, low=0, high=23.99),
    ),
    key=("office",),
    max_rows=200_000,
)  # fmt: skip

ACTIVITIES = Table(
    "activities",
    "What an office has to do, with a window and a deadline.",
    (
        _code("activity", "Code of the activity."),
        _code("office", "Office that has to do it.", refers="offices"),
        Column("name", Kind.TEXT, "Name shown in reports.", required=False, default=""),
        Column("from_date", Kind.DATE, "First day on which it can be done."),
        Column("to_date", Kind.DATE, "Last day; what is not done by its end is missed."),
        Column("hours", Kind.NUMBER, "Length.", "working hours", low=0.05, high=2_000),
        Column("every", Kind.CHOICE, "How often window and deadline come again until the study ends.",
               required=False, default="once", choices=REPEATS),
        Column("place", Kind.CHOICE, "`desk`: done in slices between cases; `away`: in one piece, elsewhere.",
               required=False, default="desk", choices=("desk", "away")),
        Column("travel_hours", Kind.NUMBER, "The way there and back together, for `away`.", "working hours",
               required=False, default=0.0, low=0, high=100),
    ),
    key=("activity",),
    max_rows=1_000_000,
)  # fmt: skip

TABLES = (
    UNITS, STAFF, STAFF_PROFILES, SKILLS, CASE_TYPES, STAGES, ROUTING, SAMPLES, ARRIVALS, CASES, WEEK, SHOCKS,
    HOLIDAYS, LEAVE, OFFICES, ACTIVITIES,
)  # fmt: skip
