"""A little SVG, enough for the report. Colours are classes, so that they follow the page."""

from __future__ import annotations

import math
import textwrap
from html import escape

WIDTH = 980.0


def picture(height: float, title: str, parts: list[str], width: float = WIDTH) -> str:
    """An SVG image that scales with the page and is read out by its title."""
    name = escape(title, quote=True)
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{name}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def text(x: float, y: float, words: str, style: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{style}">{escape(words)}</text>'


def label(x: float, y: float, words: str, style: str = "", longest: int = 42) -> str:
    """Text on one line, or on two around `y` if it is long; what does not fit into two is cut."""
    if len(words) <= longest:
        return text(x, y, words, style)
    lines = textwrap.wrap(words, longest)
    second = lines[1] if len(lines) == 2 else f"{lines[1][: longest - 1]}…"
    return text(x, y - 7, lines[0], f"{style} small") + text(x, y + 7, second, f"{style} small")


def line(x1: float, y1: float, x2: float, y2: float, style: str = "grid") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>'


def stroke(x1: float, y1: float, x2: float, y2: float, model: int, width: float = 2.0) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'style="stroke: var(--m{model % 8}); stroke-width: {width:g}"/>'
    )


def bar(x: float, y: float, width: float, height: float, style: str, title: str = "") -> str:
    inner = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.0):.1f}" height="{height:.1f}" '
        f'class="{style}">{inner}</rect>'
    )


def path(points: list[tuple[float, float]], model: int) -> str:
    """A line through points; gaps where a coordinate is not a number."""
    steps, pen_up = [], True
    for x, y in points:
        if math.isfinite(x) and math.isfinite(y):
            steps.append(f"{'M' if pen_up else 'L'}{x:.1f} {y:.1f}")
            pen_up = False
        else:
            pen_up = True
    style = f"fill: none; stroke: var(--m{model % 8}); stroke-width: 1.6"
    return f'<path d="{"".join(steps)}" style="{style}"/>'


_CORNERS: dict[int, list[tuple[float, float]]] = {
    1: [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    2: [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
    3: [(0, -1.2), (1.2, 1), (-1.2, 1)],
}


def mark(x: float, y: float, model: int, size: float = 5.0) -> str:
    """A mark whose shape tells the model as well: circle, square, diamond, triangle."""
    fill = f'style="fill: var(--m{model % 8})"'
    shape = model % 4
    if shape == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}" {fill}/>'
    reach = size * 0.9
    points = " ".join(f"{x + reach * a:.1f},{y + reach * b:.1f}" for a, b in _CORNERS[shape])
    return f'<polygon points="{points}" {fill}/>'


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round values within a range, about `count` of them."""
    if not high > low:
        return [low]
    raw = (high - low) / count
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw)
    first = math.ceil(low / step - 1e-9)
    return [step * index for index in range(first, math.floor(high / step + 1e-9) + 1)]
