"""Long work somebody started: how far it is, what became of it, and how to cancel it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, cut_page, every_row, read_token
from kiem.delivery.web.pages import show
from kiem.delivery.web.states import sentence
from kiem.delivery.web.tables import Table
from kiem.platform import files, jobs
from kiem.platform.access import Permission


@require_safe
@requires(Permission.SIGNED_IN)
def run_list(request: HttpRequest) -> HttpResponse:
    """Everything the reader started, newest first."""

    def fetch(after: Key | None, limit: int) -> list[jobs.RunRow]:
        last = int(after[0]) if after else None
        return jobs.list_runs(viewer=viewer_of(request), after=last, limit=limit)

    def key_of(row: jobs.RunRow) -> Key:
        return (row.id,)

    rows, after = cut_page(fetch(read_token(request, (int,)), PAGE_ROWS + 1), key_of)
    title = gettext("Background work")
    table = Table.of_page(
        request,
        name="runs",
        caption=title,
        columns=run_columns(),
        rows=rows,
        next_after=after,
        export_rows=lambda: every_row(fetch, key_of),
        empty_text=gettext("You have started nothing that takes long."),
    )
    lead = gettext("Imports, exports and reports you started. You may leave these pages.")
    return show(request, "kiem/list.html", {"title": title, "lead": lead, "table": table}, [table])


@require_safe
@requires(Permission.SIGNED_IN)
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """One piece of work; while it is open the page asks for its progress again and again."""
    run = jobs.read_run(run_id=run_id, viewer=viewer_of(request))
    context = {
        "title": f"{gettext(run.title)} {run.label}".strip(),
        "run": run,
        "state": statuses.status(f"run {run.state}"),
        "phase": gettext(run.phase) if run.phase else "",
        "percent": wording.share(run.percent / 100) if run.percent is not None else "",
        "error": run.error and sentence(run.error.message, run.error),
        "remedy": run.error and sentence(run.error.remedy, run.error),
    }
    if request.headers.get("HX-Request") == "true":
        return show(request, "kiem/parts/run.html", context)
    return show(request, "kiem/run.html", context)


@require_safe
@requires(Permission.SIGNED_IN)
def run_file(request: HttpRequest, run_id: int) -> HttpResponse:
    """The file the work made. Whoever may see the run may fetch it."""
    run = jobs.read_run(run_id=run_id, viewer=viewer_of(request))
    return files.download(*files.read_file(run.file_id or 0))


@require_POST
@requires(Permission.SIGNED_IN)
def cancel_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Cancelling twice is harmless, so that this form needs no token of its own."""
    jobs.cancel_run(run_id=run_id, actor=viewer_of(request))
    return HttpResponseRedirect(reverse("run", args=[run_id]))


def run_columns() -> list[Column[jobs.RunRow]]:
    return [
        Column(
            "title",
            gettext("Work"),
            lambda r: gettext(r.title),
            href=lambda r: reverse("run", args=[r.id]),
            is_heading=True,
        ),
        Column("label", gettext("What it concerns"), lambda r: r.label),
        Column(
            "state",
            gettext("State"),
            lambda r: statuses.status_text(f"run {r.state}"),
            html=lambda r: statuses.status(f"run {r.state}"),
        ),
        Column("progress", gettext("Progress"), lambda r: (r.percent or 0) / 100, Kind.SHARE),
        Column("queued", gettext("Started"), lambda r: wording.moment(r.queued_at), Kind.MOMENT),
        Column("ended", gettext("Ended"), lambda r: wording.moment(r.ended_at), Kind.MOMENT),
    ]
