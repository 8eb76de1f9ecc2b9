"""The records behind the figures of the consolidated report: of a chapter, and of a total."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, bad_page, every_row, read_token, write_token
from kiem.delivery.web.pages import show
from kiem.delivery.web.personload import CATEGORIES
from kiem.delivery.web.returnwords import FIGURE_NAMES, HOUR_FIGURES, period_text
from kiem.delivery.web.tables import Table
from kiem.delivery.web.views.findings import read_id
from kiem.delivery.web.views.return_reports import period_asked
from kiem.domain.returns.queries.figures import (
    FigureRecord,
    Place,
    TotalRecords,
    figure_records,
    total_records,
)
from kiem.platform.access import Permission


@require_safe
@requires(Permission.VIEW_RETURNS)
def figure_page(request: HttpRequest, organization_id: int, figure: str) -> HttpResponse:
    """The records a figure is the sum of."""
    asked, scope, period = asked_of(request), scope_of(request), period_asked(request)
    found = figure_records(
        viewer=scope["viewer"],
        known_at=scope["known_at"],
        organization_id=organization_id,
        figure=figure,
        period=period,
    )
    table = Table.of_all(
        request,
        name="records",
        caption=gettext(FIGURE_NAMES[figure]),
        columns=record_columns(request, asked, figure, found.records, is_summed=True),
        rows=found.records,
        empty_text=gettext("There are no records."),
    )
    context = {
        "title": f"{gettext(FIGURE_NAMES[figure])}, {period_text(period)}",
        "lead": wording.name_of(found.chapter.name_vi, found.chapter.name_en),
        "is_named": found.is_named,
        "table": table,
        "report_href": asked.link("/returns/report/", period=period.text),
    }
    return show(request, "kiem/return_figure.html", context, [table])


@require_safe
@requires(Permission.VIEW_RETURNS)
def total_page(request: HttpRequest, figure: str) -> HttpResponse:
    """The records of all organisations that a total of the report is the sum of."""
    asked, period = asked_of(request), period_asked(request)
    category, line = request.GET.get("category", ""), request.GET.get("line", "")

    def fetch(after: Key | None, limit: int) -> TotalRecords:
        return total_records(
            viewer=viewer_of(request),
            known_at=asked.known_at,
            figure=figure,
            period=period,
            head_id=read_id(request, "line"),
            category=category or None,
            after=_place(after),
            limit=limit,
        )

    found = fetch(read_token(request, (str, int, int)), PAGE_ROWS + 1)
    names = dict(found.names)
    is_last = len(found.records) <= PAGE_ROWS
    table = Table.of_page(
        request,
        name="records",
        caption=gettext(FIGURE_NAMES[figure]),
        columns=[
            *record_columns(request, asked, figure, found.records, is_summed=False),
            Column(
                "chapter",
                gettext("Organisation"),
                lambda r: wording.name_of(*names[r.chapter_id]),
                href=lambda r: asked.link(
                    f"/returns/chapters/{r.chapter_id}/{figure}/", period=period.text
                ),
            ),
        ],
        rows=found.records[:PAGE_ROWS],
        next_after="" if is_last else write_token(_key(found.places[PAGE_ROWS - 1])),
        export_rows=lambda: _all_records(fetch),
        empty_text=gettext("There are no records."),
    )
    kind = gettext(CATEGORIES.get(category, category))
    context = {
        "title": f"{gettext(FIGURE_NAMES[figure])}, {period_text(period)}",
        "lead": kind or gettext("All organisations of the report"),
        "sum": _sum_text(found),
        "is_named": found.is_named,
        "table": table,
        "report_href": asked.link("/returns/report/", period=period.text, line=line),
    }
    return show(request, "kiem/return_figure.html", context, [table])


def _sum_text(found: TotalRecords) -> str:
    text = ngettext(
        "{count} record adds up to {total}.", "{count} records add up to {total}.", found.count
    )
    is_hours = found.figure in HOUR_FIGURES
    total = wording.hours(float(found.total)) if is_hours else wording.number(int(found.total))
    return text.format(count=wording.number(found.count), total=total)


def _all_records(fetch: Callable[[Key | None, int], TotalRecords]) -> Iterator[FigureRecord]:
    """Page by page, for an export."""

    def pairs(after: Key | None, limit: int) -> list[tuple[FigureRecord, Place]]:
        found = fetch(after, limit)
        return list(zip(found.records, found.places, strict=True))

    return (record for record, _ in every_row(pairs, lambda pair: _key(pair[1])))


def _key(place: Place) -> Key:
    return (place[0].isoformat(), place[1], place[2])


def _place(key: Key | None) -> Place | None:
    """A place as a token carries it. Raises InvalidInput for a day that is none."""
    if key is None:
        return None
    day, chapter, record = key
    try:
        return date.fromisoformat(str(day)), int(chapter), int(record)
    except ValueError as error:
        raise bad_page() from error


def record_columns(
    request: HttpRequest,
    asked: Asked,
    figure: str,
    records: Sequence[FigureRecord],
    *,
    is_summed: bool,
) -> list[Column[FigureRecord]]:
    viewer = viewer_of(request)
    opens_people = viewer.can(Permission.VIEW_PERSON)
    opens_files = viewer.can(Permission.VIEW_MEMBERS)

    def href(record: FigureRecord) -> str | None:
        if record.kind == "return":
            return asked.link(f"/returns/files/{record.id}/") if opens_files else None
        if record.person_id is not None and opens_people:
            return f"/people/{record.person_id}/{asked.query}"
        return None

    columns: list[Column[FigureRecord]] = []
    if any(record.name_vi for record in records):
        columns.append(
            Column(
                "name",
                gettext("Record"),
                lambda r: wording.name_of(r.name_vi, r.name_en),
                href=href,
                is_heading=True,
            )
        )
    columns.append(Column("day", gettext("Day"), _day, Kind.DATE))
    if any(record.category for record in records):
        columns.append(
            Column(
                "category",
                gettext("Category"),
                lambda r: gettext(CATEGORIES.get(r.category, r.category)),
            )
        )
    kind = Kind.HOURS if figure in HOUR_FIGURES else Kind.COUNT
    columns.append(
        Column("value", gettext("Counts"), lambda r: float(r.value), kind, is_summed=is_summed)
    )
    if any(record.decision_id for record in records):
        columns.append(
            Column(
                "decision",
                gettext("Decision"),
                lambda r: gettext("open") if r.decision_id else None,
                href=lambda r: (
                    f"/decisions/{r.decision_id}/{asked.query}" if r.decision_id else None
                ),
                is_exported=False,
            )
        )
    return columns


def _day(record: FigureRecord) -> date | None:
    return record.day
