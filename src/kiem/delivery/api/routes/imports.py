"""Imports: files that are checked before they are applied. Everybody sees their own."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router
from pydantic import Field

from kiem.delivery.api.asking import Paging, Rows, page_of
from kiem.delivery.api.files import XLSX, attachment
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.uploads import MULTIPART, Workbook
from kiem.delivery.api.schemas.shape import Id, One, Page
from kiem.delivery.api.schemas.uploads import ImportApplied, ImportDetail
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.importshown import sentence_of, template_file
from kiem.domain.imports import actions, queries
from kiem.platform import files
from kiem.platform.access import Permission
from kiem.platform.files.kinds import MEDIA_TYPES, TABLES

router = Router(tags=["files"])
Kinds = Annotated[
    str,
    Field(
        max_length=80,
        examples=["people+appointments"],
        description=_("What the rows are; several with a plus sign between them."),
    ),
]


@operation(
    router,
    "GET",
    "/imports",
    permission=Permission.IMPORT_FILES,
    returns=Page[ImportDetail],
    summary=_("One's own imports"),
    description=_("Files handed in, newest first."),
)
def list_imports(request: HttpRequest, page: Paging) -> Rows[dict[str, Any]]:
    found = page_of(
        page,
        of="imports",
        shape=(int,),
        fetch=lambda after, limit: queries.list_imports(
            viewer=viewer_of(request), after=after[0] if after else None, limit=limit
        ),
        key_of=lambda row: (row.id,),
    )
    return Rows([_told(row) for row in found.rows], found.next)


@operation(
    router,
    "POST",
    "/imports",
    permission=Permission.IMPORT_FILES,
    returns=One[ImportDetail],
    status=201,
    takes=MULTIPART,
    summary=_("Hand in a file to import"),
    description=_(
        "People, appointments, memberships, activities or hours, as `file`. Nothing changes: it "
        "is checked, and answered with all errors and how many rows would do something."
    ),
)
def hand_in_import(request: HttpRequest, file: Workbook) -> dict[str, Any]:
    actor = viewer_of(request)
    number = actions.submit_file(name=file.name or "", content=file.read(), actor=actor)
    if queries.read_import(import_id=number, viewer=actor).is_understood:
        actions.start_check(import_id=number, actor=actor)
    return _told(queries.read_import(import_id=number, viewer=actor))


@operation(
    router,
    "GET",
    "/imports/{import_id}",
    permission=Permission.IMPORT_FILES,
    returns=One[ImportDetail],
    summary=_("One import"),
    description=_("What the file is, what its check found, or what became of it; one's own only."),
)
def get_import(request: HttpRequest, import_id: Id) -> dict[str, Any]:
    return _told(queries.read_import(import_id=import_id, viewer=viewer_of(request)))


@operation(
    router,
    "POST",
    "/imports/{import_id}/application",
    permission=Permission.IMPORT_FILES,
    returns=One[ImportDetail],
    summary=_("Apply an import"),
    description=_(
        "All rows or none, in one transaction; a large file goes on in the background (`run_id`)."
    ),
)
def apply_import(request: HttpRequest, import_id: Id, wanted: ImportApplied) -> dict[str, Any]:
    actor = viewer_of(request)
    actions.start_apply(import_id=import_id, issuer_id=wanted.issuer_id, actor=actor)
    return _told(queries.read_import(import_id=import_id, viewer=actor))


@operation(
    router,
    "GET",
    "/import-templates/{kinds}",
    permission=Permission.IMPORT_FILES,
    returns=None,
    media_types=(XLSX,),
    summary=_("A template for an import"),
    description=_("A workbook with headings and drop-downs in your language, to be filled in."),
)
def get_import_template(request: HttpRequest, kinds: Kinds) -> HttpResponse:
    name, content = template_file(kinds, viewer_of(request))
    return attachment(content, name=name, media_type=XLSX)


@operation(
    router,
    "GET",
    "/imports/{import_id}/file",
    permission=Permission.IMPORT_FILES,
    returns=None,
    media_types=tuple(sorted(MEDIA_TYPES[kind] for kind in TABLES)),
    summary=_("The file of an import"),
    description=_("As it was handed in; one's own only."),
)
def get_import_file(request: HttpRequest, import_id: Id) -> HttpResponse:
    row = queries.read_import(import_id=import_id, viewer=viewer_of(request))
    return files.download(*files.read_file(row.file_id))


@operation(
    router,
    "POST",
    "/imports/{import_id}/check",
    permission=Permission.IMPORT_FILES,
    returns=One[ImportDetail],
    summary=_("Check an import again"),
    description=_("Against what is known now; a large file is checked in the background."),
)
def check_import(request: HttpRequest, import_id: Id) -> dict[str, Any]:
    actor = viewer_of(request)
    actions.start_check(import_id=import_id, actor=actor)
    return _told(queries.read_import(import_id=import_id, viewer=actor))


@operation(
    router,
    "POST",
    "/imports/{import_id}/discard",
    permission=Permission.IMPORT_FILES,
    returns=One[ImportDetail],
    summary=_("Put an import aside"),
    description=_("For good. Once more is harmless."),
)
def discard_import(request: HttpRequest, import_id: Id) -> dict[str, Any]:
    actor = viewer_of(request)
    actions.discard_file(import_id=import_id, actor=actor)
    return _told(queries.read_import(import_id=import_id, viewer=actor))


def _told(row: queries.ImportRow) -> dict[str, Any]:
    """An import with its errors in the reader's language."""
    report = row.report
    return {
        "id": row.id,
        "name": row.name,
        "sha256": row.sha256,
        "state": row.state,
        "submitted_at": row.submitted_at,
        "applied_at": row.applied_at,
        "row_count": row.row_count,
        "is_understood": row.is_understood,
        "decision_id": row.decision_id,
        "run_id": row.run_id,
        "changing": report.changing if report else None,
        "can_be_applied": bool(report and report.can_be_applied and row.is_open),
        "error_count": report.error_count if report else 0,
        "errors": [
            {
                "sheet": error.sheet,
                "row": error.row,
                "column": str(error.column),
                "message": sentence_of(error.message, error),
                "remedy": sentence_of(error.remedy, error),
            }
            for error in (report.errors if report else ())
        ],
    }
