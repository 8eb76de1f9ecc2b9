"""Tables of what is asked: types of cases, their stages, and when they arrive."""

from __future__ import annotations

from kiem.engine.study.schema import DISTRIBUTIONS, DUE_UNITS, WEEKDAYS, Column, Kind, Table, code

_MINUTES_HIGH = 100_000.0

CASE_TYPES = Table(
    "case_types",
    "Types of cases: service time, due date, priority.",
    (
        code("case_type", "Code of the type."),
        Column("name", Kind.TEXT, "Name shown in reports (English).", required=False, default=""),
        Column(
            "name_vi", Kind.TEXT, "Name shown in reports (Vietnamese).", required=False, default=""
        ),
        Column(
            "distribution",
            Kind.CHOICE,
            "Distribution of the service time of the first stage.",
            choices=DISTRIBUTIONS,
        ),
        Column(
            "service_minutes",
            Kind.NUMBER,
            "Mean service time of the first stage; empty with `empirical`.",
            "working minutes",
            required=False,
            low=0.01,
            high=_MINUTES_HIGH,
        ),
        Column(
            "cv",
            Kind.NUMBER,
            "Standard deviation of the service time over its mean (lognormal and gamma).",
            "ratio",
            required=False,
            default=1.0,
            low=0,
            high=20,
        ),
        Column(
            "due",
            Kind.NUMBER,
            "Time limit, from receipt to the answer.",
            "as `due_unit` says",
            required=False,
            low=0,
            high=10_000,
        ),
        Column(
            "due_unit",
            Kind.CHOICE,
            "Unit of `due`; `none`: no limit, never late.",
            required=False,
            default="none",
            choices=DUE_UNITS,
        ),
        Column(
            "priority",
            Kind.INTEGER,
            "Smaller is served first, where the discipline is `priority`.",
            "rank",
            required=False,
            default=0,
            low=0,
            high=32_767,
        ),
        Column("law", Kind.TEXT, "Source of the time limit.", required=False, default=""),
        Column(
            "letter",
            Kind.CHOICE,
            "How well the limit is known: C confirmed, S one source, E example, M from memory.",
            required=False,
            default="E",
            choices=("C", "S", "E", "M"),
        ),
    ),
    key=("case_type",),
    required=True,
    max_rows=64,
)


STAGES = Table(
    "stages",
    "Further stages of a case after the first. Without this table each case has one stage, at "
    "its unit.",
    (
        code("case_type", "Type of case.", refers="case_types"),
        Column(
            "stage",
            Kind.INTEGER,
            "Number of the stage; the first stage is 1 and stands in `case_types`.",
            low=2,
            high=8,
        ),
        Column(
            "place",
            Kind.CODE,
            "`home`: the unit of the case; a unit's code: there; `outside`: a waiting "
            "time nobody works on.",
        ),
        Column(
            "distribution",
            Kind.CHOICE,
            "Distribution of the service or waiting time.",
            choices=DISTRIBUTIONS,
        ),
        Column(
            "service_minutes",
            Kind.NUMBER,
            "Mean service time, or waiting time outside; empty with `empirical`.",
            "working minutes",
            required=False,
            low=0.01,
            high=_MINUTES_HIGH,
        ),
        Column(
            "cv",
            Kind.NUMBER,
            "Standard deviation over mean (lognormal and gamma).",
            "ratio",
            required=False,
            default=1.0,
            low=0,
            high=20,
        ),
        Column(
            "stops_clock",
            Kind.FLAG,
            "A wait outside that puts the due date off by its own length.",
            required=False,
            default=0.0,
        ),
    ),
    key=("case_type", "stage"),
)


ROUTING = Table(
    "routing",
    "Where a case goes after a stage. Without rows for a stage it goes to the next one, after "
    "the last it is done.",
    (
        code("case_type", "Type of case.", refers="case_types"),
        Column("from_stage", Kind.INTEGER, "Stage just finished.", low=1, high=8),
        Column(
            "to_stage",
            Kind.CODE,
            "Stage that follows, or `done`; an earlier stage is a return to be completed.",
        ),
        Column(
            "probability",
            Kind.SHARE,
            "Chance of this way; those of one stage sum to 1.",
            "share of cases",
            low=0,
            high=1,
        ),
    ),
    key=("case_type", "from_stage", "to_stage"),
)


SAMPLES = Table(
    "samples",
    "Observed service times, for the distribution `empirical`.",
    (
        code("case_type", "Type of case.", refers="case_types"),
        Column(
            "stage",
            Kind.INTEGER,
            "Stage the time was observed in.",
            required=False,
            default=1,
            low=1,
            high=8,
        ),
        Column(
            "minutes",
            Kind.NUMBER,
            "One observed time.",
            "working minutes",
            low=0.01,
            high=_MINUTES_HIGH,
        ),
    ),
    max_rows=1_000_000,
)


ARRIVALS = Table(
    "arrivals",
    "How many cases arrive: mean rates, from which arrivals are drawn. `arrivals`, `cases` or "
    "both are needed.",
    (
        code("unit", "Unit where the cases arrive.", refers="units"),
        code("case_type", "Type of case.", refers="case_types"),
        Column(
            "cases_per_day",
            Kind.NUMBER,
            "Mean number of arrivals on an ordinary open day.",
            "cases per working day",
            low=0,
            high=100_000,
        ),
    ),
    key=("unit", "case_type"),
    max_rows=1_500_000,
)


CASES = Table(
    "cases",
    "A given list of arrivals, instead of rates: every replication gets the same arrivals, in "
    "the same order.",
    (
        code("unit", "Unit where the case arrived.", refers="units"),
        code("case_type", "Type of case.", refers="case_types"),
        Column(
            "arrived",
            Kind.MOMENT,
            "When it arrived; outside working hours it waits for the next opening.",
        ),
        Column(
            "service_minutes",
            Kind.NUMBER,
            "Work of the first stage; empty: drawn as `case_types` says.",
            "working minutes",
            required=False,
            low=0.01,
            high=_MINUTES_HIGH,
        ),
    ),
    max_rows=2_000_000,
)


WEEK = Table(
    "week",
    "Weekday and hour profile of arrivals. Without it arrivals are even over working hours.",
    (
        Column("weekday", Kind.CHOICE, "Day of the week.", choices=WEEKDAYS),
        Column(
            "hour",
            Kind.INTEGER,
            "Hour of the clock: 8 is from 8:00 to 9:00.",
            "hour of the day",
            low=0,
            high=23,
        ),
        Column(
            "weight",
            Kind.NUMBER,
            "Relative intensity; only ratios matter.",
            "ratio",
            low=0,
            high=1000,
        ),
        Column(
            "case_type",
            Kind.CODE,
            "Type it holds for; empty: all types without rows of their own.",
            required=False,
            default="",
            refers="case_types",
        ),
    ),
    key=("case_type", "weekday", "hour"),
)


SHOCKS = Table(
    "shocks",
    "Seasons and shocks: arrivals times a factor between two dates. Overlapping rows multiply.",
    (
        Column("from_date", Kind.DATE, "First day."),
        Column("to_date", Kind.DATE, "Last day, included."),
        Column("factor", Kind.NUMBER, "Arrivals are multiplied by it.", "ratio", low=0, high=100),
        Column(
            "unit",
            Kind.CODE,
            "Unit it holds for; empty: all.",
            required=False,
            default="",
            refers="units",
        ),
        Column(
            "case_type",
            Kind.CODE,
            "Type it holds for; empty: all.",
            required=False,
            default="",
            refers="case_types",
        ),
    ),
)
