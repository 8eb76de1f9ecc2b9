"""One picture of a month: A as a frame, line hours, covered and uncovered office hours in it.

The same for a person, a unit and the city. In a closed month with recorded line hours the office
hours stand after the line hours (load = (L + O) / A); otherwise release hours are taken out of the
line post's time, so the covered part lies at the end of L and only the uncovered part stands out.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kiem.delivery.web import wording

WIDTH = 240
HEIGHT = 18


@dataclass(frozen=True, slots=True)
class MonthHours:
    """Hours of one month: available, line, office, release. `adds_up`: L is a record, so the
    load counts all office hours on top of it."""

    available: float
    line: float
    office: float
    release: float
    adds_up: bool = False

    @property
    def covered(self) -> float:
        return min(self.office, self.release)

    @property
    def uncovered(self) -> float:
        return max(0.0, self.office - self.release)

    @property
    def reach(self) -> float:
        """Where the bar ends, in hours."""
        return self.line + (self.office if self.adds_up else self.uncovered)


def describe(month: MonthHours) -> str:
    """The bar in words, for screen readers and titles."""
    return gettext(
        "Available {available}, line {line}, office {office}, of which covered by release hours "
        "{covered}, uncovered {uncovered}"
    ).format(
        available=wording.hours(month.available),
        line=wording.hours(month.line),
        office=wording.hours(month.office),
        covered=wording.hours(month.covered),
        uncovered=wording.hours(month.uncovered),
    )


def month_bar(
    month: MonthHours, *, full: float | None = None, width: int = WIDTH, height: int = HEIGHT
) -> SafeString:
    """The bar as SVG. `full`: the hours the whole width stands for, to compare bars by eye."""
    if month.available <= 0 and month.reach <= 0:
        return mark_safe(f'<span class="muted">{wording.NO_VALUE}</span>')  # noqa: S308 - no input
    span = full or max(month.available * 1.25, month.reach, month.line + month.uncovered) * 1.01
    scale = (width - 2) / span
    line_end = 1 + month.line * scale
    covered_start = line_end if month.adds_up else max(1.0, line_end - month.covered * scale)
    covered_end = covered_start + month.covered * scale
    uncovered_start = max(line_end, covered_end)
    available = 1 + month.available * scale
    top, inner = 3, height - 6
    text = escape(describe(month))
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    parts = [
        f'<svg class="month-bar" role="img" {size} aria-label="{text}"><title>{text}</title>',
        f'<rect class="bar-line" x="1" y="{top}" width="{line_end - 1:.1f}" height="{inner}"/>',
    ]
    if month.covered > 0:
        parts.append(
            f'<rect class="bar-ground" x="{covered_start:.1f}" y="{top}" '
            f'width="{covered_end - covered_start:.1f}" height="{inner}"/>'
            f'<rect class="bar-covered" x="{covered_start:.1f}" y="{top}" '
            f'width="{covered_end - covered_start:.1f}" height="{inner}" '
            'fill="url(#hatch-office)"/>'
        )
    if month.uncovered > 0:
        parts.append(
            f'<rect class="bar-uncovered" x="{uncovered_start:.1f}" y="{top}" '
            f'width="{month.uncovered * scale:.1f}" height="{inner}"/>'
        )
    parts.append(
        f'<path class="bar-available" d="M{available:.1f} 0V{height}"/>'
        f'<path class="bar-base" d="M1 {height - 2.5}H{available:.1f}"/></svg>'
    )
    return mark_safe("".join(parts))  # noqa: S308 - numbers and escaped text only
