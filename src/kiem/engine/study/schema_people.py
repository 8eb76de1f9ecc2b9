"""Tables of who is there: units, staff, absences, offices and what they have to do."""

from __future__ import annotations

from kiem.engine.study.schema import REPEATS, WEEKDAYS, Column, Kind, Table, code

UNITS = Table(
    "units",
    "Each place where cases arrive and staff work.",
    (
        code("unit", "Code of the unit."),
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
        Column(
            "latitude",
            Kind.NUMBER,
            "Place; neighbours form clusters.",
            "degrees north",
            required=False,
            low=-90,
            high=90,
        ),
        Column(
            "longitude",
            Kind.NUMBER,
            "Place; neighbours form clusters.",
            "degrees east",
            required=False,
            low=-180,
            high=180,
        ),
    ),
    key=("unit",),
    required=True,
    max_rows=20_000,
)


STAFF = Table(
    "staff",
    "The people, one row each or one row for several who are alike. No names: a person is a code.",
    (
        code("staff", "Code of the person or of the group."),
        code("unit", "Unit they belong to.", refers="units"),
        code(
            "staff_profile",
            "What they can do and how often they are away.",
            refers="staff_profiles",
        ),
        Column(
            "count",
            Kind.INTEGER,
            "How many people the row stands for.",
            "people",
            required=False,
            default=1,
            low=1,
            high=500,
        ),
        Column(
            "employment_share",
            Kind.SHARE,
            "Part of full working hours each of them works.",
            "share of full hours",
            required=False,
            default=1.0,
            low=0.05,
            high=1,
        ),
    ),
    key=("staff",),
    required=True,
    max_rows=1_000_000,
)


STAFF_PROFILES = Table(
    "staff_profiles",
    "Kinds of staff: leave, sickness and pay.",
    (
        code("staff_profile", "Code of the profile."),
        Column("name", Kind.TEXT, "Name shown in reports.", required=False, default=""),
        Column(
            "leave_days_per_year",
            Kind.NUMBER,
            "Leave, drawn in blocks of `leave_block_days`.",
            "working days per year",
            required=False,
            default=0.0,
            low=0,
            high=200,
        ),
        Column(
            "sick_spells_per_year",
            Kind.NUMBER,
            "Mean number of times away sick.",
            "spells per year",
            required=False,
            default=0.0,
            low=0,
            high=50,
        ),
        Column(
            "sick_mean_days",
            Kind.NUMBER,
            "Mean length of a spell of sickness.",
            "working days",
            required=False,
            default=3.0,
            low=1,
            high=200,
        ),
        Column(
            "cost_per_hour",
            Kind.NUMBER,
            "Pay and charges; overtime is paid at this times `overtime_factor`.",
            "currency per hour",
            required=False,
            default=0.0,
            low=0,
        ),
    ),
    key=("staff_profile",),
    required=True,
    max_rows=1_000,
)


SKILLS = Table(
    "skills",
    "Which profile can serve which type of case.",
    (
        code("staff_profile", "Profile that has the skill.", refers="staff_profiles"),
        code("case_type", "Type of case it can serve.", refers="case_types"),
        Column(
            "stage",
            Kind.INTEGER,
            "Stage it can serve; empty or 0: all stages of the type.",
            required=False,
            default=0,
            low=0,
            high=8,
        ),
    ),
    key=("staff_profile", "case_type", "stage"),
    required=True,
)


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
        code("staff", "Code of the person; a row of `staff` with `count` 1.", refers="staff"),
        Column("from_date", Kind.DATE, "First day away."),
        Column("to_date", Kind.DATE, "Last day away, included."),
    ),
    max_rows=1_000_000,
)


OFFICES = Table(
    "offices",
    "Offices in member organisations, and who holds them.",
    (
        code("office", "Code of the office."),
        Column("name", Kind.TEXT, "Name shown in reports.", required=False, default=""),
        Column(
            "holder",
            Kind.CODE,
            "Row of `staff` the holder belongs to. In a row with `count` above 1 the "
            "offices go to different people as long as there are enough.",
            required=False,
            default="",
            refers="staff",
        ),
        Column(
            "release_hours_per_month",
            Kind.NUMBER,
            "Release norm: working time the office entitles to; empty: no norm, no limit.",
            "hours per month",
            required=False,
            low=0,
            high=250,
        ),
        Column(
            "duty_hours_per_month",
            Kind.NUMBER,
            "Regular duties without a date: meetings, minutes, visits.",
            "hours per month",
            required=False,
            default=0.0,
            low=0,
            high=250,
        ),
        Column(
            "slot_weekday",
            Kind.CHOICE,
            "Weekday of the weekly fixed time, in models with `fixed`; empty: "
            "offices take the working days in turn.",
            required=False,
            default="",
            choices=WEEKDAYS,
        ),
        Column(
            "slot_hour",
            Kind.NUMBER,
            "When the fixed time starts; empty: at opening.",
            "hour of the day",
            required=False,
            low=0,
            high=23.99,
        ),
    ),
    key=("office",),
    max_rows=200_000,
)


ACTIVITIES = Table(
    "activities",
    "What an office has to do, with a window and a deadline.",
    (
        code("activity", "Code of the activity."),
        code("office", "Office that has to do it.", refers="offices"),
        Column("name", Kind.TEXT, "Name shown in reports.", required=False, default=""),
        Column("from_date", Kind.DATE, "First day on which it can be done."),
        Column("to_date", Kind.DATE, "Last day; what is not done by its end is missed."),
        Column("hours", Kind.NUMBER, "Length.", "working hours", low=0.05, high=2_000),
        Column(
            "every",
            Kind.CHOICE,
            "How often window and deadline come again until the study ends.",
            required=False,
            default="once",
            choices=REPEATS,
        ),
        Column(
            "place",
            Kind.CHOICE,
            "`desk`: done in slices between cases; `away`: in one piece, elsewhere.",
            required=False,
            default="desk",
            choices=("desk", "away"),
        ),
        Column(
            "travel_hours",
            Kind.NUMBER,
            "The way there and back together, for `away`.",
            "working hours",
            required=False,
            default=0.0,
            low=0,
            high=100,
        ),
    ),
    key=("activity",),
    max_rows=1_000_000,
)
