"""The load part of a unit's page: this month, 24 months as columns, its dual holders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.headline import honest_sentence
from kiem.delivery.web.loadtable import hours_of
from kiem.delivery.web.monthbar import MonthHours, month_bar
from kiem.delivery.web.series import SeriesMonth, draw_series
from kiem.delivery.web.tables import Table
from kiem.domain.ledger import queries as ledger
from kiem.platform.access import Permission
from kiem.time.month import Month

MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class UnitLoadPart:
    """What `parts/unit_load.html` shows."""

    figures: ledger.Figures
    state: str
    honest: str
    bar: SafeString
    series: SafeString
    tables: list[Table[Any]]
    findings_href: str


def unit_load(request: HttpRequest, unit_id: int) -> UnitLoadPart:
    """Build it; raises as the ledger's queries do. Its months lead to the unit's page."""
    path = f"/units/{unit_id}/"
    asked, scope = asked_of(request), scope_of(request)
    months = ledger.unit_load_series(unit_id=unit_id, months=MONTHS_SHOWN, **scope)
    lived = next((i for i, m in enumerate(months) if m.staff), len(months) - 1)
    months = months[lived:]  # a unit has no load before anybody worked in it
    people = ledger.unit_people_load(unit_id=unit_id, **scope)
    now = months[-1]
    opens = viewer_of(request).can(Permission.VIEW_PERSON)
    tables: list[Table[Any]] = [
        Table.of_all(
            request,
            name="holders",
            caption=gettext("Dual holders"),
            columns=holder_columns(asked, people, opens=opens),
            rows=people,
            default_sort="-load",
            empty_text=gettext("Nobody here holds two posts on this day."),
            is_main=False,
        ),
        Table.of_all(
            request,
            name="months",
            caption=gettext("Load over 24 months"),
            columns=month_columns(asked, path),
            rows=list(reversed(months)),
            is_main=False,
        ),
    ]
    return UnitLoadPart(
        figures=now.figures,
        state=now.month_state,
        honest=honest_sentence(now.figures),
        bar=month_bar(hours_of(now.figures), width=420, height=26),
        series=draw_series(
            [_series_month(m, asked, path) for m in months],
            gettext("Load over 24 months"),
        ),
        tables=tables,
        findings_href=asked.link("/findings/", unit=unit_id),
    )


def _series_month(month: ledger.UnitMonth, asked: Asked, path: str) -> SeriesMonth:
    return SeriesMonth(
        month.month,
        hours_of(month.figures),
        asked.link(path, on=day_in(month.month, asked).isoformat()),
        is_shown=month.month == asked.month,
        is_to_come=month.month_state == ledger.MonthState.TO_COME,
    )


def day_in(month: Month, asked: Asked) -> date:
    """The day a link to a month shows: the day shown itself, or the month's last."""
    if month == asked.month:
        return asked.on
    return month.end.fromordinal(month.end.toordinal() - 1)


def month_columns(asked: Asked, path: str) -> list[Column[ledger.UnitMonth]]:
    def hours(key: str, label: str, value: Callable[[ledger.Figures], float]) -> Column[Any]:
        return Column(key, label, lambda m: value(m.figures), Kind.HOURS)

    return [
        Column(
            "month",
            gettext("Month"),
            lambda m: str(m.month),
            show=lambda m: wording.table_month(m.month),
            href=lambda m: asked.link(path, on=day_in(m.month, asked).isoformat()),
            is_heading=True,
        ),
        Column(
            "state",
            gettext("State"),
            lambda m: statuses.status_text(m.month_state),
            html=lambda m: statuses.status(m.month_state),
        ),
        Column("staff", gettext("Staff"), lambda m: m.staff, Kind.COUNT),
        Column("dual", gettext("Dual holders"), lambda m: m.figures.dual_holders, Kind.COUNT),
        hours("available", gettext("Available"), lambda f: f.available_hours),
        hours("line", gettext("Line"), lambda f: f.line_hours),
        hours("office", gettext("Office"), lambda f: f.office_hours),
        hours("release", gettext("Release"), lambda f: f.release_hours),
        hours("uncovered", gettext("Uncovered"), lambda f: f.uncovered_hours),
        Column("load", gettext("Load"), lambda m: m.figures.load, Kind.RATIO),
        Column("strained", gettext("Strained"), lambda m: m.figures.strained, Kind.COUNT),
        Column("overloaded", gettext("Overloaded"), lambda m: m.figures.overloaded, Kind.COUNT),
    ]


def person_hours(month: ledger.PersonMonth) -> MonthHours:
    """A person's month as a bar draws it."""
    return MonthHours(
        month.available_hours,
        month.line_hours,
        month.office_hours,
        month.office_hours - month.uncovered_hours,
        adds_up=month.line_is_recorded,
    )


def holder_columns(
    asked: Asked, people: tuple[ledger.PersonRow, ...], *, opens: bool
) -> list[Column[ledger.PersonRow]]:
    """Dual holders with their bars on one scale; every figure opens to its explanation."""
    full = max(
        (max(p.month.available_hours, person_hours(p.month).reach) for p in people), default=1
    )

    def why(figure: str) -> Callable[[ledger.PersonRow], str]:
        return lambda p: f"/why/person:{p.person_id}/{figure}/{asked.cited}"

    def hours(
        figure: str, label: str, value: Callable[[ledger.PersonMonth], float]
    ) -> Column[ledger.PersonRow]:
        return Column(
            figure, label, lambda p: value(p.month), Kind.HOURS, why=why(figure), is_summed=True
        )

    return [
        Column(
            "name",
            gettext("Person"),
            lambda p: p.full_name,
            href=lambda p: f"/people/{p.person_id}/{asked.query}" if opens else None,
            sort_by=lambda p: p.sort_key,
            is_heading=True,
        ),
        Column("number", gettext("Staff number"), lambda p: p.staff_number),
        Column(
            "bar",
            gettext("Month"),
            lambda p: None,
            html=lambda p: month_bar(person_hours(p.month), full=full * 1.02, width=180, height=14),
            is_sortable=False,
            is_exported=False,
        ),
        hours("available_hours", gettext("Available"), lambda m: m.available_hours),
        hours("line_hours", gettext("Line"), lambda m: m.line_hours),
        hours("office_hours", gettext("Office"), lambda m: m.office_hours),
        hours("release_hours", gettext("Release"), lambda m: m.release_hours),
        hours("uncovered_hours", gettext("Uncovered"), lambda m: m.uncovered_hours),
        Column("load", gettext("Load"), lambda p: p.month.load, Kind.RATIO, why=why("load")),
        Column(
            "status",
            gettext("Status"),
            lambda p: statuses.status_text(p.month.status),
            html=lambda p: statuses.status(p.month.status),
        ),
        Column(
            "unregulated",
            gettext("Not regulated"),
            lambda p: p.month.unregulated_offices or None,
            Kind.COUNT,
            hint=gettext("Offices to which no rule applies"),
        ),
    ]
