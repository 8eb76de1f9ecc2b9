"""Decisions, drafts and letters as files: PDF to sign and file, DOCX for a clerk to edit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Time, scope_of
from kiem.delivery.api.files import DOCX, PDF
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.shape import Id
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.views.documents import document_answer
from kiem.domain.documents.queries import decisions
from kiem.domain.documents.render import FileFormat
from kiem.platform import audit
from kiem.platform.access import Permission

router = Router(tags=["decisions"])


@operation(
    router,
    "GET",
    "/decisions/{decision_id}/document.{file_format}",
    permission=Permission.VIEW_STRUCTURE,
    returns=None,
    media_types=(PDF, DOCX),
    summary=_("A decision's document"),
    description=_("In its issuer's letterhead. It names people, so that looking is recorded."),
)
def get_decision_document(
    request: HttpRequest, decision_id: Id, file_format: FileFormat, time: Time
) -> HttpResponse:
    document = decisions.decision_document(decision_id=decision_id, **scope_of(request, time))
    audit.record_view(viewer_of(request), f"decision:{decision_id}")
    return document_answer(document, file_format)


@operation(
    router,
    "GET",
    "/decisions/{decision_id}/letters/{organization_id}.{file_format}",
    permission=Permission.VIEW_STRUCTURE,
    returns=None,
    media_types=(PDF, DOCX),
    summary=_("A letter of nomination"),
    description=_(
        "To one body outside to which the decision nominates somebody. Looking is recorded."
    ),
)
def get_letter(
    request: HttpRequest,
    decision_id: Id,
    organization_id: Id,
    file_format: FileFormat,
    time: Time,
) -> HttpResponse:
    document = decisions.nomination_document(
        decision_id=decision_id, organization_id=organization_id, **scope_of(request, time)
    )
    audit.record_view(viewer_of(request), f"decision:{decision_id}")
    return document_answer(document, file_format)


@operation(
    router,
    "GET",
    "/drafts/{draft_id}/document.{file_format}",
    permission=Permission.CHANGE_REGISTER,
    returns=None,
    media_types=(PDF, DOCX),
    summary=_("What a draft would look like"),
    description=_("Marked as a draft on every page."),
)
def get_draft_document(request: HttpRequest, draft_id: Id, file_format: FileFormat) -> HttpResponse:
    document = decisions.draft_document(viewer=viewer_of(request), draft_id=draft_id)
    return document_answer(document, file_format)
