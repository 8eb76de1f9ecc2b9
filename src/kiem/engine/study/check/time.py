"""Demand, weeks and dates."""

from __future__ import annotations

import numpy as np

from kiem.engine.study.check.rows import Tables, each
from kiem.engine.study.findings import Findings
from kiem.engine.study.reading import Rows
from kiem.engine.study.settings import FILE, Settings


def check_demand(tables: Tables, findings: Findings) -> None:
    if not len(tables["arrivals"]) and not len(tables["cases"]):
        findings.error(
            "arrivals.csv", "nothing arrives", "Add the table arrivals (rates) or cases (a list)"
        )
    arrivals = tables["arrivals"]
    if len(arrivals) and not arrivals.numbers("cases_per_day").any() and not len(tables["cases"]):
        findings.error(
            arrivals.file, "all rates are zero", "Give at least one above 0", column="cases_per_day"
        )


def check_week(week: Rows, findings: Findings) -> None:
    for code in dict.fromkeys(week.texts("case_type")):
        mine = week["case_type"] == code
        if not week.numbers("weight")[mine].any():
            findings.error(
                week.file,
                f"all weights of {code or 'all types'} are zero",
                "Give at least one above 0",
                row=week.row(int(np.flatnonzero(mine)[0])),
                column="weight",
            )


def check_dates(settings: Settings, tables: Tables, findings: Findings) -> None:
    first, last = np.datetime64(settings.first_day), np.datetime64(settings.last_day)
    period = f"the simulated days {settings.first_day} to {settings.last_day}"
    cases = tables["cases"]
    arrived = cases["arrived"].astype("datetime64[D]")
    for index, row in each(cases, (arrived < first) | (arrived > last)):
        findings.error(
            cases.file,
            f"{cases['arrived'][index]} is outside {period}",
            "Correct the date, or the period in study.toml",
            row=row,
            column="arrived",
        )
    for name in ("activities", "leave", "shocks"):
        rows = tables[name]
        start, end = rows.dates("from_date"), rows.dates("to_date")
        for index, row in each(rows, end < start):
            findings.error(
                rows.file,
                f"to_date {end[index]} is before from_date {start[index]}",
                "Exchange them",
                row=row,
                column="to_date",
            )
        outside = (start > last) | (end < first)
        if name == "activities":
            outside = (start > last) | ((end < first) & (rows["every"] == "once"))
        for index, row in each(rows, outside & (end >= start)):
            span = f"{start[index]} to {end[index]}"
            what, remedy = f"{span} is outside {period}", "Correct the dates, or remove the row"
            if name == "activities":
                findings.error(rows.file, what, remedy, row=row, column="from_date")
                continue
            findings.warning(
                rows.file,
                what,
                remedy,
                vietnamese=(
                    f"{start[index]} đến {end[index]} nằm ngoài thời gian mô phỏng",
                    "Sửa ngày, hoặc bỏ dòng này",
                ),
                row=row,
                column="from_date",
            )
    _check_open(settings, tables["holidays"], findings)


def _check_open(settings: Settings, holidays: Rows, findings: Findings) -> None:
    days = np.arange(np.datetime64(settings.start), np.datetime64(settings.end) + 1)
    weekdays = (days.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    open_days = np.isin(weekdays, settings.weekdays) & ~np.isin(days, holidays.dates("date"))
    if not open_days.any():
        findings.error(
            FILE,
            "no day from start to end is a working day",
            "Lengthen the period",
            column="time.end",
        )
