"""What waits for superiors: hours to confirm, objections, leave to decide, months to close.

Always as it stands now: a word is given on what is seen.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Paging, Rows, cut, page_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.own import OWN_OR_SUPERIOR
from kiem.delivery.api.routes.structure import BY_NAME
from kiem.delivery.api.routes.uploads import MonthNamed
from kiem.delivery.api.schemas.daily import (
    MonthEnd,
    Objection,
    ObjectionDetail,
    SheetDetail,
    SheetToConfirm,
    UnitMonthClosed,
    UnitToClose,
)
from kiem.delivery.api.schemas.hours import Done
from kiem.delivery.api.schemas.shape import All, Id, One, Page, Words
from kiem.delivery.web.asked import viewer_of
from kiem.domain.ledger import actions, queries
from kiem.platform.access import Permission
from kiem.time.month import Month

router = Router(tags=["hours"])


@operation(
    router,
    "GET",
    "/confirmations/{month}",
    permission=Permission.CONFIRM_TIME,
    returns=Page[SheetToConfirm],
    summary=_("Hours to confirm"),
    description=_(
        "Sums by person and post in your scope, by name. `state`: `waiting`, `asked` or "
        "`confirmed`, all if left out; `text`: words of names."
    ),
)
def list_sheets(
    request: HttpRequest,
    month: MonthNamed,
    page: Paging,
    state: queries.SheetState | None = None,
    text: Words | None = None,
) -> Rows[queries.SheetRow]:
    return page_of(
        page,
        of="sheets",
        shape=(str, int, int),
        fetch=lambda after, limit: queries.sheets_to_confirm(
            viewer=viewer_of(request),
            month=Month.parse(month),
            state=state,
            text=text or "",
            after=after,
            limit=limit,
        ),
        key_of=lambda row: (row.sort_key, row.person_id, row.post_id),
    )


@operation(
    router,
    "GET",
    "/confirmations/{month}/{person_id}/{post_id}",
    permission=Permission.CONFIRM_TIME,
    returns=One[SheetDetail],
    summary=_("One person's hours to confirm"),
    description=_("Entry by entry, with everything said about them."),
)
def get_sheet(request: HttpRequest, month: MonthNamed, person_id: Id, post_id: Id) -> queries.Sheet:
    return queries.sheet_to_confirm(
        viewer=viewer_of(request), person_id=person_id, post_id=post_id, month=Month.parse(month)
    )


@operation(
    router,
    "GET",
    "/objections",
    permission=OWN_OR_SUPERIOR,
    returns=All[Objection],
    summary=_("List objections"),
    description=_(
        "One's own, and those on hours one confirms: open ones first, then the latest; 300 at most."
    ),
)
def list_objections(
    request: HttpRequest, only_open: bool = False
) -> tuple[queries.ObjectionRow, ...]:
    return queries.list_objections(viewer=viewer_of(request), only_open=only_open)


@operation(
    router,
    "GET",
    "/objections/{objection_id}",
    permission=OWN_OR_SUPERIOR,
    returns=One[ObjectionDetail],
    summary=_("One objection"),
    description=_("With its trail."),
)
def get_objection(request: HttpRequest, objection_id: Id) -> queries.ObjectionDetail:
    return queries.objection_detail(viewer=viewer_of(request), objection_id=objection_id)


@operation(
    router,
    "GET",
    "/closings/{month}",
    permission=Permission.CONFIRM_TIME,
    returns=Page[UnitToClose],
    summary=_("Units to close a month of"),
    description=_("Units you command, in Vietnamese order, and who has closed them."),
)
def list_units_to_close(
    request: HttpRequest, month: MonthNamed, page: Paging
) -> Rows[queries.UnitMonthState]:
    def by_name(row: queries.UnitMonthState) -> tuple[str, int]:
        return row.sort_key, row.unit_id

    found = queries.units_to_close(viewer=viewer_of(request), month=Month.parse(month))
    return cut(page, of="closings", shape=BY_NAME, rows=sorted(found, key=by_name), key_of=by_name)


@operation(
    router,
    "GET",
    "/units/{unit_id}/closings/{month}",
    permission=Permission.CONFIRM_TIME,
    returns=One[MonthEnd],
    summary=_("What is missing in a unit's month"),
    description=_("Person by person, before it is closed. For units you command."),
)
def get_month_end(request: HttpRequest, unit_id: Id, month: MonthNamed) -> dict[str, Any]:
    found = queries.month_end(viewer=viewer_of(request), unit_id=unit_id, month=Month.parse(month))
    shown = {field.name: getattr(found, field.name) for field in fields(found)}
    return {**shown, "incomplete": found.incomplete}


@operation(
    router,
    "POST",
    "/units/{unit_id}/closings",
    permission=Permission.CONFIRM_TIME,
    returns=One[Done],
    summary=_("Close a unit's month"),
    description=_(
        "As its commander; asked back as 409 while something is open, unless "
        "`although_incomplete`. What is closed stays as it is."
    ),
)
def close_unit_month(request: HttpRequest, unit_id: Id, wanted: UnitMonthClosed) -> dict[str, Any]:
    actions.close_unit_month(
        unit_id=unit_id,
        month=Month.parse(wanted.month),
        although_incomplete=wanted.although_incomplete,
        actor=viewer_of(request),
    )
    return {"count": 1}
