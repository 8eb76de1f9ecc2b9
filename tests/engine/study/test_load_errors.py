"""Bad input, one mistake at a time: each is told with file, row, column and remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.engine.study.conftest import TABLES, changed, write_study

from kiem.engine.study.findings import Finding, Findings, Severity, StudyInvalidError
from kiem.engine.study.schema_demand import ARRIVALS
from kiem.engine.study.study import load_study


def errors(directory: Path) -> list[Finding]:
    with pytest.raises(StudyInvalidError) as caught:
        load_study(directory)
    return [f for f in caught.value.findings if f.severity is Severity.ERROR]


def only_error(directory: Path) -> tuple[str, int | None, str | None, str, str]:
    found = errors(directory)
    assert len(found) == 1, "\n".join(map(str, found))
    one = found[0]
    return one.file, one.row, one.column, one.what, one.remedy


@pytest.mark.parametrize(
    ("table", "old", "new", "row", "column", "what", "remedy"),
    [
        (
            "arrivals",
            "U1,form,40",
            "U1,form,-60",
            2,
            "cases_per_day",
            "-60 is negative",
            "Write a number (cases per working day), at least 0",
        ),
        (
            "arrivals",
            "U1,visit,4",
            "U1,visit,NaN",
            3,
            "cases_per_day",
            "NaN is not a finite number",
            "Write a number (cases per working day)",
        ),
        (
            "arrivals",
            "U1,visit,4",
            "U1,visit,inf",
            3,
            "cases_per_day",
            "inf is not a finite number",
            "Write a number (cases per working day)",
        ),
        (
            "arrivals",
            "U1,visit,4",
            'U1,visit,"5,5"',
            3,
            "cases_per_day",
            "'5,5' has a decimal comma",
            "Write 5.5",
        ),
        (
            "arrivals",
            "U1,visit,4",
            "U1,visit,",
            3,
            "cases_per_day",
            "the cell is empty",
            "Fill it in: a number (cases per working day)",
        ),
        (
            "arrivals",
            "U1,visit,4",
            "U1,visit,five",
            3,
            "cases_per_day",
            "'five' is not a number",
            "Write a number (cases per working day)",
        ),
        (
            "arrivals",
            "U2,form,20",
            "U9,form,40",
            4,
            "unit",
            "there is no unit 'U9' in units.csv",
            "Correct the code, or add the row there",
        ),
        (
            "arrivals",
            "U2,form,20",
            "U1,form,40",
            4,
            "unit",
            "unit U1, case_type form is already in row 2",
            "Keep one of the rows",
        ),
        (
            "case_types",
            "20,0.8",
            "20 min,0.8",
            2,
            "service_minutes",
            "'20 min' carries a unit of measure",
            "Write the number alone, in working minutes",
        ),
        (
            "case_types",
            "visit,Visit,gamma,60",
            "visit,Visit,gamma,",
            3,
            "service_minutes",
            "the mean is missing",
            "Fill it in, in working minutes",
        ),
        (
            "case_types",
            "lognormal",
            "normal",
            2,
            "distribution",
            "'normal' is not known here",
            "Use one of exponential, lognormal, gamma, deterministic, empirical",
        ),
        (
            "case_types",
            "60,0.5",
            "60,0",
            3,
            "cv",
            "a cv of 0 is no spread at all",
            "Use deterministic",
        ),
        (
            "case_types",
            "1,working_days,1",
            "1.5,working_days,1",
            2,
            "due",
            "1.5 is not a whole number of days",
            "Give the limit in working_hours",
        ),
        (
            "case_types",
            "1,working_days,1",
            ",working_days,1",
            2,
            "due",
            "there is a unit but no time limit",
            "Fill in due, or write none",
        ),
        (
            "case_types",
            "1,working_days,1",
            "1,,1",
            2,
            "due_unit",
            "there is a time limit but no unit",
            "Write working_hours, working_days or calendar_days",
        ),
        (
            "case_types",
            "working_days,1",
            "working_days,1.5",
            2,
            "priority",
            "1.5 is not a whole number",
            "Write a whole number",
        ),
        (
            "staff",
            "U2d,U2,desk,2,0.8",
            "U2d,U2,desk,2,80",
            4,
            "employment_share",
            "80 looks like a percentage",
            "Write 0.8",
        ),
        (
            "staff",
            "U2d,U2,desk,2,0.8",
            "U2d,U2,desk,2,80%",
            4,
            "employment_share",
            "'80%' is a percentage",
            "Write 0.8",
        ),
        (
            "staff",
            "U2d,U2,desk,2",
            "U2d,U2,clerk,2",
            4,
            "staff_profile",
            "there is no staff profile 'clerk' in staff_profiles.csv",
            "Correct the code, or add the row there",
        ),
        (
            "offices",
            "O3,Secretary,bob",
            "O3,Secretary,",
            4,
            "holder",
            "office O3 has no holder",
            "Name a row of staff, or remove the office",
        ),
        (
            "offices",
            "O3,Secretary,bob",
            "O3,Secretary,eve",
            4,
            "holder",
            "there is no staff 'eve' in staff.csv",
            "Correct the code, or add the row there",
        ),
        (
            "leave",
            "ann,",
            "U1d,",
            2,
            "staff",
            "U1d stands for 3 people",
            "Give the person a row of their own in staff",
        ),
        (
            "leave",
            "2026-03-10,2026-03-12",
            "2026-03-12,2026-03-10",
            2,
            "to_date",
            "to_date 2026-03-10 is before from_date 2026-03-12",
            "Exchange them",
        ),
        (
            "leave",
            "2026-03-12",
            "2026-02-30",
            2,
            "to_date",
            "'2026-02-30' is not a date that exists",
            "Write a date such as 2026-03-31",
        ),
        (
            "holidays",
            "2026-03-20",
            "20/03/2026",
            2,
            "date",
            "'20/03/2026' is not a date that exists",
            "Write a date such as 2026-03-31, year first",
        ),
        (
            "cases",
            "2026-03-03T09:15",
            "2027-03-03T09:15",
            2,
            "arrived",
            "2027-03-03T09:15:00 is outside the simulated days 2026-02-23 to 2026-04-05",
            "Correct the date, or the period in study.toml",
        ),
        (
            "activities",
            "2026-03-10,2026-03-20",
            "2026-05-10,2026-05-20",
            3,
            "from_date",
            "2026-05-10 to 2026-05-20 is outside the simulated days 2026-02-23 to 2026-04-05",
            "Correct the dates, or remove the row",
        ),
        (
            "routing",
            "visit,1,done,0.1",
            "visit,1,done,0.3",
            2,
            "probability",
            "the chances after stage 1 of visit sum to 1.2",
            "Make them sum to 1",
        ),
        (
            "routing",
            "visit,3,1,0.2",
            "visit,3,4,0.2",
            4,
            "to_stage",
            "visit has no stage 4",
            "Write 1 to 3, or done",
        ),
        (
            "stages",
            "visit,2,outside",
            "visit,2,U7",
            2,
            "place",
            "'U7' is neither home, nor outside, nor a unit",
            "Correct the code, or add the unit",
        ),
        (
            "stages",
            "true",
            "maybe",
            2,
            "stops_clock",
            "'maybe' is neither true nor false",
            "Write true or false",
        ),
        (
            "units",
            "village",
            "@village",
            3,
            "profile",
            "'@village' begins with * or @, which results use for totals",
            "Choose another code",
        ),
        (
            "week",
            "mon,8,2,\ntue,9,1,\n",
            "mon,8,0,\n",
            2,
            "weight",
            "all weights of all types are zero",
            "Give at least one above 0",
        ),
        (
            "skills",
            "all,visit,",
            "desk,other,",
            4,
            "case_type",
            "there is no case type 'other' in case_types.csv",
            "Correct the code, or add the row there",
        ),
    ],
)
def test_wrong_cell_is_told_with_place_and_remedy(
    folder: Path, table: str, old: str, new: str, row: int, column: str, what: str, remedy: str
) -> None:
    write_study(folder, **{table: changed(table, old, new)})
    assert only_error(folder) == (f"{table}.csv", row, column, what, remedy)


@pytest.mark.parametrize(
    ("old", "new", "column", "what"),
    [
        (
            "end = 2026-03-29",
            "end = 2026-02-01",
            "time.end",
            "end 2026-02-01 is before start 2026-03-02",
        ),
        (
            "end = 2026-03-29",
            'end = "29.3.2026"',
            "time.end",
            "'29.3.2026' is not a date such as 2026-01-05, without quotes",
        ),
        ("warm_up_days = 7", "warm_up_days = -7", "time.warm_up_days", "-7 is below 0"),
        ("warm_up_days = 7", 'hours = ["8-12"]', "time.hours", "'8-12' is not a span of hours"),
        (
            "warm_up_days = 7",
            'hours = ["13:00-17:00", "08:00-12:00"]',
            "time.hours",
            "'08:00-12:00' ends before it starts, or overlaps the one before",
        ),
        ("warm_up_days = 7", "hours = []", "time.hours", "nobody ever works"),
        (
            "warm_up_days = 7",
            'weekdays = ["monday"]',
            "time.weekdays",
            "'monday' is not known here",
        ),
        ("replications = 4", "replicas = 4", "run.replicas", "there is no setting 'replicas'"),
        ("replications = 4", "replications = 4.5", "run.replications", "4.5 is not a whole number"),
        (
            "handover_hours = 4.0",
            "handover_hours = nan",
            "service.handover_hours",
            "nan is not a finite number",
        ),
        ("[service]", "[services]", "services", "there is no section 'services'"),
        ('name = "officer"', 'name = "now"', "models[2].name", "a model 'now' is already there"),
        ('name = "officer"', 'name = "Full time"', "models[2].name", "'Full time' is not a code"),
        (
            'offices = "per_unit"',
            'offices = "fulltime"',
            "models[2].offices",
            "'fulltime' is not known here",
        ),
        (
            'offices = "per_unit"',
            'by_profile = { city = "per_unit" }',
            "models[2].by_profile",
            "no unit has the profile 'city'",
        ),
        (
            'profile = "town"',
            'profile = "city"',
            "models[3].extra_staff.profile",
            "there is no profile 'city'",
        ),
        (
            'case_type = "visit"',
            'case_type = "x"',
            "models[3].training.case_type",
            "there is no case type 'x'",
        ),
        (
            'offices = "per_unit"',
            "release_factor = 0.0",
            "models[2].release_factor",
            "a factor of 0 means nothing for offices without a release norm",
        ),
    ],
)
def test_wrong_setting_is_told_with_its_name(
    folder: Path, old: str, new: str, column: str, what: str
) -> None:
    write_study(folder, toml=changed("toml", old, new))
    found = only_error(folder)
    assert (found[0], found[2], found[3]) == ("study.toml", column, what)
    assert found[4]


def test_every_error_is_told_at_once(folder: Path) -> None:
    write_study(
        folder,
        toml=changed("toml", "seed = 7", "seed = -7"),
        units=changed("units", "unit,", "units,"),
        arrivals=changed("arrivals", "40", "-60").replace("20", "x"),
        staff=None,
    )
    found = {(f.file, f.row, f.column) for f in errors(folder)}
    assert found == {
        ("study.toml", None, "run.seed"),
        ("units.csv", 1, "units"),
        ("units.csv", 1, "unit"),
        ("arrivals.csv", 2, "cases_per_day"),
        ("arrivals.csv", 4, "cases_per_day"),
        ("staff.csv", None, None),
    }


def test_type_nobody_can_serve_is_told_at_its_arrivals(folder: Path) -> None:
    write_study(folder, skills=changed("skills", "all,visit,\n", ""))
    found = errors(folder)
    assert [(f.file, f.row, f.column, f.what) for f in found] == [
        ("arrivals.csv", 3, "cases_per_day", "nobody in unit U1 can serve visit (model now)"),
        ("arrivals.csv", 5, "cases_per_day", "nobody in unit U2 can serve visit (model now)"),
    ]
    assert found[0].remedy == "Add the skill to a profile there, or send the type elsewhere"


def test_type_only_an_officer_could_serve_is_told_for_that_model(folder: Path) -> None:
    """A full-time officer stops serving cases: bob alone has the skill in U2."""
    staff = TABLES["staff.csv"].replace("ann,U2,all", "ann,U2,desk")
    write_study(folder, staff=staff)
    assert [f.what for f in errors(folder)] == ["nobody in unit U2 can serve visit (model officer)"]


def test_offered_load_over_capacity_runs_and_is_said_first(folder: Path) -> None:
    write_study(folder, arrivals=changed("arrivals", "U2,form,20", "U2,form,400"))
    told = load_study(folder).warnings
    assert [(w.severity, w.file, w.row) for w in told] == [
        (Severity.WARNING, "units.csv", 2),
        (Severity.WARNING, "units.csv", 3),
    ]
    assert told[0].what.startswith("offered load of the cluster of unit U1 is ")
    assert told[0].what.endswith("% of capacity in model pool")
    assert told[1].what.startswith("offered load of unit U2 is ")
    assert told[1].what.endswith("% of capacity in model now, officer")


def test_values_far_from_the_others_are_warned_about(folder: Path) -> None:
    more = "".join(f"t{i},T,exponential,20,,,none,0\n" for i in range(3))
    types = changed("case_types", "gamma,60,0.5", "gamma,6000,0.5")
    write_study(folder, case_types=types + more)
    warnings = [w for w in load_study(folder).warnings if w.column == "service_minutes"]
    assert [(w.file, w.row, w.remedy) for w in warnings] == [
        ("case_types.csv", 3, "Check that it is in minutes, like the others")
    ]


def test_leave_and_shocks_outside_the_period_are_warned_about(folder: Path) -> None:
    write_study(
        folder,
        leave=changed("leave", "2026-03-10,2026-03-12", "2025-03-10,2025-03-12"),
        shocks=changed("shocks", "2026-03-16,2026-03-16", "2026-09-16,2026-09-16"),
    )
    warnings = {(w.file, w.row, w.column) for w in load_study(folder).warnings}
    assert {("leave.csv", 2, "from_date"), ("shocks.csv", 3, "from_date")} <= warnings


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b"unit,case_type,cases_per_day\n", "the table has no rows"),
        (b"unit;case_type;cases_per_day\nU1;form;3\n", "the columns are separated by semicolons"),
        (b"unit\tcase_type\tcases_per_day\nU1\tform\t3\n", "the columns are separated by tabs"),
        (b"PK\x03\x04rest", "this is not CSV but an Excel workbook"),
        (
            "unit,case_type,cases_per_day\nU1,form,3\n".encode("utf-16"),
            "this is not CSV but UTF-16",
        ),
        (b"unit,unit,case_type,cases_per_day\nU1,U1,form,3\n", "the column 'unit' appears twice"),
        (
            b"unit,case_type\x00,cases_per_day\n" + b"U1,form,3\n",
            "the file holds zero bytes, so it is not text",
        ),
    ],
)
def test_file_that_is_no_table_is_refused(folder: Path, content: bytes, what: str) -> None:
    write_study(folder)
    (folder / "arrivals.csv").write_bytes(content)
    assert only_error(folder)[3] == what


@pytest.mark.parametrize(
    ("content", "row", "what"),
    [
        (
            b"unit,case_type,cases_per_day\nU1,form,3\nU1,visit,4,5\n",
            3,
            "the row has 4 fields, the header has 3",
        ),
        (
            b'unit,case_type,cases_per_day\nU1,form,3\nU1,"visit,4\n',
            3,
            "a double quote is opened and not closed, or stands inside a field",
        ),
        (
            "unit,case_type,cases_per_day\nU1,form,3\nU1,hồ sơ,4\n".encode("cp1258", "replace"),
            None,
            "",
        ),
        (
            "unit,case_type,cases_per_day\nU1,form,3\nU1,é,4\n".encode("latin-1"),
            3,
            "the text is not UTF-8",
        ),
    ],
)
def test_broken_row_is_found(folder: Path, content: bytes, row: int | None, what: str) -> None:
    write_study(folder)
    (folder / "arrivals.csv").write_bytes(content)
    found = errors(folder)
    if row is not None:
        assert (found[0].row, found[0].what) == (row, what)
    assert {f.file for f in found} == {"arrivals.csv"}


def test_mark_of_excel_and_blank_ends_are_taken(folder: Path) -> None:
    write_study(folder)
    text = TABLES["arrivals.csv"].replace("\n", "\r\n").replace("U1,form,40", " U1 ,form, 40 ")
    (folder / "arrivals.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    study = load_study(folder)
    assert study["arrivals"].texts("unit") == ["U1", "U1", "U2", "U2"]
    assert study["arrivals"].numbers("cases_per_day").tolist() == [40.0, 4.0, 20.0, 2.0]


def test_column_in_another_unit_is_told_which_one_to_use(folder: Path) -> None:
    write_study(folder, case_types=changed("case_types", "service_minutes", "service_hours"))
    found = {(f.column, f.remedy) for f in errors(folder)}
    assert ("service_hours", "Give it in working minutes as 'service_minutes'") in found


def test_two_files_of_one_table_are_refused(folder: Path) -> None:
    write_study(folder)
    pl.read_csv(folder / "units.csv").write_parquet(folder / "units.parquet")
    assert only_error(folder)[3] == (
        "there is a units.parquet beside it, and only one of them can be the table"
    )


def test_file_with_a_mistyped_name_is_warned_about(folder: Path) -> None:
    write_study(folder)
    (folder / "arrival.csv").write_text("unit,case_type,cases_per_day\n")
    assert [w.file for w in load_study(folder).warnings] == ["arrival.csv"]


def test_broken_parquet_is_refused(folder: Path) -> None:
    write_study(folder, arrivals=None)
    (folder / "arrivals.parquet").write_bytes(b"PAR1 not really")
    assert only_error(folder)[0] == "arrivals.parquet"


def test_parquet_gives_the_same_study_as_csv(folder: Path, tmp_path: Path) -> None:
    write_study(folder)
    other = write_study(tmp_path / "other", arrivals=None, leave=None, cases=None)
    pl.read_csv(folder / "arrivals.csv").write_parquet(other / "arrivals.parquet")
    for name in ("leave", "cases"):
        pl.read_csv(folder / f"{name}.csv", try_parse_dates=True).write_parquet(
            other / f"{name}.parquet"
        )
    csv, parquet = load_study(folder), load_study(other)
    for table in ("arrivals", "leave", "cases"):
        for column, values in csv[table].columns.items():
            np.testing.assert_array_equal(values, parquet[table].columns[column])


def test_nan_in_parquet_is_refused(folder: Path) -> None:
    write_study(folder, arrivals=None)
    pl.DataFrame(
        {"unit": ["U1"], "case_type": ["form"], "cases_per_day": [float("nan")]}
    ).write_parquet(folder / "arrivals.parquet")
    assert only_error(folder)[:4] == (
        "arrivals.parquet",
        1,
        "cases_per_day",
        "nan is not a finite number",
    )


def test_table_of_ten_million_rows_is_refused_without_being_read(folder: Path) -> None:
    write_study(folder, arrivals=None)
    block = b"U1,form,1\n" * 100_000
    with (folder / "arrivals.csv").open("wb") as file:
        file.write(b"unit,case_type,cases_per_day\n")
        for _ in range(100):
            file.write(block)
    found = only_error(folder)
    assert found[3] == f"the table has more than {ARRIVALS.max_rows:,} rows, the most it may have"
    assert "was not read" in found[4]


def test_parquet_of_ten_million_rows_is_refused_by_its_footer(folder: Path) -> None:
    write_study(folder, arrivals=None)
    frame = pl.select(cases_per_day=pl.repeat(1.0, 10_000_000))
    frame.write_parquet(folder / "arrivals.parquet")
    assert "the most it may have" in only_error(folder)[3]


def test_many_findings_of_one_kind_are_counted() -> None:
    findings = Findings(per_column=3)
    for row in range(2, 12):
        findings.error("a.csv", "wrong", "Mend it", row=row, column="x")
    told = findings.all()
    assert [f.row for f in told] == [None, 2, 3, 4]
    assert told[0].what == "7 more findings in this column are not listed"


def test_missing_folder_is_told_with_a_way_on(tmp_path: Path) -> None:
    found = errors(tmp_path / "nowhere")
    told = next(f for f in found if f.file == "study.toml")
    assert told.what == "there is no such file"
    assert "kiem study example" in told.remedy


def test_toml_with_a_mistake_is_told_with_its_line(folder: Path) -> None:
    write_study(folder, toml="[study\ntitle = 1\n")
    assert "line 1" in only_error(folder)[3]


def test_study_in_order_has_no_findings(folder: Path) -> None:
    assert load_study(write_study(folder)).warnings == ()
