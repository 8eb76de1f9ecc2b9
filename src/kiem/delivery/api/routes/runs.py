"""Long work one started: its progress and result, cancelling it; exporting whole tables."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import AskedTime, Paging, Rows, page_of, read_time
from kiem.delivery.api.files import KEPT
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.runs import ExportAsked, Run, RunStarted
from kiem.delivery.api.schemas.shape import Id, One, Page
from kiem.delivery.exporting.run import KIND
from kiem.delivery.exporting.tables import Asked, table_named
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.states import sentence
from kiem.delivery.web.views.exports import NAMES
from kiem.platform import files, jobs
from kiem.platform.access import Permission

router = Router(tags=["runs"])


@operation(
    router,
    "GET",
    "/runs",
    permission=Permission.SIGNED_IN,
    returns=Page[Run],
    summary=_("One's own runs"),
    description=_("Imports, exports and other long work one started, newest first."),
)
def list_runs(request: HttpRequest, page: Paging) -> Rows[dict[str, Any]]:
    found = page_of(
        page,
        of="runs",
        shape=(int,),
        fetch=lambda after, limit: jobs.list_runs(
            viewer=viewer_of(request), after=after[0] if after else None, limit=limit
        ),
        key_of=lambda row: (row.id,),
    )
    return Rows([_told(row) for row in found.rows], found.next)


@operation(
    router,
    "GET",
    "/runs/{run_id}",
    permission=Permission.SIGNED_IN,
    returns=One[Run],
    summary=_("One run"),
    description=_("How far it is, or what became of it; one's own only."),
)
def get_run(request: HttpRequest, run_id: Id) -> dict[str, Any]:
    return _told(jobs.read_run(run_id=run_id, viewer=viewer_of(request)))


@operation(
    router,
    "GET",
    "/runs/{run_id}/file",
    permission=Permission.SIGNED_IN,
    returns=None,
    media_types=KEPT,
    summary=_("The file a run made"),
    description=_("404 for a run that made none, or has not yet."),
)
def get_run_file(request: HttpRequest, run_id: Id) -> HttpResponse:
    run = jobs.read_run(run_id=run_id, viewer=viewer_of(request))
    return files.download(*files.read_file(run.file_id or 0))


@operation(
    router,
    "POST",
    "/runs/{run_id}/cancellation",
    permission=Permission.SIGNED_IN,
    returns=One[Run],
    summary=_("Cancel a run"),
    description=_(
        "What waits never starts, what runs stops soon; nothing of it is kept. Twice is harmless."
    ),
)
def cancel_run(request: HttpRequest, run_id: Id) -> dict[str, Any]:
    viewer = viewer_of(request)
    jobs.cancel_run(run_id=run_id, actor=viewer)
    return _told(jobs.read_run(run_id=run_id, viewer=viewer))


@operation(
    router,
    "POST",
    "/exports",
    permission=Permission.VIEW_STRUCTURE,
    returns=One[RunStarted],
    status=202,
    summary=_("Export a whole table"),
    description=_(
        "People, appointments, memberships, activities, time, load or findings as Excel or CSV, "
        "made in the background of what you may see."
    ),
)
def start_export(request: HttpRequest, wanted: ExportAsked) -> dict[str, Any]:
    viewer = viewer_of(request)
    table = table_named(wanted.what)
    viewer.require(table.permission)
    if wanted.known_at is not None:
        viewer.require(Permission.KNOWN_AT)
    asked = read_time(
        AskedTime(
            on=wanted.on.isoformat(),
            known_at=wanted.known_at.isoformat() if wanted.known_at else None,
        )
    )
    Asked(viewer, asked.on, wanted.first, asked.known_at)  # refused here, not in the background
    run_id = jobs.queue(
        kind=KIND,
        inputs={
            "what": table.what,
            "on": asked.on.isoformat(),
            "first": wanted.first.isoformat(),
            "known_at": asked.known_at.isoformat() if asked.known_at else None,
            "format": wanted.format,
        },
        label=gettext(NAMES[table.what]),
        actor=viewer,
    )
    return {"run_id": run_id}


def _told(run: jobs.RunRow) -> dict[str, Any]:
    error = run.error
    return {
        **{field.name: getattr(run, field.name) for field in fields(run)},
        "title": gettext(run.title),
        "phase": gettext(run.phase) if run.phase else "",
        "is_open": run.is_open,
        "has_file": run.file_id is not None,
        "error": error
        and {
            "code": error.code,
            "detail": sentence(error.message, error),
            "remedy": sentence(error.remedy, error),
        },
    }
