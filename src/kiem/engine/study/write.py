"""Writes what came out of a study: tables as Parquet and CSV, the report, and last the file that
says they are complete.
"""

from __future__ import annotations

import hashlib
import io
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from kiem.engine.simulation.results import TICKS_PER_HOUR, Results
from kiem.engine.study.checkpoint import write_whole
from kiem.engine.study.choice import advise
from kiem.engine.study.comparison import false_discovery, two_sided_p
from kiem.engine.study.estimates import Estimate, difference, interval, student_quantile
from kiem.engine.study.measure import Measures
from kiem.engine.study.metrics import EVERY, METRICS
from kiem.engine.study.report import Language, report
from kiem.engine.study.run import Outcome, Plan, run_key
from kiem.engine.study.study import Study

COMPLETE = "run.json"
REPORT = "report.html"


def write_tables(outcome: Outcome, output: Path) -> list[str]:
    """Write summary, differences, advice, backlog and, if recorded, cases.

    Returns the names of the files.
    """
    frames = {
        "summary": summary_frame(outcome),
        "differences": differences_frame(outcome),
        "advice": advice_frame(outcome),
        "backlog": backlog_frame(outcome),
    }
    if outcome.plan.records:
        frames["cases"] = cases_frame(outcome)
    written = []
    for name, frame in frames.items():
        parquet = io.BytesIO()
        frame.write_parquet(parquet, compression="zstd", statistics=False)
        write_whole(output / f"{name}.parquet", parquet.getvalue())
        written.append(f"{name}.parquet")
        if name != "cases":
            # Days times units of a country would be a file no spreadsheet opens.
            small = frame.filter(pl.col("unit") == EVERY) if name == "backlog" else frame
            write_whole(output / f"{name}.csv", small.write_csv().encode())
            written.append(f"{name}.csv")
    return written


def write_results(outcome: Outcome, output: Path, language: Language) -> list[str]:
    """Write the tables, the report and `run.json`. Returns the names of the files."""
    (output / COMPLETE).unlink(missing_ok=True)
    files = write_tables(outcome, output)
    write_whole(output / REPORT, report(outcome, language).encode())
    files.append(REPORT)
    _write_complete(outcome, output, files, language)
    return files


def is_complete(study: Study, plan: Plan, output: Path, language: Language) -> bool:
    """Whether the folder holds the whole results of this very run already, unharmed."""
    try:
        found = json.loads((output / COMPLETE).read_text("utf-8"))
        wanted = _identity(run_key(study, plan), study, plan, language)
        return all(found[name] == value for name, value in wanted.items()) and all(
            hashlib.sha256((output / name).read_bytes()).hexdigest() == digest
            for name, digest in found["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def _identity(key: str, study: Study, plan: Plan, language: Language) -> dict[str, Any]:
    return {
        "key": key,
        "study": study.digest,
        "models": list(plan.models),
        "wanted_replications": plan.replications,
        "seed": plan.seed,
        "precision": plan.precision,
        "language": language,
    }


def _write_complete(outcome: Outcome, output: Path, files: list[str], language: Language) -> None:
    """Write `run.json`: what was run, and the SHA-256 of each file. It is there only when all the
    others are.
    """
    content = {
        **_identity(outcome.key, outcome.study, outcome.plan, language),
        "replications": outcome.replications,
        "precision_reached": outcome.precise,
        "files": {name: hashlib.sha256((output / name).read_bytes()).hexdigest() for name in files},
    }
    write_whole(output / COMPLETE, (json.dumps(content, indent=2) + "\n").encode())


def summary_frame(outcome: Outcome) -> pl.DataFrame:
    """model, unit, case_type, metric, mean, low, high, n; 95 % intervals.

    Cells without observations are left out.
    """
    parts = []
    units, types = np.array(outcome.levels.units), np.array(outcome.levels.types)
    for measures in outcome.measures:
        for metric in METRICS:
            if metric.per_type:
                estimate = measures.by_type[metric.name]
                rows = {
                    "unit": np.repeat(units, types.size),
                    "case_type": np.tile(types, units.size),
                }
            else:
                estimate = measures.by_unit[metric.name]
                rows = {"unit": units, "case_type": np.full(units.size, EVERY)}
            bounds = interval(estimate)
            parts.append(
                _frame(
                    {"model": measures.model, **rows, "metric": metric.name},
                    {"mean": bounds.value, "low": bounds.low, "high": bounds.high},
                    bounds.n,
                )
            )
    return pl.concat(parts)


def _frame(labels: dict[str, Any], values: dict[str, Any], n: int) -> pl.DataFrame:
    size = next(iter(values.values())).size
    columns: dict[str, Any] = {
        name: pl.Series([value] * size, dtype=pl.String) if isinstance(value, str) else value
        for name, value in labels.items()
    }
    columns |= {name: pl.Series(value.ravel(), nan_to_null=True) for name, value in values.items()}
    frame = pl.DataFrame(columns).with_columns(n=pl.lit(n, pl.Int64))
    return frame.filter(pl.col(next(iter(values))).is_not_null())


def differences_frame(outcome: Outcome) -> pl.DataFrame:
    """model, compared_with, unit, case_type, metric, mean, low, high, p, q, n: `model` minus
    `compared_with`.

    q is the false discovery rate at which the difference is called real, over the single units (or
    the single types) of one metric and pair of models; rows of profiles and totals stand alone and
    have none.
    """
    parts = [
        part
        for before, after in combinations(outcome.measures, 2)
        for metric in METRICS
        for part in _differences(outcome, before, after, metric.name, metric.per_type)
    ]
    if not parts:
        text = ["model", "compared_with", "unit", "case_type", "metric"]
        numbers = ["mean", "low", "high", "p", "q"]
        schema: dict[str, Any] = (
            dict.fromkeys(text, pl.String) | dict.fromkeys(numbers, pl.Float64) | {"n": pl.Int64}
        )
        return pl.DataFrame(schema=schema)
    return pl.concat(parts)


def _differences(
    outcome: Outcome, before: Measures, after: Measures, metric: str, per_type: bool
) -> list[pl.DataFrame]:
    where = outcome.levels
    single = len(outcome.study["units"])
    labels = {"model": after.model, "compared_with": before.model}
    gap = difference(after.of_units(metric), before.of_units(metric))
    parts = [
        _difference_part(
            labels | {"unit": np.array(where.units), "case_type": EVERY, "metric": metric},
            gap,
            slice(0, single),
        )
    ]
    if per_type:
        whole, other = after.by_type[metric], before.by_type[metric]
        gap = difference(
            Estimate(whole.value[-1, :-1], whole.influence[:, -1, :-1]),
            Estimate(other.value[-1, :-1], other.influence[:, -1, :-1]),
        )
        types = np.array(where.types[:-1])
        parts.append(
            _difference_part(
                labels | {"unit": EVERY, "case_type": types, "metric": metric},
                gap,
                slice(0, types.size),
            )
        )
    return parts


def _difference_part(labels: dict[str, Any], gap: Estimate, family: slice) -> pl.DataFrame:
    bounds, p = interval(gap), two_sided_p(gap)
    q = np.full(p.shape, np.nan)
    q[family] = false_discovery(p[family])
    return _frame(
        labels,
        {"mean": bounds.value, "low": bounds.low, "high": bounds.high, "p": p, "q": q},
        bounds.n,
    )


def advice_frame(outcome: Outcome) -> pl.DataFrame:
    """group, model, best, confidence, gap_hours, low, high, n: the best model of each group and
    what the others lose.
    """
    rows = []
    for advice in advise(outcome.measures, outcome.levels):
        for position, (measures, gap) in enumerate(zip(outcome.measures, advice.gaps, strict=True)):
            best = position == advice.choice.best
            rows.append(
                (
                    advice.group,
                    measures.model,
                    best,
                    advice.choice.confidence if best else None,
                    float(gap.value),
                    _finite(gap.low),
                    _finite(gap.high),
                    gap.n,
                )
            )
    schema: dict[str, Any] = {
        "group": pl.String,
        "model": pl.String,
        "best": pl.Boolean,
        "confidence": pl.Float64,
        "gap_hours": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "n": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _finite(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def backlog_frame(outcome: Outcome) -> pl.DataFrame:
    """model, unit, date, mean, low, high, n: open cases at the end of each simulated day, per unit
    and in all.
    """
    settings = outcome.study.settings
    dates = np.datetime64(settings.first_day) + np.arange(settings.days)
    units = np.array([*outcome.study["units"].texts("unit"), EVERY])
    parts = []
    for results in outcome.results:
        mean, low, high = _backlog_intervals(results)
        parts.append(
            _frame(
                {
                    "model": results.model,
                    "unit": np.repeat(units, dates.size),
                    "date": np.tile(dates, units.size),
                },
                {"mean": mean, "low": low, "high": high},
                results.replications,
            )
        )
    return pl.concat(parts)


def _backlog_intervals(results: Results) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """float64[units + 1, days]: mean and t interval from sums and sums of squares; the last row is
    all units.
    """
    n = results.replications
    whole = results.backlog_of_all
    total = np.vstack([results.backlog_sum, whole.sum(axis=0)]).astype(np.float64)
    square = np.vstack([results.backlog_square, (whole * whole).sum(axis=0)]).astype(np.float64)
    mean = total / n
    if n < 2:
        blank = np.full(mean.shape, np.nan)
        return mean, blank, blank
    variance = np.maximum(square - total * mean, 0.0) / (n - 1)
    reach = student_quantile(0.975, n - 1) * np.sqrt(variance / n)
    return mean, mean - reach, mean + reach


def cases_frame(outcome: Outcome) -> pl.DataFrame:
    """One row per counted case; times in office hours since the start of the run, empty where not
    yet.
    """
    units = np.array(outcome.study["units"].texts("unit"))
    types = np.array(outcome.study["case_types"].texts("case_type"))
    parts = []
    for results in outcome.results:
        records = results.records
        if records is None:
            raise ValueError(f"the run of {results.model} kept no records")
        moments = {
            f"{name}_hours": pl.Series(getattr(records, f"{name}_ticks"), dtype=pl.Int64)
            for name in ("arrived", "started", "done", "due")
        }
        frame = pl.DataFrame(
            {
                "model": [results.model] * len(records.unit),
                "replication": records.replication,
                "unit": units[records.unit],
                "case_type": types[records.case_type],
                "number": records.number,
                **moments,
                "visits": records.visits,
                "handovers": records.handovers,
            }
        )
        parts.append(
            frame.with_columns(
                pl.when(pl.col(name) >= 0).then(pl.col(name) / TICKS_PER_HOUR).alias(name)
                for name in moments
            )
        )
    return pl.concat(parts)
