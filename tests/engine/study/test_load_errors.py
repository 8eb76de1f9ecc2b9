"""Bad settings, bad files and parts that do not fit: told all at once, before anything runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.engine.study.conftest import TABLES, changed, errors, only_error, write_study

from kiem.engine.study.findings import Findings, Severity
from kiem.engine.study.schema_demand import ARRIVALS
from kiem.engine.study.study import load_study


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


def test_fixed_times_without_a_norm_are_told_at_the_office(folder: Path) -> None:
    write_study(folder, toml=changed("toml", 'offices = "per_unit"', 'activities = "fixed"'))
    assert only_error(folder) == (
        "offices.csv",
        3,
        "release_hours_per_month",
        "the office has no release norm, and model officer works by fixed times",
        "Give the norm, which is the length of the fixed times; 0 is none",
    )


def test_period_longer_than_the_engine_takes_is_refused(folder: Path) -> None:
    write_study(
        folder,
        toml=changed("toml", "warm_up_days = 7", "warm_up_days = 3650\n").replace(
            "2026-03-29", "2034-03-29"
        ),
    )
    assert "days are too long" in only_error(folder)[3]


def test_every_warning_is_told_in_vietnamese_too(folder: Path) -> None:
    types = changed("case_types", "gamma,60,0.5", "gamma,6000,0.5")
    more = "".join(f"t{i},T,exponential,20,,,none,0\n" for i in range(3))
    write_study(
        folder,
        case_types=types + more,
        arrivals=changed("arrivals", "U2,form,20", "U2,form,400"),
        leave=changed("leave", "2026-03-10,2026-03-12", "2025-03-10,2025-03-12"),
        offices=TABLES["offices.csv"] + "".join(f"P{i},Member,U1d,,,,\n" for i in range(3)),
    )
    (folder / "arrival.csv").write_text("unit,case_type,cases_per_day\n")
    warnings = load_study(folder).warnings
    assert {w.file for w in warnings} == {
        "arrival.csv", "case_types.csv", "leave.csv", "offices.csv", "units.csv",
    }  # fmt: skip
    for warning in warnings:
        what, remedy = warning.vietnamese
        assert what
        assert remedy
        assert what != warning.what


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
