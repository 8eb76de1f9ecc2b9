"""The charts of the report: intervals of headline figures, hours by role, backlog, types, units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from kiem.engine.study.comparison import false_discovery, two_sided_p
from kiem.engine.study.estimates import Estimate, Floats, difference, interval
from kiem.engine.study.report.numbers import number, share
from kiem.engine.study.report.svg import (
    WIDTH,
    bar,
    label,
    line,
    mark,
    path,
    picture,
    stroke,
    text,
    ticks,
)
from kiem.engine.study.report.texts import FIGURES, TEXTS, Language
from kiem.engine.study.run import Outcome

_HEADLINES = ("turnaround_hours", "on_time_share", "activity_delivered_share")
_ROW = 24.0
_FALSE_SHARE = 0.05


def service_chart(outcome: Outcome, titles: Sequence[str], language: Language) -> str:
    """One panel per headline figure, a mark with its interval per model."""
    parts: list[str] = []
    left, right, y = 310.0, WIDTH - 90.0, 0.0
    for name in _HEADLINES:
        bounds = [interval(m.overall(name)) for m in outcome.measures]
        values = [float(b.value) for b in bounds]
        if not np.isfinite(values).all():
            continue
        lows = [float(b.low) if np.isfinite(b.low) else float(b.value) for b in bounds]
        highs = [float(b.high) if np.isfinite(b.high) else float(b.value) for b in bounds]
        low, high = min(lows), max(highs)
        margin = max((high - low) * 0.15, abs(high) * 0.01, 1e-9)
        low, high = low - margin, high + margin
        is_share = name.endswith("share")
        title, unit = FIGURES[language][name]
        parts.append(text(0, y + 14, f"{title}{f' ({unit})' if unit else ''}"))
        top = y + 26

        def at(value: float, low: float = low, high: float = high) -> float:
            return left + (value - low) / (high - low) * (right - left)

        bottom = top + _ROW * len(bounds)
        for tick in ticks(low, high):
            shown = share(tick, language) if is_share else number(tick, language)
            parts += [
                line(at(tick), top, at(tick), bottom),
                text(at(tick), bottom + 16, shown, "quiet small middle"),
            ]
        for index, bound in enumerate(bounds):
            middle = top + _ROW * (index + 0.5)
            shown = share(values[index], language) if is_share else number(values[index], language)
            parts += [
                label(left - 16, middle + 4, titles[index], "end"),
                stroke(at(lows[index]), middle, at(highs[index]), middle, index),
                mark(at(float(bound.value)), middle, index),
                text(WIDTH, middle + 4, shown, "end"),
            ]
        y = bottom + 40
    return picture(y, TEXTS[language]["chart_service"], parts)


def hours_chart(outcome: Outcome, titles: Sequence[str], language: Language) -> str:
    """Stacked bars for each model and kind of post: work on cases, work for offices, free."""
    words = TEXTS[language]
    parts: list[str] = []
    left, right, y = 310.0, WIDTH - 70.0, 24.0
    legend = left
    for style, word in (("case", "cases_work"), ("office", "office_work"), ("free", "free")):
        parts += [bar(legend, 0, 12, 12, style), text(legend + 18, 11, words[word], "small")]
        legend += 40 + 8 * len(words[word])
    for index, results in enumerate(outcome.results):
        parts.append(text(0, y + 15, titles[index]))
        y += _ROW
        for role, word in enumerate(("line", "dual", "officer")):
            present = float(results.available_ticks[:, :, role].sum())
            if present == 0.0:
                continue
            cases = float(results.case_ticks[:, :, role].sum()) / present
            offices = float(results.office_ticks[:, :, role].sum()) / present
            free = max(1.0 - cases - offices, 0.0)
            x = left
            parts.append(text(left - 16, y + 15, words[word], "end quiet"))
            for style, part in (("case", cases), ("office", offices), ("free", free)):
                width = min(part, 1.0) * (right - left)
                title = f"{words[_WORD[style]]} {share(part, language)}"
                parts.append(bar(x, y + 3, width, _ROW - 8, style, title))
                x += width
            parts.append(text(WIDTH, y + 15, share(cases + offices, language), "end"))
            y += _ROW
        y += 12
    return picture(y, words["chart_hours"], parts)


_WORD = {"case": "cases_work", "office": "office_work", "free": "free"}


def backlog_chart(outcome: Outcome, titles: Sequence[str], language: Language) -> str:
    """Open cases of all units at the end of each day, a line per model."""
    settings = outcome.study.settings
    days = np.arange(settings.days)
    means = [_weekly(results.backlog_of_all.mean(axis=0)) for results in outcome.results]
    top_value = max(float(mean.max()) for mean in means) * 1.08 or 1.0
    left, right, top, bottom = 56.0, WIDTH - 10.0, 12.0, 250.0

    def x(day: float) -> float:
        return left + day / max(settings.days - 1, 1) * (right - left)

    def y(value: float) -> float:
        return bottom - value / top_value * (bottom - top)

    measured = (settings.warm_up_days, settings.days - settings.drain_days)
    parts = [
        bar(x(0), top, x(measured[0]) - x(0), bottom - top, "pale"),
        bar(
            x(measured[1] - 1), top, x(settings.days - 1) - x(measured[1] - 1), bottom - top, "pale"
        ),
    ]
    for tick in ticks(0.0, top_value):
        parts += [
            line(left, y(tick), right, y(tick)),
            text(left - 8, y(tick) + 4, number(tick, language, 0), "quiet small end"),
        ]
    for day in _month_starts(settings.first_day, settings.days):
        start = settings.first_day + dt.timedelta(days=day)
        parts += [
            line(x(day), bottom, x(day), bottom + 4),
            text(
                x(day), bottom + 18, f"{start.month}/{start.year % 100:02d}", "quiet small middle"
            ),
        ]
    for index, mean in enumerate(means):
        parts.append(
            path(
                [(x(float(day)), y(float(value))) for day, value in zip(days, mean, strict=True)],
                index,
            )
        )
    legend, row = left, bottom + 40
    for index, title in enumerate(titles):
        width = 36 + 7.2 * len(title)
        if legend > left and legend + width > WIDTH:
            legend, row = left, row + 20
        parts += [mark(legend + 5, row, index), text(legend + 16, row + 4, title, "small")]
        legend += width
    return picture(row + 12, TEXTS[language]["chart_backlog"], parts)


def _weekly(values: Floats) -> Floats:
    """Mean over seven days around each: the rhythm of the week would hide everything else."""
    padded = np.pad(values.astype(np.float64), 3, mode="edge")
    return np.convolve(padded, np.full(7, 1.0 / 7.0), mode="valid")


def _month_starts(first: dt.date, days: int) -> list[int]:
    """Day numbers on which a month begins, thinned to at most a dozen."""
    starts = [day for day in range(days) if (first + dt.timedelta(days=day)).day == 1]
    return starts[:: max(1, -(-len(starts) // 12))]


def types_chart(outcome: Outcome, titles: Sequence[str], language: Language) -> str:
    """On-time share of each type that has a time limit, a mark per model."""
    study = outcome.study
    types = study["case_types"]
    names = types.texts("name_vi" if language == "vi" else "name")
    codes = types.texts("case_type")
    rows = [index for index in range(len(codes)) if outcome.levels.has_due[index]]
    shares = np.array([m.by_type["on_time_share"].value[-1, rows] for m in outcome.measures])
    low = float(np.nanmin(shares)) if np.isfinite(shares).any() else 0.0
    low = max(0.0, float(np.floor(20 * low - 0.2)) / 20)
    left, right, top = 330.0, WIDTH - 20.0, 8.0

    def x(value: float) -> float:
        return left + (value - low) / (1.0 - low or 1.0) * (right - left)

    bottom = top + _ROW * len(rows)
    parts = []
    for tick in ticks(low, 1.0):
        parts += [
            line(x(tick), top, x(tick), bottom),
            text(x(tick), bottom + 16, share(tick, language, 0), "quiet small middle"),
        ]
    for position, row in enumerate(rows):
        middle = top + _ROW * (position + 0.5)
        title = names[row] or codes[row]
        parts.append(
            text(
                left - 14, middle + 4, title if len(title) <= 50 else f"{title[:49]}…", "end small"
            )
        )
        for index in range(len(titles)):
            value = float(shares[index, position])
            if np.isfinite(value):
                spread = 5.0 * (index - (len(titles) - 1) / 2)
                parts.append(mark(x(value), middle + spread, index, 3.5))
    return picture(bottom + 24, TEXTS[language]["chart_types"], parts)


def unit_verdicts(outcome: Outcome, model: int) -> tuple[Estimate, np.ndarray, np.ndarray]:
    """Turnaround of single units against the first model: difference, which are real, false
    discovery rates.
    """
    single = slice(0, len(outcome.study["units"]))
    gap = difference(
        outcome.measures[model].of_units("turnaround_hours"),
        outcome.measures[0].of_units("turnaround_hours"),
    )
    gap = Estimate(gap.value[single], gap.influence[:, single])
    rates = false_discovery(two_sided_p(gap))
    with np.errstate(invalid="ignore"):
        return gap, rates <= _FALSE_SHARE, rates


def units_chart(outcome: Outcome, titles: Sequence[str], language: Language) -> str:
    """For each model but the first: how many units are faster, slower, or not clearly different."""
    words = TEXTS[language]
    left, right, y = 310.0, WIDTH, 24.0
    parts: list[str] = []
    legend = left
    for style, word in (("good", "better"), ("free", "unclear"), ("bad", "worse")):
        parts += [bar(legend, 0, 12, 12, style), text(legend + 18, 11, words[word], "small")]
        legend += 40 + 7.5 * len(words[word])
    for index in range(1, len(outcome.measures)):
        gap, real, _ = unit_verdicts(outcome, index)
        counts = {
            "good": int((real & (gap.value < 0)).sum()),
            "free": int((~real).sum()),
            "bad": int((real & (gap.value > 0)).sum()),
        }
        total = max(sum(counts.values()), 1)
        parts.append(label(left - 16, y + 16, titles[index], "end"))
        x = left
        for style, count in counts.items():
            width = count / total * (right - left)
            parts.append(bar(x, y + 2, width, 18, style))
            if count:
                parts.append(text(x + 4, y + 34, str(count), "small quiet"))
            x += width
        y += 44
    return picture(y, words["chart_units"], parts)
