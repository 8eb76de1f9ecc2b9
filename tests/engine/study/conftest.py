"""A small study that uses every table, for tests to read, spoil and run."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiem.engine.study.findings import Finding, Severity, StudyInvalidError
from kiem.engine.study.study import load_study

TABLES = {
    "study.toml": """\
[study]
title = "Small"

[time]
start = 2026-03-02
end = 2026-03-29
warm_up_days = 7
drain_days = 7

[service]
handover_hours = 4.0

[run]
replications = 4
seed = 7

[[models]]
name = "now"

[[models]]
name = "officer"
offices = "per_unit"

[[models]]
name = "pool"
pooling = true
training = [{ staff_profile = "desk", case_type = "visit" }]
extra_staff = [{ staff_profile = "desk", count = 1, profile = "town" }]
""",
    "units.csv": """\
unit,name,profile,cluster,latitude,longitude
U1,North,town,A,21.0,105.8
U2,South,village,A,20.9,105.8
""",
    "staff_profiles.csv": """\
staff_profile,name,leave_days_per_year,sick_spells_per_year,sick_mean_days,cost_per_hour
desk,Desk,15,1,3,10
all,All-rounder,15,1,3,12
""",
    "staff.csv": """\
staff,unit,staff_profile,count,employment_share
U1d,U1,desk,3,
U1a,U1,all,2,
U2d,U2,desk,2,0.8
ann,U2,all,1,
bob,U2,all,1,
""",
    "skills.csv": """\
staff_profile,case_type,stage
desk,form,
all,form,
all,visit,
""",
    "case_types.csv": """\
case_type,name,distribution,service_minutes,cv,due,due_unit,priority
form,Form,lognormal,20,0.8,1,working_days,1
visit,Visit,gamma,60,0.5,8,working_hours,0
""",
    "stages.csv": """\
case_type,stage,place,distribution,service_minutes,cv,stops_clock
visit,2,outside,exponential,120,,true
visit,3,home,empirical,,,
""",
    "routing.csv": """\
case_type,from_stage,to_stage,probability
visit,1,2,0.9
visit,1,done,0.1
visit,3,1,0.2
visit,3,done,0.8
""",
    "samples.csv": """\
case_type,stage,minutes
visit,3,10
visit,3,15
visit,3,30
""",
    "arrivals.csv": """\
unit,case_type,cases_per_day
U1,form,40
U1,visit,4
U2,form,20
U2,visit,2
""",
    "cases.csv": """\
unit,case_type,arrived,service_minutes
U1,form,2026-03-03T09:15,25
U2,visit,2026-03-04 10:00:30,
""",
    "week.csv": """\
weekday,hour,weight,case_type
mon,8,2,
tue,9,1,
wed,14,1,form
""",
    "shocks.csv": """\
from_date,to_date,factor,unit,case_type
2026-03-09,2026-03-13,1.5,,form
2026-03-16,2026-03-16,0.5,U2,
""",
    "holidays.csv": """\
date,name
2026-03-20,Day off
""",
    "leave.csv": """\
staff,from_date,to_date
ann,2026-03-10,2026-03-12
""",
    "offices.csv": """\
office,name,holder,release_hours_per_month,duty_hours_per_month,slot_weekday,slot_hour
O1,Secretary,U1d,30,10,wed,13.5
O2,Member,U1d,,2,,
O3,Secretary,bob,20,8,,
""",
    "activities.csv": """\
activity,office,name,from_date,to_date,hours,every,place,travel_hours
A1,O1,Meeting,2026-03-02,2026-03-06,3,week,desk,
A2,O3,Trip,2026-03-10,2026-03-20,4,once,away,1
""",
}


def write_study(directory: Path, **changes: str | None) -> Path:
    """Write the small study; `table="..."` replaces a file, None leaves it out."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in TABLES.items():
        stem = name.partition(".")[0]
        wanted = changes.get("toml" if name == "study.toml" else stem, content)
        if wanted is not None:
            (directory / name).write_text(wanted, encoding="utf-8")
    return directory


def changed(table: str, old: str, new: str) -> str:
    """The content of a file with one piece replaced; fails if the piece is not there."""
    name = "study.toml" if table == "toml" else f"{table}.csv"
    assert old in TABLES[name]
    return TABLES[name].replace(old, new, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for a study."""
    return tmp_path / "study"


def errors(directory: Path) -> list[Finding]:
    with pytest.raises(StudyInvalidError) as caught:
        load_study(directory)
    return [f for f in caught.value.findings if f.severity is Severity.ERROR]


def only_error(directory: Path) -> tuple[str, int | None, str | None, str, str]:
    found = errors(directory)
    assert len(found) == 1, "\n".join(map(str, found))
    one = found[0]
    return one.file, one.row, one.column, one.what, one.remedy
