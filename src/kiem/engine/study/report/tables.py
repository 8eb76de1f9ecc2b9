"""The tables behind the charts: types of cases with their legal limits, and units that change."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from kiem.engine.study.estimates import interval
from kiem.engine.study.report.charts import unit_verdicts
from kiem.engine.study.report.numbers import number, share, signed
from kiem.engine.study.report.texts import FIGURES, TEXTS, Language
from kiem.engine.study.run import Outcome

_MOST_UNITS = 12


def types_table(outcome: Outcome, titles: Sequence[str], language: Language) -> str:
    """Each type with its time limit, the source and letter of that, and the on-time share."""
    words, types = TEXTS[language], outcome.study["case_types"]
    codes, laws, letters = types.texts("case_type"), types.texts("law"), types.texts("letter")
    names = types.texts("name_vi" if language == "vi" else "name")
    heads = "".join(f"<th>{escape(title)}</th>" for title in titles)
    rows = []
    for index, code in enumerate(codes):
        source = escape(laws[index]) + (", " if laws[index] else "")
        source += words["letter"].format(letter=escape(letters[index]))
        cells = "".join(
            f"<td>{share(float(m.by_type['on_time_share'].value[-1, index]), language, 2)}</td>"
            for m in outcome.measures
        )
        rows.append(
            f"<tr><td>{escape(names[index] or code)}</td><td>{_limit(outcome, index, language)}"
            f'<span class="sub">{source}</span></td>{cells}</tr>'
        )
    head = f"<tr><th>{escape(words['type'])}</th><th>{escape(words['law'])}</th>{heads}</tr>"
    table = f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    return f'<div class="scroll">{table}</div>'


def _limit(outcome: Outcome, index: int, language: Language) -> str:
    words, types = TEXTS[language], outcome.study["case_types"]
    unit, due = types.texts("due_unit")[index], float(types.numbers("due")[index])
    if unit != "none" and due == 0.0:
        return words["same_day"]
    shown = number(due, language, 0 if due % 1 == 0 else 1)
    key = f"due_{unit}_1" if due == 1.0 else f"due_{unit}"
    return words[key].format(x=shown)


def units_table(outcome: Outcome, titles: Sequence[str], language: Language) -> str:
    """For each model but the first, the units whose turnaround changes most, among those that
    really differ.
    """
    words, units = TEXTS[language], outcome.study["units"]
    codes, names = units.texts("unit"), units.texts("name")
    rows = []
    for index in range(1, len(titles)):
        gap, real, rates = unit_verdicts(outcome, index)
        bounds = interval(gap)
        chosen = [
            i for i in np.argsort(-np.abs(np.nan_to_num(gap.value)), kind="stable") if real[i]
        ][:_MOST_UNITS]
        for i in chosen:
            low, high = (
                number(float(bounds.low[i]), language),
                number(float(bounds.high[i]), language),
            )
            style = "good" if gap.value[i] < 0 else "bad"
            rows.append(
                f"<tr><td>{escape(names[i] or codes[i])}</td><td>{escape(titles[index])}</td>"
                "<td><span "
                f'class="{style}">{signed(number(float(gap.value[i]), language))}</span> ({low}; '
                f"{high})</td>"
                f"<td>{_rate(float(rates[i]), language)}</td></tr>"
            )
    if not rows:
        return ""
    unit = FIGURES[language]["turnaround_hours"][1]
    head = (
        f"<tr><th>{escape(words['unit'])}</th><th>{escape(words['model'])}</th><th>{escape(words['difference'])}"
        f'<span class="sub">{escape(unit)}, 95 %</span></th><th>{escape(words["q"])}</th></tr>'
    )
    body = "".join(rows)
    table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll">{table}</div>'


def _rate(rate: float, language: Language) -> str:
    return f"&lt; {share(0.001, language)}" if rate < 0.001 else share(rate, language)
