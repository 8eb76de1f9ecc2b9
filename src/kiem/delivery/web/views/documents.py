"""Decisions, drafts and letters as files: PDF to sign and file, DOCX for a clerk to edit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from kiem.delivery.web.asked import scope_of, viewer_of
from kiem.delivery.web.gate import requires
from kiem.domain.documents.model import OfficialDocument
from kiem.domain.documents.queries import congresses, decisions, sessions
from kiem.domain.documents.render import FileFormat, render
from kiem.platform import audit
from kiem.platform.access import Permission
from kiem.platform.kernel.collation import fold


@requires(Permission.VIEW_STRUCTURE)
def decision_file(request: HttpRequest, decision_id: int, file_format: FileFormat) -> HttpResponse:
    """The decision's document. It names people, so that looking at it is noted."""
    document = decisions.decision_document(decision_id=decision_id, **scope_of(request))
    audit.record_view(viewer_of(request), f"decision:{decision_id}")
    return document_answer(document, file_format)


@requires(Permission.VIEW_STRUCTURE)
def letter_file(
    request: HttpRequest, decision_id: int, organization_id: int, file_format: FileFormat
) -> HttpResponse:
    """The letter of nomination to one body outside the force."""
    document = decisions.nomination_document(
        decision_id=decision_id, organization_id=organization_id, **scope_of(request)
    )
    audit.record_view(viewer_of(request), f"decision:{decision_id}")
    return document_answer(document, file_format)


@requires(Permission.CHANGE_REGISTER)
def draft_file(request: HttpRequest, draft_id: int, file_format: FileFormat) -> HttpResponse:
    """What a draft would look like, marked as a draft on every page."""
    document = decisions.draft_document(viewer=viewer_of(request), draft_id=draft_id)
    return document_answer(document, file_format)


@requires(Permission.VIEW_ASSEMBLY)
def event_file(
    request: HttpRequest, event_id: int, paper: str, file_format: FileFormat
) -> HttpResponse:
    """The notice of an event's conclusions, or its minutes."""
    make = sessions.notice_document if paper == "notice" else sessions.minutes_document
    return document_answer(make(event_id=event_id, **scope_of(request)), file_format)


@requires(Permission.VIEW_ASSEMBLY)
def congress_file(request: HttpRequest, congress_id: int, file_format: FileFormat) -> HttpResponse:
    """The record of a congress: delegates, ballots, who is elected."""
    document = congresses.congress_document(congress_id=congress_id, **scope_of(request))
    audit.record_view(viewer_of(request), f"congress:{congress_id}")
    return document_answer(document, file_format)


@requires(Permission.VIEW_ASSEMBLY)
def counting_file(
    request: HttpRequest, congress_id: int, round_id: int, file_format: FileFormat
) -> HttpResponse:
    """The minutes of counting of one ballot."""
    document = congresses.counting_document(
        congress_id=congress_id, round_id=round_id, **scope_of(request)
    )
    audit.record_view(viewer_of(request), f"congress:{congress_id}")
    return document_answer(document, file_format)


def document_answer(document: OfficialDocument, file_format: FileFormat) -> HttpResponse:
    """PDF opens in the browser, DOCX is saved."""
    response = HttpResponse(render(document, file_format), content_type=file_format.media_type)
    disposition = "inline" if file_format is FileFormat.PDF else "attachment"
    name = f"{_file_stem(document)}.{file_format}"
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


def _file_stem(document: OfficialDocument) -> str:
    """ "decision-05-qd-cahn-2026-02-03": kind, number and day, in plain letters."""
    day = document.signed_on.isoformat() if document.signed_on else "draft"
    parts = (
        document.kind.value.replace("_", "-"),
        slugify(fold(document.number.replace("/", "-"))),
        day,
    )
    return "-".join(part for part in parts if part)[:80]
