"""Handing in files: monthly returns, and imports that are checked before they are applied."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import File, Router
from ninja.files import UploadedFile
from pydantic import Field

from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.shape import MONTH, Id, One
from kiem.delivery.api.schemas.uploads import ImportApplied, ImportDetail, ReturnReceived
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.importshown import sentence_of
from kiem.delivery.web.returnwords import problem_remedy, problem_text
from kiem.domain.imports import actions as importing
from kiem.domain.imports import queries as imports
from kiem.domain.returns import actions as returns
from kiem.platform.access import Permission
from kiem.time.month import Month

router = Router(tags=["files"])
MULTIPART = "multipart/form-data"
MonthNamed = Annotated[str, Field(pattern=MONTH, examples=["2025-10"])]
Workbook = Annotated[UploadedFile, File(description=_("An Excel workbook (.xlsx), or a CSV file."))]


@operation(
    router,
    "POST",
    "/organizations/{organization_id}/returns/{month}",
    permission=Permission.SUBMIT_RETURN,
    returns=One[ReturnReceived],
    status=201,
    takes=MULTIPART,
    summary=_("Send a month's return"),
    description=_(
        "The workbook made for the organisation and month, as `file`. Without problems it is the "
        "return at once, all of it; with problems nothing changes and they are told row by row. "
        "The same file again changes nothing."
    ),
)
def send_return(
    request: HttpRequest, organization_id: Id, month: MonthNamed, file: Workbook
) -> dict[str, Any]:
    received = returns.receive_return(
        organization_id=organization_id,
        month=Month.parse(month),
        name=file.name or "",
        content=file.read(),
        actor=viewer_of(request),
    )
    return {
        "submission_id": received.submission_id,
        "is_return": received.is_return,
        "is_new": received.is_new,
        "problems": [
            {
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "message": problem_text(problem),
                "remedy": problem_remedy(problem),
            }
            for problem in received.problems
        ],
    }


@operation(
    router,
    "POST",
    "/imports",
    permission=Permission.CHANGE_REGISTER,
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
    number = importing.submit_file(name=file.name or "", content=file.read(), actor=actor)
    if imports.read_import(import_id=number, viewer=actor).is_understood:
        importing.start_check(import_id=number, actor=actor)
    return _told(imports.read_import(import_id=number, viewer=actor))


@operation(
    router,
    "GET",
    "/imports/{import_id}",
    permission=Permission.CHANGE_REGISTER,
    returns=One[ImportDetail],
    summary=_("One import"),
    description=_("What the file is, what its check found, or what became of it; one's own only."),
)
def get_import(request: HttpRequest, import_id: Id) -> dict[str, Any]:
    return _told(imports.read_import(import_id=import_id, viewer=viewer_of(request)))


@operation(
    router,
    "POST",
    "/imports/{import_id}/application",
    permission=Permission.CHANGE_REGISTER,
    returns=One[ImportDetail],
    summary=_("Apply an import"),
    description=_(
        "All rows or none, in one transaction; a large file goes on in the background (`run_id`)."
    ),
)
def apply_import(request: HttpRequest, import_id: Id, wanted: ImportApplied) -> dict[str, Any]:
    actor = viewer_of(request)
    importing.start_apply(import_id=import_id, issuer_id=wanted.issuer_id, actor=actor)
    return _told(imports.read_import(import_id=import_id, viewer=actor))


def _told(row: imports.ImportRow) -> dict[str, Any]:
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
