"""The map: units as bubbles on their real coordinates, size staff, colour strained share.

Where most units crowd into a small part (an inner city), that part is drawn again, larger, in an
inset; every unit is a link in exactly one of the two. Above `LINKED_AT_MOST` units the bubbles
become plain dots, one path per class: a page of a nation stays light, the table has the links.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from kiem.delivery.web import wording

LINKED_AT_MOST = 700
CLASS_LIMITS = (0.0, 0.10, 0.25, 0.50)  # upper ends of classes 0 to 3, of the strained share
MAIN = (470.0, 560.0)
INSET = (400.0, 400.0)
_MARGIN = 24.0
_LARGEST_RADIUS = 13.0
_LETTER_WIDTH, _LABEL_HEIGHT = 6.4, 11.0
_KM_PER_DEGREE = 111.32
_PLACE = re.compile(
    r"^công an (?:phường|xã|đặc khu|thị trấn|quận|huyện|thị xã|tỉnh|thành phố)\s+"
    r"|\s+(?:(?:ward|commune|special zone|township|town|district|urban district) )police$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MapUnit:
    """A unit to draw. `strained` counts strained and overloaded dual holders."""

    unit_id: int
    name: str
    latitude: float
    longitude: float
    staff: int
    dual_holders: int
    strained: int
    href: str

    @property
    def strained_share(self) -> float:
        return self.strained / self.dual_holders if self.dual_holders else 0.0


@dataclass(frozen=True, slots=True)
class LegendEntry:
    css: str
    text: str


@dataclass(frozen=True, slots=True)
class CityMap:
    """Main drawing, and the inset's when there is one; `missing`: units without coordinates."""

    main: SafeString
    inset: SafeString | None
    legend: tuple[LegendEntry, ...]
    missing: int


def class_of(share: float) -> int:
    """0 (nobody) to 4 (half and more)."""
    return sum(share > limit for limit in CLASS_LIMITS)


def place_name(name: str) -> str:
    """The place in a unit's name, short enough for a map."""
    return _PLACE.sub("", name)


@dataclass(frozen=True, slots=True)
class _Box:
    west: float
    east: float
    south: float
    north: float

    def holds(self, unit: MapUnit) -> bool:
        return (
            self.west <= unit.longitude <= self.east and self.south <= unit.latitude <= self.north
        )


@dataclass(slots=True)
class _Panel:
    """A box drawn into width x height; remembers where labels and bubbles already are."""

    box: _Box
    width: float
    height: float
    scale: float = 0.0
    squeeze: float = 1.0
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.squeeze = math.cos(math.radians((self.box.north + self.box.south) / 2))
        wide = max((self.box.east - self.box.west) * self.squeeze, 1e-3)
        high = max(self.box.north - self.box.south, 1e-3)
        self.scale = min((self.width - 2 * _MARGIN) / wide, (self.height - 2 * _MARGIN) / high)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        middle_x = (self.box.west + self.box.east) / 2
        middle_y = (self.box.south + self.box.north) / 2
        return (
            self.width / 2 + (longitude - middle_x) * self.squeeze * self.scale,
            self.height / 2 - (latitude - middle_y) * self.scale,
        )

    def is_free(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        if left < 2 or right > self.width - 2 or top < 2 or bottom > self.height - 18:
            return False
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for other in self.taken
        )


def build_map(units: Sequence[MapUnit], missing: int = 0) -> CityMap | None:
    """The drawings; None when no unit has coordinates."""
    if not units:
        return None
    whole = _box_of(units)
    largest = max(unit.staff for unit in units) or 1
    if len(units) > LINKED_AT_MOST:
        return CityMap(_draw_dots(whole, units), None, _legend(), missing)
    core = _core_of(units, whole)
    inner = [u for u in units if core is not None and core.holds(u)]
    outer = [u for u in units if core is None or not core.holds(u)]
    main = _draw(_Panel(whole, *MAIN), outer, inner, core, largest, gettext("Map of the units"))
    inset = None
    if core is not None:
        inset = _draw(_Panel(core, *INSET), inner, (), None, largest, gettext("Inner part, larger"))
    return CityMap(main, inset, _legend(), missing)


def _legend() -> tuple[LegendEntry, ...]:
    texts = (
        gettext("nobody"),
        gettext("up to 10 %"),
        gettext("10 to 25 %"),
        gettext("25 to 50 %"),
        gettext("over half"),
    )
    return tuple(LegendEntry(f"bubble-{i}", text) for i, text in enumerate(texts))


def _box_of(units: Sequence[MapUnit]) -> _Box:
    longitudes, latitudes = [u.longitude for u in units], [u.latitude for u in units]
    return _Box(min(longitudes), max(longitudes), min(latitudes), max(latitudes))


def _core_of(units: Sequence[MapUnit], whole: _Box) -> _Box | None:
    """The smallest centred box with two fifths of the units, if it is a small part of the whole."""
    if len(units) < 30:
        return None
    middle_x = sorted(u.longitude for u in units)[len(units) // 2]
    middle_y = sorted(u.latitude for u in units)[len(units) // 2]
    squeeze = math.cos(math.radians(middle_y))

    def distance(unit: MapUnit) -> float:
        return max(abs(unit.longitude - middle_x) * squeeze, abs(unit.latitude - middle_y))

    reach = sorted(map(distance, units))[int(len(units) * 0.4)]
    area = (2 * reach / squeeze) * (2 * reach)
    if area > 0.12 * (whole.east - whole.west) * (whole.north - whole.south):
        return None
    wide = reach / squeeze
    return _Box(middle_x - wide, middle_x + wide, middle_y - reach, middle_y + reach)


def _draw(
    panel: _Panel,
    linked: Sequence[MapUnit],
    dotted: Sequence[MapUnit],
    core: _Box | None,
    largest: int,
    label: str,
) -> SafeString:
    parts = [
        (
            f'<svg class="map" viewBox="0 0 {panel.width:.0f} {panel.height:.0f}" role="group" '
            f'aria-label="{escape(label)}">'
        ),
        (
            f'<rect class="map-frame" x="0.5" y="0.5" width="{panel.width - 1:.0f}" '
            f'height="{panel.height - 1:.0f}"/>'
        ),
        _scale_bar(panel),
    ]
    if core is not None:
        left, top = panel.place(core.west, core.north)
        right, bottom = panel.place(core.east, core.south)
        parts.append(
            f'<rect class="map-box" x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
            f'height="{bottom - top:.1f}"/>'
        )
        panel.taken.append((left, top, right, bottom))
    for unit in dotted:
        x, y = panel.place(unit.longitude, unit.latitude)
        parts.append(
            f'<circle class="bubble-{class_of(unit.strained_share)}" cx="{x:.1f}" cy="{y:.1f}" '
            'r="1.8"/>'
        )
    drawn = []
    for unit in sorted(linked, key=lambda u: -u.staff):
        x, y = panel.place(unit.longitude, unit.latitude)
        radius = max(2.5, _LARGEST_RADIUS * math.sqrt(unit.staff / largest))
        drawn.append((unit, x, y, radius))
        panel.taken.append((x - radius, y - radius, x + radius, y + radius))
        parts.append(_bubble(unit, x, y, radius))
    parts.extend(_labels(panel, drawn))
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308 - numbers, and texts escaped where they are made


def _bubble(unit: MapUnit, x: float, y: float, radius: float) -> str:
    text = escape(
        gettext("{name}: {staff}; {dual}, of whom {strained} strained or overloaded").format(
            name=unit.name,
            staff=ngettext("{count} officer", "{count} officers", unit.staff).format(
                count=wording.number(unit.staff)
            ),
            dual=ngettext("{count} dual holder", "{count} dual holders", unit.dual_holders).format(
                count=wording.number(unit.dual_holders)
            ),
            strained=wording.number(unit.strained),
        )
    )
    return (
        f'<a href="{escape(unit.href)}" aria-label="{text}"><title>{text}</title>'
        f'<circle class="bubble bubble-{class_of(unit.strained_share)}" cx="{x:.1f}" '
        f'cy="{y:.1f}" r="{radius:.1f}"/></a>'
    )


def _labels(panel: _Panel, drawn: Sequence[tuple[MapUnit, float, float, float]]) -> list[str]:
    """Names where there is room beside the bubble, the most strained and largest first."""
    parts = []
    for unit, x, y, radius in sorted(drawn, key=lambda d: (-d[0].strained, -d[0].staff)):
        name = place_name(unit.name)
        width = len(name) * _LETTER_WIDTH
        right = (x + radius + 2, y - _LABEL_HEIGHT / 2, x + radius + 2 + width, y + 5.5)
        left = (x - radius - 2 - width, y - _LABEL_HEIGHT / 2, x - radius - 2, y + 5.5)
        for box, anchor, at in ((right, "start", right[0]), (left, "end", left[2])):
            if panel.is_free(box):
                panel.taken.append(box)
                parts.append(
                    f'<text class="map-text" aria-hidden="true" x="{at:.1f}" y="{y + 3.5:.1f}" '
                    f'text-anchor="{anchor}">{escape(name)}</text>'
                )
                break
    return parts


def _scale_bar(panel: _Panel) -> str:
    """A bar of a round number of kilometres, at the lower left."""
    per_km = panel.scale / _KM_PER_DEGREE
    length_km = next((km for km in (1, 2, 5, 10, 20, 50, 100, 200) if km * per_km >= 50), 500)
    end, y = 12 + length_km * per_km, panel.height - 10
    return (
        f'<path class="map-frame" d="M12 {y - 4:.1f}v4H{end:.1f}v-4"/>'
        f'<text class="map-text" x="{end + 5:.1f}" y="{y + 1:.1f}">{length_km} km</text>'
    )


def _draw_dots(whole: _Box, units: Sequence[MapUnit]) -> SafeString:
    panel = _Panel(whole, *MAIN)
    paths: dict[int, list[str]] = {}
    for unit in units:
        x, y = panel.place(unit.longitude, unit.latitude)
        paths.setdefault(class_of(unit.strained_share), []).append(f"M{x:.0f} {y:.0f}h0")
    label = escape(gettext("Map of the units; the table below has their links"))
    parts = [
        (
            f'<svg class="map" viewBox="0 0 {MAIN[0]:.0f} {MAIN[1]:.0f}" role="img" '
            f'aria-label="{label}"><title>{label}</title>'
        ),
        (
            f'<rect class="map-frame" x="0.5" y="0.5" width="{MAIN[0] - 1:.0f}" '
            f'height="{MAIN[1] - 1:.0f}"/>'
        ),
        _scale_bar(panel),
    ]
    parts.extend(
        f'<path class="dots-{kind}" d="{"".join(moves)}"/>' for kind, moves in sorted(paths.items())
    )
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308 - numbers and escaped texts only
