"""The plain words at the top of the report: which model, by how much, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from kiem.engine.study.choice import Advice, advise
from kiem.engine.study.comparison import Choice
from kiem.engine.study.metrics import EVERY, PROFILE_MARK
from kiem.engine.study.report.numbers import number, share
from kiem.engine.study.report.texts import FIGURES, TEXTS, Language
from kiem.engine.study.run import Outcome

_CLEAR = 0.80
"""Below this, the best is not named as such."""


def answer(outcome: Outcome, titles: Sequence[str], language: Language) -> list[str]:
    """Paragraphs in HTML, that on all units first, then one per profile of units, then what loss
    means.
    """
    words = TEXTS[language]
    if len(outcome.measures) == 1:
        return [words["best_alone"].format(model=escape(titles[0]))]
    said = [
        _sentence(advice, outcome, titles, language)
        for advice in advise(outcome.measures, outcome.levels)
    ]
    return [*said, f"{_weights(outcome, language)} {words['change_weights']}"]


def _sentence(advice: Advice, outcome: Outcome, titles: Sequence[str], language: Language) -> str:
    words, choice = TEXTS[language], advice.choice
    rival = advice.gaps[choice.runner_up]
    group = (
        words["all_units"]
        if advice.group == EVERY
        else words["units_of"].format(profile=f"“{advice.group.removeprefix(PROFILE_MARK)}”")
    )
    model, other = escape(titles[choice.best]), escape(titles[choice.runner_up])
    if choice.margin == 0.0 and not np.any(rival.half_width > 0.0):
        return words["equal"].format(group=escape(group), model=model, rival=other)
    position = outcome.levels.units.index(advice.group)
    present = float(outcome.measures[choice.best].of_units("hours_present").value[position])
    said = words["best" if choice.confidence >= _CLEAR else "open"].format(
        group=escape(group),
        model=model,
        rival=other,
        gap=number(choice.margin, language),
        low=number(float(rival.low), language),
        high=number(float(rival.high), language),
        share=share(choice.margin / present if present else float("nan"), language, 2),
        sure=_how_sure(choice.confidence, language),
    )
    return f"{said} {_meaning(outcome, choice, position, language)}"


def _meaning(outcome: Outcome, choice: Choice, position: int, language: Language) -> str:
    """The headline figures of the best model beside those of its rival, in one sentence."""
    parts: list[str] = []
    for name in ("turnaround_hours", "on_time_share", "activity_delivered_share"):
        best, rival = (
            float(outcome.measures[model].of_units(name).value[position])
            for model in (choice.best, choice.runner_up)
        )
        if not (np.isfinite(best) and np.isfinite(rival)):
            continue
        if name.endswith("share"):
            shown = share(best, language, 2), share(rival, language, 2)
        else:
            hours = "giờ" if language == "vi" else "h"
            shown = f"{number(best, language)} {hours}", f"{number(rival, language)} {hours}"
        title = FIGURES[language][name][0]
        title = title if not parts else title[0].lower() + title[1:]
        parts.append(TEXTS[language]["means"].format(figure=title, best=shown[0], rival=shown[1]))
    return f"{'; '.join(parts)}."


def _how_sure(confidence: float, language: Language) -> str:
    name = next(f"sure_{level}" for level in (99, 95, 80, 0) if confidence >= level / 100)
    # Rounded down: 99.97 % must not be read as certainty.
    shown = min(np.floor(confidence * 1000) / 1000, 0.999)
    return TEXTS[language][name].format(confidence=share(float(shown), language))


def _weights(outcome: Outcome, language: Language) -> str:
    words, settings = TEXTS[language], outcome.study.settings
    weights = {
        "weight_late": settings.late_case_hours,
        "weight_wait": settings.waiting_hour_hours,
        "weight_missed": settings.missed_hour_hours,
        "weight_overtime": settings.overtime_hour_hours,
        "weight_extra": settings.extra_staff_hour_hours,
    }
    told = ", ".join(
        words[name].format(x=number(x, language, 1)) for name, x in weights.items() if x
    )
    return words["loss_is"].format(weights=told)
