"""What must hold between the tables and settings of a study, beyond the form of each cell."""

from __future__ import annotations

import numpy as np

from kiem.engine.study.check.people import check_models, check_people
from kiem.engine.study.check.rows import Tables, each
from kiem.engine.study.check.time import check_dates, check_demand, check_week
from kiem.engine.study.check.work import check_case_types, check_routing, check_stages
from kiem.engine.study.findings import Findings
from kiem.engine.study.reading import Rows
from kiem.engine.study.settings import Settings
from kiem.engine.study.tables import TABLES

RESERVED = ("*", "@")


def check_study(settings: Settings, tables: Tables, findings: Findings) -> None:
    """All checks that need more than one cell, except those of load (see `load`)."""
    # A cell that could not be read has become its default, and must not be blamed for that as well.
    broken = {name for name, rows in tables.items() if findings.has_errors_in(rows.file)}
    _check_references(tables, findings)
    _check_codes(tables["units"], findings)
    if not broken & {"case_types", "samples"}:
        check_case_types(tables, findings)
    if not broken & {"stages", "samples"}:
        check_stages(tables, findings)
    if not broken & {"routing", "stages", "case_types"}:
        check_routing(tables, findings)
    if not broken & {"arrivals", "cases"}:
        check_demand(tables, findings)
    if "week" not in broken:
        check_week(tables["week"], findings)
    check_dates(settings, tables, findings)
    check_people(tables, findings)
    _check_units_of_measure(tables, findings)
    check_models(settings, tables, findings)


def _check_references(tables: Tables, findings: Findings) -> None:
    for table in TABLES:
        rows = tables[table.name]
        for column in table.columns:
            if column.refers is None:
                continue
            target = tables[column.refers]
            key = next(t.key[0] for t in TABLES if t.name == column.refers)
            known = set(target[key].tolist())
            values = rows[column.name].tolist()
            for index, value in enumerate(values):
                if value and value not in known:
                    findings.error(
                        rows.file,
                        f"there is no {key.replace('_', ' ')} {value!r} in {target.file}",
                        "Correct the code, or add the row there",
                        row=rows.row(index),
                        column=column.name,
                    )


def _check_codes(units: Rows, findings: Findings) -> None:
    for name in ("unit", "profile"):
        for index, code in enumerate(units[name].tolist()):
            if code.startswith(RESERVED):
                findings.error(
                    units.file,
                    f"{code!r} begins with * or @, which results use for totals",
                    "Choose another code",
                    row=units.row(index),
                    column=name,
                )


_MEASURES = {"minutes": "phút", "hours": "giờ"}


def _check_units_of_measure(tables: Tables, findings: Findings) -> None:
    """Values hundreds of times apart are more often a mixture of units than the truth."""
    for table, column, unit in (
        ("case_types", "service_minutes", "minutes"),
        ("stages", "service_minutes", "minutes"),
        ("activities", "hours", "hours"),
    ):
        rows = tables[table]
        values = rows.numbers(column)
        if table == "stages":
            values = np.where(rows["place"] == "outside", np.nan, values)
        usable = values[np.isfinite(values) & (values > 0)]
        if usable.size < 2:
            continue
        middle = float(np.median(usable))
        for index, row in each(rows, (values > 200 * middle) | (values < middle / 200)):
            findings.warning(
                rows.file,
                f"{values[index]:g} is far from the others, whose median is {middle:g}",
                f"Check that it is in {unit}, like the others",
                vietnamese=(
                    f"{values[index]:g} khác xa các giá trị còn lại (trung vị {middle:g})",
                    f"Kiểm tra đơn vị đo: cột này tính bằng {_MEASURES[unit]}",
                ),
                row=row,
                column=column,
            )
