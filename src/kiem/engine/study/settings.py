"""`study.toml`: period, working hours, service rules, run, cost, objective and the models to
compare.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiem.engine.study.findings import Findings
from kiem.engine.study.schema import WEEKDAYS
from kiem.engine.study.settings_schema import (
    EXTRA_STAFF_SETTINGS,
    MODEL_SETTINGS,
    OFFICE_MODES,
    SECTIONS,
    TRAINING_SETTINGS,
    Setting,
)

FILE = "study.toml"
MODEL_CODE = re.compile(r"^[a-z0-9][a-z0-9_-]{0,39}$")
_LONGEST = 5_800
_SPAN = re.compile(r"^([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])$")


@dataclass(frozen=True, slots=True)
class Training:
    staff_profile: str
    case_type: str


@dataclass(frozen=True, slots=True)
class ExtraStaff:
    """`count` people of a profile in one unit, in each unit of a kind, or in each unit."""

    staff_profile: str
    count: int
    unit: str = ""
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """One alternative. See MODEL_SETTINGS for the meaning of each field."""

    name: str
    title: str = ""
    title_vi: str = ""
    offices: str = "concurrent"
    by_profile: Mapping[str, str] = field(default_factory=dict)
    activities: str = "idle"
    pooling: bool = False
    cluster_size: int = 0
    release_factor: float = 1.0
    officer: str = "released"
    officer_cost_per_hour: float = 0.0
    discipline: str | None = None
    training: tuple[Training, ...] = ()
    extra_staff: tuple[ExtraStaff, ...] = ()

    def offices_in(self, profile: str) -> str:
        return self.by_profile.get(profile, self.offices)


@dataclass(frozen=True, slots=True)
class Settings:
    """All sections of `study.toml`, with defaults filled in.

    `hours`: (start, end) in minutes after midnight.
    """

    title: str
    title_vi: str
    note: str
    note_vi: str
    invented: bool
    start: dt.date
    end: dt.date
    warm_up_days: int
    drain_days: int
    weekdays: tuple[int, ...]
    hours: tuple[tuple[int, int], ...]
    discipline: str
    handover_hours: float
    handover_minutes: float
    overtime_minutes: float
    slice_minutes: float
    urgency: float
    leave_block_days: int
    growth_per_year: float
    replications: int
    seed: int
    currency: str
    overtime_factor: float
    late_case_hours: float
    waiting_hour_hours: float
    missed_hour_hours: float
    overtime_hour_hours: float
    extra_staff_hour_hours: float
    models: tuple[Model, ...]

    @property
    def day_minutes(self) -> int:
        """Working minutes of a full day."""
        return sum(end - start for start, end in self.hours)

    @property
    def first_day(self) -> dt.date:
        """Day 0 of the simulation, where the warm-up begins."""
        return self.start - dt.timedelta(days=self.warm_up_days)

    @property
    def last_day(self) -> dt.date:
        """Last simulated day, where the drain ends."""
        return self.end + dt.timedelta(days=self.drain_days)

    @property
    def days(self) -> int:
        """Simulated calendar days, warm-up and drain included."""
        return (self.last_day - self.first_day).days + 1


def read_settings(path: Path, findings: Findings) -> Settings | None:
    """Read and check `study.toml`. None if it has errors, which are then in `findings`."""
    document = _parse(path, findings)
    if document is None:
        return None
    for name in document.keys() - SECTIONS.keys() - {"models"}:
        findings.error(
            FILE,
            f"there is no section {name!r}",
            f"The sections are {', '.join(SECTIONS)} and models",
            column=name,
        )
    values: dict[str, Any] = {}
    for section, settings in SECTIONS.items():
        given = document.get(section, {})
        if not isinstance(given, dict):
            findings.error(
                FILE,
                f"{section!r} is not a section",
                f"Write [{section}] on its own line",
                column=section,
            )
            given = {}
        values.update(_read_section(given, settings, section, findings))
    models = _read_models(document.get("models", []), findings)
    _check_time(values, findings)
    if findings.has_errors_in(FILE):
        return None
    values["weekdays"] = tuple(sorted(WEEKDAYS.index(day) for day in values["weekdays"]))
    values["hours"] = tuple(_span(text) for text in values["hours"])
    return Settings(**values, models=models)


def _parse(path: Path, findings: Findings) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        findings.error(
            FILE,
            "there is no such file",
            "A study is a folder with study.toml in it; try: kiem study example mmc DIR",
        )
    except UnicodeDecodeError:
        findings.error(FILE, "the text is not UTF-8", "Save it again as UTF-8")
    except tomllib.TOMLDecodeError as problem:
        findings.error(FILE, f"this is not TOML ({problem})", "Mend the line")
    return None


def _read_section(
    given: Mapping[str, Any], settings: tuple[Setting, ...], place: str, findings: Findings
) -> dict[str, Any]:
    known = {setting.name for setting in settings}
    for name in given.keys() - known:
        findings.error(
            FILE,
            f"there is no setting {name!r}",
            f"The settings are {', '.join(sorted(known))}",
            column=f"{place}.{name}",
        )
    return {s.name: _read_setting(given, s, f"{place}.{s.name}", findings) for s in settings}


def _read_setting(
    given: Mapping[str, Any], setting: Setting, place: str, findings: Findings
) -> Any:
    if setting.name not in given:
        if setting.required:
            findings.error(
                FILE, "the setting is missing", f"Add it: {setting.meaning}", column=place
            )
        return setting.default
    value = given[setting.name]
    if setting.kind is float and type(value) is int:
        value = float(value)
    # bool is an int and datetime is a date: only the exact type is meant.
    if type(value) is not setting.kind:
        findings.error(
            FILE,
            f"{value!r} is not a {_TYPE_NAMES[setting.kind]}",
            f"Write a {_TYPE_NAMES[setting.kind]}",
            column=place,
        )
        return setting.default
    if setting.kind in (int, float):
        _check_range(value, setting, place, findings)
    for part in value if isinstance(value, list) else [value]:
        if setting.choices and part not in setting.choices:
            findings.error(
                FILE,
                f"{part!r} is not known here",
                f"Use one of {', '.join(setting.choices)}",
                column=place,
            )
    return value


_TYPE_NAMES = {
    str: "text in quotes",
    bool: "true or false",
    int: "whole number",
    float: "number",
    dt.date: "date such as 2026-01-05, without quotes",
    list: "list in square brackets",
    dict: "table in braces",
}


def _check_range(value: Any, setting: Setting, place: str, findings: Findings) -> None:
    unit = setting.unit or "a plain number"
    if not math.isfinite(value):
        findings.error(FILE, f"{value} is not a finite number", "Write a number", column=place)
    elif setting.low is not None and value < setting.low:
        findings.error(
            FILE,
            f"{value:g} is below {setting.low:g}",
            f"Check the unit, it is {unit}",
            column=place,
        )
    elif setting.high is not None and value > setting.high:
        findings.error(
            FILE,
            f"{value:g} is above {setting.high:g}",
            f"Check the unit, it is {unit}",
            column=place,
        )


def _span(text: str) -> tuple[int, int]:
    match = _SPAN.match(text)
    if match is None:
        raise ValueError(text)
    a, b, c, d = (int(part) for part in match.groups())
    return a * 60 + b, c * 60 + d


def _check_time(values: Mapping[str, Any], findings: Findings) -> None:
    start, end = values["start"], values["end"]
    if start is not None and end is not None:
        if end < start:
            findings.error(
                FILE, f"end {end} is before start {start}", "Exchange them", column="time.end"
            )
        elif (
            days := (end - start).days + values["warm_up_days"] + values["drain_days"]
        ) > _LONGEST:
            findings.error(
                FILE,
                f"{days:,} days are too long, warm-up and drain included",
                f"Stay within {_LONGEST:,} days",
                column="time.end",
            )
    previous = 0
    for text in values["hours"]:
        try:
            low, high = _span(text)
        except (ValueError, TypeError):
            findings.error(
                FILE,
                f"{text!r} is not a span of hours",
                'Write it as "07:30-11:30"',
                column="time.hours",
            )
            continue
        if not previous <= low < high <= 24 * 60:
            findings.error(
                FILE,
                f"{text!r} ends before it starts, or overlaps the one before",
                "Put the spans in order",
                column="time.hours",
            )
        previous = high
    for name in ("hours", "weekdays"):
        if not values[name]:
            findings.error(FILE, "nobody ever works", "Name at least one", column=f"time.{name}")


def _read_models(given: Any, findings: Findings) -> tuple[Model, ...]:
    if (
        not isinstance(given, list)
        or not given
        or not all(isinstance(entry, dict) for entry in given)
    ):
        findings.error(
            FILE, "there is no model to simulate", "Add at least one [[models]]", column="models"
        )
        return ()
    models: list[Model] = []
    for position, entry in enumerate(given, start=1):
        place = f"models[{position}]"
        values = _read_section(entry, MODEL_SETTINGS, place, findings)
        name = values["name"] or ""
        if values["name"] is not None and not MODEL_CODE.match(name):
            findings.error(
                FILE,
                f"{name!r} is not a code",
                "Use small letters, digits, - and _, at most 40",
                column=f"{place}.name",
            )
        if any(name == model.name for model in models):
            findings.error(
                FILE,
                f"a model {name!r} is already there",
                "Give it another name",
                column=f"{place}.name",
            )
        for profile, mode in values["by_profile"].items():
            if mode not in OFFICE_MODES:
                findings.error(
                    FILE,
                    f"{mode!r} is not known here",
                    f"Use one of {', '.join(OFFICE_MODES)}",
                    column=f"{place}.by_profile.{profile}",
                )
        values["training"] = _entries(
            values["training"], TRAINING_SETTINGS, f"{place}.training", Training, findings
        )
        values["extra_staff"] = _entries(
            values["extra_staff"],
            EXTRA_STAFF_SETTINGS,
            f"{place}.extra_staff",
            ExtraStaff,
            findings,
        )
        models.append(Model(**values))
    return tuple(models)


def _entries(
    given: list[Any], settings: tuple[Setting, ...], place: str, make: Any, findings: Findings
) -> tuple[Any, ...]:
    made = []
    for position, entry in enumerate(given, start=1):
        where = f"{place}[{position}]"
        if not isinstance(entry, dict):
            findings.error(
                FILE, f"{entry!r} is not a table in braces", "Write { ... }", column=where
            )
            continue
        values = _read_section(entry, settings, where, findings)
        if None not in values.values():
            made.append(make(**values))
    return tuple(made)
