"""Puts the report together: one HTML file, no script, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import resources

import numpy as np

from kiem.engine.study.estimates import difference, interval
from kiem.engine.study.metrics import BY_NAME
from kiem.engine.study.report.answer import answer
from kiem.engine.study.report.charts import (
    backlog_chart,
    hours_chart,
    service_chart,
    types_chart,
    units_chart,
)
from kiem.engine.study.report.numbers import date, measured, number, share, signed
from kiem.engine.study.report.tables import types_table, units_table
from kiem.engine.study.report.texts import FIGURES, TEXTS, Language
from kiem.engine.study.run import Outcome

_MOST_UNITS = 12


def report(outcome: Outcome, language: Language) -> str:
    """The whole report as HTML. The same outcome gives the same bytes."""
    settings = outcome.study.settings
    title = settings.title_vi if language == "vi" and settings.title_vi else settings.title
    style = resources.files("kiem.engine.study.report").joinpath("style.css").read_text("utf-8")
    titles = model_titles(outcome, language)
    body = [
        _head(outcome, title, language),
        _section(
            "answer",
            "".join(f"<p>{text}</p>" for text in answer(outcome, titles, language)),
            language,
            "answer",
        ),
        _warnings(outcome, language),
        _figures(outcome, titles, language),
        _charts(outcome, titles, language),
        _method(outcome, language),
        _files(outcome, language),
    ]
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )


def model_titles(outcome: Outcome, language: Language) -> list[str]:
    by_name = {model.name: model for model in outcome.study.settings.models}
    return [
        (by_name[name].title_vi if language == "vi" else "") or by_name[name].title or name
        for name in outcome.plan.models
    ]


def _section(key: str, content: str, language: Language, style: str = "") -> str:
    attribute = f' class="{style}"' if style else ""
    return f"<section{attribute}>\n<h2>{escape(TEXTS[language][key])}</h2>\n{content}\n</section>"


def _head(outcome: Outcome, title: str, language: Language) -> str:
    words, study = TEXTS[language], outcome.study
    settings = study.settings
    note = settings.note_vi if language == "vi" and settings.note_vi else settings.note
    counts = {
        "units": len(study["units"]),
        "types": len(study["case_types"]),
        "people": int(study["staff"].integers("count").sum()),
        "offices": len(study["offices"]),
    }
    parts = ", ".join(
        words[key if n != 1 else f"{key}_1"].format(n=number(n, language, 0))
        for key, n in counts.items()
        if n
    )
    made_of = words["made_of"].format(parts=parts, n=number(outcome.replications, language, 0))
    period = words["period"].format(
        start=date(settings.start, language), end=date(settings.end, language)
    )
    lines = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="quiet">{escape(period)}. {escape(made_of)}.</p>',
    ]
    if settings.invented:
        lines.append(f'<p class="notice">{escape(words["invented"])}</p>')
    if note:
        lines.append(f"<p>{escape(note)}</p>")
    if outcome.replications == 1:
        lines.append(f'<p class="notice">{escape(words["single"])}</p>')
    if outcome.precise is not None and outcome.plan.precision is not None:
        key = "precision_yes" if outcome.precise else "precision_no"
        lines.append(
            f"<p>{escape(words[key].format(precision=share(outcome.plan.precision, language)))}</p>"
        )
    return f"<header>\n{chr(10).join(lines)}\n</header>"


def _warnings(outcome: Outcome, language: Language) -> str:
    found = outcome.study.warnings
    if not found:
        return ""
    items = []
    for finding in found:
        place = (
            finding.file
            if finding.row is None
            else f"{finding.file}, {TEXTS[language]['row'].format(row=finding.row)}"
        )
        said = finding.vietnamese if language == "vi" else (finding.what, finding.remedy)
        what, remedy = (escape(text[0].upper() + text[1:]) for text in said)
        items.append(f"<li><strong>{escape(place)}</strong>: {what}. {remedy}.</li>")
    return _section("warnings", f'<ul class="notice">{"".join(items)}</ul>', language)


def _figures(outcome: Outcome, titles: Sequence[str], language: Language) -> str:
    words = TEXTS[language]
    heads = "".join(
        f"<th>{escape(title)}"
        + (
            f'<span class="sub">{escape(words["against"].format(model=titles[0]))}</span>'
            if index
            else ""
        )
        + "</th>"
        for index, title in enumerate(titles)
    )
    rows = []
    for name, (title, unit) in FIGURES[language].items():
        values = [float(m.overall(name).value) for m in outcome.measures]
        if np.isnan(values[0]) or not any(values):
            continue
        unit_shown = outcome.study.settings.currency if name == "cost" else unit
        label = f'{escape(title)}<span class="sub">{escape(unit_shown)}</span>'
        cells = [_cell(outcome, name, index, language) for index in range(len(titles))]
        rows.append(f"<tr><td>{label}</td>{''.join(cells)}</tr>")
    table = (
        "<div "
        f'class="scroll"><table><thead><tr><th>{escape(words["figure"])}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
    note = words["figures_note"].format(n=number(outcome.replications, language, 0))
    return _section("figures", f'{table}<p class="quiet small">{escape(note)}</p>', language)


def _cell(outcome: Outcome, name: str, index: int, language: Language) -> str:
    bounds = interval(outcome.measures[index].overall(name))
    percent = "share" in BY_NAME[name].unit
    value = measured(float(bounds.value), float(bounds.half_width), language, percent=percent)
    if index == 0:
        return f"<td>{value.replace(' ', chr(0xA0))}</td>"
    gap = interval(
        difference(outcome.measures[index].overall(name), outcome.measures[0].overall(name))
    )
    word, style = _verdict(name, float(gap.value), float(gap.low), float(gap.high))
    shown = TEXTS[language][word]
    if word != "unclear":
        change = measured(float(gap.value), float(gap.half_width), language, percent=percent)
        if percent:
            change = change.removesuffix("%") + TEXTS[language]["points"]
        shown += f" {signed(change)}"
    # Kept on one line on narrow screens; the table scrolls instead.
    value, shown = (text.replace(" ", "\N{NO-BREAK SPACE}") for text in (value, shown))
    return f'<td>{value}<span class="sub {style}">{escape(shown)}</span></td>'


def _verdict(name: str, gap: float, low: float, high: float) -> tuple[str, str]:
    """The word for a difference, and its colour where one direction is better."""
    if not (low > 0.0 or high < 0.0):
        return "unclear", ""
    better = BY_NAME[name].better
    if not better:
        return ("more" if gap > 0 else "less"), ""
    return ("better", "good") if (gap > 0) == (better == "high") else ("worse", "bad")


def _charts(outcome: Outcome, titles: Sequence[str], language: Language) -> str:
    words = TEXTS[language]
    parts = [
        _figure("chart_service", service_chart(outcome, titles, language), "", language),
        _figure(
            "chart_hours",
            hours_chart(outcome, titles, language),
            words["chart_hours_note"],
            language,
        ),
        _figure(
            "chart_backlog",
            backlog_chart(outcome, titles, language),
            words["chart_backlog_note"],
            language,
        ),
    ]
    if outcome.levels.has_due.sum() > 1:
        chart = f"<figure>{types_chart(outcome, titles, language)}</figure>"
        table = types_table(outcome, titles, language)
        parts.append(_section("chart_types", chart + table, language))
    if len(outcome.study["units"]) > 1 and len(outcome.measures) > 1 and outcome.replications > 1:
        note = words["chart_units_note"].format(model=titles[0])
        parts.append(_figure("chart_units", units_chart(outcome, titles, language), note, language))
        table = units_table(outcome, titles, language)
        parts.append(_section("units_table", table, language) if table else "")
    return "\n".join(parts)


def _figure(key: str, svg: str, note: str, language: Language) -> str:
    caption = f"<figcaption>{escape(note)}</figcaption>" if note else ""
    return _section(key, f"<figure>{svg}{caption}</figure>", language)


def _method(outcome: Outcome, language: Language) -> str:
    words, settings = TEXTS[language], outcome.study.settings
    counted = words["method_counted"].format(
        start=date(settings.start, language),
        end=date(settings.end, language),
        warm=settings.warm_up_days,
        drain=settings.drain_days,
    )
    items = [
        counted,
        *(words[f"method_{key}"] for key in ("interval", "fdr", "sure", "letter", "model")),
    ]
    return _section(
        "method", f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>", language
    )


def _files(outcome: Outcome, language: Language) -> str:
    words = TEXTS[language]
    names = [
        "summary",
        "differences",
        "advice",
        "backlog",
        *(["cases"] if outcome.plan.records else []),
    ]
    items = "".join(
        f"<li><code>{name}.parquet{', ' + name + '.csv' if name != 'cases' else ''}</code>: "
        f"{escape(words[f'file_{name}'])}</li>"
        for name in names
    )
    identity = words["identity"].format(digest=outcome.study.digest[:16], seed=outcome.plan.seed)
    return _section(
        "files", f'<ul>{items}</ul><p class="quiet small">{escape(identity)}</p>', language
    )
