"""The audit trail: who did what, when and why; looks at people's pages on demand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, cut_page, every_row, read_token
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.platform import audit
from kiem.platform.access import Permission

ROWS_TEXT = 90  # ids of bulk actions fill pages; the export has them all


@requires(Permission.VIEW_AUDIT)
def audit_trail(request: HttpRequest) -> HttpResponse:
    asked, scope = asked_of(request), scope_of(request)
    views = request.GET.get("views") == "1"

    def fetch(after: Key | None, limit: int) -> list[audit.TrailRow]:
        return audit.list_trail(
            viewer=scope["viewer"],
            known_at=scope["known_at"],
            views=views,
            subject=request.GET.get("subject") or None,
            actor=request.GET.get("actor") or None,
            action=request.GET.get("action") or None,
            after=int(after[0]) if after else None,
            limit=limit,
        )

    def key_of(row: audit.TrailRow) -> Key:
        return (row.sequence,)

    rows, after = cut_page(fetch(read_token(request, (int,)), PAGE_ROWS + 1), key_of)
    table = Table.of_page(
        request,
        name="trail",
        caption=gettext("Looks at people") if views else gettext("Changes"),
        columns=trail_columns(asked),
        rows=rows,
        next_after=after,
        export_rows=lambda: every_row(fetch, key_of),
        filters=("action", "subject", "actor"),
        filter_names={"action": "action", "subject": "subject", "actor": "actor"},
        empty_text=gettext("Nothing is recorded yet."),
    )
    context = {
        "title": gettext("Audit trail"),
        "views": views,
        "other_href": asked.link("/audit/", views="" if views else "1"),
    }
    return show(request, "kiem/audit.html", context, [table])


def subject_path(subject: str) -> str | None:
    """Where a subject such as `person:7` is shown; None for those without a page."""
    kind, _, number = subject.partition(":")
    folders = {
        "person": "people",
        "unit": "units",
        "organization": "organizations",
        "post": "posts",
        "decision": "decisions",
        "change_event": "changes",
    }
    return f"/{folders[kind]}/{number}/" if kind in folders and number.isdigit() else None


def trail_columns(asked: Asked) -> list[Column[audit.TrailRow]]:
    def subject_href(row: audit.TrailRow) -> str | None:
        path = subject_path(row.subject)
        return f"{path}{asked.query}" if path else None

    def rows_text(row: audit.TrailRow) -> str:
        return ", ".join(f"{name} {count}" for name, count in row.rows.items())

    def shorten(text: str) -> str:
        return text if len(text) <= ROWS_TEXT else text[:ROWS_TEXT].rpartition(",")[0] + " …"

    def decision_href(row: audit.TrailRow) -> str | None:
        return f"/decisions/{row.decision_id}/{asked.query}" if row.decision_id else None

    return [
        Column("sequence", gettext("No."), lambda r: str(r.sequence), Kind.MOMENT),
        Column("moment", gettext("When"), lambda r: wording.moment(r.recorded_at), Kind.MOMENT),
        Column("actor", gettext("Who"), lambda r: r.actor, show=lambda r: r.actor_name),
        Column("action", gettext("Action"), lambda r: r.action, is_heading=True),
        Column("subject", gettext("Subject"), lambda r: r.subject, href=subject_href),
        Column("reason", gettext("Why"), lambda r: r.reason),
        Column("rows", gettext("Rows"), rows_text, show=lambda r: shorten(rows_text(r))),
        Column(
            "decision",
            gettext("Decision"),
            lambda r: str(r.decision_id) if r.decision_id else None,
            href=decision_href,
        ),
        Column("hash", gettext("Hash"), lambda r: r.hash_hex[:12]),
    ]
