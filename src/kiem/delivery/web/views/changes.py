"""Change events: what became of whom, and who moved where."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, cut_page, every_row, read_token
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.domain.register.queries import changes
from kiem.platform.access import Permission

_KINDS = {
    "merge": gettext_noop("merger"),
    "split": gettext_noop("division"),
    "dissolve": gettext_noop("dissolution"),
    "convert": gettext_noop("conversion"),
    "reorganize": gettext_noop("rearrangement"),
}


def kind_text(kind: str) -> str:
    return gettext(_KINDS[kind]) if kind in _KINDS else kind


@requires(Permission.VIEW_STRUCTURE)
def change_list(request: HttpRequest) -> HttpResponse:
    asked, scope = asked_of(request), scope_of(request)
    columns: list[Column[changes.ChangeEventRow]] = [
        Column("day", gettext("In force from"), lambda e: e.effective_on, Kind.DATE),
        Column(
            "title",
            gettext("Reorganisation"),
            lambda e: wording.name_of(e.title_vi, e.title_en),
            href=lambda e: f"/changes/{e.id}/{asked.query}",
            is_heading=True,
        ),
        Column("kind", gettext("Kind"), lambda e: kind_text(e.kind)),
        Column("originals", gettext("Organisations before"), lambda e: e.originals, Kind.COUNT),
        Column("results", gettext("Organisations after"), lambda e: e.results, Kind.COUNT),
    ]
    table = Table.of_all(
        request,
        name="changes",
        caption=gettext("Reorganisations"),
        columns=columns,
        rows=changes.list_change_events(**scope),
        default_sort="-day",
        empty_text=gettext("No reorganisation has touched your scope."),
    )
    context = {"title": gettext("Reorganisations"), "lead": gettext("What became of whom.")}
    return show(request, "kiem/list.html", {**context, "table": table}, [table])


@requires(Permission.VIEW_STRUCTURE)
def change_page(request: HttpRequest, event_id: int) -> HttpResponse:
    asked, scope = asked_of(request), scope_of(request)
    detail = changes.change_event(event_id=event_id, **scope)
    links = Table.of_all(
        request,
        name="links",
        caption=gettext("What became of whom"),
        columns=link_columns(asked, detail.event),
        rows=detail.links,
        default_sort="-people",
        empty_text=gettext("No organisation of your scope took part."),
    )
    tables: list[Table[changes.ChangeLinkRow] | Table[changes.MovedPerson]] = [links]
    if viewer_of(request).can(Permission.VIEW_OFFICES):
        tables.append(_people_table(request, event_id, asked))
    context = {
        "title": wording.name_of(detail.event.title_vi, detail.event.title_en),
        "event": detail.event,
        "kind": kind_text(detail.event.kind),
        "decision": detail.decision,
        "decision_title": wording.name_of(detail.decision.title_vi, detail.decision.title_en),
        "people_moved": detail.people_moved,
        "before_href": asked.link(request.path, on=_before(detail.event).isoformat()),
        "after_href": asked.link(request.path, on=detail.event.effective_on.isoformat()),
    }
    return show(request, "kiem/change.html", context, tables)


def _before(event: changes.ChangeEventRow) -> date:
    return date.fromordinal(event.effective_on.toordinal() - 1)


def link_columns(
    asked: Asked, event: changes.ChangeEventRow
) -> list[Column[changes.ChangeLinkRow]]:
    """Each unit's link leads to a day on which the unit exists."""
    before, after = _before(event).isoformat(), event.effective_on.isoformat()
    return [
        Column(
            "original",
            gettext("Before"),
            lambda r: wording.name_of(r.original_vi, r.original_en),
            href=lambda r: asked.link(f"/organizations/{r.original_id}/open/", on=before),
            is_heading=True,
        ),
        Column("original_code", gettext("Code before"), lambda r: r.original_code),
        Column(
            "result",
            gettext("After"),
            lambda r: wording.name_of(r.result_vi, r.result_en) or gettext("dissolved"),
            href=lambda r: (
                asked.link(f"/organizations/{r.result_id}/open/", on=after) if r.result_id else None
            ),
        ),
        Column("result_code", gettext("Code after"), lambda r: r.result_code),
        Column(
            "principal",
            gettext("Successor"),
            lambda r: gettext("principal") if r.is_principal else gettext("further"),
        ),
        Column("people", gettext("People moved"), lambda r: r.people, Kind.COUNT, is_summed=True),
    ]


def _people_table(request: HttpRequest, event_id: int, asked: Asked) -> Table[changes.MovedPerson]:
    scope = scope_of(request)

    def fetch(after: Key | None, limit: int) -> list[changes.MovedPerson]:
        key = (str(after[0]), int(after[1])) if after else None
        return changes.list_moved_people(event_id=event_id, **scope, after=key, limit=limit)

    rows, after = cut_page(fetch(read_token(request, (str, int)), PAGE_ROWS + 1), _person_key)
    opens = viewer_of(request).can(Permission.VIEW_PERSON)
    columns: list[Column[changes.MovedPerson]] = [
        Column(
            "person",
            gettext("Person"),
            lambda r: r.full_name,
            href=lambda r: f"/people/{r.person_id}/{asked.query}" if opens else None,
            is_heading=True,
        ),
        Column("from", gettext("From"), lambda r: wording.name_of(r.from_vi, r.from_en)),
        Column("to", gettext("To"), lambda r: wording.name_of(r.to_vi, r.to_en)),
    ]
    return Table.of_page(
        request,
        name="people",
        caption=gettext("People moved"),
        columns=columns,
        rows=rows,
        next_after=after,
        export_rows=lambda: every_row(fetch, _person_key),
        empty_text=gettext("Nobody of your scope moved on this day."),
    )


def _person_key(row: changes.MovedPerson) -> Key:
    return (row.sort_key, row.person_id)
