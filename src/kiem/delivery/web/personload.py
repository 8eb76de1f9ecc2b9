"""The load part of a person's page: the month shown, months before it, what the offices give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.listing import role_text
from kiem.delivery.web.monthbar import month_bar
from kiem.delivery.web.series import SeriesMonth, draw_series
from kiem.delivery.web.tables import Table
from kiem.delivery.web.unitload import day_in, person_hours
from kiem.domain.ledger import queries as ledger

MONTHS_SHOWN = 12
CATEGORIES = {
    "duty": gettext_noop("duty"),
    "meeting": gettext_noop("meeting"),
    "volunteering": gettext_noop("volunteering"),
    "training": gettext_noop("training"),
    "culture_sport": gettext_noop("culture and sport"),
    "counter_support": gettext_noop("support at the counter"),
    "congress": gettext_noop("congress"),
    "reporting": gettext_noop("reporting"),
}


@dataclass(frozen=True, slots=True)
class PersonLoadPart:
    """What `parts/person_load.html` shows."""

    month: ledger.PersonMonth
    bar: SafeString
    series: SafeString
    tables: list[Table[Any]]


def person_load(request: HttpRequest, person_id: int) -> PersonLoadPart:
    """Build it; raises as the ledger's queries do. Its months lead to the person's page."""
    path = f"/people/{person_id}/"
    asked, scope = asked_of(request), scope_of(request)
    months = ledger.person_load(person_id=person_id, months=MONTHS_SHOWN, **scope)
    now = months[-1]
    lived = next((at for at, m in enumerate(months) if m.available_hours or m.office_hours), -1)
    months = months[lived:]  # months before somebody's service are not months without work
    entries = ledger.time_entries(person_id=person_id, month=asked.month, **scope)
    tables: list[Table[Any]] = [
        Table.of_all(
            request,
            name="months",
            caption=gettext("Hours by month"),
            columns=month_columns(asked, path, person_id),
            rows=list(reversed(months)),
            is_main=False,
        ),
        Table.of_all(
            request,
            name="entitlements",
            caption=gettext("What the offices entitle to this month"),
            columns=office_columns(asked, person_id),
            rows=now.offices,
            is_main=False,
            empty_text=gettext("No office or external seat is held this month."),
        ),
        Table.of_all(
            request,
            name="entries",
            caption=gettext("Hours logged this month"),
            columns=entry_columns(asked),
            rows=entries,
            is_main=False,
            empty_text=gettext("No hours are logged for this month."),
        ),
    ]
    series = [
        SeriesMonth(
            m.month,
            person_hours(m),
            asked.link(path, on=day_in(m.month, asked).isoformat()),
            is_shown=m.month == asked.month,
            is_to_come=m.month_state == ledger.MonthState.TO_COME,
        )
        for m in months
    ]
    return PersonLoadPart(
        now,
        month_bar(person_hours(now), width=420, height=26),
        draw_series(series, gettext("Hours by month")),
        tables,
    )


def month_columns(asked: Asked, path: str, person_id: int) -> list[Column[ledger.PersonMonth]]:
    def there(month: ledger.PersonMonth) -> str:
        return asked.link(path, on=day_in(month.month, asked).isoformat())

    def why(figure: str) -> Callable[[ledger.PersonMonth], str]:
        return lambda m: asked.link(
            f"/why/person:{person_id}/{figure}/", on=day_in(m.month, asked).isoformat()
        )

    def hours(
        figure: str, label: str, value: Callable[[ledger.PersonMonth], float]
    ) -> Column[ledger.PersonMonth]:
        return Column(figure, label, value, Kind.HOURS, why=why(figure))

    return [
        Column(
            "month",
            gettext("Month"),
            lambda m: str(m.month),
            show=lambda m: wording.table_month(m.month),
            href=there,
            is_heading=True,
        ),
        Column(
            "state",
            gettext("State"),
            lambda m: statuses.status_text(m.month_state),
            html=lambda m: statuses.status(m.month_state),
        ),
        hours("available_hours", gettext("Available"), lambda m: m.available_hours),
        hours("line_hours", gettext("Line"), lambda m: m.line_hours),
        hours("office_hours", gettext("Office"), lambda m: m.office_hours),
        hours("release_hours", gettext("Release"), lambda m: m.release_hours),
        hours("uncovered_hours", gettext("Uncovered"), lambda m: m.uncovered_hours),
        Column("load", gettext("Load"), lambda m: m.load, Kind.RATIO, why=why("load")),
        Column(
            "office_share",
            gettext("Office share"),
            lambda m: m.office_share,
            Kind.SHARE,
            why=why("office_share"),
        ),
        Column(
            "status",
            gettext("Status"),
            lambda m: statuses.status_text(m.status),
            html=lambda m: statuses.status(m.status),
        ),
    ]


def office_columns(asked: Asked, person_id: int) -> list[Column[ledger.OfficeMonth]]:
    def rule_text(office: ledger.OfficeMonth) -> str:
        if not office.is_regulated:
            return statuses.status_text("not_regulated")
        return ", ".join(f"{c} {statuses.letter_text(c)}" for c in office.letters)

    def rule_html(office: ledger.OfficeMonth) -> SafeString:
        if not office.is_regulated:
            return statuses.status("not_regulated")
        return statuses.letter(office.letters[0])

    return [
        Column(
            "office",
            gettext("Office held"),
            lambda o: role_text(o.role),
            href=lambda o: f"/posts/{o.post_id}/{asked.query}",
            is_heading=True,
        ),
        Column("days", gettext("Days held"), lambda o: o.days_held, Kind.COUNT),
        Column("logged", gettext("Logged"), lambda o: o.logged_hours, Kind.HOURS, is_summed=True),
        Column(
            "planned", gettext("Planned"), lambda o: o.planned_hours, Kind.HOURS, is_summed=True
        ),
        Column(
            "release",
            gettext("Release hours"),
            lambda o: o.release_hours,
            Kind.HOURS,
            is_summed=True,
            why=lambda o: f"/why/person:{person_id}/release_hours/{asked.cited}",
        ),
        Column("rule", gettext("Basis"), rule_text, html=rule_html),
        Column(
            "rule_id",
            gettext("Rule"),
            lambda o: o.rule_ids[0] if o.rule_ids else None,
            href=lambda o: f"/rules/{o.rule_ids[0]}/{asked.query}" if o.rule_ids else None,
        ),
    ]


def entry_columns(asked: Asked) -> list[Column[ledger.TimeEntryRow]]:
    return [
        Column("day", gettext("Day"), lambda e: e.day, Kind.DATE),
        Column(
            "role",
            gettext("Role"),
            lambda e: gettext("line") if e.role_kind == "line" else gettext("concurrent"),
        ),
        Column(
            "post",
            gettext("Post"),
            lambda e: wording.name_of(e.post_title_vi, e.post_title_en),
            href=lambda e: f"/posts/{e.post_id}/{asked.query}",
            is_heading=True,
        ),
        Column(
            "category",
            gettext("Category"),
            lambda e: gettext(CATEGORIES.get(e.category, e.category)),
        ),
        Column(
            "activity",
            gettext("Activity"),
            lambda e: (
                gettext("total of the month")
                if e.is_month_total
                else wording.name_of(e.activity_vi, e.activity_en)
            ),
        ),
        Column("hours", gettext("Hours"), lambda e: float(e.hours), Kind.HOURS, is_summed=True),
        Column(
            "recorded", gettext("Recorded"), lambda e: wording.moment(e.recorded_at), Kind.MOMENT
        ),
    ]
