"""What must hold between the tables and settings of a study, beyond the form of each cell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kiem.engine.study.findings import Findings
from kiem.engine.study.reading import Rows
from kiem.engine.study.schema import DONE
from kiem.engine.study.settings import FILE, Settings
from kiem.engine.study.tables import TABLES

Tables = Mapping[str, Rows]

RESERVED = ("*", "@")
MOST_STAFF_PER_UNIT = 500


def check_study(settings: Settings, tables: Tables, findings: Findings) -> None:
    """All checks that need more than one cell, except those of load (see `load`)."""
    # A cell that could not be read has become its default, and must not be blamed for that as well.
    broken = {name for name, rows in tables.items() if findings.has_errors_in(rows.file)}
    _check_references(tables, findings)
    _check_codes(tables["units"], findings)
    if not broken & {"case_types", "samples"}:
        _check_case_types(tables, findings)
    if not broken & {"stages", "samples"}:
        _check_stages(tables, findings)
    if not broken & {"routing", "stages", "case_types"}:
        _check_routing(tables, findings)
    if not broken & {"arrivals", "cases"}:
        _check_demand(tables, findings)
    if "week" not in broken:
        _check_week(tables["week"], findings)
    _check_dates(settings, tables, findings)
    _check_people(tables, findings)
    _check_units_of_measure(tables, findings)
    _check_models(settings, tables, findings)


def _each(rows: Rows, bad: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(index, row number) of each true element."""
    return [(int(index), rows.row(int(index))) for index in np.flatnonzero(bad)]


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


def _check_case_types(tables: Tables, findings: Findings) -> None:
    types = tables["case_types"]
    _check_service(types, np.ones(len(types), dtype=np.int64), tables["samples"], findings)
    has_unit = types["due_unit"] != "none"
    has_due = ~np.isnan(types.numbers("due"))
    for _, row in _each(types, has_unit & ~has_due):
        findings.error(
            types.file,
            "there is a unit but no time limit",
            "Fill in due, or write none",
            row=row,
            column="due",
        )
    for _, row in _each(types, ~has_unit & has_due):
        findings.error(
            types.file,
            "there is a time limit but no unit",
            "Write working_hours, working_days or calendar_days",
            row=row,
            column="due_unit",
        )
    in_days = has_unit & has_due & (types["due_unit"] != "working_hours")
    with np.errstate(invalid="ignore"):
        broken = in_days & (types.numbers("due") % 1 != 0)
    for index, row in _each(types, broken):
        findings.error(
            types.file,
            f"{types['due'][index]:g} is not a whole number of days",
            "Give the limit in working_hours",
            row=row,
            column="due",
        )


def _check_service(
    rows: Rows, stages: npt.NDArray[np.int64], samples: Rows, findings: Findings
) -> None:
    """Distribution, mean and cv of case types (stage 1) or of further stages."""
    observed = set(zip(samples.texts("case_type"), samples.integers("stage").tolist(), strict=True))
    means, cvs = rows.numbers("service_minutes"), rows.numbers("cv")
    for index, kind in enumerate(rows.texts("distribution")):
        row = rows.row(index)
        has_sample = (rows["case_type"][index], int(stages[index])) in observed
        if kind == "empirical" and not has_sample:
            findings.error(
                rows.file,
                f"there is no observed time for stage {stages[index]} in samples",
                "Add rows to samples, or choose another distribution",
                row=row,
                column="distribution",
            )
        if kind != "empirical" and np.isnan(means[index]):
            findings.error(
                rows.file,
                "the mean is missing",
                "Fill it in, in working minutes",
                row=row,
                column="service_minutes",
            )
        if kind in ("lognormal", "gamma") and cvs[index] == 0:
            findings.error(
                rows.file,
                "a cv of 0 is no spread at all",
                "Use deterministic",
                row=row,
                column="cv",
            )


def _check_stages(tables: Tables, findings: Findings) -> None:
    stages, units = tables["stages"], set(tables["units"].texts("unit"))
    _check_service(stages, stages.integers("stage"), tables["samples"], findings)
    for index, place in enumerate(stages.texts("place")):
        if place not in ("home", "outside") and place not in units:
            findings.error(
                stages.file,
                f"{place!r} is neither home, nor outside, nor a unit",
                "Correct the code, or add the unit",
                row=stages.row(index),
                column="place",
            )
    numbers: dict[str, list[int]] = {}
    for code, number in zip(
        stages.texts("case_type"), stages.integers("stage").tolist(), strict=True
    ):
        numbers.setdefault(code, []).append(number)
    for code, given in numbers.items():
        if sorted(given) != list(range(2, len(given) + 2)):
            findings.error(
                stages.file,
                f"the stages of {code} are {sorted(given)}, with gaps",
                "Number them 2, 3, ... without gaps",
                column="stage",
            )


def stage_counts(tables: Tables) -> dict[str, int]:
    """How many stages each case type has."""
    counts = dict.fromkeys(tables["case_types"].texts("case_type"), 1)
    for code in tables["stages"].texts("case_type"):
        counts[code] = counts.get(code, 1) + 1
    return counts


def _check_routing(tables: Tables, findings: Findings) -> None:
    routing, counts = tables["routing"], stage_counts(tables)
    sums: dict[tuple[str, int], float] = {}
    first: dict[tuple[str, int], int] = {}
    for index in range(len(routing)):
        code, origin = routing["case_type"][index], int(routing["from_stage"][index])
        target, row = routing["to_stage"][index], routing.row(index)
        last = counts.get(code, 1)
        if origin > last:
            findings.error(
                routing.file,
                f"{code} has no stage {origin}",
                f"Its stages are 1 to {last}",
                row=row,
                column="from_stage",
            )
        if target != DONE and not (target.isdigit() and 1 <= int(target) <= last):
            findings.error(
                routing.file,
                f"{code} has no stage {target}",
                f"Write 1 to {last}, or done",
                row=row,
                column="to_stage",
            )
        sums[code, origin] = sums.get((code, origin), 0.0) + float(routing["probability"][index])
        first.setdefault((code, origin), row)
    for (code, origin), total in sums.items():
        if abs(total - 1.0) > 1e-6:
            findings.error(
                routing.file,
                f"the chances after stage {origin} of {code} sum to {total:g}",
                "Make them sum to 1",
                row=first[code, origin],
                column="probability",
            )


def _check_demand(tables: Tables, findings: Findings) -> None:
    if not len(tables["arrivals"]) and not len(tables["cases"]):
        findings.error(
            "arrivals.csv", "nothing arrives", "Add the table arrivals (rates) or cases (a list)"
        )
    arrivals = tables["arrivals"]
    if len(arrivals) and not arrivals.numbers("cases_per_day").any() and not len(tables["cases"]):
        findings.error(
            arrivals.file, "all rates are zero", "Give at least one above 0", column="cases_per_day"
        )


def _check_week(week: Rows, findings: Findings) -> None:
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


def _check_dates(settings: Settings, tables: Tables, findings: Findings) -> None:
    first, last = np.datetime64(settings.first_day), np.datetime64(settings.last_day)
    period = f"the simulated days {settings.first_day} to {settings.last_day}"
    cases = tables["cases"]
    arrived = cases["arrived"].astype("datetime64[D]")
    for index, row in _each(cases, (arrived < first) | (arrived > last)):
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
        for index, row in _each(rows, end < start):
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
        for index, row in _each(rows, outside & (end >= start)):
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


def _check_people(tables: Tables, findings: Findings) -> None:
    staff, units = tables["staff"], tables["units"]
    counts = staff.integers("count")
    total: dict[str, int] = {}
    for code, count in zip(staff.texts("unit"), counts.tolist(), strict=True):
        total[code] = total.get(code, 0) + count
    for index, code in enumerate(units.texts("unit")):
        if total.get(code, 0) > MOST_STAFF_PER_UNIT:
            findings.error(
                units.file,
                f"unit {code} has {total[code]} people, more than {MOST_STAFF_PER_UNIT}",
                "Split the unit",
                row=units.row(index),
                column="unit",
            )
    size = dict(zip(staff.texts("staff"), counts.tolist(), strict=True))
    leave = tables["leave"]
    for index, code in enumerate(leave.texts("staff")):
        if size.get(code, 1) != 1:
            findings.error(
                leave.file,
                f"{code} stands for {size[code]} people",
                "Give the person a row of their own in staff",
                row=leave.row(index),
                column="staff",
            )
    offices, held = tables["offices"], dict.fromkeys(size, 0)
    for index, code in enumerate(offices.texts("holder")):
        if not code:
            findings.error(
                offices.file,
                f"office {offices['office'][index]} has no holder",
                "Name a row of staff, or remove the office",
                row=offices.row(index),
                column="holder",
            )
        elif code in held:
            held[code] += 1
            if held[code] == size[code] + 1 and size[code] > 1:
                findings.warning(
                    offices.file,
                    f"{code} stands for {size[code]} people, and there are more offices than that",
                    "Some people hold two offices; if that is not meant, name other holders",
                    vietnamese=(
                        f"{code} là nhóm {size[code]} người nhưng có nhiều chức danh hơn số đó",
                        "Có người giữ hai chức danh; nếu không phải vậy, hãy ghi người giữ khác",
                    ),
                    row=offices.row(index),
                    column="holder",
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
        for index, row in _each(rows, (values > 200 * middle) | (values < middle / 200)):
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


def _check_models(settings: Settings, tables: Tables, findings: Findings) -> None:
    units = tables["units"]
    profiles = set(units.texts("profile"))
    known = {
        "staff_profile": set(tables["staff_profiles"].texts("staff_profile")),
        "case_type": set(tables["case_types"].texts("case_type")),
        "unit": set(units.texts("unit")) | {""},
        "profile": profiles | {""},
    }
    placed = np.isfinite(units.numbers("latitude")) & np.isfinite(units.numbers("longitude"))
    clustered = [code for code in units.texts("cluster") if code]
    has_clusters = len(clustered) > len(set(clustered))
    for position, model in enumerate(settings.models, start=1):
        place = f"models[{position}]"
        for profile in model.by_profile.keys() - profiles:
            findings.error(
                FILE,
                f"no unit has the profile {profile!r}",
                f"The profiles are {', '.join(sorted(profiles))}",
                column=f"{place}.by_profile",
            )
        entries = [("training", entry) for entry in model.training] + [
            ("extra_staff", entry) for entry in model.extra_staff
        ]
        for kind, entry in entries:
            for name, codes in known.items():
                value = getattr(entry, name, None)
                if value is not None and value not in codes:
                    findings.error(
                        FILE,
                        f"there is no {name.replace('_', ' ')} {value!r}",
                        "Correct the code",
                        column=f"{place}.{kind}.{name}",
                    )
        uses_clusters = model.pooling or "per_cluster" in (
            model.offices,
            *model.by_profile.values(),
        )
        if model.cluster_size > 1 and not placed.all():
            findings.error(
                FILE,
                "clusters are formed of neighbours, but not every unit has a latitude and "
                "longitude",
                "Fill them in, or give clusters in units",
                column=f"{place}.cluster_size",
            )
        if uses_clusters and model.cluster_size <= 1 and not has_clusters:
            findings.error(
                FILE,
                f"model {model.name!r} needs clusters, and no two units share one",
                "Set cluster_size, or fill the column cluster in units",
                column=place,
            )
