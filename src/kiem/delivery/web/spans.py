"""Posts over time as a picture: one row a post, one bar an appointment, both roles side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe

from kiem.delivery.web import wording

WIDTH = 760.0
_ROW, _TOP = 22.0, 18.0


@dataclass(frozen=True, slots=True)
class Span:
    """`kind` is the post's: line, office, party, external. `end` None: still held."""

    label: str
    kind: str
    start: date
    end: date | None
    href: str


def draw_spans(spans: Sequence[Span], shown: date, label: str) -> SafeString:
    """The rows as SVG, from the first start to a little after the shown day or the last end."""
    if not spans:
        return mark_safe("")
    first = min(span.start for span in spans)
    last = max([shown, *(span.end for span in spans if span.end is not None)])
    days = max((last - first).days, 30) * 1.04
    height = _TOP + _ROW * len(spans) + 4

    def x_of(day: date) -> float:
        return WIDTH * min(max((day - first).days, 0) / days, 1.0)

    parts = [
        (
            f'<svg class="series spans" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="group" '
            f'aria-label="{escape(label)}">'
        )
    ]
    stride = max(1, -(-(last.year - first.year + 1) // 12))
    for year in range(first.year + 1, last.year + 1, stride):
        x = x_of(date(year, 1, 1))
        parts.append(
            f'<path class="map-grid" d="M{x:.1f} 4V{height:.0f}"/>'
            f'<text class="series-text" x="{x + 3:.1f}" y="13">{year}</text>'
        )
    for row, span in enumerate(spans):
        y = _TOP + row * _ROW
        left, right = x_of(span.start), x_of(span.end or last)
        if span.end is None:
            right = WIDTH
        text = escape(f"{span.label}: {wording.from_to(span.start, span.end)}")
        anchor, at = ("start", left + 2) if left < WIDTH * 0.6 else ("end", right - 2)
        parts.append(
            f'<a href="{escape(span.href)}" aria-label="{text}"><title>{text}</title>'
            f'<rect class="span-{escape(span.kind)}" x="{left:.1f}" y="{y + 13:.1f}" '
            f'width="{max(right - left, 2):.1f}" height="5"/>'
            f'<text class="series-text is-shown" x="{at:.1f}" y="{y + 10:.1f}" '
            f'text-anchor="{anchor}">{escape(span.label)}</text></a>'
        )
    x = x_of(shown)
    parts.append(f'<path class="series-available" d="M{x:.1f} 2V{height:.0f}"/></svg>')
    return mark_safe("".join(parts))  # noqa: S308 - numbers, and texts escaped where they are made
