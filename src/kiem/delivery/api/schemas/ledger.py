"""Hours, load, findings and their explanation as they are given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict

from kiem.delivery.api.schemas.shape import Example, MonthText, Shape

_FIGURES: Example = {
    "dual_holders": 8,
    "available_hours": 1408.0,
    "line_hours": 1130.5,
    "office_hours": 196.25,
    "release_hours": 176.0,
    "release_hours_by_letter": {"C": 176.0},
    "unregulated_offices": 2,
    "uncovered_hours": 48.25,
    "load": 0.84,
    "office_share": 0.15,
    "within": 6,
    "strained": 1,
    "overloaded": 1,
}


class Figures(Shape):
    """Sums over people, in hours to the hundredth. `load` and `office_share` are ratios of sums,
    null where there is nothing to divide by."""

    model_config = ConfigDict(json_schema_extra={"examples": [_FIGURES]})

    dual_holders: int
    available_hours: float
    line_hours: float
    office_hours: float
    release_hours: float
    release_hours_by_letter: dict[str, float]
    """Letter of the rule (C, S, E, M) -> hours; they add up to `release_hours`."""
    unregulated_offices: int
    uncovered_hours: float
    load: float | None
    office_share: float | None
    within: int
    strained: int
    overloaded: int


class UnitLoad(Shape):
    """A unit's month."""

    unit_id: int
    unit_code: str
    name_vi: str
    name_en: str
    kind: str
    latitude: float | None
    longitude: float | None
    month_state: str
    """`closed`, `running` or `to come`."""
    staff: int
    figures: Figures
    findings: int


class Totals(Shape):
    """All units together. Each person counts once, also one with line posts in two units."""

    units: int
    staff: int
    figures: Figures
    findings: int


class LoadPicture(Shape):
    """The load of your units in the month that contains the day asked about."""

    month: MonthText
    month_state: str
    closed_units: int
    units: list[UnitLoad]
    totals: Totals


class OfficeMonth(Shape):
    """One office or external seat in a month. `letters` and `rule_ids` empty: no rule applies."""

    post_id: int
    appointment_id: int
    organization_id: int
    kind: str
    role: str
    days_held: int
    logged_hours: float
    planned_hours: float
    office_hours: float
    release_hours: float
    letters: list[str]
    rule_ids: list[str]


class PersonMonth(Shape):
    """One person's month. `line_is_recorded`: line hours were recorded, else they are the norm."""

    person_id: int
    unit_id: int | None
    month: MonthText
    month_state: str
    available_hours: float
    line_hours: float
    line_is_recorded: bool
    office_hours: float
    release_hours: float
    uncovered_hours: float
    load: float | None
    office_share: float | None
    status: str
    """`within`, `strained` or `overloaded`."""
    is_dual: bool
    unregulated_offices: int
    offices: list[OfficeMonth]


class PersonLoad(Shape):
    """A dual holder of a unit with the month asked about."""

    person_id: int
    staff_number: str
    full_name: str
    month: PersonMonth


class UnitMonth(Shape):
    """One month of a unit. `staff`: line posts held on the month's reference day."""

    month: MonthText
    month_state: str
    staff: int
    figures: Figures


class UnitLoadDetail(Shape):
    """A unit's months, oldest first, and its dual holders on the day asked about."""

    months: list[UnitMonth]
    people: list[PersonLoad]


class TimeEntry(Shape):
    """Hours logged."""

    id: int
    post_id: int
    post_title_vi: str
    post_title_en: str
    role_kind: str
    category: str
    day: date
    hours: float
    is_month_total: bool
    activity_id: int | None
    activity_vi: str
    activity_en: str
    recorded_by: str
    recorded_at: datetime


class Activity(Shape):
    """An activity, with how many take part, and hours planned and logged by all of them."""

    id: int
    category: str
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    first_day: date
    planned_hours: float
    participants: int
    planned_total: float
    logged_total: float


class Leave(Shape):
    """Leave from `start` up to, not including, `end`."""

    id: int
    kind: str
    start: date
    end: date


class ClosedMonth(Shape):
    """A month a unit has closed, with what was known at `known_at`."""

    month: MonthText
    known_at: datetime
    closed_at: datetime
    closed_by: str


class NamedRef(Shape):
    id: int
    name_vi: str
    name_en: str


class Finding(Shape):
    """Something somebody should look at. `title`, `evidence` and `remedy` are in your language;
    `params` are the figures in them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "overloaded",
                    "severity": "serious",
                    "title": "Overloaded",
                    "evidence": "Load 1.205: 212.1 of 176.0 available hours are asked for.",
                    "remedy": "Release hours from the line post, or hand an office on.",
                    "params": {"load": 1.205, "demand": 212.1, "available": 176.0},
                    "unit": {"id": 41, "name_vi": "Công an phường Ba Đình", "name_en": ""},
                    "unit_code": "HN-00004",
                    "person": None,
                    "organization": None,
                    "post": None,
                }
            ]
        }
    )

    code: str
    severity: str
    """`serious`, `warning` or `notice`."""
    title: str
    evidence: str
    remedy: str
    params: dict[str, Any]
    unit: NamedRef
    unit_code: str
    person: NamedRef | None
    organization: NamedRef | None
    post: NamedRef | None


class Record(Shape):
    """A row a figure stands on. `hours`: what it adds, null where it adds by other means."""

    kind: str
    id: int | None
    first_day: date | None
    until: date | None
    hours: float | None
    label_vi: str
    label_en: str
    decision_id: int | None
    """The decision by which somebody left a seat."""


class Explanation(Shape):
    """One figure: its value, the formula, what went into it, down to records and the rule.

    `subject`: `person:7`, `unit:3`, `organization:5`, `all` or, inside a person, `post:9`. `unit`
    of the value: `hours`, `ratio`, `people`, `posts`, `committees` or `seats`.
    """

    figure: str
    subject: str
    value: float | None
    unit: str
    label: str
    formula: str
    note: str
    letter: str | None
    rule_id: str | None
    inputs: list[Explanation]
    records: list[Record]
