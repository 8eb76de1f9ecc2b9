"""Load over months: one column a month, the month bar stood upright.

A is the frame, line hours blue-green, covered office hours hatched, uncovered full ochre; months to
come are paler. The month shown is marked; each month is a link to it. A table stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from kiem.delivery.web import wording
from kiem.delivery.web.monthbar import MonthHours, describe
from kiem.time.month import Month

WIDTH, HEIGHT = 760.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 4.0, 8.0, 34.0


@dataclass(frozen=True, slots=True)
class SeriesMonth:
    """A month's hours and where its column leads."""

    month: Month
    hours: MonthHours
    href: str
    is_shown: bool
    is_to_come: bool


def draw_series(months: Sequence[SeriesMonth], label: str) -> SafeString:
    """The columns as SVG; empty when no month has hours."""
    top = max((max(m.hours.reach, m.hours.available) for m in months), default=0.0)
    if top <= 0:
        return mark_safe("")
    step = _round_step(top)
    ceiling = step * -(-top // step)
    slot = (WIDTH - _LEFT - _RIGHT) / len(months)
    scale = (HEIGHT - _TOP - _BOTTOM) / ceiling
    base = HEIGHT - _BOTTOM
    parts = [
        (
            f'<svg class="series" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="group" '
            f'aria-label="{escape(label)}">'
        )
    ]
    tick = 0.0
    while tick <= ceiling + 0.01:
        y = base - tick * scale
        parts.append(
            f'<path class="map-grid" d="M{_LEFT:.0f} {y:.1f}H{WIDTH - _RIGHT:.0f}"/>'
            f'<text class="series-text" x="{_LEFT - 6:.0f}" y="{y + 4:.1f}" text-anchor="end">'
            f"{wording.number(tick)}</text>"
        )
        tick += step
    for index, month in enumerate(months):
        parts.append(_column(month, _LEFT + index * slot, slot, scale, base, index == 0))
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308 - numbers, and texts escaped where they are made


def _round_step(top: float) -> float:
    step = 1.0
    while top / step > 5:
        step *= 2.5 if str(step).startswith("2") else 2
    return step


def _column(
    shown: SeriesMonth, x: float, slot: float, scale: float, base: float, is_first: bool
) -> str:
    hours = shown.hours
    left, width = x + slot * 0.18, slot * 0.64
    line_top = base - hours.line * scale
    covered_top = line_top if not hours.adds_up else line_top - hours.covered * scale
    out_top = min(line_top, covered_top) - hours.uncovered * scale
    text = escape(f"{wording.month(shown.month)}. {describe(hours)}")
    parts = []
    if shown.is_shown:
        parts.append(
            f'<rect class="series-shown" x="{x:.1f}" y="{_TOP:.0f}" width="{slot:.1f}" '
            f'height="{base - _TOP + 30:.1f}"/>'
        )
    parts.append(
        f'<a href="{escape(shown.href)}" aria-label="{text}"><title>{text}</title>'
        + ('<g class="series-future">' if shown.is_to_come else "<g>")
    )
    parts.append(_block("bar-line", left, line_top, width, hours.line * scale))
    parts.append(_block("bar-ground", left, covered_top, width, hours.covered * scale))
    parts.append(
        _block("bar-covered", left, covered_top, width, hours.covered * scale, "hatch-office")
    )
    parts.append(_block("bar-uncovered", left, out_top, width, hours.uncovered * scale))
    level = base - hours.available * scale
    parts.append(
        f'<path class="series-available" d="M{left - 2:.1f} {level:.1f}h{width + 4:.1f}"/></g>'
    )
    css = "series-text is-shown" if shown.is_shown else "series-text"
    middle = x + slot / 2
    parts.append(
        f'<text class="{css}" x="{middle:.1f}" y="{base + 14:.1f}" text-anchor="middle">'
        f"{shown.month.number}</text>"
    )
    if is_first or shown.month.number == 1:
        parts.append(
            f'<text class="{css}" x="{middle:.1f}" y="{base + 28:.1f}" text-anchor="middle">'
            f"{shown.month.year}</text>"
        )
    parts.append("</a>")
    return "".join(parts)


def _block(css: str, x: float, y: float, width: float, height: float, pattern: str = "") -> str:
    if height <= 0:
        return ""
    fill = f' fill="url(#{pattern})"' if pattern else ""
    return (
        f'<rect class="{css}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
        f'height="{height:.1f}"{fill}/>'
    )
