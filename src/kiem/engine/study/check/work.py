"""Case types, their stages and the ways between them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kiem.engine.study.check.rows import Tables, each
from kiem.engine.study.findings import Findings
from kiem.engine.study.reading import Rows
from kiem.engine.study.schema import DONE


def check_case_types(tables: Tables, findings: Findings) -> None:
    types = tables["case_types"]
    _check_service(types, np.ones(len(types), dtype=np.int64), tables["samples"], findings)
    has_unit = types["due_unit"] != "none"
    has_due = ~np.isnan(types.numbers("due"))
    for _, row in each(types, has_unit & ~has_due):
        findings.error(
            types.file,
            "there is a unit but no time limit",
            "Fill in due, or write none",
            row=row,
            column="due",
        )
    for _, row in each(types, ~has_unit & has_due):
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
    for index, row in each(types, broken):
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


def check_stages(tables: Tables, findings: Findings) -> None:
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


def check_routing(tables: Tables, findings: Findings) -> None:
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
