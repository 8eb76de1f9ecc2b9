"""Arrival intensities compiled for the tape: a mass for each day and a shape inside it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiem.engine.simulation.demand_tape import SHAPE_CELLS
from kiem.engine.simulation.inputs import DAY_MINUTES, ArrivalRates, Calendar, Units
from kiem.engine.simulation.office_time import OfficeTime
from kiem.engine.simulation.results import TICKS_PER_MINUTE

Floats = NDArray[np.float64]


class Intensity(NamedTuple):
    """`rate` [U, K] per ordinary day; `pattern` [U, K] -> row of `mass`, `shape_of` [G, D].

    `per_mass`: 1 / mass. A shape has pieces of constant intensity: `shape_mass` [S, P + 1] from 0
    to 1, `shape_tick` [S, P + 1] from the start of the day, `shape_slope` [S, P] ticks per mass;
    `shape_cell` [S, cells + 1] is the piece in which each of 256 equal cells of mass starts.
    """

    rate: Floats
    pattern: NDArray[np.int64]
    mass: Floats
    per_mass: Floats
    shape_of: NDArray[np.int64]
    shape_mass: Floats
    shape_tick: Floats
    shape_slope: Floats
    shape_cell: NDArray[np.int64]


class _Shapes:
    """Distinct day shapes, each kept once."""

    def __init__(self) -> None:
        self.known: dict[tuple[bytes, bytes], int] = {}
        self.mass: list[Floats] = []
        self.tick: list[Floats] = []

    def number(self, mass: Floats, tick: Floats) -> int:
        key = (mass.tobytes(), tick.tobytes())
        if key not in self.known:
            self.known[key] = len(self.mass)
            self.mass.append(mass)
            self.tick.append(tick)
        return self.known[key]

    def tables(self) -> tuple[Floats, Floats, Floats, NDArray[np.int64]]:
        pieces = max(len(mass) for mass in self.mass) - 1
        count = len(self.mass)
        mass, tick = np.full((count, pieces + 1), 2.0), np.zeros((count, pieces + 1))
        slope = np.zeros((count, pieces))
        cell = np.zeros((count, SHAPE_CELLS + 1), np.int64)
        for row, (its_mass, its_tick) in enumerate(zip(self.mass, self.tick, strict=True)):
            size = len(its_mass)
            mass[row, :size], tick[row, :size] = its_mass, its_tick
            mass[row, size - 1] = 2.0  # a sentinel: x < 1 never runs past the last piece
            slope[row, : size - 1] = np.diff(its_tick) / np.diff(its_mass)
            starts = np.arange(SHAPE_CELLS + 1) / SHAPE_CELLS
            cell[row] = np.searchsorted(its_mass[1:-1], starts, side="right")
        return mass, tick, slope, cell


def compile_intensity(
    rates: ArrivalRates | None, units: Units, types: int, axis: OfficeTime
) -> Intensity:
    """All patterns of (profile, series, calendar) that occur."""
    days = axis.day_start.size - 1
    shapes = _Shapes()
    pattern = np.zeros((units.count, types), np.int64)
    if rates is None:
        shapes.number(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
        none = np.zeros((1, days))
        return Intensity(
            np.zeros((units.count, types)),
            pattern,
            none,
            none,
            none.astype(np.int64),
            *shapes.tables(),
        )
    keys = np.stack(
        [
            np.broadcast_to(rates.profile_of, pattern.shape),
            rates.series_of,
            np.broadcast_to(units.calendar[:, None], pattern.shape),
        ],
        axis=-1,
    ).reshape(-1, 3)
    distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
    pattern = inverse.reshape(pattern.shape).astype(np.int64)
    mass = np.zeros((len(distinct), days))
    shape_of = np.zeros((len(distinct), days), np.int64)
    days_of: dict[tuple[int, int], tuple[Floats, NDArray[np.int64]]] = {}
    for row, (profile, series, calendar) in enumerate(distinct):
        pair = (int(profile), int(calendar))
        if pair not in days_of:
            days_of[pair] = _day_shapes(
                rates.profiles[profile], units.calendars[calendar], axis, shapes
            )
        mass[row], shape_of[row] = days_of[pair]
        if rates.day_factors.size:
            mass[row] *= rates.day_factors[series, :days]
    per_mass = np.divide(1.0, mass, out=np.zeros_like(mass), where=mass > 0)
    return Intensity(
        rates.cases_per_day.copy(), pattern, mass, per_mass, shape_of, *shapes.tables()
    )


def _day_shapes(
    profile: Floats, calendar: Calendar, axis: OfficeTime, shapes: _Shapes
) -> tuple[Floats, NDArray[np.int64]]:
    """Mass (mean 1 over the weekdays that are ever open) and shape of every day."""
    days = axis.day_start.size - 1
    raw = np.zeros(days)
    shape_of = np.zeros(days, np.int64)
    hourly = _hourly_pieces(calendar, days)
    for day in range(days):
        weekday = (calendar.first_weekday + day) % 7
        pieces = hourly[day]
        weights = np.array([profile[weekday, hour] * (end - start) for hour, start, end in pieces])
        used = np.flatnonzero(weights > 0)
        if not used.size:
            continue
        raw[day] = weights.sum()
        origin = axis.day_start[day]
        ticks = axis.ticks(np.array([pieces[i][1] for i in used])) - origin
        length = [(pieces[i][2] - pieces[i][1]) * TICKS_PER_MINUTE for i in used]
        shape_of[day] = shapes.number(*_polyline(weights[used], ticks, np.array(length)))
    if not shapes.mass:
        shapes.number(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    weekday_of = (calendar.first_weekday + np.arange(days)) % 7
    open_day = np.array([bool(pieces) for pieces in hourly])
    means = [
        raw[open_day & (weekday_of == weekday)].mean()
        for weekday in range(7)
        if (open_day & (weekday_of == weekday)).any()
    ]
    level = float(np.mean(means)) if means else 0.0
    return (raw / level if level > 0 else raw), shape_of


def _polyline(weights: Floats, ticks: NDArray[np.int64], length: Floats) -> tuple[Floats, Floats]:
    """Mass and tick at the breakpoints. Pieces without intensity between are jumped over."""
    share = weights / weights.sum()
    mass, tick = [0.0], [float(ticks[0])]
    for i, part in enumerate(share):
        if tick[-1] != float(ticks[i]):  # a jump: a piece of next to no mass
            mass.append(mass[-1] + 1e-15)
            tick.append(float(ticks[i]))
        mass.append(mass[-1] + float(part))
        tick.append(float(ticks[i]) + float(length[i]))
    scale = mass[-1]
    return np.array(mass) / scale, np.array(tick)


def _hourly_pieces(calendar: Calendar, days: int) -> list[list[tuple[int, float, float]]]:
    """(hour, start, end) of open time of each day, cut at the full hours, in wall minutes."""
    pieces: list[list[tuple[int, float, float]]] = [[] for _ in range(days)]
    for start, end in zip(calendar.open_start, calendar.open_end, strict=True):
        day = int(start // DAY_MINUTES)
        if day >= days:
            break
        while start < end:
            hour = int((start - day * DAY_MINUTES) // 60)
            stop = min(float(end), day * DAY_MINUTES + (hour + 1) * 60.0)
            pieces[day].append((hour, float(start), stop))
            start = stop
    return pieces
