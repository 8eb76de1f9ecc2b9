"""`kiem load`: the load picture of a month, the same figures as the page."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

from kiem.delivery.cli.session import add_data_option, opened, progress
from kiem.delivery.exporting.neutral import neutralise
from kiem.platform.access import SYSTEM, Permission

if TYPE_CHECKING:
    from kiem.domain.ledger.queries import Figures, LoadPicture, UnitLoad

PERMISSION = Permission.VIEW_LOAD
FORMATS = ("table", "csv", "json")
LETTERS = ("C", "S", "E", "M")
INVENTED = "Invented people: this database holds sample data."

_HOURS = (
    "available_hours",
    "line_hours",
    "office_hours",
    "release_hours",
    "uncovered_hours",
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    load = subparsers.add_parser(
        "load",
        help="show the load of dual holders, unit by unit",
        description="Shows who holds two posts, unit by unit, and whether both fit into the hours: "
        "the month that contains the day, with the people who belong to each unit on it. Hours are "
        "sums over dual holders. Without --kind: the units that serve a place (communes and, "
        "while they existed, districts), without headquarters.",
        epilog="Exit codes: 0 shown, 2 unknown unit or day, wrong use, or no database. Every "
        "figure is defined in docs/reference/load.md.",
    )
    load.add_argument(
        "--on", type=_day, metavar="DATE", help="the day shown, as 2025-10-23 (default: today)"
    )
    load.add_argument("--unit", metavar="CODE", help="one unit and those below it")
    load.add_argument(
        "--kind", metavar="KIND", help="units of one kind: commune, district, ..., or all"
    )
    load.add_argument("--format", choices=FORMATS, default="table")
    add_data_option(load)
    load.set_defaults(run=_load)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != len("2025-10-23"):
        raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as 2025-10-23")
    if not 1990 <= day.year <= 2099:
        raise argparse.ArgumentTypeError(f"{text} is too far away; use a day from 1990 to 2099")
    return day


def _load(arguments: argparse.Namespace) -> int:
    with opened(arguments, migrate=False):
        from kiem.domain.ledger.queries import load_picture, unit_id_of_code
        from kiem.platform.kernel import clock
        from kiem.platform.kernel.installation import read_installation

        on = arguments.on or clock.today()
        unit_id = None
        if arguments.unit is not None:
            unit_id = unit_id_of_code(arguments.unit, on=on, known_at=None)
        picture = load_picture(viewer=SYSTEM, on=on, kind=arguments.kind, unit_id=unit_id)
        if read_installation().is_sample:
            progress(INVENTED)
    write = {"json": _write_json, "csv": _write_csv, "table": _write_table}[arguments.format]
    write(picture, sys.stdout)
    return 0


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "dual_holders": figures.dual_holders,
        "available_hours": figures.available_hours,
        "line_hours": figures.line_hours,
        "office_hours": figures.office_hours,
        "release_hours": figures.release_hours,
        "release_hours_by_letter": dict(figures.release_hours_by_letter),
        "uncovered_hours": figures.uncovered_hours,
        "strained": figures.strained,
        "overloaded": figures.overloaded,
    }


def _unit(unit: UnitLoad) -> dict[str, Any]:
    return {
        "unit_code": unit.unit_code,
        "name": unit.name_vi,
        "staff": unit.staff,
        **_figures(unit.figures),
        "findings": unit.findings,
    }


def as_json(picture: LoadPicture) -> dict[str, Any]:
    """The picture as the JSON object documented in docs/reference/load.md."""
    totals = picture.totals
    return {
        "on": picture.on.isoformat(),
        "month": str(picture.month),
        "units": [_unit(unit) for unit in picture.units],
        "totals": {
            "units": totals.units,
            "staff": totals.staff,
            **_figures(totals.figures),
            "unregulated_offices": totals.figures.unregulated_offices,
            "findings": totals.findings,
        },
    }


def _write_json(picture: LoadPicture, out: TextIO) -> None:
    json.dump(as_json(picture), out, ensure_ascii=False, indent=1)
    out.write("\n")


def _write_csv(picture: LoadPicture, out: TextIO) -> None:
    """One row a unit; release hours of each letter have a column of their own."""
    writer = csv.writer(out, lineterminator="\n")
    header = None
    for unit in picture.units:
        row = _flat(_unit(unit))
        if header is None:
            header = list(row)
            writer.writerow(header)
        writer.writerow(row.values())
    if header is None:
        writer.writerow(("unit_code", "name", "staff", "dual_holders"))


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if name == "release_hours_by_letter":
            for letter in LETTERS:
                flat[f"release_hours_{letter}"] = f"{value.get(letter, 0):.2f}"
        elif name in _HOURS:
            flat[name] = f"{value:.2f}"
        else:
            flat[name] = neutralise(value) if isinstance(value, str) else value
    return flat


_COLUMNS = (
    ("code", "unit_code"),
    ("unit", "name"),
    ("staff", "staff"),
    ("dual", "dual_holders"),
    ("available", "available_hours"),
    ("line", "line_hours"),
    ("office", "office_hours"),
    ("release", "release_hours"),
    ("uncovered", "uncovered_hours"),
    ("strained", "strained"),
    ("overloaded", "overloaded"),
    ("findings", "findings"),
)


def _write_table(picture: LoadPicture, out: TextIO) -> None:
    rows = [_unit(unit) for unit in picture.units]
    total = {**as_json(picture)["totals"], "unit_code": "", "name": "all"}
    cells = [[_cell(name, row[name]) for _heading, name in _COLUMNS] for row in (*rows, total)]
    headings = [heading for heading, _name in _COLUMNS]
    widths = [
        max(len(row[column]) for row in (headings, *cells)) for column in range(len(headings))
    ]
    out.write(f"{picture.month}, as of {picture.on}: {picture.month_state}\n\n")
    _lines(out, [headings], widths)
    _lines(out, cells[:-1], widths)
    out.write("-" * (sum(widths) + 2 * len(widths) - 2) + "\n")
    _lines(out, cells[-1:], widths)
    out.write(f"\n{_honesty(picture.totals.figures)}\n")


def _cell(name: str, value: Any) -> str:
    return f"{value:,.2f}" if name in _HOURS else str(value)


def _lines(out: TextIO, rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    for row in rows:
        texts = [
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        out.write("  ".join(texts).rstrip() + "\n")


def _honesty(figures: Figures) -> str:
    """How much of the release hours is law, and how much nobody regulated."""
    letters = figures.release_hours_by_letter
    law = letters.get("C", 0.0) + letters.get("S", 0.0)
    return (
        f"Of {figures.release_hours:,.2f} release hours, {law:,.2f} by law, "
        f"{letters.get('E', 0.0):,.2f} by an example rule; "
        f"{figures.unregulated_offices} offices not regulated."
    )
