"""`kiem load`, run as a script would, on the test database."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from tests.factories.ledger_world import World

from kiem.delivery.cli.main import main
from kiem.domain.ledger.actions import NewTimeEntry, log_time
from kiem.domain.ledger.queries import load_picture
from kiem.platform.access import SYSTEM
from kiem.platform.database import DatabaseUrl
from kiem.platform.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, server_url: DatabaseUrl) -> Iterator[None]:
    name = str(connection.settings_dict["NAME"])
    url = DatabaseUrl(name=name, host=server_url.host, port=server_url.port, user=server_url.user)
    monkeypatch.setenv("DATABASE_URL", str(url))
    with clock.travel(datetime(2026, 7, 5, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def unit(db: None) -> int:
    """A unit with a secretary who logged 40.25 hours, and an officer."""
    world = World()
    unit = world.unit("U1")
    chapter = world.chapter(unit)
    world.members(chapter, 25)
    person, _line, office = world.dual(unit, chapter)
    world.officer(unit)
    entries = [
        NewTimeEntry(person, office, "office", "meeting", date(2026, 6, day), Decimal(hours))
        for day, hours in ((10, "20"), (11, "20.25"))
    ]
    log_time(entries=entries, actor=SYSTEM)
    return unit


GOLDEN = {
    "on": "2026-06-30",
    "month": "2026-06",
    "units": [
        {
            "unit_code": "U1",
            "name": "Tổ chức U1",
            "staff": 2,
            "dual_holders": 1,
            "available_hours": 176.0,
            "line_hours": 176.0,
            "office_hours": 40.25,
            "release_hours": 35.2,
            "release_hours_by_letter": {"E": 35.2},
            "uncovered_hours": 5.05,
            "strained": 0,
            "overloaded": 0,
            "findings": 2,
        }
    ],
    "totals": {
        "units": 1,
        "staff": 2,
        "dual_holders": 1,
        "available_hours": 176.0,
        "line_hours": 176.0,
        "office_hours": 40.25,
        "release_hours": 35.2,
        "release_hours_by_letter": {"E": 35.2},
        "uncovered_hours": 5.05,
        "strained": 0,
        "overloaded": 0,
        "unregulated_offices": 0,
        "findings": 2,
    },
}


def test_json_is_exactly_as_documented(unit: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "--on", "2026-06-30", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == GOLDEN


def test_figures_are_those_of_the_page(unit: int, capsys: pytest.CaptureFixture[str]) -> None:
    main(["load", "--on", "2026-06-12", "--format", "json"])
    shown = json.loads(capsys.readouterr().out)["totals"]
    page = load_picture(viewer=SYSTEM, on=date(2026, 6, 12)).totals
    assert shown["office_hours"] == page.figures.office_hours
    assert shown["uncovered_hours"] == page.figures.uncovered_hours
    assert shown["findings"] == page.findings


def test_csv_has_a_column_for_each_letter(unit: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "--on", "2026-06-30", "--format", "csv", "--unit", "u1"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["unit_code"], row["release_hours_E"], row["release_hours_C"]) == (
        "U1",
        "35.20",
        "0.00",
    )


def test_table_says_how_much_is_law(unit: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "--on", "2026-06-30"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2026-06, as of 2026-06-30: running"
    row = "U1 Tổ chức U1 2 1 176.00 176.00 40.25 35.20 5.05 0 0 2"
    assert lines[3].split() == row.split()
    assert lines[-1] == (
        "Of 35.20 release hours, 0.00 by law, 35.20 by an example rule; 0 offices not regulated."
    )


def test_unknown_unit_is_named_and_exits_2(unit: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "--unit", "NOPE"]) == 2
    assert "no unit 'NOPE'" in capsys.readouterr().err


def test_unknown_kind_lists_the_known_ones(unit: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "--kind", "village"]) == 2
    assert "city, commune, district, all" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["yesterday", "2025-13-01", "20251023", "1066-10-14"])
def test_impossible_day_exits_2(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["load", "--on", day])
    assert caught.value.code == 2
    assert day in capsys.readouterr().err
