"""The drawn parts of the time ruler's band: its months and its marks.

Written here and not in a template: every page draws some thirty of them, and a template takes four
milliseconds for what takes a quarter of one here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

_MARK_PATHS = {
    "reorganisation": "M0 14l5 5-5 5-5-5z",
    "term_opens": "M0 15v9l6-4.5z",
    "term_closes": "M0 15v9l-6-4.5z",
}


@dataclass(frozen=True, slots=True)
class RulerMonth:
    """A month on the band; `x`, `middle` and `width` in per cent, with a point."""

    label: str
    title: str
    href: str
    x: str
    middle: str
    width: str
    is_closed: bool
    is_shown: bool
    is_past: bool
    opens_year: str


@dataclass(frozen=True, slots=True)
class DrawnMark:
    x: str
    kind: str
    label: str
    href: str


def draw_months(months: Iterable[RulerMonth]) -> SafeString:
    """SVG of the months: a link each, the year where one opens, a bar under closed months."""
    parts = []
    for m in months:
        shown = " is-shown" if m.is_shown else ""
        parts.append(
            f'<a href="{escape(m.href)}" tabindex="-1"><title>{escape(m.title)}</title>'
            f'<rect class="ruler-month{shown}" x="{m.x}%" y="27" width="{m.width}%" height="20" />'
            f'<text class="ruler-label{shown}" x="{m.middle}%" y="41" text-anchor="middle">'
            f"{escape(m.label)}</text></a>"
        )
        if m.opens_year:
            parts.append(
                f'<text class="ruler-year" x="{m.x}%" y="11">{escape(m.opens_year)}</text>'
                f'<rect class="ruler-newyear" x="{m.x}%" y="2" width="1" height="45" />'
            )
        if m.is_closed:
            parts.append(
                f'<rect class="ruler-closed" x="{m.x}%" y="48" width="{m.width}%" height="3" />'
            )
    return mark_safe("".join(parts))  # noqa: S308 - every text is escaped above


def draw_marks(marks: Iterable[DrawnMark]) -> SafeString:
    """SVG of what happened: a diamond for a reorganisation, flags where terms open and close."""
    return mark_safe(  # noqa: S308 - every text is escaped here
        "".join(
            f'<svg x="{mark.x}%" y="0" width="1" height="56" overflow="visible">'
            f'<a href="{escape(mark.href)}" tabindex="-1"><title>{escape(mark.label)}</title>'
            '<rect class="ruler-hit" x="-6" y="12" width="12" height="14" />'
            f'<path class="ruler-mark mark-{escape(mark.kind)}" d="{_MARK_PATHS[mark.kind]}" />'
            "</a></svg>"
            for mark in marks
        )
    )
