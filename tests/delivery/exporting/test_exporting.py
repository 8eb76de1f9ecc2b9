"""Whole tables as files: both formats, what each viewer gets, and nothing that runs."""

from __future__ import annotations

import ast
import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from python_calamine import CalamineWorkbook
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.delivery.cli.main import main
from kiem.delivery.exporting.errors import too_many_rows
from kiem.delivery.exporting.run import KIND, perform
from kiem.delivery.exporting.tables import TABLES, Asked, table_named
from kiem.delivery.exporting.writing import write_csv, write_xlsx
from kiem.delivery.web.columns import Column
from kiem.delivery.web.exports import About
from kiem.delivery.web.exports import write_csv as write_page_csv
from kiem.delivery.web.exports import write_xlsx as write_page_xlsx
from kiem.platform import files, jobs
from kiem.platform.access import SYSTEM, Viewer, viewer_for
from kiem.platform.database import DatabaseUrl
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.kernel.errors import Forbidden, InvalidInput

SOURCE = Path(__file__).parents[3] / "src" / "kiem"
ON, FIRST = date(2025, 3, 3), date(2025, 1, 1)
ATTACKS = (
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1",
    '=HYPERLINK("http://example.invalid","x")',
)  # fmt: skip
# Where CSV is written. A new place must be added, with a case in the test below.
WRITERS_OF_CSV = {
    "delivery/cli/load.py",
    "delivery/exporting/writing.py",
    "delivery/web/exports.py",
    "engine/study/examples/files.py",  # example inputs of studies: our own numbers, no people
}


@pytest.fixture
def sides(db: None) -> TwoSides:
    return build_two_sides()


def viewer(sides: TwoSides, persona: str) -> Viewer:
    return viewer_for(get_user_model()._default_manager.get(pk=sides.accounts[persona]), on=ON)


def rows_of(what: str, asked: Asked) -> list[list[str]]:
    out = io.BytesIO()
    with transaction.atomic():
        write_csv(TABLES[what].columns, TABLES[what].rows(asked), out, is_invented=False)
    return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("what", list(TABLES))
def test_no_cell_of_a_table_is_a_formula(what: str) -> None:
    """Every text column of every table, each attack: nothing a spreadsheet would run."""
    columns = TABLES[what].columns
    rows = [[attack] * len(columns) for attack in ATTACKS]
    out = io.BytesIO()
    write_csv(columns, rows, out, is_invented=True)
    read = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert [row[:-1] for row in read[1:]] == [[f"'{a}"] * len(columns) for a in ATTACKS]
    out = io.BytesIO()
    write_xlsx(columns, rows, out, is_invented=True)
    assert_holds_no_formula(out.getvalue())
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).get_sheet_by_index(0)
    assert [row[0] for row in sheet.to_python()[1:5]] == list(ATTACKS[:4])


def test_no_cell_of_a_pages_table_is_a_formula() -> None:
    columns: list[Column[str]] = [Column("a", "=A1", lambda r: r), Column("b", "B", lambda r: r)]
    about = About("=1+1", ON, "now", "@all", is_invented=True)
    read = csv.reader(
        io.StringIO(write_page_csv(columns, ATTACKS, about).decode("utf-8-sig"), newline="")
    )
    head, *rows = list(read)
    assert head[0] == "'=A1"
    assert [row[:2] for row in rows] == [[f"'{a}"] * 2 for a in ATTACKS]
    assert_holds_no_formula(write_page_xlsx(columns, ATTACKS, about))


def assert_holds_no_formula(workbook: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        for part in parts:
            text = archive.read(part).decode()
            assert "<f>" not in text
            assert "<hyperlink" not in text
        assert parts


def test_every_place_that_writes_csv_is_known() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("csv", "writer"), ("csv", "DictWriter")}
    }
    assert found == WRITERS_OF_CSV


@pytest.mark.parametrize("what", list(TABLES))
def test_rows_have_as_many_values_as_columns(sides: TwoSides, what: str) -> None:
    with transaction.atomic():
        for row in TABLES[what].rows(Asked(SYSTEM, ON, FIRST)):
            assert len(row) == len(TABLES[what].columns)


def test_people_and_appointments_of_the_day(sides: TwoSides) -> None:
    everybody = Asked(SYSTEM, ON, FIRST)
    assert [row[1] for row in rows_of("people", everybody)[1:]] == [
        f"Nguyễn Văn {name}" for name in ("Ánh", "Bình", "Cúc", "Dung", "Giang")
    ]
    assert len(rows_of("appointments", everybody)) == 1 + 8
    assert len(rows_of("appointments", Asked(SYSTEM, date(2024, 12, 31), date(2024, 1, 1)))) == 1


def test_each_side_exports_what_lies_in_its_scope(sides: TwoSides) -> None:
    names = {
        persona: {row[1] for row in rows_of("appointments", _as(sides, persona))[1:]}
        for persona in ("youth", "women", "commander", "secretary")
    }
    assert names == {
        "youth": {"Nguyễn Văn Ánh"},
        "women": {"Nguyễn Văn Cúc"},
        "commander": {"Nguyễn Văn Ánh", "Nguyễn Văn Bình", "Nguyễn Văn Giang"},
        "secretary": {"Nguyễn Văn Ánh"},
    }


def test_members_are_exported_by_their_own_line_only(sides: TwoSides) -> None:
    assert [row[1] for row in rows_of("memberships", _as(sides, "youth"))[1:]] == [
        "Nguyễn Văn Ánh", "Nguyễn Văn Bình",
    ]  # fmt: skip
    for persona in ("commander", "personnel", "auditor", "dual"):
        with pytest.raises(Forbidden):
            rows_of("memberships", _as(sides, persona))


def _as(sides: TwoSides, persona: str) -> Asked:
    return Asked(viewer(sides, persona), ON, FIRST)


def test_values_are_written_for_programs_and_for_people() -> None:
    moment = datetime(2025, 2, 10, 14, 30, tzinfo=LOCAL_ZONE)
    row = (None, True, 3, Decimal("2.5"), date(2025, 2, 10), moment, "Hà Nội")
    out = io.BytesIO()
    write_csv(list("abcdefg"), [row], out, is_invented=False)
    assert out.getvalue().decode("utf-8-sig").splitlines()[1] == (
        ",yes,3,2.50,2025-02-10,2025-02-10 14:30,Hà Nội"
    )
    out = io.BytesIO()
    write_xlsx(list("abcdefg"), [row], out, is_invented=False)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).get_sheet_by_index(0)
    assert sheet.to_python()[1] == [
        "", True, 3.0, 2.5, date(2025, 2, 10), datetime(2025, 2, 10, 14, 30), "Hà Nội",  # noqa: DTZ001 - a cell has no zone
    ]  # fmt: skip


def test_sheet_that_would_be_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiem.delivery.exporting.writing.EXCEL_ROWS", 2)
    with pytest.raises(InvalidInput) as refused:
        write_xlsx(["a"], [["x"]] * 3, io.BytesIO(), is_invented=False)
    assert refused.value.code == too_many_rows(2).code


def test_unknown_table_and_upside_down_period_are_refused() -> None:
    with pytest.raises(InvalidInput):
        table_named("citizens")
    with pytest.raises(InvalidInput):
        Asked(SYSTEM, FIRST, ON)


def test_background_export_keeps_the_file_and_tells_its_progress(sides: TwoSides) -> None:
    told: list[tuple[int, int, str]] = []
    outcome = perform(
        _inputs("people"), SYSTEM, lambda done, total, phase="": told.append((done, total, phase))
    )
    assert outcome.facts == {"rows": 5}
    stored, content = files.read_file(outcome.file_id or 0)
    assert stored.name == "kiem-people-2025-03-03.xlsx"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert len(sheet.to_python()) == 6


def test_background_export_needs_the_right_to_the_table(sides: TwoSides) -> None:
    with pytest.raises(Forbidden):
        perform(_inputs("memberships"), viewer(sides, "commander"), lambda *a: None)


def test_page_offers_the_tables_of_the_viewer_and_starts_a_run(
    sides: TwoSides, client: Any
) -> None:
    client.force_login(get_user_model()._default_manager.get(pk=sides.accounts["commander"]))
    page = client.get("/exports/?on=2025-03-03").content.decode()
    assert 'value="people"' in page
    assert 'value="memberships"' not in page
    token = page.split('name="token" value="')[1].split('"')[0]
    answer = client.post(
        "/exports/?on=2025-03-03",
        {"token": token, "what": "people", "first": "2025-03-01", "format": "csv"},
    )
    assert answer.status_code == 302
    (run,) = jobs.list_runs(viewer=viewer(sides, "commander"))
    assert (run.kind, answer.url) == (KIND, f"/runs/{run.id}/")


def _inputs(what: str) -> dict[str, Any]:
    return {
        "what": what, "on": ON.isoformat(), "first": FIRST.isoformat(), "known_at": None,
        "format": "xlsx",
    }  # fmt: skip


def test_command_writes_a_file_and_leaves_the_old_one_when_it_fails(
    sides: TwoSides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server_url: DatabaseUrl
) -> None:
    name = str(connection.settings_dict["NAME"])
    url = DatabaseUrl(name=name, host=server_url.host, port=server_url.port, user=server_url.user)
    monkeypatch.setenv("DATABASE_URL", str(url))
    target = tmp_path / "people.csv"
    assert main(["export", "people", "--on", "2025-03-03", "--output", str(target)]) == 0
    before = target.read_bytes()
    assert len(before.splitlines()) == 6
    broken = tmp_path / "missing" / "people.csv"
    assert main(["export", "people", "--output", str(broken)]) == 2
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_bytes() == before


def test_file_the_program_made_may_unpack_to_more_than_one_handed_in(db: None) -> None:
    """An export of 200,000 rows is a workbook that nobody outside could hand in."""
    content = b"not even a workbook"
    stored = files.keep_made_file(
        name="large.xlsx", content=content, kind=files.FileKind.XLSX, actor=SYSTEM
    )
    assert files.read_file(stored.id) == (stored, content)
    with pytest.raises(InvalidInput):
        files.keep_file(
            name="large.xlsx", content=content, kinds={files.FileKind.XLSX}, actor=SYSTEM
        )
