"""`study.toml`: period, working hours, service rules, run, cost, objective and the models to compare."""

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

FILE = "study.toml"
MODEL_CODE = re.compile(r"^[a-z0-9][a-z0-9_-]{0,39}$")
_SPAN = re.compile(r"^([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])$")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `kind` is a type of TOML; a setting without default is required."""

    name: str
    kind: type
    meaning: str
    unit: str = ""
    default: Any = None
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


DISCIPLINES = ("fcfs", "due", "priority", "slack")
OFFICE_MODES = ("concurrent", "per_unit", "per_cluster")
ACTIVITY_MODES = ("idle", "fixed", "first")

SECTIONS: dict[str, tuple[Setting, ...]] = {
    "study": (
        Setting("title", str, "Title of the report.", required=True),
        Setting("title_vi", str, "Title of the Vietnamese report.", default=""),
        Setting("note", str, "Said under the title.", default=""),
        Setting("note_vi", str, "The same in Vietnamese.", default=""),
        Setting("invented", bool, "The data are invented; every report says so.", default=False),
    ),
    "time": (
        Setting("start", dt.date, "First day that counts.", required=True),
        Setting("end", dt.date, "Last day that counts.", required=True),
        Setting("warm_up_days", int, "Days before `start` in which queues fill; their cases are not counted.",
                "calendar days", default=0, low=0, high=3650),
        Setting("drain_days", int, "Days after `end` in which counted cases may still be finished; demand goes on, "
                "uncounted.", "calendar days", default=0, low=0, high=3650),
        Setting("weekdays", list, "Working days of the week.", default=["mon", "tue", "wed", "thu", "fri"],
                choices=WEEKDAYS),
        Setting("hours", list, "Working hours of a day, such as `07:30-11:30`.",
                default=["08:00-12:00", "13:00-17:00"]),
    ),
    "service": (
        Setting("discipline", str, "Which waiting case is taken first.", default="fcfs", choices=DISCIPLINES),
        Setting("handover_hours", float, "After so much absence of its holder a case goes back to the queue.",
                "working hours", default=8.0, low=0, high=2000),
        Setting("handover_minutes", float, "Work of reading in after a handover.", "working minutes", default=0.0,
                low=0, high=10_000),
        Setting("overtime_minutes", float, "A case that would end within so long after closing is finished in "
                "overtime; otherwise it pauses.", "minutes", default=0.0, low=0, high=600),
        Setting("slice_minutes", float, "Longest stretch of office work before looking at the queue again.",
                "working minutes", default=60.0, low=1, high=600),
        Setting("urgency", float, "Interleaved office work goes first once the time to its deadline is at most so "
                "many times its remaining length; 0: never.", "ratio", default=0.0, low=0, high=100),
        Setting("leave_block_days", int, "Length of a block of leave.", "working days", default=5, low=1, high=60),
        Setting("growth_per_year", float, "Growth of arrivals, continuous; negative shrinks.", "share per year",
                default=0.0, low=-0.9, high=5),
    ),
    "run": (
        Setting("replications", int, "Independent repetitions of the period.", "replications", default=30, low=1,
                high=100_000),
        Setting("seed", int, "Seed of all random numbers.", default=1, low=0, high=2**63 - 1),
    ),
    "cost": (
        Setting("currency", str, "Name of the currency, in the report.", default=""),
        Setting("overtime_factor", float, "Pay of an overtime hour over that of a normal one.", "ratio",
                default=1.5, low=0, high=10),
    ),
    "objective": (
        Setting("late_case_hours", float, "What a case answered late weighs.", "hours of work per case",
                default=2.0, low=0, high=10_000),
        Setting("waiting_hour_hours", float, "What an hour of turnaround weighs.", "hours of work per hour",
                default=0.0, low=0, high=100),
        Setting("missed_hour_hours", float, "What an activity hour not done in time weighs.",
                "hours of work per hour", default=1.0, low=0, high=10_000),
        Setting("overtime_hour_hours", float, "What an hour of overtime weighs.", "hours of work per hour",
                default=1.5, low=0, high=10_000),
        Setting("extra_staff_hour_hours", float, "What a paid hour of staff added by a model weighs.",
                "hours of work per hour", default=1.0, low=0, high=100),
    ),
}  # fmt: skip

MODEL_SETTINGS: tuple[Setting, ...] = (
    Setting("name", str, "Code of the model: small letters, digits, `-` and `_`.", required=True),
    Setting("title", str, "Name in the report (English).", default=""),
    Setting("title_vi", str, "Name in the report (Vietnamese).", default=""),
    Setting("offices", str, "Who does the work of the offices: `concurrent`: the holders, beside their post; "
            "`per_unit`: one full-time officer in each unit; `per_cluster`: one for each cluster.",
            default="concurrent", choices=OFFICE_MODES),
    Setting("by_profile", dict, "The same per profile of units, `ward = \"per_unit\"`; profiles left out follow "
            "`offices`.", default={}),
    Setting("activities", str, "When concurrent holders do activities: `idle`: interleaved when no case waits; "
            "`fixed`: at fixed times inside the window; `first`: before cases.", default="idle",
            choices=ACTIVITY_MODES),
    Setting("pooling", bool, "Any unit of a cluster may serve the others' cases when its own are done.",
            default=False),
    Setting("cluster_size", int, "Clusters of so many neighbouring units, instead of those in `units`; 0: those "
            "in `units`.", "units", default=0, low=0, high=64),
    Setting("release_factor", float, "Multiplies the release norm of all offices.", "ratio", default=1.0, low=0,
            high=10),
    Setting("officer", str, "Full-time officers are `hired`, on top of the staff, or `released`: the holder with most "
            "office hours gives up case work.", default="released", choices=("hired", "released")),
    Setting("officer_cost_per_hour", float, "Pay and charges of a hired officer.", "currency per hour", default=0.0,
            low=0),
    Setting("discipline", str, "Instead of that of the study.", choices=DISCIPLINES),
    Setting("training", list, "Skills added: `{ staff_profile = \"desk\", case_type = \"C3\" }`.", default=[]),
    Setting("extra_staff", list, "People added: `{ staff_profile = \"desk\", count = 1, unit = \"U1\" }`, or "
            "`profile = \"ward\"` for each unit of a profile, or neither for each unit.", default=[]),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Training:
    staff_profile: str
    case_type: str


@dataclass(frozen=True, slots=True)
class ExtraStaff:
    """`count` people of a profile in one unit, in each unit of a profile of units, or in each unit."""

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
    """All sections of `study.toml`, with defaults filled in. `hours`: (start, end) in minutes after midnight."""

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
            FILE, f"there is no section {name!r}", f"The sections are {', '.join(SECTIONS)} and models", column=name
        )
    values: dict[str, Any] = {}
    for section, settings in SECTIONS.items():
        given = document.get(section, {})
        if not isinstance(given, dict):
            findings.error(FILE, f"{section!r} is not a section", f"Write [{section}] on its own line", column=section)
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
            FILE, "there is no such file", "A study is a folder with study.toml in it; try: kiem study example mmc DIR"
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
            FILE, f"there is no setting {name!r}", f"The settings are {', '.join(sorted(known))}", column=f"{place}.{name}"
        )
    return {s.name: _read_setting(given, s, f"{place}.{s.name}", findings) for s in settings}


def _read_setting(given: Mapping[str, Any], setting: Setting, place: str, findings: Findings) -> Any:
    if setting.name not in given:
        if setting.required:
            findings.error(FILE, "the setting is missing", f"Add it: {setting.meaning}", column=place)
        return setting.default
    value = given[setting.name]
    if setting.kind is float and type(value) is int:
        value = float(value)
    # bool is an int and datetime is a date: only the exact type is meant.
    if type(value) is not setting.kind:
        findings.error(
            FILE, f"{value!r} is not a {_TYPE_NAMES[setting.kind]}", f"Write a {_TYPE_NAMES[setting.kind]}", column=place
        )
        return setting.default
    if setting.kind in (int, float):
        _check_range(value, setting, place, findings)
    for part in value if isinstance(value, list) else [value]:
        if setting.choices and part not in setting.choices:
            findings.error(FILE, f"{part!r} is not known here", f"Use one of {', '.join(setting.choices)}", column=place)
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


def _check_range(value: float, setting: Setting, place: str, findings: Findings) -> None:
    unit = setting.unit or "a plain number"
    if not math.isfinite(value):
        findings.error(FILE, f"{value} is not a finite number", "Write a number", column=place)
    elif setting.low is not None and value < setting.low:
        findings.error(FILE, f"{value:g} is below {setting.low:g}", f"Check the unit, it is {unit}", column=place)
    elif setting.high is not None and value > setting.high:
        findings.error(FILE, f"{value:g} is above {setting.high:g}", f"Check the unit, it is {unit}", column=place)


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
            findings.error(FILE, f"end {end} is before start {start}", "Exchange them", column="time.end")
        elif (end - start).days > 3660:
            findings.error(FILE, "the period is longer than ten years", "Shorten it", column="time.end")
    previous = 0
    for text in values["hours"]:
        try:
            low, high = _span(text)
        except (ValueError, TypeError):
            findings.error(FILE, f"{text!r} is not a span of hours", 'Write it as "07:30-11:30"', column="time.hours")
            continue
        if not previous <= low < high <= 24 * 60:
            findings.error(
                FILE, f"{text!r} ends before it starts, or overlaps the one before", "Put the spans in order",
                column="time.hours",
            )  # fmt: skip
        previous = high
    for name in ("hours", "weekdays"):
        if not values[name]:
            findings.error(FILE, "nobody ever works", "Name at least one", column=f"time.{name}")


def _read_models(given: Any, findings: Findings) -> tuple[Model, ...]:
    if not isinstance(given, list) or not given or not all(isinstance(entry, dict) for entry in given):
        findings.error(FILE, "there is no model to simulate", "Add at least one [[models]]", column="models")
        return ()
    models = []
    for position, entry in enumerate(given, start=1):
        place = f"models[{position}]"
        values = _read_section(entry, MODEL_SETTINGS, place, findings)
        name = values["name"] or ""
        if values["name"] is not None and not MODEL_CODE.match(name):
            findings.error(
                FILE, f"{name!r} is not a code", "Use small letters, digits, - and _, at most 40", column=f"{place}.name"
            )
        if any(name == model.name for model in models):
            findings.error(FILE, f"a model {name!r} is already there", "Give it another name", column=f"{place}.name")
        for profile, mode in values["by_profile"].items():
            if mode not in OFFICE_MODES:
                findings.error(
                    FILE, f"{mode!r} is not known here", f"Use one of {', '.join(OFFICE_MODES)}",
                    column=f"{place}.by_profile.{profile}",
                )  # fmt: skip
        values["training"] = _entries(values["training"], _TRAINING, f"{place}.training", Training, findings)
        values["extra_staff"] = _entries(values["extra_staff"], _EXTRA, f"{place}.extra_staff", ExtraStaff, findings)
        models.append(Model(**values))
    return tuple(models)


_TRAINING = (
    Setting("staff_profile", str, "Profile that is trained.", required=True),
    Setting("case_type", str, "Type it can serve afterwards.", required=True),
)
_EXTRA = (
    Setting("staff_profile", str, "Profile of the people added.", required=True),
    Setting("count", int, "How many.", "people", required=True, low=1, high=500),
    Setting("unit", str, "Unit they are added to.", default=""),
    Setting("profile", str, "Profile of the units they are added to.", default=""),
)


def _entries(given: list[Any], settings: tuple[Setting, ...], place: str, make: Any, findings: Findings) -> tuple[Any, ...]:
    made = []
    for position, entry in enumerate(given, start=1):
        where = f"{place}[{position}]"
        if not isinstance(entry, dict):
            findings.error(FILE, f"{entry!r} is not a table in braces", "Write { ... }", column=where)
            continue
        values = _read_section(entry, settings, where, findings)
        if None not in values.values():
            made.append(make(**values))
    return tuple(made)
