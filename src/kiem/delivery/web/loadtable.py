"""The table of a load picture: one row a unit, every figure a link to its explanation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.monthbar import MonthHours, month_bar
from kiem.domain.ledger.queries.results import Figures, UnitLoad


def unit_columns(asked: Asked, units: Sequence[UnitLoad]) -> list[Column[UnitLoad]]:
    """The columns; hours bars share one scale, so that units compare by eye."""
    tail = asked.cited
    full = max((max(u.available_hours * 1.1, hours_of(u.figures).reach) for u in units), default=1)

    def why(figure: str) -> Callable[[UnitLoad], str]:
        return lambda u: f"/why/unit:{u.unit_id}/{figure}/{tail}"

    def bar(unit: UnitLoad) -> SafeString:
        return month_bar(hours_of(unit.figures), full=full, width=140, height=14)

    def hours_column(key: str, label: str, value: Callable[[UnitLoad], float]) -> Column[UnitLoad]:
        return Column(key, label, value, Kind.HOURS, why=why(key), is_summed=True)

    return [
        Column(
            "name",
            gettext("Unit"),
            lambda u: wording.name_of(u.name_vi, u.name_en),
            href=lambda u: f"/units/{u.unit_id}/{asked.query}",
            is_heading=True,
        ),
        Column("code", gettext("Code"), lambda u: u.unit_code),
        Column("staff", gettext("Staff"), lambda u: u.staff, Kind.COUNT, is_summed=True),
        Column(
            "dual_holders",
            gettext("Dual holders"),
            lambda u: u.dual_holders,
            Kind.COUNT,
            is_summed=True,
            why=why("dual_holders"),
        ),
        Column(
            "bar",
            gettext("Month"),
            lambda u: None,
            html=bar,
            is_sortable=False,
            is_filterable=False,
            is_exported=False,
        ),
        hours_column("available_hours", gettext("Available"), lambda u: u.available_hours),
        hours_column("line_hours", gettext("Line"), lambda u: u.line_hours),
        hours_column("office_hours", gettext("Office"), lambda u: u.office_hours),
        hours_column("release_hours", gettext("Release"), lambda u: u.release_hours),
        hours_column("uncovered_hours", gettext("Uncovered"), lambda u: u.uncovered_hours),
        Column("strained", gettext("Strained"), lambda u: u.strained, Kind.COUNT, is_summed=True),
        Column(
            "overloaded", gettext("Overloaded"), lambda u: u.overloaded, Kind.COUNT, is_summed=True
        ),
        Column(
            "unregulated_offices",
            gettext("Not regulated"),
            lambda u: u.unregulated_offices,
            Kind.COUNT,
            is_summed=True,
            hint=gettext("Offices to which no rule applies"),
        ),
        Column(
            "findings",
            gettext("Findings"),
            lambda u: u.findings,
            Kind.COUNT,
            is_summed=True,
            href=lambda u: asked.link("/findings/", unit=u.unit_id),
        ),
    ]


def hours_of(figures: Figures) -> MonthHours:
    """The hours a bar shows. Where the load counts all office hours on top of recorded line hours
    (closed months), the bar says so; sums of both kinds are drawn as the nearer one."""
    demand = (figures.load or 0.0) * figures.available_hours
    added = figures.line_hours + figures.office_hours
    taken_out = figures.line_hours + figures.uncovered_hours
    return MonthHours(
        figures.available_hours,
        figures.line_hours,
        figures.office_hours,
        figures.office_hours - figures.uncovered_hours,
        adds_up=added > taken_out and abs(demand - added) < abs(demand - taken_out),
    )
